Feature: Something has happened since the assessment
  The form holds nothing of what came after it, and whoever plans by it has to hear so.

  @watch:incident-after-the-assessment @INST-4 @F1.14 @case-17
  Scenario: An incident the day after the assessment
    Given a case
    And a pair "A" where
      | date of the DASH assessment | 20 October 2026 |
    And an incident "I" in "A" where
      | date of the incident | 21 October 2026 | police |
    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A": "There has been an incident since the assessment"
    And with it comes "assess again" by 28 October 2026
    And it counts from 21 October 2026

  @watch:incident-after-the-assessment @INST-4
  Scenario Outline: An incident on <incident>, and the assessment on <assessment>: <why>
    Given a case
    And a pair "A" where
      | date of the DASH assessment | <assessment> |
    And an incident "I" in "A" where
      | date of the incident | <incident> | police |
    When it is watched on 2 November 2026
    Then nobody is told at once: "There has been an incident since the assessment"

    Examples:
      | assessment        | incident          | why                          |
      | 20 October 2026   | 20 October 2026   | which came first is not said |
      | 20 October 2026   | 19 October 2026   | it is in the form            |
      | 20 September 2026 | 4 October 2026    | it was told for four weeks   |
      | don't know        | 1 November 2026   | no assessment is known of    |

  @watch:incident-on-the-day-of-the-assessment @INST-4 @case-17
  Scenario: The victim-survivor is strangled on the day of the assessment, after it
    Given a case
    And a pair "A" where
      | date of the DASH assessment | 2 November 2026 |
    And an incident "I" in "A" where
      | date of the incident                       | 2 November 2026 | police |
      | came after the assessment made the same day | yes            | police |
    When it is watched on 2 November 2026
    Then the case manager is told at once of "A": "There has been an incident on the day of the assessment, and after it"
    And with it comes "assess again" by 9 November 2026

  @watch:incident-on-the-day-of-the-assessment @INST-4
  Scenario: The incident of that day is what was assessed
    Given a case
    And a pair "A" where
      | date of the DASH assessment | 2 November 2026 |
    And an incident "I" in "A" where
      | date of the incident                       | 2 November 2026 | police |
      | came after the assessment made the same day | no             | police |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

  @watch:incident-on-the-day-of-the-assessment @INST-4
  Scenario: An incident on that day, and nobody has said which came first
    Given a case
    And a pair "A" where
      | date of the DASH assessment | 2 November 2026 |
    And an incident "I" in "A" where
      | date of the incident | 2 November 2026 | police |
    When it is watched on 2 November 2026
    Then the case manager is told at once of "A", in doubt: "There has been an incident on the day of the assessment, and after it"

  @watch:release-after-the-assessment @INST-4
  Scenario Outline: Assessed on <assessment>, released on <release>
    Given a case where
      | release date | <release> |
    And a pair "A" where
      | date of the DASH assessment | <assessment> |
    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A": "There has been a release since the assessment"

    Examples:
      | assessment     | release         |
      | 1 October 2026 | 2 October 2026  |
      | 4 August 2026  | 2 November 2026 |

  @watch:release-after-the-assessment @INST-4
  Scenario Outline: Assessed on <assessment>, released on <release>, and nothing to tell
    Given a case where
      | release date | <release> |
    And a pair "A" where
      | date of the DASH assessment | <assessment> |
    When it is watched on 2 November 2026
    Then nobody is told at once: "There has been a release since the assessment"

    Examples:
      | assessment     | release         |
      | 1 October 2026 | 1 October 2026  |
      | 1 October 2026 | 3 November 2026 |
      | 3 August 2026  | 2 November 2026 |

  @watch:separation-after-the-assessment @watch:pregnancy-after-the-assessment @watch:broken-order-after-the-assessment @INST-4
  Scenario Outline: A turn since the assessment: <fact>
    Given a case
    And a pair "A" where
      | date of the DASH assessment | 20 October 2026 |
      | <fact>                      | 20 October 2026 |
    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A": "<title>"
    And with it comes "assess again" by 27 October 2026

    Examples:
      | fact                           | title                                                 |
      | day of the separation          | There has been a separation since the assessment      |
      | day the pregnancy became known | A pregnancy has become known since the assessment     |
      | day an order was last broken   | An order has been broken since the assessment         |

  @watch:separation-after-the-assessment @watch:pregnancy-after-the-assessment @watch:broken-order-after-the-assessment @INST-4
  Scenario Outline: What the assessment knew of: <fact>
    Given a case
    And a pair "A" where
      | date of the DASH assessment | 20 October 2026 |
      | <fact>                      | 19 October 2026 |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

    Examples:
      | fact                           |
      | day of the separation          |
      | day the pregnancy became known |
      | day an order was last broken   |

  @watch:new-partner-after-the-assessment @INST-4 @SR-22
  Scenario Outline: A new partner on <day>, and the assessment on 20 October 2026
    Given a case where
      | day a new partner became known | <day> |
    And a pair "A" where
      | date of the DASH assessment | 20 October 2026 |
    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A": "A new partner has become known since the assessment"

    Examples:
      | day             |
      | 20 October 2026 |
      | 2 November 2026 |

  @watch:new-partner-after-the-assessment @INST-4
  Scenario: The new partner was known of when it was made
    Given a case where
      | day a new partner became known | 19 October 2026 |
    And a pair "A" where
      | date of the DASH assessment | 20 October 2026 |
    When it is watched on 2 November 2026
    Then nobody is told at once: "A new partner has become known since the assessment"

  @watch:new-partner-becomes-known @SR-22 @F1.22
  Scenario: A new partner becomes known
    Given a case where
      | day a new partner became known | 5 October 2026 |
    When it is watched on 2 November 2026
    Then police are told at once: "A new partner becomes known"
    And with it comes "open a pair for the new partner" by 6 October 2026

  @watch:new-partner-becomes-known @SR-22
  Scenario: After a round of the panel it is news no more
    Given a case where
      | day a new partner became known | 4 October 2026 |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

  @watch:new-partner-after-a-separation @SR-22
  Scenario Outline: A new partner on <partner>, after a separation on <separation>
    Given a case where
      | day a new partner became known | <partner> |
    And a pair "A" where
      | day of the separation | <separation> |
    When it is watched on 2 November 2026
    Then the case manager is told at once of "A": "A new partner becomes known not long after a separation"

    Examples:
      | separation      | partner         |
      | 4 August 2026   | 2 November 2026 |
      | 2 November 2026 | 2 November 2026 |

  @watch:new-partner-after-a-separation @SR-22
  Scenario Outline: A new partner on <partner>, and a separation on <separation>, have nothing to do with each other
    Given a case where
      | day a new partner became known | <partner> |
    And a pair "A" where
      | day of the separation | <separation> |
    When it is watched on 2 November 2026
    Then nobody is told at once: "A new partner becomes known not long after a separation"

    Examples:
      | separation      | partner         |
      | 3 August 2026   | 2 November 2026 |
      | 2 November 2026 | 1 November 2026 |

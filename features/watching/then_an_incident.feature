Feature: Something happened, and then an incident
  A broken order, a separation, a pregnancy, a release, a closing: each is news, and what follows is more.

  @watch:incident-after-a-broken-order @watch:incident-after-the-separation @watch:incident-after-the-pregnancy-became-known @F1.14
  Scenario Outline: <fact> on <day>, and an incident on <incident>
    Given a case
    And a pair "A" where
      | <fact> | <day> |
    And an incident "I" in "A" where
      | date of the incident | <incident> | police |
    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A": "<title>"
    And with it comes "speak with the IDVA about the risk" by <incident>

    Examples:
      | fact                           | day             | incident        | title                                              |
      | day an order was last broken   | 5 October 2026  | 2 November 2026 | An order was broken, and an incident followed      |
      | day an order was last broken   | 2 November 2026 | 2 November 2026 | An order was broken, and an incident followed      |
      | day of the separation          | 4 August 2026   | 2 November 2026 | There was a separation, and an incident followed   |
      | day of the separation          | 30 October 2026 | 31 October 2026 | There was a separation, and an incident followed   |
      | day the pregnancy became known | 2 November 2025 | 2 November 2026 | A pregnancy became known, and an incident followed |

  @watch:incident-after-a-broken-order @watch:incident-after-the-separation @watch:incident-after-the-pregnancy-became-known @F1.14
  Scenario Outline: <fact> on <day>, an incident on <incident>, and nothing that hangs together
    Given a case
    And a pair "A" where
      | <fact> | <day> |
    And an incident "I" in "A" where
      | date of the incident | <incident> | police |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

    Examples:
      | fact                           | day             | incident        |
      | day an order was last broken   | 4 October 2026  | 2 November 2026 |
      | day an order was last broken   | 2 November 2026 | 1 November 2026 |
      | day of the separation          | 3 August 2026   | 2 November 2026 |
      | day of the separation          | 1 August 2026   | 4 October 2026  |
      | day the pregnancy became known | 1 November 2025 | 2 November 2026 |

  @watch:incident-after-a-broken-order
  Scenario: An order was broken some time in October
    Given a case
    And a pair "A" where
      | day an order was last broken | October 2026 |
    And an incident "I" in "A" where
      | date of the incident | 30 October 2026 | police |
    When it is watched on 2 November 2026
    Then police are told at once of "A", in doubt: "An order was broken, and an incident followed"

  @watch:incident-after-release @SR-21
  Scenario Outline: Released on <release>, and an incident on <incident>
    Given a case where
      | release date | <release> |
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | <incident> | police |
    When it is watched on 2 November 2026
    Then probation is told at once of "A": "There was a release, and an incident followed"
    And with it comes "ask probation to consider recall" by <due>

    Examples:
      | release         | incident        | due             |
      | 4 August 2026   | 2 November 2026 | 3 November 2026 |
      | 30 October 2026 | 30 October 2026 | 2 November 2026 |

  @watch:incident-after-release @SR-21
  Scenario Outline: Released on <release>, an incident on <incident>, and no word of it
    Given a case where
      | release date | <release> |
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | <incident> | police |
    When it is watched on 2 November 2026
    Then nobody is told at once: "There was a release, and an incident followed"

    Examples:
      | release         | incident        |
      | 3 August 2026   | 2 November 2026 |
      | 30 October 2026 | 29 October 2026 |

  @watch:incident-after-closing @SR-24 @CLS-1
  Scenario Outline: Closed on 1 October 2026, and an incident on <incident>
    Given a case where
      | stage of the work        | <stage>        |
      | date the case was closed | 1 October 2026 |
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | <incident> | police |
    When it is watched on 2 November 2026
    Then <who>: "The case was closed, and an incident followed"

    Examples:
      | stage     | incident          | who                                    |
      | closed    | 2 November 2026   | the panel chair is told at once of "A" |
      | closed    | 5 October 2026    | the panel chair is told at once of "A" |
      | closed    | 30 September 2026 | nobody is told at once                 |
      | main work | 2 November 2026   | nobody is told at once                 |

  @watch:incident-while-nobody-hears @SR-26 @F3.51
  Scenario Outline: An incident, and touch with the victim-survivor is <touch>
    Given a case
    And a pair "A" where
      | touch with the victim-survivor | <touch> |
    And an incident "I" in "A" where
      | date of the incident | <incident> | police |
    When it is watched on 2 November 2026
    Then <who>: "There has been an incident, and touch with the victim-survivor is lost or ended"

    Examples:
      | touch                        | incident        | who                                     |
      | lost                         | 5 October 2026  | the IDVA manager is told at once of "A" |
      | ended by the victim-survivor | 2 November 2026 | the IDVA manager is told at once of "A" |
      | lost                         | 4 October 2026  | nobody is told at once                  |
      | kept                         | 2 November 2026 | nobody is told at once                  |
      | don't know                   | 2 November 2026 | nobody is told at once                  |

  @watch:release-while-nobody-hears @SR-26 @SR-21
  Scenario Outline: Release on <release>, and touch with the victim-survivor is <touch>
    Given a case where
      | release date | <release> |
    And a pair "A" where
      | touch with the victim-survivor | <touch> |
    When it is watched on 2 November 2026
    Then <who>: "A release is near, and touch with the victim-survivor is lost or ended"

    Examples:
      | touch | release          | who                                     |
      | lost  | 16 November 2026 | the IDVA manager is told at once of "A" |
      | ended by the victim-survivor | 2 November 2026 | police are told at once of "A" |
      | lost  | 17 November 2026 | nobody is told at once                  |
      | kept  | 9 November 2026  | nobody is told at once                  |

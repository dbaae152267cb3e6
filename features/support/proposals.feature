Feature: Each proposal of a support is looked at for itself
  Two addresses may be on the table at once. That the worker cleared one says nothing of the other, nor of the same
  place at another hour. A proposal that was withdrawn holds nothing up, and one that is not cleared is asked about.

  @rule:proposed-home @SR-05 @SUP-3
  Scenario: An older address was cleared; the newer is another proposal, and waits for its own check
    Given a case where
      | housing need                                     | yes             |
      | date an address was proposed for the perpetrator | 28 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | proposed address last cleared by the victim-survivor's worker | 30 October 2026 |
    And a proposal "Mill Lane" in "A" where
      | support proposed                                      | a home          |
      | date of the proposal                                  | 20 October 2026 |
      | proposal last cleared by the victim-survivor's worker | 30 October 2026 |
    And a proposal "High Street" in "A" where
      | support proposed     | a home          |
      | date of the proposal | 28 October 2026 |
      | proposal last cleared by the victim-survivor's worker | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then "support a home away from the victim-survivor" for "High Street" is blocked until "have the proposal checked by the victim-survivor's worker", meanwhile "look at housing without naming an address"

  @rule:proposed-home @rule:proposed-treatment @rule:proposed-health-care @rule:proposed-group @rule:proposed-work @rule:proposed-money-advice @rule:proposed-family-help @SR-05 @SUP-3
  Scenario Outline: <support>, proposed and not cleared since, waits
    Given a case
    And a pair "A"
    And a proposal "it" in "A" where
      | support proposed                                      | <support>       |
      | date of the proposal                                  | 28 October 2026 |
      | proposal last cleared by the victim-survivor's worker | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then "<action>" for "it" is blocked until "have the proposal checked by the victim-survivor's worker"

    Examples:
      | support              | action                                              |
      | a home               | support a home away from the victim-survivor        |
      | treatment            | arrange drug or alcohol treatment                   |
      | treatment            | arrange detoxification from alcohol under medical care |
      | health care          | arrange health care                                 |
      | a group or service   | find a mentor or group                              |
      | work                 | arrange help with work                              |
      | advice on money      | arrange advice on money                             |
      | help with the family | point to the family court and to supervised contact |

  @rule:proposed-treatment @SR-05
  Scenario Outline: <why>: the proposal holds nothing up
    Given a case where
      | drugs or alcohol need                  | yes             |
      | date a place of treatment was proposed | 28 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | place of treatment last cleared by the victim-survivor's worker | 28 October 2026 |
    And a proposal "it" in "A" where
      | support proposed                                      | treatment       |
      | date of the proposal                                  | 28 October 2026 |
      | proposal last cleared by the victim-survivor's worker | <cleared>       |
      | state of the proposal                                 | <state>         |
    When it is assessed on 2 November 2026
    Then "arrange drug or alcohol treatment" is not blocked

    Examples:
      | why                        | cleared         | state        |
      | Cleared on the day         | 28 October 2026 | on the table |
      | Withdrawn, never cleared   | 27 October 2026 | withdrawn    |

  @rule:proposed-home @rule:proposed-treatment @rule:proposed-health-care @rule:proposed-group @rule:proposed-work @rule:proposed-money-advice @rule:proposed-family-help @SR-05 @SUP-3
  Scenario Outline: <support>, cleared on the day on which it was proposed, is held up by that proposal no longer
    Given a case
    And a pair "A"
    And a proposal "it" in "A" where
      | support proposed                                      | <support>       |
      | date of the proposal                                  | 28 October 2026 |
      | proposal last cleared by the victim-survivor's worker | 28 October 2026 |
    When it is assessed on 2 November 2026
    Then "<action>" for "it" is not blocked

    Examples:
      | support              | action                                              |
      | a home               | support a home away from the victim-survivor        |
      | treatment            | arrange drug or alcohol treatment                   |
      | health care          | arrange health care                                 |
      | a group or service   | find a mentor or group                              |
      | work                 | arrange help with work                              |
      | advice on money      | arrange advice on money                             |
      | help with the family | point to the family court and to supervised contact |

  @rule:proposed-home @rule:proposed-treatment @rule:proposed-health-care @rule:proposed-group @rule:proposed-work @rule:proposed-money-advice @rule:proposed-family-help @SR-05 @SUP-3
  Scenario Outline: A proposal of <another> says nothing of "<action>"
    Given a case
    And a pair "A"
    And a proposal "it" in "A" where
      | support proposed                                      | <another>       |
      | date of the proposal                                  | 28 October 2026 |
      | proposal last cleared by the victim-survivor's worker | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then "<action>" for "it" is not blocked

    Examples:
      | another        | action                                              |
      | something else | support a home away from the victim-survivor        |
      | something else | arrange drug or alcohol treatment                   |
      | something else | arrange health care                                 |
      | something else | find a mentor or group                              |
      | something else | arrange help with work                              |
      | something else | arrange advice on money                             |
      | something else | point to the family court and to supervised contact |

  @rule:each-proposal-is-checked @SR-05
  Scenario: A proposal that nobody has cleared is put to the victim-survivor's worker
    Given a case
    And a pair "A"
    And a proposal "Mill Lane" in "A" where
      | support proposed                                      | a home          |
      | date of the proposal                                  | 28 October 2026 |
      | proposal last cleared by the victim-survivor's worker | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then the IDVA must "have the proposal checked by the victim-survivor's worker" for "Mill Lane" by 4 November 2026

  @rule:each-proposal-is-checked @SR-05
  Scenario Outline: <why>, and nobody is asked again
    Given a case
    And a pair "A"
    And a proposal "Mill Lane" in "A" where
      | support proposed                                      | a home          |
      | date of the proposal                                  | 28 October 2026 |
      | proposal last cleared by the victim-survivor's worker | <cleared>       |
      | state of the proposal                                 | <state>         |
    When it is assessed on 2 November 2026
    Then nobody is called on to "have the proposal checked by the victim-survivor's worker"

    Examples:
      | why                      | cleared         | state        |
      | Cleared on the day       | 28 October 2026 | on the table |
      | Withdrawn, never cleared | 27 October 2026 | withdrawn    |

  @rule:each-proposal-is-checked @rule:proposed-home @SR-05
  Scenario: Whether it was cleared is not known: it is put to the worker, and waits meanwhile
    Given a case
    And a pair "A"
    And a proposal "Mill Lane" in "A" where
      | support proposed     | a home          |
      | date of the proposal | 28 October 2026 |
    When it is assessed on 2 November 2026
    Then "support a home away from the victim-survivor" for "Mill Lane" is blocked, in doubt, until "have the proposal checked by the victim-survivor's worker"
    And the IDVA must "have the proposal checked by the victim-survivor's worker" for "Mill Lane" by 4 November 2026, in doubt

  @rule:proposed-home @SR-05
  Scenario: A proposal of work says nothing of a home
    Given a case where
      | housing need                                     | yes             |
      | date an address was proposed for the perpetrator | 28 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | proposed address last cleared by the victim-survivor's worker | 30 October 2026 |
    And a proposal "it" in "A" where
      | support proposed                                      | work            |
      | date of the proposal                                  | 28 October 2026 |
      | proposal last cleared by the victim-survivor's worker | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then "support a home away from the victim-survivor" is not blocked

  @rule:proposed-treatment @rule:proposed-health-care @rule:proposed-group @rule:proposed-work @rule:proposed-money-advice @rule:proposed-family-help @SR-05 @SUP-3
  Scenario Outline: <support>, and nobody knows whether it was cleared: it waits, in doubt
    Given a case
    And a pair "A"
    And a proposal "it" in "A" where
      | support proposed     | <support>       |
      | date of the proposal | 28 October 2026 |
    When it is assessed on 2 November 2026
    Then "<action>" for "it" is blocked, in doubt, until "have the proposal checked by the victim-survivor's worker"

    Examples:
      | support              | action                                              |
      | treatment            | arrange drug or alcohol treatment                   |
      | health care          | arrange health care                                 |
      | a group or service   | find a mentor or group                              |
      | work                 | arrange help with work                              |
      | advice on money      | arrange advice on money                             |
      | help with the family | point to the family court and to supervised contact |

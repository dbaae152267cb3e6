Feature: Support is never access, nearness or credit
  A home nearby is access; a kind letter is credit; contact with children is for those who protect them.

  @rule:address-cleared-first @SR-05 @SR-04 @X43 @case-89
  Scenario: A new address is a new check
    Given a case where
      | housing need                                     | yes             |
      | date an address was proposed for the perpetrator | 28 October 2026 |
    And a pair "A" where
      | proposed address last cleared by the victim-survivor's worker | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then "support a home away from the victim-survivor" for "A" is blocked until "have the proposed address checked by the victim-survivor's worker", meanwhile "look at housing without naming an address"

  @rule:address-cleared-first @SR-05 @case-89
  Scenario: Nobody knows whether the worker has looked at the address
    Given a case where
      | housing need                                     | yes             |
      | date an address was proposed for the perpetrator | 28 October 2026 |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "support a home away from the victim-survivor" for "A" is blocked, in doubt, meanwhile "look at housing without naming an address"
    And "proposed address last cleared by the victim-survivor's worker" is asked of "IDVA"

  @rule:address-cleared-first @SR-05
  Scenario Outline: Cleared on <cleared>, the address may be supported
    Given a case where
      | housing need                                     | yes             |
      | date an address was proposed for the perpetrator | 28 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | proposed address last cleared by the victim-survivor's worker | <cleared> |
    When it is assessed on 2 November 2026
    Then "support a home away from the victim-survivor" is not blocked
    And housing should "support a home away from the victim-survivor" by 9 November 2026

    Examples:
      | cleared         |
      | 28 October 2026 |
      | 30 October 2026 |

  @rule:address-cleared-first @SR-05 @F1.22
  Scenario: Cleared for one victim-survivor is not cleared for the other
    Given a case where
      | housing need                                     | yes             |
      | date an address was proposed for the perpetrator | 28 October 2026 |
    And a pair "A" where
      | proposed address last cleared by the victim-survivor's worker | 30 October 2026 |
    And a pair "B" where
      | proposed address last cleared by the victim-survivor's worker | 20 October 2026 |
    When it is assessed on 2 November 2026
    Then "support a home away from the victim-survivor" for "B" is blocked until "have the proposed address checked by the victim-survivor's worker"
    And "support a home away from the victim-survivor" for "A" is not blocked

  @rule:address-cleared-first @SR-04 @case-87
  Scenario: Nobody who asks for the file learns that an address failed a check
    Given a case where
      | housing need                                     | yes             |
      | date an address was proposed for the perpetrator | 28 October 2026 |
    And a pair "A" where
      | proposed address last cleared by the victim-survivor's worker | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then the case manager reads "have the proposed address checked by the victim-survivor's worker"
    And the subject access does not read "proposed address last cleared"

  @rule:no-access-no-credit @SR-05 @U07 @SUP-3
  Scenario Outline: Nobody may ever <action>
    Given a case
    When it is assessed on 2 November 2026
    Then "<action>" for "the case" is blocked for good, meanwhile "<instead>"

    Examples:
      | action                                     | instead                                                                  |
      | broker contact with the children           | pass the request to see the children to children's services and the IDVA |
      | offer contact with the children as a reward | pass the request to see the children to children's services and the IDVA |
      | write a letter in the perpetrator's favour | take the request to the practice advisor                                 |

  @rule:no-access-no-credit @SR-05
  Scenario: Full engagement earns no letter and no contact
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then the engagement is full
    And "write a letter in the perpetrator's favour" is blocked for good, meanwhile "take the request to the practice advisor"
    And "offer contact with the children as a reward" is blocked for good

  @rule:no-access-no-credit @SR-05
  Scenario: Help that gives no access and no credit is not forbidden
    Given a case where
      | adjustment need | yes |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "adjust how the work is done" is not blocked
    And "bridge the wait for mental health support" is not blocked

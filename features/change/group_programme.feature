Feature: On to a group programme, and what it means to be turned down
  A group goes on with what one-to-one work has begun, beside a service for partners. Whoever is turned down is
  whom this service is for.

  @rule:on-to-a-group-programme @B11 @F3.20 @F3.21
  Scenario Outline: Ready for a group (engagement <engagement>, change <change>): the IDVA hears first, then the programme is asked
    Given the case file "ready-for-change"
    And "a group programme would take the perpetrator" is now yes
    And "perpetrator is willing to join a group programme" is now yes
    And "group programme runs a service for partners" is now yes
    And "safety and expectations contract stands" is now yes
    And "behaviour-change session" for "contact-2" is now <second session>
    And "evidence of change" is now <change>
    When it is assessed on 2 November 2026
    Then the engagement is <engagement>
    And perpetrator programme should "refer to a group programme" by 30 November 2026
    And "refer to a group programme" is not blocked
    And in the plan "refer to a group programme" is to do
    And the case manager should "tell the IDVA of the referral to the programme" by 30 November 2026
    And in the plan "refer to a group programme" comes after "tell the IDVA of the referral to the programme"

    Examples:
      | engagement | second session | change    |
      | full       | yes            | some      |
      | partial    | no             | some      |
      | full       | yes            | sustained |

  @rule:on-to-a-group-programme @B11
  Scenario Outline: Not ready, because <fact> is <answer>
    Given the case file "ready-for-change"
    And "a group programme would take the perpetrator" is now yes
    And "perpetrator is willing to join a group programme" is now yes
    And "<fact>" is now <answer>
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to a group programme"
    And nobody is called on to "tell the IDVA of the referral to the programme"

    Examples:
      | fact                                             | answer    |
      | a group programme would take the perpetrator     | no        |
      | perpetrator is willing to join a group programme | no        |
      | evidence of change                               | none seen |

  @rule:on-to-a-group-programme @B11
  Scenario: Not ready, because nobody comes
    Given the case file "ready-for-change"
    And "a group programme would take the perpetrator" is now yes
    And "perpetrator is willing to join a group programme" is now yes
    And "attended" for "contact-1" is now no
    And "two-way" for "contact-1" is now no
    And "attended" for "contact-2" is now no
    And "two-way" for "contact-2" is now no
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to a group programme"

  @rule:on-to-a-group-programme @B11
  Scenario: Whether a programme would take the perpetrator is asked first
    Given the case file "ready-for-change"
    And "perpetrator is willing to join a group programme" is now yes
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to a group programme"
    And "a group programme would take the perpetrator" is asked of "probation"

  @rule:on-to-a-group-programme @F3.21
  Scenario: A programme takes adults
    Given the case file "ready-for-change"
    And "a group programme would take the perpetrator" is now yes
    And "perpetrator is willing to join a group programme" is now yes
    And "age of the perpetrator" is now 17
    When it is assessed on 2 November 2026
    Then "refer to a group programme" is not available

  @rule:partners-supported-beside-the-programme @F3.20 @SR-06
  Scenario: A programme without a service for partners
    Given the case file "ready-for-change"
    And "a group programme would take the perpetrator" is now yes
    And "perpetrator is willing to join a group programme" is now yes
    And "group programme runs a service for partners" is now no
    When it is assessed on 2 November 2026
    Then "refer to a group programme" for "ready-for-change" is blocked until "find a group programme that runs a service for partners", meanwhile "find a group programme that runs a service for partners"

  @rule:partners-supported-beside-the-programme @F3.20 @SR-06
  Scenario: A victim-survivor to whom nobody here has offered support
    Given a case where
      | a group programme would take the perpetrator | yes |
      | group programme runs a service for partners  | yes |
    And all the pairs are listed
    And a pair "A" where
      | support offer to the victim-survivor stands | no | IDVA |
    When it is assessed on 2 November 2026
    Then "refer to a group programme" for "the case" is blocked until "make a support offer to the victim-survivor"

  @rule:partners-supported-beside-the-programme @F3.20 @SR-06
  Scenario: Partners supported there, and each with an offer here
    Given a case where
      | a group programme would take the perpetrator | yes |
      | group programme runs a service for partners  | yes |
    And all the pairs are listed
    And a pair "A" where
      | support offer to the victim-survivor stands | yes |
    When it is assessed on 2 November 2026
    Then "refer to a group programme" is not blocked

  @rule:partners-supported-beside-the-programme @F3.20
  Scenario: Whether the programme supports partners is asked of the programme
    Given the case file "ready-for-change"
    And "a group programme would take the perpetrator" is now yes
    And "perpetrator is willing to join a group programme" is now yes
    When it is assessed on 2 November 2026
    Then "refer to a group programme" is blocked, in doubt, until "find a group programme that runs a service for partners"
    And "group programme runs a service for partners" is asked of "perpetrator programme"

  @rule:partners-supported-beside-the-programme
  Scenario: With no programme that would take the perpetrator there is nothing to hold up
    Given a case where
      | a group programme would take the perpetrator | no |
    When it is assessed on 2 November 2026
    Then "refer to a group programme" is not blocked

  @rule:turned-down-by-a-programme @F3.21 @F6.04 @F3.03
  Scenario: Turned down: the IDVA hears within a day, and the panel takes it as a reason
    Given a case where
      | group programme has turned the perpetrator down | yes |
    When it is assessed on 2 November 2026
    Then the case manager must "tell the IDVA that the programme has said no" by 3 November 2026
    And perpetrator programme should "ask the programme for its reasons in writing" by 9 November 2026
    And panel chair should "put the case to the panel" by 30 November 2026

  @rule:turned-down-by-a-programme @F3.21
  Scenario Outline: Turned down: <answer>
    Given a case where
      | group programme has turned the perpetrator down | <answer> | probation |
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell the IDVA that the programme has said no"
    And nobody is called on to "ask the programme for its reasons in writing"
    And nobody is called on to "put the case to the panel"

    Examples:
      | answer     |
      | no         |
      | don't know |

  @rule:turned-down-by-a-programme @F3.21
  Scenario: Whether a programme has said no is asked of the programme
    Given a case
    When it is assessed on 2 November 2026
    Then "group programme has turned the perpetrator down" is asked of "perpetrator programme"

  @rule:no-group-programme-is-no-bar @ELG-7 @F3.03
  Scenario: No programme would take the perpetrator, and that is a reason for the panel
    Given a case where
      | a group programme would take the perpetrator | no |
    When it is assessed on 2 November 2026
    Then panel chair should "put the case to the panel" by 30 November 2026
    And the eligibility may be eligible

  @rule:no-group-programme-is-no-bar @ELG-7
  Scenario Outline: A programme would take the perpetrator: <answer>
    Given a case where
      | a group programme would take the perpetrator | <answer> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "put the case to the panel"

    Examples:
      | answer     |
      | yes        |
      | don't know |

  @rule:no-group-programme-is-no-bar @ELG-7
  Scenario: Whether a programme would take the perpetrator is asked of probation
    Given a case
    When it is assessed on 2 November 2026
    Then "a group programme would take the perpetrator" is asked of "probation"

  @rule:group-programme-besides @ELG-7 @F3.21 @case-64
  Scenario: Would be taken, is willing, lower harm: the panel sees the programme, and nobody is taken here by rule
    Given a case where
      | age of the perpetrator                           | 34  |
      | a group programme would take the perpetrator     | yes |
      | perpetrator is willing to join a group programme | yes |
    And all the pairs are listed
    And a pair "A" where
      | relationship                           | former partner |      |
      | age of the victim-survivor             | 30             |      |
      | suspected honour-based abuse           | no             | IDVA |
      | victim-survivor's own view of the risk | low            | IDVA |
    And the IDVA answers the checklist of "A": 4 yes, 20 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager may "offer the panel a group programme" by 30 November 2026
    And the eligibility cannot be eligible
    And nobody is called on to "put the case to the panel"

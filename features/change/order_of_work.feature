Feature: Work on behaviour has an order, and attendance is not change
  Trust comes before discomfort, and what is heard by the victim-survivor has to be true.

  @rule:engagement-then-contract @B01 @B02 @BEH-2 @F5.51
  Scenario: Contact is safe: an engagement session is offered, and then the contract
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager should "hold an engagement session" by 30 November 2026
    And the case manager should "agree the safety and expectations contract" by 30 November 2026
    And in the plan "hold an engagement session" is to do
    And in the plan "agree the safety and expectations contract" is to do
    And in the plan "agree the safety and expectations contract" comes after "hold an engagement session"

  @rule:engagement-then-contract @BEH-1 @SR-02
  Scenario: Contact that the IDVA has not called safe opens no session
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | contact is safe in the IDVA's view | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold an engagement session"
    And nobody is called on to "agree the safety and expectations contract"

  @rule:engagement-then-contract @BEH-1 @SR-02
  Scenario: While nobody knows whether contact is safe, sessions wait for the IDVA's answer
    Given a case
    And all the pairs are listed
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold an engagement session"
    And "hold an engagement session" is blocked, in doubt, until "consult the IDVA"
    And "contact is safe in the IDVA's view" is asked of "IDVA"

  @rule:empathy-after-engagement-and-contract @B05 @BEH-2 @F5.51
  Scenario: Trust, the contract, the pattern, then the effects on the victim-survivor
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then the case manager should "work on the effects on the victim-survivor" by 30 November 2026
    And in the plan "work on the effects on the victim-survivor" comes after "hold an engagement session"
    And in the plan "work on the effects on the victim-survivor" comes after "agree the safety and expectations contract"
    And in the plan "work on the effects on the victim-survivor" comes after "map the pattern of abuse"
    And "work on the effects on the victim-survivor" is available once the owner answers

  @rule:empathy-after-engagement-and-contract @B05 @BEH-2
  Scenario Outline: With <first> answered no, the effects on the victim-survivor wait
    Given the case file "ready-for-change"
    And "an engagement session has been held" is now yes
    And "safety and expectations contract stands" is now yes
    And "<first>" is now no
    When it is assessed on 2 November 2026
    Then "work on the effects on the victim-survivor" is not available

    Examples:
      | first                                   |
      | an engagement session has been held     |
      | safety and expectations contract stands |

  @rule:empathy-after-engagement-and-contract @B05 @SR-06
  Scenario: Never before support stands for every partner
    Given the case file "ready-for-change"
    And nobody knows "support offer to the victim-survivor stands" for "pair-1"
    When it is assessed on 2 November 2026
    Then the case manager should "work on the effects on the victim-survivor" by 30 November 2026
    And "work on the effects on the victim-survivor" is blocked, in doubt, until "make a support offer to the victim-survivor", meanwhile "work indirectly"
    And in the plan "make a support offer to the victim-survivor" releases "work on the effects on the victim-survivor"

  @rule:empathy-after-engagement-and-contract @B05
  Scenario: Nobody comes, so nothing is said of effects yet
    Given the case file "ready-for-change"
    And "attended" for "contact-1" is now no
    And "two-way" for "contact-1" is now no
    And "attended" for "contact-2" is now no
    And "two-way" for "contact-2" is now no
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on the effects on the victim-survivor"
    And the case manager should "hold an engagement session" by 30 November 2026

  @rule:empathy-after-engagement-and-contract @B05
  Scenario: Whether anybody comes is asked first
    Given the case file "ready-for-change"
    And nobody knows "two-way" for "contact-1"
    And nobody knows "two-way" for "contact-2"
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on the effects on the victim-survivor"
    And "two-way" is asked of "case manager"

  @rule:change-work-whenever-possible @F5.50 @F5.52 @BEH-3 @B03 @B04
  Scenario: Whoever engages safely is offered work on the pattern and on stopping, after the contract
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then the case manager should "map the pattern of abuse" by 30 November 2026
    And the case manager should "work on impulse and feeling" by 30 November 2026
    And in the plan "map the pattern of abuse" comes after "agree the safety and expectations contract"
    And in the plan "work on impulse and feeling" comes after "agree the safety and expectations contract"

  @rule:change-work-whenever-possible @F5.50
  Scenario: Whoever stays away is offered contact, and not yet this work
    Given the case file "ready-for-change"
    And "attended" for "contact-1" is now no
    And "two-way" for "contact-1" is now no
    And "attended" for "contact-2" is now no
    And "two-way" for "contact-2" is now no
    When it is assessed on 2 November 2026
    Then the engagement is none
    And nobody is called on to "work on impulse and feeling"
    And nobody is called on to "map the pattern of abuse"

  @rule:change-work-whenever-possible @F5.50
  Scenario: Nobody has written down whether the perpetrator came
    Given the case file "ready-for-change"
    And nobody knows "two-way" for "contact-1"
    And nobody knows "two-way" for "contact-2"
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on impulse and feeling"
    And "two-way" is asked of "case manager"

  @rule:children-in-the-work @BEH-4 @B06
  Scenario: With a child in the home, the work is also on what the child lives through
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then the case manager should "work on the effects on children" by 30 November 2026
    And in the plan "work on the effects on children" comes after "agree the safety and expectations contract"
    And nobody is called on to "work on dealing with the child-protection plan"

  @rule:children-in-the-work @rule:dealing-with-the-child-protection-plan @BEH-4 @SR-02
  Scenario: While contact is not safe neither begins
    Given the case file "ready-for-change"
    And "on a child-protection plan" for "child-1" is now yes
    And "IDVA last consulted about contact" for "pair-1" is now 1 September 2026
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on the effects on children"
    And nobody is called on to "work on dealing with the child-protection plan"

  @rule:children-in-the-work @BEH-4
  Scenario: With no child in the home or in contact there is no such work
    Given the case file "ready-for-change"
    And "lives with the victim-survivor" for "child-1" is now no
    And "lives with or sees the perpetrator" for "child-1" is now no
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on the effects on children"

  @rule:children-in-the-work @BEH-4
  Scenario: Nobody knows where the child lives
    Given the case file "ready-for-change"
    And nobody knows "lives with the victim-survivor" for "child-1"
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on the effects on children"
    And somebody must find out "lives with the victim-survivor" from "children's services"

  @rule:dealing-with-the-child-protection-plan @B09 @BEH-4
  Scenario: On a child-protection plan, the work is also on dealing with the plan
    Given the case file "ready-for-change"
    And "on a child-protection plan" for "child-1" is now yes
    When it is assessed on 2 November 2026
    Then the case manager should "work on dealing with the child-protection plan" by 30 November 2026
    And in the plan "work on dealing with the child-protection plan" comes after "agree the safety and expectations contract"

  @rule:dealing-with-the-child-protection-plan @B09
  Scenario: Whether there is a plan is asked of children's services
    Given the case file "ready-for-change"
    And nobody knows "on a child-protection plan" for "child-1"
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on dealing with the child-protection plan"
    And "on a child-protection plan" is asked of "children's services"

  @rule:attendance-is-not-change @SR-28 @F4.13
  Scenario Outline: <engagement> engagement and nothing changed: the IDVA and the social worker hear it as it is
    Given the case file "ready-for-change"
    And "evidence of change" is now none seen
    And "behaviour-change session" for "contact-2" is now <second session>
    When it is assessed on 2 November 2026
    Then the engagement is <engagement>
    And the case manager must "give honest feedback through the IDVA" for "pair-1" by 4 November 2026
    And the case manager must "tell the social worker what the sessions show" by 4 November 2026
    And "give honest feedback through the IDVA" for "pair-1" is done again every 28 days

    Examples:
      | engagement | second session |
      | full       | yes            |
      | partial    | no             |

  @rule:attendance-is-not-change @SR-28
  Scenario: Nobody comes, so there is nothing of sessions to tell
    Given the case file "ready-for-change"
    And "evidence of change" is now none seen
    And "attended" for "contact-1" is now no
    And "two-way" for "contact-1" is now no
    And "attended" for "contact-2" is now no
    And "two-way" for "contact-2" is now no
    When it is assessed on 2 November 2026
    Then the engagement is none
    And nobody is called on to "give honest feedback through the IDVA"
    And nobody is called on to "tell the social worker what the sessions show"

  @rule:attendance-is-not-change @SR-28
  Scenario: Something has changed
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then nobody is called on to "give honest feedback through the IDVA"

  @rule:attendance-is-not-change @SR-28
  Scenario: Whether anything has changed is asked of others than the perpetrator
    Given the case file "ready-for-change"
    And nobody knows "evidence of change"
    When it is assessed on 2 November 2026
    Then nobody is called on to "give honest feedback through the IDVA"
    And "evidence of change" is asked of "children's services"

  @rule:no-comfort-from-sessions-kept @SR-28 @F4.13
  Scenario: Sessions kept are never told as a lower risk, however many
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then the engagement is full
    And "report sessions kept as a lower risk" for "ready-for-change" is blocked for good, meanwhile "give honest feedback through the IDVA"

  @rule:no-comfort-from-sessions-kept @SR-28
  Scenario: To tell the social worker and the IDVA what the sessions show is not forbidden
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then "give honest feedback through the IDVA" is not blocked
    And "tell the social worker what the sessions show" is not blocked

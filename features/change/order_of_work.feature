Feature: Work on behaviour has an order, and attendance is not change
  Trust comes before discomfort, and what is heard by the victim-survivor has to be true.

  @rule:empathy-after-engagement-and-contract @BEH-2 @F5.51
  Scenario: Trust, then the contract, then the effects on the victim-survivor
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact           | 29 October 2026 |
      | contact is safe in the IDVA's view          | yes             |
      | support offer to the victim-survivor stands | yes             |
      | IDVA status                                 | engaged         |
      | immediate danger to life                    | no              |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager may "hold an engagement session"
    And the case manager may "agree the safety and expectations contract"
    And the case manager may "work on the effects on the victim-survivor"
    And the plan puts "hold an engagement session" before "agree the safety and expectations contract"
    And the plan puts "agree the safety and expectations contract" before "work on the effects on the victim-survivor"

  @rule:empathy-after-engagement-and-contract @BEH-2 @SR-02
  Scenario: Contact that the IDVA has not called safe opens no session
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | contact is safe in the IDVA's view | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold an engagement session"
    And nobody is called on to "work on the effects on the victim-survivor"

  @rule:empathy-after-engagement-and-contract @BEH-2 @SR-02
  Scenario: While nobody knows whether contact is safe, sessions wait for the IDVA's answer
    Given a case
    And all the pairs are listed
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold an engagement session"
    And "hold an engagement session" is blocked, in doubt, until "consult the IDVA"
    And "contact is safe in the IDVA's view" is asked of "IDVA"

  @rule:change-work-whenever-possible @F5.50 @BEH-3
  Scenario: Whoever engages safely is offered work on behaviour, after the contract
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then the case manager should "work on impulse and feeling"
    And the case manager should "work on jealousy and letting go"
    And the plan puts "agree the safety and expectations contract" before "work on impulse and feeling"

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

  @rule:change-work-whenever-possible @F5.50
  Scenario: Nobody has written down whether the perpetrator came
    Given the case file "ready-for-change"
    And nobody knows "two-way" for "contact-1"
    And nobody knows "two-way" for "contact-2"
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on impulse and feeling"
    And "two-way" is asked of "case manager"

  @rule:children-in-the-work @BEH-4
  Scenario: With a child in the home, the work is also on what the child lives through
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then the case manager should "work on the effects on children"
    And the plan puts "agree the safety and expectations contract" before "work on the effects on children"
    And "work on dealing with the child-protection plan" is not available

  @rule:children-in-the-work @BEH-4
  Scenario: On a child-protection plan, the work is also on dealing with the plan
    Given the case file "ready-for-change"
    And "on a child-protection plan" for "child-1" is now yes
    When it is assessed on 2 November 2026
    Then the case manager should "work on dealing with the child-protection plan"

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

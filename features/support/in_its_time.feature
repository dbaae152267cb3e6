Feature: Some help comes after safety, and never in the place of work on abuse
  A course in parenting, or work on what somebody has suffered, is help in its time. Before that it is credit
  or excuse.

  @rule:parenting-after-safety @U08 @F3.22
  Scenario: Contact is safe, the perpetrator comes, and the programme works on abuse
    Given the case file "ready-for-change"
    And "parenting need" is now yes
    And "parenting programme works on abuse" is now yes
    When it is assessed on 2 November 2026
    Then children's services should "arrange a parenting programme that works on abuse" by 9 November 2026
    And "arrange a parenting programme that works on abuse" is not blocked
    And in the plan "arrange a parenting programme that works on abuse" is to do
    And the case manager should "work on impulse and feeling" by 30 November 2026

  @rule:parenting-after-safety @U08 @F3.22
  Scenario: A programme that leaves the abuse out waits for one that does not
    Given the case file "ready-for-change"
    And "parenting need" is now yes
    And "parenting programme works on abuse" is now no
    When it is assessed on 2 November 2026
    Then "arrange a parenting programme that works on abuse" for "ready-for-change" is blocked until "find a parenting programme that works on abuse", meanwhile "find a parenting programme that works on abuse"

  @rule:parenting-after-safety @U08
  Scenario: Contact is not safe yet, so neither is a certificate in parenting
    Given the case file "ready-for-change"
    And "parenting need" is now yes
    And "parenting programme works on abuse" is now yes
    And "IDVA last consulted about contact" for "pair-1" is now 1 September 2026
    When it is assessed on 2 November 2026
    Then the way of working is indirect only
    And "arrange a parenting programme that works on abuse" for "ready-for-change" is blocked until "the way of working is all three strands", meanwhile "find a parenting programme that works on abuse"

  @rule:parenting-after-safety @U08
  Scenario: What the programme works on is asked before anybody is sent there
    Given the case file "ready-for-change"
    And "parenting need" is now yes
    When it is assessed on 2 November 2026
    Then "arrange a parenting programme that works on abuse" is blocked, in doubt, meanwhile "find a parenting programme that works on abuse"
    And "parenting programme works on abuse" is asked of "children's services"

  @rule:parenting-after-safety @U08
  Scenario: With no parenting need nothing of the kind is held up
    Given a case where
      | parenting need | no | children's services |
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then "arrange a parenting programme that works on abuse" is not blocked

  @rule:trauma-is-no-excuse @U14
  Scenario: Safe, accountable, and agreed to excuse nothing
    Given the case file "ready-for-change"
    And "trauma need" is now yes
    And "trauma work is agreed to excuse nothing" is now yes
    When it is assessed on 2 November 2026
    Then mental health service should "arrange trauma work" by 30 November 2026
    And "arrange trauma work" is not blocked
    And in the plan "arrange trauma work" is to do

  @rule:trauma-is-no-excuse @U14
  Scenario Outline: With <fact> <answer>, the past waits
    Given the case file "ready-for-change"
    And "trauma need" is now yes
    And "trauma work is agreed to excuse nothing" is now yes
    And "<fact>" for "<of>" is now <answer>
    When it is assessed on 2 November 2026
    Then "arrange trauma work" for "ready-for-change" is blocked until "agree with the practice advisor that trauma work excuses nothing", meanwhile "agree with the practice advisor that trauma work excuses nothing"

    Examples:
      | fact                              | of     | answer           |
      | IDVA last consulted about contact | pair-1 | 1 September 2026 |

  @rule:trauma-is-no-excuse @U14
  Scenario Outline: With <fact> <answer>, the past waits for accountability
    Given the case file "ready-for-change"
    And "trauma need" is now yes
    And "trauma work is agreed to excuse nothing" is now yes
    And "<fact>" is now <answer>
    When it is assessed on 2 November 2026
    Then "arrange trauma work" for "ready-for-change" is blocked until "agree with the practice advisor that trauma work excuses nothing"

    Examples:
      | fact                                    | answer    |
      | evidence of change                      | none seen |
      | trauma work is agreed to excuse nothing | no        |

  @rule:trauma-is-no-excuse @U14
  Scenario: Nobody has agreed yet that it excuses nothing
    Given the case file "ready-for-change"
    And "trauma need" is now yes
    When it is assessed on 2 November 2026
    Then "arrange trauma work" is blocked, in doubt, until "agree with the practice advisor that trauma work excuses nothing"
    And "trauma work is agreed to excuse nothing" is asked of "practice advisor"

  @rule:trauma-is-no-excuse @U14
  Scenario: With no trauma need nothing of the kind is held up
    Given a case where
      | trauma need | no | mental health service |
    When it is assessed on 2 November 2026
    Then "arrange trauma work" is not blocked

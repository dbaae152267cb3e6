Feature: Towards the end a change is made to last
  A plan against relapse while there are sessions left, and a review before the meetings grow fewer.

  @rule:accountable-and-against-relapse @B10
  Scenario Outline: Planned to end on <end>: the plan is made now
    Given the case file "ready-for-change"
    And "planned end of the work" is now <end>
    When it is assessed on 2 November 2026
    Then the case manager should "make a plan of accountability and against relapse" by 30 November 2026
    And in the plan "make a plan of accountability and against relapse" comes after "agree the safety and expectations contract"
    And in the plan "make a plan of accountability and against relapse" comes after "map the pattern of abuse"
    And in the plan "make a plan of accountability and against relapse" comes after "work on the effects on the victim-survivor"

    Examples:
      | end              |
      | 28 December 2026 |
      | 2 November 2026  |
      | 1 November 2026  |
      | 3 May 2026       |

  @rule:accountable-and-against-relapse @B10
  Scenario: The end is more than eight weeks away
    Given the case file "ready-for-change"
    And "planned end of the work" is now 29 December 2026
    When it is assessed on 2 November 2026
    Then nobody is called on to "make a plan of accountability and against relapse"

  @rule:accountable-and-against-relapse @B10
  Scenario: When the work is to end is asked
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then nobody is called on to "make a plan of accountability and against relapse"
    And "planned end of the work" is asked of "case manager"

  @rule:accountable-and-against-relapse @B10
  Scenario: Nobody comes, so there is nobody to plan with
    Given the case file "ready-for-change"
    And "planned end of the work" is now 1 December 2026
    And "attended" for "contact-1" is now no
    And "two-way" for "contact-1" is now no
    And "attended" for "contact-2" is now no
    And "two-way" for "contact-2" is now no
    When it is assessed on 2 November 2026
    Then nobody is called on to "make a plan of accountability and against relapse"

  @rule:accountable-and-against-relapse @B10
  Scenario: A site that plans twelve weeks before
    Given a site where
      | relapse planning time | 12 weeks |
    And the case file "ready-for-change"
    And "planned end of the work" is now 25 January 2027
    When it is assessed on 2 November 2026
    Then the case manager should "make a plan of accountability and against relapse" by 30 November 2026

  @rule:step-down-review @B12 @F4.02
  Scenario Outline: Step-down from <begins>: what has been won is looked at together
    Given the case file "ready-for-change"
    And "day a step-down is planned for" is now <begins>
    When it is assessed on 2 November 2026
    Then the case manager should "hold a step-down review" by 30 November 2026
    And "hold a step-down review" is done again every 28 days
    And "hold a step-down review" is not blocked

    Examples:
      | begins           |
      | 30 November 2026 |
      | 2 November 2026  |
      | 1 November 2026  |
      | 1 June 2026      |

  @rule:step-down-review @B12
  Scenario: The plan against relapse comes before the review
    Given the case file "ready-for-change"
    And "planned end of the work" is now 1 December 2026
    And "day a step-down is planned for" is now 20 November 2026
    When it is assessed on 2 November 2026
    Then in the plan "hold a step-down review" comes after "make a plan of accountability and against relapse"

  @rule:step-down-review @B12
  Scenario: The step-down is more than four weeks away
    Given the case file "ready-for-change"
    And "day a step-down is planned for" is now 1 December 2026
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a step-down review"

  @rule:step-down-review @B12
  Scenario: No day for a step-down is known, so it is asked
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a step-down review"
    And "day a step-down is planned for" is asked of "panel chair"

  @rule:step-down-review @B12 @SR-02
  Scenario: Contact is no longer safe, so nobody sits down together
    Given the case file "ready-for-change"
    And "day a step-down is planned for" is now 20 November 2026
    And "IDVA last consulted about contact" for "pair-1" is now 1 September 2026
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a step-down review"

Feature: Closing, and what is no closing
  A risk that no agency holds is left with the victim-survivor. The case stays open while anybody may be at high risk,
  and is never closed because the perpetrator stays away.

  @rule:no-closing-while-any-may-be-high @SR-24 @CLS-1
  Scenario: A pair at high risk: no closing until the panel names who holds the risk
    Given a case where
      | exit assessment is done               | yes            |
      | IDVA has been heard on closing        | yes            |
      | step-down has been considered         | yes            |
      | reason given for closing              | planned ending |
      | risk holder last named by the panel   | 1 June 2026    |
      | last change of risk                   | 1 October 2026 |
    And all the pairs are listed
    And a pair "A"
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then "close the case" is blocked until "name who holds the risk at the panel", meanwhile "take the case to the practice advisor"

  @rule:no-closing-while-any-may-be-high @rule:what-closing-needs @rule:not-closed-for-not-engaging @CLS-1
  Scenario: The risk holder was named after the risk last changed
    Given a case where
      | exit assessment is done               | yes            |
      | IDVA has been heard on closing        | yes            |
      | step-down has been considered         | yes            |
      | reason given for closing              | planned ending |
      | risk holder last named by the panel   | 2 October 2026 |
      | last change of risk                   | 1 October 2026 |
    And all the pairs are listed
    And a pair "A"
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is not blocked

  @rule:no-closing-while-any-may-be-high @SR-24
  Scenario: Every pair is below high risk, and abuse was possible all the while
    Given a case where
      | custody                               | none           |
      | exit assessment is done               | yes            |
      | IDVA has been heard on closing        | yes            |
      | step-down has been considered         | yes            |
      | reason given for closing              | planned ending |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is not blocked

  @rule:no-closing-while-any-may-be-high @F1.27 @CLS-2
  Scenario: The risk fell while the victim-survivor was in refuge: that is no fall
    Given a case where
      | custody                               | none           |
      | exit assessment is done               | yes            |
      | IDVA has been heard on closing        | yes            |
      | step-down has been considered         | yes            |
      | reason given for closing              | planned ending |
      | risk holder last named by the panel   | 1 June 2026    |
      | last change of risk                   | 1 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | yes |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is blocked until "name who holds the risk at the panel"

  @rule:no-closing-while-any-may-be-high @SR-24 @F1.25
  Scenario: One open item is enough to hold the case open
    Given a case where
      | custody                               | none           |
      | exit assessment is done               | yes            |
      | IDVA has been heard on closing        | yes            |
      | step-down has been considered         | yes            |
      | reason given for closing              | planned ending |
      | risk holder last named by the panel   | 1 June 2026    |
      | last change of risk                   | 1 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 13 yes, 10 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is blocked, in doubt, until "name who holds the risk at the panel"

  @rule:no-closing-while-any-may-be-high @rule:not-closed-for-not-engaging @rule:what-closing-needs @SR-24
  Scenario: Where nothing is known nothing is closed
    Given a case
    When it is assessed on 2 November 2026
    Then "close the case" is blocked, in doubt, until "name who holds the risk at the panel"

  @rule:not-closed-for-not-engaging @SR-24 @F4.10 @case-102
  Scenario: Four months without engagement are no reason to close; a way to engage is kept in view
    Given a case where
      | custody                               | none          |
      | exit assessment is done               | yes           |
      | IDVA has been heard on closing        | yes           |
      | step-down has been considered         | yes           |
      | reason given for closing              | no engagement |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is blocked for good, meanwhile "keep seeking a way to engage"
    And nobody is called on to "close the case"

  @rule:not-closed-for-not-engaging @SR-24
  Scenario: Why the case is to be closed has to be said
    Given a case where
      | custody                               | none          |
      | exit assessment is done               | yes           |
      | IDVA has been heard on closing        | yes           |
      | step-down has been considered         | yes           |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is blocked, in doubt, meanwhile "keep seeking a way to engage"
    And "reason given for closing" is asked of "case manager"

  @rule:what-closing-needs @CLS-1 @F4.02
  Scenario Outline: Before closing: the exit assessment, the IDVA, and six lighter months thought of
    Given a case where
      | custody                               | none           |
      | exit assessment is done               | <assessed>     |
      | IDVA has been heard on closing        | <heard>        |
      | step-down has been considered         | <stepped>      |
      | reason given for closing              | planned ending |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is blocked until "<first>", meanwhile "keep seeking a way to engage"

    Examples:
      | assessed | heard | stepped | first                   |
      | no       | yes   | yes     | do the exit assessment  |
      | yes      | no    | yes     | hear the IDVA on closing |
      | yes      | yes   | no      | consider a step-down    |

  @rule:what-closing-needs @CLS-1
  Scenario: Whether the IDVA was heard is not known
    Given a case where
      | custody                               | none           |
      | exit assessment is done               | yes            |
      | step-down has been considered         | yes            |
      | reason given for closing              | planned ending |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is blocked, in doubt, until "hear the IDVA on closing"
    And "IDVA has been heard on closing" is asked of "IDVA"

  @rule:moving-is-a-transfer @ELG-8 @F6.15 @case-66
  Scenario: Moved to the next county: the risk moves along, and the case is handed over
    Given a case where
      | perpetrator has moved out of the area | yes |
    When it is assessed on 2 November 2026
    Then the case manager must "start a transfer across the border" by 9 November 2026
    And "start a transfer across the border" may be requested by MARAC
    And nobody is called on to "close the case"

  @rule:moving-is-a-transfer @ELG-8
  Scenario: Moved within the area
    Given a case where
      | perpetrator has moved out of the area | no |
    When it is assessed on 2 November 2026
    Then nobody is called on to "start a transfer across the border"

  @rule:moving-is-a-transfer @ELG-8
  Scenario: Where the perpetrator lives now is asked
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "start a transfer across the border"
    And "perpetrator has moved out of the area" is asked of "police"

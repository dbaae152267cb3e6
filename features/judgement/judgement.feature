Feature: A professional's judgement raises the level, and no score takes it away
  Judgement adds what a score cannot hold. It is dated and signed, and only its author or a manager
  withdraws it, in writing.

  @rule:judgement-raises @F1.09
  Scenario: Five indicators, and a professional judges the risk high
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged              | high                                   |
      | date of the judgement     | 30 October 2026                        |
      | reasons for the judgement | the children have stopped going to school |
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:judgement-raises @F1.09
  Scenario: Five indicators, and a professional judges the risk medium
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged              | medium                                 |
      | date of the judgement     | 30 October 2026                        |
      | reasons for the judgement | the perpetrator has lost work and is drinking more |
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is medium

  @rule:judgement-raises @F1.09 @SR-25 @case-27
  Scenario: Nobody's judgement makes fifteen indicators into medium; it is kept, and governs nothing
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 15 yes, 9 no
    And a judgement "panel" in "A" where
      | level judged              | medium          |
      | date of the judgement     | 30 October 2026 |
      | reasons for the judgement | attends every session |
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:judgement-raises @SR-25
  Scenario: A judgement of high outlives a low score that came after it
    Given a case
    And a pair "A" where
      | date of the DASH assessment | 30 October 2026 |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "police, June" in "A" where
      | level judged              | high         |
      | date of the judgement     | 1 June 2026  |
      | reasons for the judgement | two reports withdrawn in one week |
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:judgement-raises @F1.09 @SR-25
  Scenario: Somebody else cannot withdraw a judgement
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged                           | high          |
      | withdrawn by                           | somebody else |
      | reasons are given for the withdrawal   | yes           |
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:judgement-raises @F1.09
  Scenario: Withdrawn by its author without a reason is not withdrawn
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged                           | high       |
      | withdrawn by                           | its author |
      | reasons are given for the withdrawal   | no         |
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:judgement-raises @F1.09
  Scenario: Withdrawn by a manager with reasons, the judgement no longer holds the level up
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged                           | high      |
      | withdrawn by                           | a manager |
      | reasons are given for the withdrawal   | yes       |
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is standard

  @rule:judgement-raises @F1.09
  Scenario: Nobody has said whether a manager gave reasons for the withdrawal
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged | high      |
      | withdrawn by | a manager |
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And "reasons are given for the withdrawal" is asked of "case manager"

  @rule:judgement-raises @F1.09
  Scenario: A judgement of standard raises nothing, and is not read out as a reason for the level
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 15 yes, 9 no
    And a judgement "panel" in "A" where
      | level judged              | standard              |
      | date of the judgement     | 30 October 2026       |
      | reasons for the judgement | attends every session |
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
    And the case manager does not read "professional's judgement can raise the level"

  @rule:judgement-raises @F1.09
  Scenario: A judgement of medium is read out as a reason for the level
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged              | medium                                 |
      | date of the judgement     | 30 October 2026                        |
      | reasons for the judgement | the perpetrator has lost work and is drinking more |
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "professional's judgement can raise the level"

  @rule:judgement-raises @F1.09
  Scenario: Whether anybody has judged the risk otherwise is asked
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And "all the judgements are listed" is asked

  @rule:judgement-raises @rule:high-risk-to-marac @JUD-1 @F1.09 @SR-25 @MAR-2
  Scenario Outline: A judgement stands until somebody withdraws it: <told> of a withdrawal, it is high and goes to MARAC
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged | high         |
      | withdrawn by | <withdrawal> |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
    And the case manager must "refer to MARAC" for "A" by 3 November 2026
    And "withdrawn by" is not asked

    Examples:
      | told                    | withdrawal |
      | nobody has told         | don't know |
      | it is said that nobody  | nobody     |

  @rule:judgement-raises @JUD-1 @SR-25
  Scenario: Nothing at all is written of a withdrawal
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged | high |
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:judgement-raises @JUD-1 @SR-25
  Scenario: The author withdraws it in November, and says why; the answer shows what was taken back
    Given a case where
      | custody | none |
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged | high |
    And all the judgements are listed in "A"
    And it was assessed on 2 November 2026
    And withdrawn by became its author in "IDVA, October"
    And reasons are given for the withdrawal became yes in "IDVA, October"
    When it is assessed on 3 November 2026
    Then the risk level of "A" is standard
    And the case manager reads "withdrawn by (judgement IDVA, October) was known, and is now: its author"

  @rule:reasons-for-the-judgement @rule:judgement-raises @JUD-3 @case-29
  Scenario: Raised with no reason written down: it holds at once, and the reason follows within a day
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, Monday" in "A" where
      | level judged          | high            |
      | date of the judgement | 2 November 2026 |
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
    And whoever made the judgement must "record the reasons for the judgement" for "IDVA, Monday" by 3 November 2026

  @rule:reasons-for-the-judgement @JUD-3
  Scenario: A judgement of medium raises the level too, and says why
    Given a case
    And a pair "A"
    And a judgement "IDVA, Monday" in "A" where
      | level judged          | medium          |
      | date of the judgement | 2 November 2026 |
    When it is assessed on 2 November 2026
    Then whoever made the judgement must "record the reasons for the judgement" for "IDVA, Monday" by 3 November 2026

  @rule:reasons-for-the-judgement @JUD-3
  Scenario: A judgement with its reasons needs nothing more
    Given a case
    And a pair "A"
    And a judgement "IDVA, Monday" in "A" where
      | level judged              | high            |
      | date of the judgement     | 2 November 2026 |
      | reasons for the judgement | the perpetrator was seen outside the school |
    When it is assessed on 2 November 2026
    Then nobody is called on to "record the reasons for the judgement"

  @rule:reasons-for-the-judgement @JUD-3
  Scenario: A judgement that raises nothing needs no reasons
    Given a case
    And a pair "A"
    And a judgement "IDVA, Monday" in "A" where
      | level judged          | standard        |
      | date of the judgement | 2 November 2026 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "record the reasons for the judgement"

  @rule:own-view-of-the-victim-survivor @JUD-4 @F1.08
  Scenario: The victim-survivor calls the risk grave, and it is weighed the next working day
    Given a case
    And a pair "A" where
      | victim-survivor's own view of the risk | grave |
      | suspected honour-based abuse           | no    |
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is yes
    And the case manager should "weigh a professional judgement" for "A" by 3 November 2026

  @rule:own-view-of-the-victim-survivor @JUD-4 @SR-25
  Scenario: A calmer view of the victim-survivor's lowers nothing
    Given a case
    And a pair "A" where
      | victim-survivor's own view of the risk | low |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:own-view-of-the-victim-survivor @JUD-4
  Scenario: How the victim-survivor sees it is not known, and is never asked of the perpetrator
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" may be yes
    And "victim-survivor's own view of the risk" is asked of "victim-survivor"
    And nobody is called on to "weigh a professional judgement" for "A"

  @rule:reasons-for-the-judgement @JUD-3
  Scenario: Somebody has judged, and nobody knows what: that is asked before any reasons
    Given a case
    And a pair "A"
    And a judgement "IDVA, Monday" in "A" where
      | date of the judgement | 2 November 2026 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "record the reasons for the judgement"
    And "level judged" is asked

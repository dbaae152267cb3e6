Feature: What people decide stands beside what the rules say
  Every answer is advice to a person who decides. What the person decides is recorded with who, when and why, and
  is carried on. It raises a level only as a judgement that the rules read themselves; it never lowers one.

  @rule:judgement-raises @F1.09 @JUD-1
  Scenario: The IDVA decides on high, and the rules read it as a judgement
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And it was assessed on 2 November 2026
    And the IDVA decides "risk level" of "A": high, because "two calls in one night"
    When it is assessed on 3 November 2026
    Then the risk level of "A" is high
    And beside what was decided on "risk level" of "A" stands "the rules say the same"
    And what was decided on "risk level" of "A" is not for review
    And nobody is called on to "record the reasons for the judgement"
    And the case manager reads "decided by IDVA on 2 November 2026: high; the rules say the same"
    And the subject access does not read "two calls in one night"
    And the subject access does not read "decided by IDVA"

  @rule:judgement-raises @F1.09 @SR-25 @case-27
  Scenario: The panel decides on medium where the rules are certain of high, and high stands
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 15 yes, 9 no
    And it was assessed on 2 November 2026
    And the panel chair decides "risk level" of "A": medium, because "attends every session"
    When it is assessed on 3 November 2026
    Then the risk level of "A" is high
    And beside what was decided on "risk level" of "A" stands "the rules say high, and that stands"
    And the panel reads "decided by panel chair on 2 November 2026: medium; the rules say high, and that stands"

  @rule:judgement-raises @SR-25 @F1.09
  Scenario: A low score that comes after it takes nothing back
    Given a case
    And a pair "A"
    And all the judgements are listed in "A"
    And it was assessed on 2 November 2026
    And the IDVA decides "risk level" of "A": high, because "two calls in one night"
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 4 November 2026
    Then the risk level of "A" is high
    And only its author or a manager takes back what was decided on "risk level" of "A"

  @rule:judgement-raises @F1.09
  Scenario Outline: Taken back by <who>, with reasons, it no longer holds the level up
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And it was assessed on 2 November 2026
    And the IDVA decides "risk level" of "A": high, because "two calls in one night"
    And <who> takes back what was decided on "risk level" of "A"<how>, because "the calls were from somebody else"
    When it is assessed on 3 November 2026
    Then the risk level of "A" is standard
    And the case manager reads "taken back by <by>, <as>, on 2 November 2026: the calls were from somebody else"

    Examples:
      | who             | how             | by           | as         |
      | the IDVA        |                 | IDVA         | its author |
      | the IDVA manager | , as a manager | IDVA manager | a manager  |

  @rule:judgement-raises @F1.09
  Scenario: The rules have come to say something else, and somebody looks again
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And it was assessed on 2 November 2026
    And the panel chair decides "risk level" of "A": medium, because "the perpetrator has lost work"
    And a judgement "police, November" in "A" where
      | level judged              | high            |
      | date of the judgement     | 3 November 2026 |
      | reasons for the judgement | seen outside the house with a knife |
    When it is assessed on 3 November 2026
    Then the risk level of "A" is high
    And what was decided on "risk level" of "A" is for review, for "and now say high"
    And the case manager reads "FOR REVIEW: 1 decision of a person is to be looked at again"

  @rule:idva-before-contact @SR-02
  Scenario: A block is set aside by a manager until a day, and stands in the answer all the same
    Given a case
    And a pair "A"
    And it was assessed on 2 November 2026
    And the service manager decides "idva-before-contact" for "A": set aside, until 5 November 2026, because "the court has ordered a meeting"
    When it is assessed on 6 November 2026
    Then "any direct contact" for "A" is blocked, in doubt,
    And what was decided on "idva-before-contact" for "A" is for review, for "its end has come: 5 November 2026"

  @rule:high-risk-to-marac @MAR-1 @F7.06
  Scenario: The panel puts off what a rule calls for; the step stays, and says who decided what
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 15 yes, 9 no
    And it was assessed on 2 November 2026
    And the panel chair decides "refer to MARAC" for "A": not to be done, until 9 November 2026, because "it is heard tomorrow"
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC" for "A" by 3 November 2026
    And in the plan "refer to MARAC" for "A" is to do
    And beside what was decided on "refer to MARAC" for "A" stands "the rules say must, by 3 November 2026, and that stands beside it"
    And the plan reads "Beside: decided by panel chair on 2 November 2026, until 9 November 2026: not to be done; the rules say must"

  @rule:judgement-raises @F1.09
  Scenario: What is not signed, not ended or no answer is refused
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then the IDVA cannot decide "risk level" of "A": high, because "", for "no reason is given"
    And the IDVA cannot decide "risk level" of "A": grave, because "two calls", for "not an answer this decision can give"
    And the service manager cannot decide "idva-before-contact" for "A": set aside, because "a meeting", for "none is given"
    And the service manager cannot decide "any direct contact" for "A": set aside, because "a meeting", for "more than one such here"
    And the service manager cannot decide "risk of anything" for "A": high, because "two calls", for "nothing of that name"

  @rule:never-to-the-perpetrator @SR-03
  Scenario: Nobody sets aside what is never released
    Given a case
    And a disclosure "item" where
      | recipient of the item | perpetrator     |
      | item came from        | victim-survivor |
    When it is assessed on 2 November 2026
    Then the service manager cannot decide "never-to-the-perpetrator" for "item": set aside, until 9 November 2026, because "asked for it", for "this block is never released"

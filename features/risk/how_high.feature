Feature: How high the risk to each victim-survivor is
  The indicators answered yes are counted, and every item is asked.
  What nobody has asked could still be yes: a level is printed only when no answer could change it.

  @rule:visible-high-risk @F1.07 @case-1
  Scenario: Fourteen indicators answered yes are visible high risk
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:visible-high-risk @F1.07 @case-2
  Scenario: Thirteen yes and eleven no is medium, and nothing is referred by the count alone
    Given a case
    And a pair "A" where
      | stalked or harassed | yes |
    And the IDVA answers the checklist of "A": 13 yes, 11 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is medium
    And nobody is called on to "refer to MARAC" for "A"
    But the critical sign of "A" is yes

  @rule:visible-high-risk @F1.25 @F1.26
  Scenario: Thirteen yes and one item open may be high
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 13 yes, 10 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And the risk level of "A" cannot be standard
    And the case manager reads "MAY BE HIGH: 13 yes, 0 don't know, 1 not asked; between 13 and 14, this site's threshold 14"
    And "police or criminal record" is asked of "police"

  @rule:visible-high-risk @F1.26 @case-6
  Scenario: Fourteen yes is high however many items are still open
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 14 yes
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
    And the case manager reads "14 yes, 0 don't know, 10 not asked"

  @rule:visible-high-risk @F1.07 @case-9
  Scenario: Where the site refers from twelve, twelve is high, and the page says whose threshold that is
    Given a site where
      | visible high threshold | 12 |
    And a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 12 yes, 12 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
    And the case manager reads "this site's threshold 12"

  @rule:medium-risk @F1.07
  Scenario: Ten indicators answered yes are medium
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 10 yes, 14 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is medium

  @rule:medium-risk @F1.07 @case-7
  Scenario: Nine yes and fifteen no is standard, for every item was asked
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 9 yes, 15 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is standard

  @rule:medium-risk @F1.25
  Scenario: Nine yes and one don't know may be medium
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 9 yes, 14 no, 1 don't know
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be medium
    And the risk level of "A" cannot be high

  @rule:medium-risk @F1.25 @case-142
  Scenario: An open answer that turns out to be no brings the level down; nobody's judgement did
    Given a case
    And a pair "A" where
      | police or criminal record | don't know |
    And the IDVA answers the checklist of "A": 13 yes, 10 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And it was assessed on 2 November 2026
    And police or criminal record became no in "A"
    When it is assessed on 3 November 2026
    Then the risk level of "A" is medium

  @rule:drive-dash-high @F1.20 @F1.23
  Scenario: The case manager's own checklist counts as much as anybody's
    Given a site where
      | Drive-DASH high threshold | 12 |
    And a case
    And a pair "A" where
      | date of the Drive-DASH assessment | 26 October 2026 |
    And the IDVA answers the checklist of "A": 12 yes, 12 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:drive-dash-high @F1.23
  Scenario: A Drive-DASH of ninety-one days ago makes nobody high
    Given a site where
      | Drive-DASH high threshold | 12 |
    And a case
    And a pair "A" where
      | date of the Drive-DASH assessment | 3 August 2026 |
    And the IDVA answers the checklist of "A": 12 yes, 12 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is medium

  @rule:drive-dash-high @F1.23
  Scenario: A Drive-DASH of ninety days ago still counts
    Given a site where
      | Drive-DASH high threshold | 12 |
    And a case
    And a pair "A" where
      | date of the Drive-DASH assessment | 4 August 2026 |
    And the IDVA answers the checklist of "A": 12 yes, 12 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:drive-dash-high @F1.23
  Scenario: With eleven answered yes, where twelve are high, a fresh Drive-DASH makes nobody high
    Given a site where
      | Drive-DASH high threshold | 12 |
    And a case
    And a pair "A" where
      | date of the Drive-DASH assessment | 26 October 2026 |
    And the IDVA answers the checklist of "A": 11 yes, 13 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is medium

  @rule:drive-dash-high @F1.23
  Scenario: Nobody has said when the Drive-DASH was done
    Given a site where
      | Drive-DASH high threshold | 12 |
    And a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 12 yes, 12 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And "date of the Drive-DASH assessment" is asked of "case manager"

  @rule:visible-high-risk @F1.22 @case-24
  Scenario: Two victim-survivors are two pairs, each with a level and a plan of its own
    Given a case
    And a pair "A" where
      | IDVA last consulted about contact | 25 September 2026 |
    And the IDVA answers the checklist of "A": 16 yes, 8 no
    And a pair "B" where
      | IDVA last consulted about contact | 25 September 2026 |
    And the IDVA answers the checklist of "B": 4 yes, 20 no
    And every other behaviour of "B" is graded none, and is not getting worse
    And all the judgements are listed in "B"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
    And the risk level of "B" is standard
    And the case manager must "consult the IDVA" for "A" by 4 November 2026
    And the case manager must "consult the IDVA" for "B" by 4 November 2026

  @rule:visible-high-risk @DASH-5 @case-139
  Scenario: Where nothing is known no level is ruled out, and none is printed
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And the risk level of "A" may be standard
    And the case manager reads "risk level (pair A): MAY BE HIGH"
    And the case manager does not read "risk level (pair A): standard"

Feature: A turn in the case makes an assessment old at once
  Release, a separation, a broken order, a pregnancy, a new partner: each makes it another case, and the
  assessment from before it is shown, and done again.

  @rule:turn-after-the-assessment @INST-4 @F1.14
  Scenario Outline: <turn>, a week after the assessment
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | date of the DASH assessment | 20 October 2026 |
      | <turn>                      | 27 October 2026 |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager should "assess again" for "A" by 9 November 2026
    And the case manager reads "no level is printed; not a low-risk result: An assessment from before a turn in the case is done again"

    Examples:
      | turn                           |
      | day of the separation          |
      | day an order was last broken   |
      | day the pregnancy became known |

  @rule:turn-after-the-assessment @INST-4 @F1.14
  Scenario Outline: <turn> on <day>, when the assessment was of 20 October
    Given a case where
      | last change of risk | 1 July 2026 |
      | <turn>              | <day>       |
    And all the pairs are listed
    And a pair "A" where
      | date of the DASH assessment | 20 October 2026 |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager should "assess again" for "A" by 9 November 2026
    And the case manager does not read "risk level (pair A): STANDARD"

    Examples:
      | turn                           | day             |
      | release date                   | 21 October 2026 |
      | release date                   | 2 November 2026 |
      | day a new partner became known | 20 October 2026 |
      | day a new partner became known | 30 October 2026 |

  @rule:turn-after-the-assessment @INST-4
  Scenario Outline: <turn> on the same day: which came first nobody can be sure of, so it is done again
    Given a case
    And a pair "A" where
      | date of the DASH assessment | 20 October 2026 |
      | <turn>                      | 20 October 2026 |
    When it is assessed on 2 November 2026
    Then the case manager should "assess again" for "A" by 9 November 2026

    Examples:
      | turn                           |
      | day of the separation          |
      | day an order was last broken   |
      | day the pregnancy became known |

  @rule:turn-after-the-assessment @INST-4
  Scenario: What the assessment already knew makes it no older
    Given a case where
      | last change of risk            | 1 July 2026     |
      | release date                   | 20 October 2026 |
      | day a new partner became known | 19 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | date of the DASH assessment    | 20 October 2026 |
      | day of the separation          | 19 October 2026 |
      | day an order was last broken   | 19 October 2026 |
      | day the pregnancy became known | 19 October 2026 |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "assess again" for "A"
    And the case manager reads "risk level (pair A): STANDARD"

  @rule:turn-after-the-assessment @INST-4
  Scenario: A release that is still to come has changed nothing yet
    Given a case where
      | last change of risk | 1 July 2026     |
      | custody             | sentenced       |
      | release date        | 3 November 2026 |
    And a pair "A" where
      | date of the DASH assessment | 20 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "assess again" for "A"

  @rule:turn-after-the-assessment @INST-4
  Scenario: There was a separation, and nobody knows when the assessment was made
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | day of the separation | 27 October 2026 |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "assess again" for "A"
    And "date of the DASH assessment" is asked of "IDVA"
    And the case manager does not read "risk level (pair A): STANDARD"

  @rule:turn-after-the-assessment @INST-4
  Scenario: Nobody has told of a turn: that alone makes no assessment old
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | date of the DASH assessment | 20 October 2026 |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "risk level (pair A): STANDARD"
    And nobody is called on to "assess again" for "A"

  @rule:turn-after-the-assessment @INST-4
  Scenario: Released ninety days ago, and assessed before that: the release is given as a reason
    Given a case where
      | release date | 4 August 2026 |
    And a pair "A" where
      | date of the DASH assessment | 1 July 2026 |
    When it is assessed on 2 November 2026
    Then the case manager reads "An assessment from before a turn in the case is done again"

  @rule:turn-after-the-assessment @INST-4
  Scenario: Released ninety-one days ago: that the assessment is old is reason enough
    Given a case where
      | release date | 3 August 2026 |
    And a pair "A" where
      | date of the DASH assessment | 1 July 2026 |
    When it is assessed on 2 November 2026
    Then the case manager does not read "An assessment from before a turn in the case is done again"
    And the case manager should "assess again" for "A" by 9 November 2026

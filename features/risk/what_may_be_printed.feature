Feature: What may be printed of an assessment, and when it is done again
  A low count of few answers says that nobody asked. An old assessment says what was.
  A total of another form is no total of this one.

  @rule:too-little-answered @F1.26 @DASH-5 @F1.03
  Scenario: Seventeen answers are too few for a lower level
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | date of the DASH assessment | 26 October 2026 |
    And the IDVA answers the checklist of "A": 1 yes, 16 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the label may be printed of "A" is no
    And the case manager reads "no level is printed; not a low-risk result"
    And the case manager reads "With too little answered no lower level is printed"
    And the case manager must "answer the open items of the DASH" for "A" by 9 November 2026

  @rule:too-little-answered @F1.26 @case-4 @F1.04 @F1.06
  Scenario: Twenty-four don't knows are not standard risk
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 0 yes, 24 don't know
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And the case manager reads "MAY BE HIGH: 0 yes, 24 don't know, 0 not asked; between 0 and 24"
    And the case manager must "answer the open items of the DASH" for "A" by 9 November 2026, in doubt

  @rule:too-little-answered @rule:grave-sign-withholds-the-label @F1.26
  Scenario: Eighteen answers are enough
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | date of the DASH assessment | 26 October 2026 |
    And the IDVA answers the checklist of "A": 1 yes, 17 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "risk level (pair A): STANDARD"
    And nobody is called on to "answer the open items of the DASH" for "A"

  @rule:too-little-answered @F1.26 @case-6
  Scenario: High may be printed however little is answered
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 14 yes
    When it is assessed on 2 November 2026
    Then nobody is called on to "answer the open items of the DASH" for "A"

  @rule:stale-assessment @F1.14 @INST-4 @case-16
  Scenario: An assessment of ninety-one days ago is shown, and done again
    Given a case
    And a pair "A" where
      | date of the DASH assessment | 3 August 2026 |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the case manager reads "risk level (pair A): HIGH"
    And the case manager should "assess again" for "A" by 9 November 2026

  @rule:stale-assessment @F1.14
  Scenario: From an old assessment no standard level is printed
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | date of the DASH assessment | 3 August 2026 |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "no level is printed; not a low-risk result: An old assessment is done again"
    And the case manager should "assess again" for "A" by 9 November 2026

  @rule:stale-assessment @F1.14
  Scenario: Ninety days is not too old
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | date of the DASH assessment | 4 August 2026 |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "risk level (pair A): STANDARD"
    And nobody is called on to "assess again" for "A"

  @rule:stale-assessment @INST-4 @case-17
  Scenario: Strangled on the evening of the assessment: it is out of date the same day
    Given a case
    And a pair "A" where
      | date of the DASH assessment             | 2 November 2026 |
      | strangled or choked or held under water | yes             |
    And an incident "evening" in "A" where
      | date of the incident                            | 2 November 2026 |
      | came after the assessment made the same day     | yes             |
    When it is assessed on 2 November 2026
    Then the case manager should "assess again" for "A" by 9 November 2026
    And the critical sign of "A" is yes
    And the case manager should "weigh a professional judgement" for "A" by 4 November 2026

  @rule:stale-assessment @F1.14
  Scenario: The risk changed after the assessment
    Given a case where
      | last change of risk | 30 October 2026 |
    And a pair "A" where
      | date of the DASH assessment | 26 October 2026 |
    When it is assessed on 2 November 2026
    Then the case manager should "assess again" for "A" by 9 November 2026

  @rule:stale-assessment @F1.14
  Scenario: Nobody has said when the assessment was made
    Given a case
    And all the pairs are listed
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "no level is printed; not a low-risk result"
    And nobody is called on to "assess again" for "A"
    And "date of the DASH assessment" is asked of "IDVA"

  @rule:another-form @INST-2 @F1.01
  Scenario Outline: A total of another form is not held against this threshold
    Given a case
    And a pair "A" where
      | form of an assessment from elsewhere | <form> |
    When it is assessed on 2 November 2026
    Then the case manager should "answer the SafeLives items from what is known" for "A" by 9 November 2026
    And the risk level of "A" may be standard

    Examples:
      | form                  |
      | police DASH 2009      |
      | young people's Dash   |
      | Northern Ireland Dash |
      | other form            |

  @rule:another-form @INST-2
  Scenario: A SafeLives form from elsewhere is the same form
    Given a case
    And a pair "A" where
      | form of an assessment from elsewhere | SafeLives Dash |
    When it is assessed on 2 November 2026
    Then nobody is called on to "answer the SafeLives items from what is known" for "A"

  @rule:another-form @INST-2
  Scenario: Which form it was is not known, and is asked of police
    Given a case
    And a pair "A" where
      | form of an assessment from elsewhere | don't know |
    When it is assessed on 2 November 2026
    Then nobody is called on to "answer the SafeLives items from what is known" for "A"
    And "form of an assessment from elsewhere" is asked of "police"

  @rule:young-victim-survivor @rule:young-peoples-form @INST-3 @ELG-1
  Scenario: A victim-survivor of seventeen is a child in law, whatever the relationship
    Given a case
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 17             |
    When it is assessed on 2 November 2026
    Then the case manager must "refer the victim-survivor under age to children's services" for "A" by 2 November 2026
    And the IDVA should "use the young people's form" for "A" by 9 November 2026

  @rule:young-victim-survivor @INST-3
  Scenario: At eighteen the adult form is used
    Given a case
    And a pair "A" where
      | age of the victim-survivor | 18 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer the victim-survivor under age to children's services" for "A"
    And nobody is called on to "use the young people's form" for "A"

  @rule:young-victim-survivor @INST-3
  Scenario: How old the victim-survivor is is asked
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "age of the victim-survivor" is asked of "IDVA"
    And nobody is called on to "use the young people's form" for "A"

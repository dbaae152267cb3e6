Feature: Nothing is told along a way that no lawful basis opens
  Each agency that is asked is reached by edges that allow this case to be told there. What could only
  have come from the victim-survivor goes no further than the basis allows.

  @rule:prison-blocks-contact @F6.12
  Scenario: The prison is told straight away
    Given a case where
      | custody | remand |
    And a pair "A" where
      | unwanted contact from prison | yes |
    When it is assessed on 2 November 2026
    Then the plan asks the prison to "ask the prison to block contact with the victim-survivor" for "A"
    And for "ask the prison to block contact with the victim-survivor" for "A" the prison may be told everything

  @rule:prison-blocks-contact @F6.12 @AGY-6
  Scenario: Without a basis of its own the case manager goes through somebody who may ask
    Given a case where
      | custody | remand |
    And a pair "A" where
      | unwanted contact from prison | yes |
    And the case manager may not tell the prison anything
    When it is assessed on 2 November 2026
    Then the plan asks the prison, through the IDVA, to "ask the prison to block contact with the victim-survivor" for "A"

  @rule:help-with-mental-health @F6.12
  Scenario: A referral may go by way of the doctor
    Given a case where
      | mental health need | yes |
    And the case manager may not tell the mental health service anything
    When it is assessed on 2 November 2026
    Then the plan asks the mental health service, through health, to "arrange mental health support"

  @rule:help-with-mental-health @F6.12
  Scenario: With no way at all the plan says so
    Given a case where
      | mental health need | yes |
    And the case manager may not tell the mental health service anything
    And health may not tell the mental health service anything
    And probation is not available, because "no contact agreed"
    When it is assessed on 2 November 2026
    Then the plan says why nobody can "arrange mental health support": "no lawful route leads there"

  @rule:child-at-risk-of-harm @SR-11
  Scenario: A child-protection referral is never without a way
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | risk of significant harm | yes |
    When it is assessed on 2 November 2026
    Then the plan asks children's services to "make a child-protection referral" for "A"
    And in the plan "make a child-protection referral" for "A" is due on 2 November 2026

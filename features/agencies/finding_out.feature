Feature: What is missing is asked of those who hold it
  Holders of the fact come first, the published share of joint work breaks ties, and nobody is asked
  who must never be.

  @rule:review-before-release @AGY-2 @AGY-3 @F7 @F7.00
  Scenario: Two hold the fact, and the share breaks the tie
    Given a case
    When it is assessed on 2 November 2026
    Then to find out "custody" the plan asks probation, then prison

  @rule:review-before-release @AGY-3 @case-144
  Scenario: Another share changes the order among them, and removes nobody
    Given a case
    And the prison carries 40% of joint work
    When it is assessed on 2 November 2026
    Then to find out "custody" the plan asks prison, then probation

  @rule:every-victim-survivor-thought-of @SR-02
  Scenario: Who the victim-survivors are is never asked of the perpetrator
    Given a case
    When it is assessed on 2 November 2026
    Then nobody in the plan is asked for "all the pairs are listed" save police, IDVA, children's services

  @rule:every-victim-survivor-thought-of @AGY-5
  Scenario: One of those who may know is away, and the others are asked
    Given a case
    And the police are not available, because "no cover"
    When it is assessed on 2 November 2026
    Then nobody in the plan is asked for "all the pairs are listed" save IDVA, children's services

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

  @rule:danger-to-life-now @rule:every-victim-survivor-thought-of @rule:review-before-release @rule:possible-high-is-found-out @rule:repeat-to-marac-from-the-referral @rule:suicidal-perpetrator
  Scenario Outline: Everybody who may know of "<what>" is asked, and nobody who must not be
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "<what>" is found out by <day> from <sources>, never from perpetrator

    Examples:
      | what                      | day             | sources                           |
      | immediate danger to life  | 2 November 2026 | police, IDVA                      |
      | all the pairs are listed  | 4 November 2026 | IDVA, police, children's services |
      | credible threats to kill  | 9 November 2026 | IDVA, police, children's services |
      | all the incidents are listed | 4 November 2026 | police, IDVA, MARAC            |

  @rule:review-before-release @rule:suicidal-perpetrator
  Scenario Outline: Of "<what>" everybody who may know is asked
    Given a case
    When it is assessed on 2 November 2026
    Then "<what>" is found out by <day> from <sources>

    Examples:
      | what                        | day             | sources                                |
      | custody                     | 4 November 2026 | prison, probation, again every 14 days |
      | perpetrator is suicidal now | 2 November 2026 | health, police, probation              |

  @rule:danger-to-life-now @SR-09
  Scenario: No danger is seen, and there may be incidents that nobody has listed
    Given a case
    And a pair "A" where
      | immediate danger to life | no |
    When it is assessed on 2 November 2026
    Then "all the incidents are listed" is found out by 2 November 2026 from police, IDVA, never from perpetrator

  @rule:child-at-risk-of-harm @SR-11
  Scenario: There may be children whom nobody has listed
    Given a case
    And a pair "A" where
      | children's services close on the word that it is over | no |
    When it is assessed on 2 November 2026
    Then "all the children are listed" is found out by 2 November 2026 from children's services, IDVA, school, never from perpetrator

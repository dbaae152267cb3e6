Feature: Who interprets is nobody's kin
  A professional interprets, and is asked whether they are close to either family. Where honour-based abuse
  is suspected, or may be, family and community never interpret.

  @rule:interpreter-is-independent @U12
  Scenario: An independent professional interprets
    Given a case where
      | interpreter need                            | yes |
      | interpreter is independent of both families | yes |
    When it is assessed on 2 November 2026
    Then the case manager should "book a professional interpreter" by 9 November 2026
    And "book a professional interpreter" is not blocked
    And in the plan "book a professional interpreter" is to do

  @rule:interpreter-is-independent @U12
  Scenario: A professional who is a cousin does not
    Given a case where
      | interpreter need                            | yes |
      | interpreter is independent of both families | no  |
    When it is assessed on 2 November 2026
    Then "book a professional interpreter" for "the case" is blocked until "check that the interpreter is independent", meanwhile "work indirectly"

  @rule:interpreter-is-independent @U12
  Scenario: Nobody has asked who the interpreter is
    Given a case where
      | interpreter need | yes |
    When it is assessed on 2 November 2026
    Then "book a professional interpreter" is blocked, in doubt, until "check that the interpreter is independent"
    And "interpreter is independent of both families" is asked of "case manager"

  @rule:interpreter-is-independent @U12
  Scenario: With no other language there is nobody to check
    Given a case where
      | interpreter need                            | no |
      | interpreter is independent of both families | no |
    When it is assessed on 2 November 2026
    Then "book a professional interpreter" is not blocked

  @rule:no-family-interpreter-where-honour-is-at-stake @U12 @SR-14
  Scenario: Honour-based abuse is suspected, so neither family nor community interprets
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | yes | IDVA |
    When it is assessed on 2 November 2026
    Then "let family or community interpret" for "A" is blocked for good, meanwhile "book a professional interpreter"

  @rule:no-family-interpreter-where-honour-is-at-stake @U12 @SR-14
  Scenario: Nobody can tell yet, so they do not interpret
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "let family or community interpret" for "A" is blocked, in doubt, meanwhile "book a professional interpreter"

  @rule:no-family-interpreter-where-honour-is-at-stake @U12
  Scenario: No honour-based abuse
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no | IDVA |
    When it is assessed on 2 November 2026
    Then "let family or community interpret" is not blocked

Feature: Who interprets is nobody's kin
  A professional interprets, and is asked first whether they are close to either family. That family and
  community never interpret where honour-based abuse may be is in the specs of safety.

  @rule:interpreter-is-independent @U12
  Scenario: An independent professional interprets
    Given a case where
      | interpreter need                            | yes |
      | interpreter is independent of family and community | yes |
    When it is assessed on 2 November 2026
    Then the case manager should "book a professional interpreter" by 9 November 2026
    And "book a professional interpreter" is not blocked
    And in the plan "book a professional interpreter" is to do

  @rule:interpreter-is-independent @U12
  Scenario: A professional who is a cousin does not
    Given a case where
      | interpreter need                            | yes |
      | interpreter is independent of family and community | no  |
    When it is assessed on 2 November 2026
    Then "book a professional interpreter" for "the case" is blocked until "check that the interpreter is independent", meanwhile "work indirectly"

  @rule:interpreter-is-independent @U12
  Scenario: Nobody has asked who the interpreter is
    Given a case where
      | interpreter need | yes |
    When it is assessed on 2 November 2026
    Then "book a professional interpreter" is blocked, in doubt, until "check that the interpreter is independent"
    And "interpreter is independent of family and community" is asked of "case manager"

  @rule:interpreter-is-independent @U12
  Scenario: With no other language there is nobody to check
    Given a case where
      | interpreter need                            | no |
      | interpreter is independent of family and community | no |
    When it is assessed on 2 November 2026
    Then "book a professional interpreter" is not blocked

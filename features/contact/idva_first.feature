Feature: The IDVA is spoken to before the perpetrator is
  Contact can raise the risk to the victim-survivor, and the IDVA knows the safety plan.
  What nobody has said counts as not done: unknown is not consent.

  @rule:idva-before-contact @SR-02
  Scenario Outline: Consulted <how long ago> is too long ago
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact | <day> |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "consult the IDVA" for "A" by 4 November 2026
    And "any direct contact" for "A" is blocked until "consult the IDVA", meanwhile "work indirectly"

    Examples:
      | how long ago          | day               |
      | five weeks ago        | 25 September 2026 |
      | twenty-nine days ago  | 4 October 2026    |

  @rule:idva-before-contact @SR-02
  Scenario: Whether the IDVA was consulted is not known
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then the case manager must "consult the IDVA" for "A" by 4 November 2026, in doubt
    And "any direct contact" for "A" is blocked, in doubt, until "consult the IDVA"

  @rule:idva-before-contact @SR-02
  Scenario Outline: Consulted <when>, and nothing has happened since
    Given a case
    And a pair "A" where
      | IDVA last consulted about contact | <day> |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "consult the IDVA" for "A"

    Examples:
      | when                  | day             |
      | last week             | 29 October 2026 |
      | twenty-eight days ago | 5 October 2026  |

Feature: Consulted in the morning, attacked in the evening
  What the IDVA said holds for what had happened by then. On the same day nobody can be sure which came first,
  until somebody says so; and until then the block stands.

  @rule:idva-before-contact @SR-02
  Scenario Outline: Both on 30 October: consulted afterwards, <after>
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact                | 30 October 2026 |      |
      | contact is safe in the IDVA's view               | yes             | IDVA |
      | IDVA status                                      | engaged         | IDVA |
      | immediate danger to life                         | no              | IDVA |
      | IDVA was consulted after what happened that day  | <after>         | IDVA |
    And an incident "1" in "A" where
      | date of the incident | 30 October 2026 |
      | weapon and threat    | no              |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" for "A" is blocked<doubt> until "consult the IDVA", meanwhile "work indirectly"
    And the case manager must "consult the IDVA" for "A" by 4 November 2026<marked>

    Examples:
      | after      | doubt       | marked     |
      | no         |             |            |
      | don't know | , in doubt, | , in doubt |

  @rule:idva-before-contact @rule:every-pair-before-contact @SR-02
  Scenario: Both on 30 October, and the IDVA was asked afterwards
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact                | 30 October 2026 |      |
      | contact is safe in the IDVA's view               | yes             | IDVA |
      | IDVA status                                      | engaged         | IDVA |
      | immediate danger to life                         | no              | IDVA |
      | IDVA was consulted after what happened that day  | yes             | IDVA |
    And an incident "1" in "A" where
      | date of the incident | 30 October 2026 |
      | weapon and threat    | no              |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" is not blocked
    And nobody is called on to "consult the IDVA"

  @rule:idva-before-contact @rule:every-pair-before-contact @SR-02
  Scenario: The IDVA was asked the day after
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 31 October 2026 |      |
      | contact is safe in the IDVA's view | yes             | IDVA |
      | IDVA status                        | engaged         | IDVA |
      | immediate danger to life           | no              | IDVA |
    And an incident "1" in "A" where
      | date of the incident | 30 October 2026 |
      | weapon and threat    | no              |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" is not blocked
    And nobody is called on to "consult the IDVA"

  @rule:every-pair-before-contact @SR-02
  Scenario: On the same day the case is held too, until somebody says which came first
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 30 October 2026 |      |
      | contact is safe in the IDVA's view | yes             | IDVA |
      | IDVA status                        | engaged         | IDVA |
      | immediate danger to life           | no              | IDVA |
    And an incident "1" in "A" where
      | date of the incident | 30 October 2026 |
      | weapon and threat    | no              |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" for "the case" is blocked, in doubt,
    And "IDVA was consulted after what happened that day" is asked of "IDVA"

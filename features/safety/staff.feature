Feature: Whoever does the work comes home from it
  No home visit where there are weapons or staff have been threatened, before somebody who does not go has
  looked at the risk; meeting at a safe place goes on being possible.

  @rule:no-home-visit-into-danger @SR-23
  Scenario: Staff have been threatened, and nobody has said whether the risk of a visit was looked at
    Given a case where
      | staff have been threatened | yes | probation |
    When it is assessed on 2 November 2026
    Then "visit the perpetrator at home" is blocked, in doubt, until "assess the risk to staff of a visit", meanwhile "plan any meeting for a safe place with a second worker"

  @rule:no-home-visit-into-danger @SR-23
  Scenario Outline: <why>, and the risk of a visit was looked at too long ago
    Given a case where
      | staff have been threatened             | <threats>      |
      | firearm or shotgun certificate held    | <certificate>  |
      | risk to staff of a visit last assessed | 1 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | weapon or object used | <weapon> |
    And an incident "1" in "A" where
      | date of the incident | 3 August 2026      |
      | weapon and threat    | <weapon and threat> |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "visit the perpetrator at home" is blocked until "assess the risk to staff of a visit", meanwhile "plan any meeting for a safe place with a second worker"

    Examples:
      | why                              | threats | certificate | weapon | weapon and threat |
      | Staff have been threatened       | yes     | no          | no     | no                |
      | A certificate for a gun is held  | no      | yes         | no     | no                |
      | A weapon was used                | no      | no          | yes    | no                |
      | A weapon and a threat came close | no      | no          | no     | yes               |

  @rule:no-home-visit-into-danger @SR-23
  Scenario: No weapon and no threat is known of, and all has been asked
    Given a case where
      | staff have been threatened          | no |
      | firearm or shotgun certificate held | no |
    And all the pairs are listed
    And a pair "A" where
      | weapon or object used | no | IDVA |
      | living together       | no |      |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager does not read "No home visit where there are weapons"

  @rule:no-home-visit-into-danger @SR-23
  Scenario Outline: The risk was looked at on <assessed>, the last incident was on <incident>: <outcome>
    Given a case where
      | staff have been threatened             | yes        |
      | risk to staff of a visit last assessed | <assessed> |
    And all the pairs are listed
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | <incident> |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager <reads> "No home visit where there are weapons"

    Examples:
      | assessed        | incident        | outcome                    | reads         |
      | 5 October 2026  | 5 October 2026  | it holds for four weeks    | does not read |
      | 4 October 2026  | 4 October 2026  | it holds no longer         | reads         |
      | 1 November 2026 | 2 November 2026 | an incident makes it stale | reads         |

  @rule:no-home-visit-into-danger @SR-23
  Scenario: Nobody has said whether staff have been threatened
    Given a case
    When it is assessed on 2 November 2026
    Then "visit the perpetrator at home" is blocked, in doubt, until "assess the risk to staff of a visit"
    And "staff have been threatened" is asked of "police"

  @rule:no-home-visit-into-danger @SR-23
  Scenario: The block on a visit holds up nobody's call for help
    Given a case where
      | staff have been threatened | yes |
    And a pair "A" where
      | immediate danger to life | yes | police |
    When it is assessed on 2 November 2026
    Then whoever hears of it must "call 999" by 2 November 2026
    And "call 999" is not blocked

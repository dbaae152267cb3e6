Feature: What reaches a shared home reaches the victim-survivor
  A letter, a call or a visit is seen by whoever lives there.

  @rule:shared-home @SR-16 @F4.20 @case-86
  Scenario: They live together, so a contact plan comes before any letter
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | living together                                          | yes |      |
      | contact plan for the shared home is agreed with the IDVA | no  | IDVA |
    When it is assessed on 2 November 2026
    Then the case manager must "agree a contact plan for the shared home with the IDVA" for "A" by 4 November 2026
    And "write to the perpetrator" is blocked until "agree a contact plan for the shared home with the IDVA", meanwhile "work indirectly"

  @rule:shared-home @SR-16
  Scenario: Where nobody knows who lives there a plan is agreed all the same
    Given a case
    And all the pairs are listed
    And a pair "A"
    When it is assessed on 2 November 2026
    Then the case manager must "agree a contact plan for the shared home with the IDVA" for "A" by 4 November 2026, in doubt
    And "living together" is asked of "IDVA"

  @rule:shared-home @SR-16
  Scenario Outline: A home that is <not shared or planned> needs no new plan
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact                        | 29 October 2026 |
      | contact is safe in the IDVA's view                       | yes             |
      | living together                                          | <together>      |
      | contact plan for the shared home is agreed with the IDVA | <plan>          |
      | IDVA status                                              | engaged         |
      | immediate danger to life                                 | no              |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "agree a contact plan for the shared home with the IDVA"
    And "contact at home" is not blocked

    Examples:
      | not shared or planned           | together   | plan       |
      | not shared                      | no         | don't know |
      | planned for                     | yes        | yes        |
      | planned for whoever lives there | don't know | yes        |

  @rule:every-home-before-contact-at-home @SR-16 @case-86
  Scenario: A letter is proposed to a home that they share
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | living together                                          | yes |      |
      | contact plan for the shared home is agreed with the IDVA | no  | IDVA |
    When it is assessed on 2 November 2026
    Then "contact at home" for "the case" is blocked until "agree a contact plan for the shared home with the IDVA", meanwhile "work indirectly"
    And the case manager reads "rests on our assumption, to confirm: every-home-before-contact-at-home, contact at home is safe"

  @rule:every-home-before-contact-at-home @SR-16
  Scenario: A partner whom nobody has named may open the letter
    Given a case
    And a pair "A" where
      | living together | no | housing |
    When it is assessed on 2 November 2026
    Then "contact at home" for "the case" is blocked, in doubt, meanwhile "work indirectly"
    And somebody must find out "all the pairs are listed" from "IDVA"

  @rule:every-home-before-contact-at-home @SR-16
  Scenario: Cleared for contact, and still no visit to the home they share
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact                        | 29 October 2026 |      |
      | contact is safe in the IDVA's view                       | yes             |      |
      | living together                                          | yes             |      |
      | contact plan for the shared home is agreed with the IDVA | no              | IDVA |
      | IDVA status                                              | engaged         |      |
      | immediate danger to life                                 | no              | IDVA |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "visit the perpetrator at home" is blocked until "agree a contact plan for the shared home with the IDVA"
    And "hold an engagement session" is not blocked

  @rule:every-home-before-contact-at-home @SR-16
  Scenario: Nobody at risk shares the home
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |         |
      | contact is safe in the IDVA's view | yes             |         |
      | living together                    | no              | housing |
      | IDVA status                        | engaged         |         |
      | immediate danger to life           | no              | IDVA    |
    And all the incidents are listed in "A"
    And a pair "B" where
      | IDVA last consulted about contact  | 29 October 2026 |         |
      | contact is safe in the IDVA's view | yes             |         |
      | living together                    | no              | housing |
      | IDVA status                        | engaged         |         |
      | immediate danger to life           | no              | IDVA    |
    And all the incidents are listed in "B"
    When it is assessed on 2 November 2026
    Then "contact at home" is not blocked

Feature: Nobody is cleared for contact while a life is in danger, or where no IDVA is there to say so
  To have been asked last week and to have said yes does not outlive a threat to life, nor an IDVA who has gone.

  @rule:every-pair-before-contact @SR-02 @SR-09
  Scenario Outline: <why>: what was cleared is cleared no more
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact   | 30 October 2026 | IDVA |
      | contact is safe in the IDVA's view  | yes             | IDVA |
      | IDVA status                         | <status>        | IDVA |
      | immediate danger to life            | <danger>        | IDVA |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" is blocked, meanwhile "work indirectly"

    Examples:
      | why                            | status           | danger |
      | A life is in danger            | engaged          | yes    |
      | The IDVA's help was declined   | declined         | no     |
      | There is no IDVA to be had     | nobody available | no     |

  @rule:every-pair-before-contact @SR-02 @SR-09
  Scenario: Nobody has said that no life is in danger
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 30 October 2026 | IDVA |
      | contact is safe in the IDVA's view | yes             | IDVA |
      | IDVA status                        | engaged         | IDVA |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" is blocked, in doubt, meanwhile "work indirectly"
    And somebody must find out "immediate danger to life" from "police", never from "perpetrator", by 2 November 2026

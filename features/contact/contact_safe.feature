Feature: Direct contact begins only when it is safe for every victim-survivor
  To have asked is not enough: the answer has to be yes, for each victim-survivor, and unknown is not yes.
  Nobody is pressed, and nothing stops because somebody does not want support.

  @rule:idva-before-contact @SR-02 @case-84
  Scenario: An incident after the talk with the IDVA makes the talk too old
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
    And an incident "1" in "A" where
      | date of the incident | 31 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "consult the IDVA" for "A" by 4 November 2026
    And "any direct contact" for "A" is blocked until "consult the IDVA", meanwhile "work indirectly"

  @rule:idva-before-contact @SR-02 @case-84
  Scenario: While nobody knows whether the IDVA is in touch at all, contact waits
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" for "A" is blocked, in doubt, until "consult the IDVA"
    And somebody must find out "IDVA status" from "IDVA", never from "perpetrator", by 3 November 2026

  @rule:contact-safe-in-the-idvas-view @SR-02 @MOD-1
  Scenario: The IDVA was asked and says that contact is not safe
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |      |
      | contact is safe in the IDVA's view | no              | IDVA |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" for "A" is blocked until "ask the IDVA how contact can be made safe", meanwhile "work indirectly"
    And nobody is called on to "consult the IDVA" for "A"

  @rule:contact-safe-in-the-idvas-view @SR-02 @MOD-1
  Scenario: The IDVA was asked and the answer was not written down
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact | 29 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" for "A" is blocked, in doubt, until "ask the IDVA how contact can be made safe"
    And "contact is safe in the IDVA's view" is asked of "IDVA"

  @rule:contact-safe-in-the-idvas-view @SR-02 @MERGE-3
  Scenario: Nobody but the IDVA can say how the IDVA sees it
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |        |
      | contact is safe in the IDVA's view | no              | police |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" for "A" is blocked, in doubt, until "ask the IDVA how contact can be made safe"
    And "contact is safe in the IDVA's view" is asked of "IDVA"

  @rule:contact-safe-in-the-idvas-view @SR-02
  Scenario: The IDVA says that contact is safe
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" is not blocked

  @rule:every-victim-survivor-thought-of @SR-02 @F1.22
  Scenario: Somebody at risk is known to be missing from the list
    Given a case where
      | all the pairs are listed | no |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then the case manager must "go through every victim-survivor with the IDVA service" by 4 November 2026

  @rule:every-victim-survivor-thought-of @SR-02 @F1.22
  Scenario: Nobody has said whether there are other partners or family at risk
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "go through every victim-survivor with the IDVA service"
    And somebody must find out "all the pairs are listed" from "IDVA", never from "perpetrator", by 4 November 2026

  @rule:every-victim-survivor-thought-of @SR-02
  Scenario: Everybody at risk has been thought of
    Given a case
    And a pair "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "go through every victim-survivor with the IDVA service"
    And nobody has to find out "all the pairs are listed"

  @rule:every-pair-before-contact @SR-02 @F1.22
  Scenario: One victim-survivor is not cleared, so nobody's door is opened
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
    And all the incidents are listed in "A"
    And a pair "B" where
      | contact is safe in the IDVA's view | no | IDVA |
    When it is assessed on 2 November 2026
    Then "any direct contact" for "the case" is blocked until "consult the IDVA", meanwhile "work indirectly"
    And "any direct contact" for "A" is not blocked
    And the case manager reads "rests on our assumption, to confirm: every-pair-before-contact, cleared for direct contact"

  @rule:every-pair-before-contact @SR-02 @F1.22
  Scenario: The one known victim-survivor is cleared, and another may have been forgotten
    Given a case
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "any direct contact" for "the case" is blocked, in doubt, meanwhile "work indirectly"
    And somebody must find out "all the pairs are listed" from "IDVA"

  @rule:every-pair-before-contact @SR-02
  Scenario: Every victim-survivor is cleared and none was forgotten
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
    And all the incidents are listed in "A"
    And a pair "B" where
      | IDVA last consulted about contact  | 2 November 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
    And all the incidents are listed in "B"
    When it is assessed on 2 November 2026
    Then "any direct contact" is not blocked

  @rule:every-pair-before-contact @SR-02 @case-34
  Scenario: No victim-survivor has been named yet, so nobody can be cleared
    Given a case
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then "any direct contact" for "the case" is blocked, meanwhile "work indirectly"

  @rule:without-an-idva @SR-02 @SR-08 @X50
  Scenario Outline: A victim-survivor whose IDVA status is <status> is not pressed, and the work goes on
    Given a case
    And a pair "A" where
      | IDVA status | <status> |
    When it is assessed on 2 November 2026
    Then the case manager must "consult the IDVA manager and police about contact" for "A" by 3 November 2026
    And IDVA manager must "keep the offer of support open" for "A" by 30 November 2026
    And "keep the offer of support open" is done again every 28 days
    And the case manager must "work indirectly" by 30 November 2026
    And "work indirectly" is done again every 28 days
    And "any direct contact" for "A" is blocked, in doubt, meanwhile "work indirectly"
    And nothing is asked of, or left to, the victim-survivor

    Examples:
      | status           |
      | declined         |
      | nobody available |

  @rule:without-an-idva @SR-08
  Scenario: With the IDVA in touch nobody goes around the IDVA
    Given a case
    And a pair "A" where
      | IDVA status | engaged |
    When it is assessed on 2 November 2026
    Then nobody is called on to "consult the IDVA manager and police about contact"
    And nobody has to find out "IDVA status"

  @rule:without-an-idva @SR-02
  Scenario: Whether there is an IDVA is found out inside two working days
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "consult the IDVA manager and police about contact"
    And somebody must find out "IDVA status" from "IDVA", never from "perpetrator", by 3 November 2026

  @rule:no-idva-is-an-urgent-gap @ELG-9 @SR-02
  Scenario: Where no IDVA can be had the gap is raised the next working day
    Given a case
    And a pair "A" where
      | IDVA status | nobody available |
    When it is assessed on 2 November 2026
    Then service manager must "raise the missing IDVA as an urgent gap" for "A" by 3 November 2026
    And "any direct contact" for "A" is blocked, in doubt, until "consult the IDVA"

  @rule:no-idva-is-an-urgent-gap @ELG-9
  Scenario: An IDVA whom the victim-survivor does not want is no gap in the service
    Given a case
    And a pair "A" where
      | IDVA status | declined |
    When it is assessed on 2 November 2026
    Then nobody is called on to "raise the missing IDVA as an urgent gap"

  @rule:no-idva-is-an-urgent-gap @ELG-9
  Scenario: Nobody knows whether an IDVA can be had
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "raise the missing IDVA as an urgent gap"
    And somebody must find out "IDVA status" from "IDVA", by 3 November 2026

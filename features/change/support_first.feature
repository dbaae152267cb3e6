Feature: No work on behaviour without support for every victim-survivor
  An offer made and not withdrawn counts, even if it was declined; an unknown one does not.

  @rule:offer-support-to-each-partner @SR-06
  Scenario: A victim-survivor to whom nobody has offered support is offered it
    Given a case
    And a pair "A" where
      | support offer to the victim-survivor stands | no | IDVA |
    When it is assessed on 2 November 2026
    Then IDVA manager must "make a support offer to the victim-survivor" for "A" by 4 November 2026

  @rule:offer-support-to-each-partner @SR-06
  Scenario: Where nobody knows of an offer it is made
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then IDVA manager must "make a support offer to the victim-survivor" for "A" by 4 November 2026, in doubt
    And "support offer to the victim-survivor stands" is asked of "IDVA"

  @rule:offer-support-to-each-partner @SR-06 @SR-08
  Scenario: Support declined is an offer that stands, and nobody presses
    Given a case
    And a pair "A" where
      | IDVA status                                 | declined |
      | support offer to the victim-survivor stands | yes      |
    When it is assessed on 2 November 2026
    Then nobody is called on to "make a support offer to the victim-survivor"
    And IDVA manager must "keep the offer of support open" for "A" by 30 November 2026

  @rule:no-change-work-without-support @SR-06
  Scenario: Cleared for contact, and no support on offer: sessions on behaviour wait
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact           | 29 October 2026 |      |
      | contact is safe in the IDVA's view          | yes             | IDVA |
      | support offer to the victim-survivor stands | no              | IDVA |
      | IDVA status                                 | engaged         |      |
      | immediate danger to life                    | no              | IDVA |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "behaviour-change work" is blocked until "make a support offer to the victim-survivor", meanwhile "work indirectly"
    And "hold an engagement session" is not blocked

  @rule:no-change-work-without-support @SR-06
  Scenario: A former partner without an offer stops the work for all
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | support offer to the victim-survivor stands | yes |
    And a pair "B" where
      | support offer to the victim-survivor stands | no | IDVA |
    When it is assessed on 2 November 2026
    Then "behaviour-change work" for "the case" is blocked until "make a support offer to the victim-survivor"

  @rule:no-change-work-without-support @SR-06 @F1.22
  Scenario: A partner whom nobody has named may have no offer
    Given a case
    And a pair "A" where
      | support offer to the victim-survivor stands | yes |
    When it is assessed on 2 November 2026
    Then "behaviour-change work" for "the case" is blocked, in doubt, until "make a support offer to the victim-survivor"
    And somebody must find out "all the pairs are listed" from "IDVA"

  @rule:no-change-work-without-support @SR-06
  Scenario: Support stands for everybody and contact is safe
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact           | 29 October 2026 |
      | contact is safe in the IDVA's view          | yes             |
      | support offer to the victim-survivor stands | yes             |
      | IDVA status                                 | engaged         |
      | immediate danger to life                    | no              |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "behaviour-change work" is not blocked

  @rule:no-joint-or-anger-only-work @SR-07 @BEH-5 @case-91
  Scenario Outline: Asked to <action>, the case manager takes the request elsewhere
    Given a case
    When it is assessed on 2 November 2026
    Then "<action>" for "the case" is blocked for good, meanwhile "take the request to the practice advisor"

    Examples:
      | action                                |
      | work with the couple together         |
      | mediate or hold a restorative meeting |
      | work on anger alone                   |

  @rule:no-joint-or-anger-only-work @SR-07 @BEH-5
  Scenario: Even with everything in place, nobody works with the couple together
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then "joint or anger-only work" is blocked for good, meanwhile "take the request to the practice advisor"
    And "work on impulse and feeling" is not blocked

  @rule:nothing-in-the-place-of-work-on-abuse @F3.22 @SR-07
  Scenario Outline: Nobody may <action>
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then "<action>" for "ready-for-change" is blocked for good, meanwhile "take the request to the practice advisor"

    Examples:
      | action                                             |
      | put therapy in the place of work on abuse          |
      | put a parenting course in the place of work on abuse |

  @rule:nothing-in-the-place-of-work-on-abuse @F3.22
  Scenario: Mental health support beside the work on abuse is not forbidden by that
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then "arrange mental health support" is not blocked

  @rule:self-control-is-the-perpetrators-own @B04 @SR-19
  Scenario: Whoever learns to stop learns it alone
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then "give the victim-survivor a part in the perpetrator's self-control" for "ready-for-change" is blocked for good, meanwhile "work on impulse and feeling"
    And "work on impulse and feeling" is not blocked

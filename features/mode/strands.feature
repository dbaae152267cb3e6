Feature: Disruption and engagement are never one or the other
  Until contact is safe the work is indirect; after that all strands run together, and disruption never stops.

  @rule:indirect-only @MOD-1 @SR-02 @F5.54
  Scenario: A victim-survivor for whom contact is not safe makes the work indirect
    Given a case
    And a pair "A" where
      | contact is safe in the IDVA's view | no | IDVA |
    When it is assessed on 2 November 2026
    Then the way of working is indirect only
    And the case manager must "work indirectly" by 30 November 2026
    And "work indirectly" is done again every 28 days
    And the case manager reads "way of working: indirect only [our assumption]"

  @rule:indirect-only @MOD-1
  Scenario: While nobody knows whether contact is safe, it is asked, and no other way is settled
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then the way of working may be indirect only
    And nobody is called on to "work indirectly"
    And "contact is safe in the IDVA's view" is asked of "IDVA"

  @rule:indirect-only @MOD-1
  Scenario: With everybody cleared the work need not stay indirect
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then the way of working cannot be indirect only
    And nobody is called on to "work indirectly"

  @rule:disruption-with-a-standing-offer @rule:all-three-strands @MOD-3 @F4.10 @F5.53 @case-102
  Scenario: Nobody comes: disruption goes on, the offer stands, and nothing is closed
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
    And all the incidents are listed in "A"
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is none
    And the way of working is disruption with a standing offer
    And the case manager must "keep seeking a way to engage" by 30 November 2026
    And "keep seeking a way to engage" is done again every 28 days
    And the case manager should "keep support on offer to the perpetrator" by 30 November 2026
    And "keep support on offer to the perpetrator" is done again every 28 days
    And panel chair should "agree disruption at the panel" by 30 November 2026
    And nobody is called on to "close the case"

  @rule:disruption-with-a-standing-offer @MOD-1 @SR-02
  Scenario: Nobody comes, and contact is not safe: the work is indirect, and nothing is offered meanwhile
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | contact is safe in the IDVA's view | no | IDVA |
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is none
    And the way of working is indirect only
    And nobody is called on to "keep support on offer to the perpetrator"

  @rule:disruption-with-a-standing-offer @F4.10
  Scenario: Whoever comes in part is engaged, and not only disrupted
    Given the case file "ready-for-change"
    And "two-way" for "contact-1" is now no
    And "attended" for "contact-1" is now no
    When it is assessed on 2 November 2026
    Then the engagement is partial
    And the way of working is all three strands
    And nobody is called on to "keep seeking a way to engage"

  @rule:disruption-with-a-standing-offer @F4.10
  Scenario: Contacts may be missing from the list, so it is asked whether anybody came
    Given the case file "ready-for-change"
    And nobody knows "all the contacts are listed"
    And nobody knows "two-way" for "contact-1"
    And nobody knows "two-way" for "contact-2"
    When it is assessed on 2 November 2026
    Then nobody is called on to "keep seeking a way to engage"
    And the way of working may be disruption with a standing offer
    And "two-way" is asked of "case manager"

  @rule:all-three-strands @MOD-2 @F5.53 @F4.12 @F8.22
  Scenario: Contact is safe and the perpetrator comes: all three strands together
    Given a case where
      | housing need | yes |
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
    And all the incidents are listed in "A"
    And a contact "1" where
      | date of the contact | 19 October 2026 |
      | two-way             | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the way of working is all three strands
    And panel chair should "agree disruption at the panel" by 30 November 2026
    And the case manager should "work on impulse and feeling" by 30 November 2026
    And housing should "support a home away from the victim-survivor"

  @rule:all-three-strands @F5.53
  Scenario: Full engagement does not make contact safe
    Given the case file "ready-for-change"
    And "IDVA last consulted about contact" for "pair-1" is now 1 September 2026
    When it is assessed on 2 November 2026
    Then the engagement is full
    And the way of working is indirect only

  @rule:all-three-strands @F5.53
  Scenario: Whether everybody is cleared hangs on one answer of the IDVA
    Given the case file "ready-for-change"
    And nobody knows "contact is safe in the IDVA's view" for "pair-1"
    When it is assessed on 2 November 2026
    Then the way of working may be all three strands
    And the way of working may be indirect only
    And "contact is safe in the IDVA's view" is asked of "IDVA"

  @rule:support-never-stands-alone @MOD-4 @SR-05
  Scenario: A behaviour at moderate calls for disruption besides any support
    Given a case where
      | mental health need | yes |
    And a pair "A" where
      | jealous and controlling behaviour now | moderate |
    When it is assessed on 2 November 2026
    Then panel chair must "agree disruption at the panel"
    And "agree disruption at the panel" is done again every 28 days
    And mental health service should "arrange mental health support"

  @rule:support-never-stands-alone @MOD-4
  Scenario: A grave sign calls for disruption the same day while danger is not ruled out
    Given a case
    And a pair "A" where
      | strangled or choked or held under water | yes |
    When it is assessed on 2 November 2026
    Then panel chair must "agree disruption at the panel" by 2 November 2026

  @rule:support-never-stands-alone @MOD-4
  Scenario: Whether a behaviour is moderate is asked before the panel is called on
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "agree disruption at the panel"
    And "physical abuse now" is asked of "police"

  @rule:support-never-stands-alone @MOD-4
  Scenario: With no grave sign and nothing at moderate, support may go first
    Given a case where
      | housing need | yes |
    And all the pairs are listed
    And a pair "A" where
      | suspected honour-based abuse                   | no        | IDVA |
      | victim-survivor's own view of the risk         | low       | IDVA |
      | physical abuse now                             | standard  | IDVA |
      | severity of physical abuse                     | unchanged | IDVA |
      | frequency of physical abuse                    | reduced   | IDVA |
      | sexual abuse now                               | standard  | IDVA |
      | severity of sexual abuse                       | unchanged | IDVA |
      | frequency of sexual abuse                      | reduced   | IDVA |
      | stalking and harassment now                    | standard  | IDVA |
      | severity of stalking and harassment            | unchanged | IDVA |
      | frequency of stalking and harassment           | reduced   | IDVA |
      | jealous and controlling behaviour now          | standard  | IDVA |
      | severity of jealous and controlling behaviour  | unchanged | IDVA |
      | frequency of jealous and controlling behaviour | reduced   | IDVA |
    And the "safelives24" checklist of "A" on 30 October 2026, completed by IDVA
      | D01 | no | IDVA |
      | D02 | no | IDVA |
      | D03 | no | IDVA |
      | D04 | no | IDVA |
      | D05 | no | IDVA |
      | D06 | no | IDVA |
      | D07 | no | IDVA |
      | D08 | no | IDVA |
      | D09 | no | IDVA |
      | D10 | no | IDVA |
      | D11 | no | IDVA |
      | D12 | no | IDVA |
      | D13 | no | IDVA |
      | D14 | no | IDVA |
      | D15 | no | IDVA |
      | D16 | no | IDVA |
      | D17 | no | IDVA |
      | D18 | no | IDVA |
      | D19 | no | IDVA |
      | D20 | no | IDVA |
      | D21 | no | IDVA |
      | D22 | no | IDVA |
      | D23 | no | IDVA |
      | D24 | no | IDVA |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is no
    And nobody is called on to "agree disruption at the panel"
    And housing should "support a home away from the victim-survivor"

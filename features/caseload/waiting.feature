Feature: While a case waits
  A waiting list is a decision about the victim-survivor's safety, and has to be defended like one.
  The panel disrupts meanwhile, somebody named holds the risk, and the IDVA knows of the wait.

  @rule:waiting-is-not-silence @ALC-3 @F3.08 @F3.09 @case-67
  Scenario: Eligible, and no case manager is free
    Given a case where
      | age of the perpetrator        | 34              |
      | allocated to a case manager   | no              |
      | date found eligible           | 2 November 2026 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible
    And the panel chair must "put the case to the panel" by 30 November 2026
    And the panel chair must "agree the disruption that goes on while the case waits" by 9 November 2026
    And the panel chair must "name who holds the risk while the case waits" by 3 November 2026
    And the panel chair must "tell the IDVA that the case is waiting" by 3 November 2026
    And the panel chair must "look again at who goes first" by 30 November 2026
    And "look again at who goes first" is done again every 28 days

  @rule:waiting-is-not-silence @ALC-3 @ELG-2
  Scenario: A decision by hand waits no more silently
    Given a case where
      | age of the perpetrator        | 17              |
      | allocated to a case manager   | no              |
      | date found eligible           | 2 November 2026 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    When it is assessed on 2 November 2026
    Then the panel chair must "name who holds the risk while the case waits" by 3 November 2026

  @rule:waiting-is-not-silence @ALC-3
  Scenario: Allocated, and not waiting
    Given a case where
      | age of the perpetrator        | 34  |
      | allocated to a case manager   | yes |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then nobody is called on to "name who holds the risk while the case waits"
    And nobody is called on to "look again at who goes first"

  @rule:waiting-is-not-silence @ALC-3
  Scenario: Who is for children's services and not for Drive does not wait for Drive
    Given a case where
      | age of the perpetrator      | 15 |
      | allocated to a case manager | no |
    When it is assessed on 2 November 2026
    Then the eligibility is refer elsewhere
    And nobody is called on to "name who holds the risk while the case waits"

  @rule:waiting-is-not-silence @ALC-3
  Scenario: Whether the case has been allocated is asked of the panel
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then nobody is called on to "name who holds the risk while the case waits"
    And "allocated to a case manager" is asked of "panel chair"

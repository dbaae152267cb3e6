Feature: Going along, following up, and levers in the family
  A first appointment is kept because somebody goes along, where that is safe for staff; each service knows the
  risk; a relative's wish is a lever only where nobody is pressed and no honour is at stake.

  @rule:going-along @rule:staff-are-safe-going-along @U15 @F4.17
  Scenario: The case manager goes along
    Given the case file "ready-for-change"
    And "going along last cleared as safe for staff" is now 5 October 2026
    When it is assessed on 2 November 2026
    Then the case manager may "go along to the appointment"
    And "go along to the appointment" is not blocked
    And in the plan "go along to the appointment" is to do
    And in the plan "go along to the appointment" comes after "support a home away from the victim-survivor"

  @rule:staff-are-safe-going-along @U15 @SR-23
  Scenario: Cleared too long ago
    Given the case file "ready-for-change"
    And "going along last cleared as safe for staff" is now 4 October 2026
    When it is assessed on 2 November 2026
    Then "go along to the appointment" for "ready-for-change" is blocked until "have going along cleared as safe for staff", meanwhile "follow up with each service and share what the risk is"

  @rule:staff-are-safe-going-along @U15 @SR-23
  Scenario: Nobody knows whether staff would be safe
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then "go along to the appointment" is blocked, in doubt, until "have going along cleared as safe for staff"
    And "going along last cleared as safe for staff" is asked of "service manager"

  @rule:staff-are-safe-going-along @rule:going-along @U15 @SR-02
  Scenario: While contact is not safe the question of staff does not arise, and nobody goes along
    Given the case file "ready-for-change"
    And "IDVA last consulted about contact" for "pair-1" is now 1 September 2026
    When it is assessed on 2 November 2026
    Then nobody is called on to "go along to the appointment"
    And "going along last cleared as safe for staff" is not asked
    And "go along to the appointment" is blocked until "consult the IDVA"

  @rule:going-along @U15
  Scenario: With no need there is no appointment
    Given the case file "ready-for-change"
    And "housing need" is now no
    And "drugs or alcohol need" is now no
    And "money need" is now no
    And "work need" is now no
    And "physical health need" is now no
    And "isolation of the perpetrator" is now no
    And "parenting need" is now no
    And "family need" is now no
    When it is assessed on 2 November 2026
    Then nobody is called on to "go along to the appointment"
    And nobody is called on to "follow up with each service and share what the risk is"

  @rule:going-along @rule:services-share-the-risk @U15 @F4.17
  Scenario: Whether there is a need is asked first
    Given the case file "ready-for-change"
    And nobody knows "housing need"
    When it is assessed on 2 November 2026
    Then nobody is called on to "go along to the appointment"
    And nobody is called on to "follow up with each service and share what the risk is"
    And "housing need" is asked of "housing"

  @rule:services-share-the-risk @F4.17
  Scenario Outline: With a <need> each service knows the risk, and is asked again
    Given a case where
      | <need> | yes |
    When it is assessed on 2 November 2026
    Then the case manager should "follow up with each service and share what the risk is" by 30 November 2026
    And "follow up with each service and share what the risk is" is done again every 28 days

    Examples:
      | need         |
      | housing need |
      | family need  |

  @rule:family-as-a-lever @F4.16
  Scenario: A mother wants it to end, and nobody presses her
    Given a case
    And a pair "A" where
      | relationship                 | family member |
      | suspected honour-based abuse | no            |
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then IDVA may "look with the victim-survivor at the family's wish as a lever" for "A"
    And "look with the victim-survivor at the family's wish as a lever" is not blocked
    And the plan asks the IDVA to "look with the victim-survivor at the family's wish as a lever" for "A"

  @rule:family-as-a-lever @F4.16
  Scenario Outline: <relationship>, with <two-way> contact both ways: no lever in the family
    Given a case
    And a pair "A" where
      | relationship | <relationship> |
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | <two-way>       |
      | session offered          | yes             |
      | cancelled by the service | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "look with the victim-survivor at the family's wish as a lever"

    Examples:
      | relationship   | two-way |
      | former partner | no      |
      | family member  | yes     |

  @rule:family-as-a-lever @F4.16
  Scenario: Who they are to each other is asked first
    Given a case
    And a pair "A"
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "look with the victim-survivor at the family's wish as a lever"
    And "relationship" is asked of "IDVA"

  @rule:no-family-lever-where-honour-is-at-stake @F4.16 @SR-14
  Scenario: Honour-based abuse is suspected, and family is no lever
    Given a case
    And a pair "A" where
      | relationship                 | family member |
      | suspected honour-based abuse | yes           |
    When it is assessed on 2 November 2026
    Then "look with the victim-survivor at the family's wish as a lever" for "A" is blocked for good, meanwhile "look for a lever"

  @rule:no-family-lever-where-honour-is-at-stake @F4.16 @SR-14
  Scenario: While nobody can tell whether honour is at stake, family is left out
    Given a case
    And a pair "A" where
      | relationship | family member |
    When it is assessed on 2 November 2026
    Then "look with the victim-survivor at the family's wish as a lever" for "A" is blocked, in doubt, meanwhile "look for a lever"
    And "suspected honour-based abuse" is asked of "IDVA"

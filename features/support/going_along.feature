Feature: Going along, and following up
  A first appointment is kept because somebody goes along, where that is safe for staff; each service knows the
  risk and is asked again.

  @rule:going-along @rule:staff-are-safe-going-along @U15 @F4.17
  Scenario: The case manager goes along
    Given the case file "ready-for-change"
    And "going along last cleared as safe for staff" is now 5 October 2026
    And "drugs or alcohol need" is now yes
    And "mental health need" is now yes
    When it is assessed on 2 November 2026
    Then the case manager may "go along to the appointment" by 30 November 2026
    And "go along to the appointment" is not blocked
    And in the plan "go along to the appointment" is to do
    And in the plan "go along to the appointment" comes after "support a home away from the victim-survivor"
    And in the plan "go along to the appointment" comes after "arrange drug or alcohol treatment"
    And in the plan "go along to the appointment" comes after "arrange mental health support"

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

  @rule:staff-are-safe-going-along @rule:going-along @U15
  Scenario: Nobody comes, so nobody goes along and nothing has to be cleared
    Given the case file "ready-for-change"
    And "attended" for "contact-1" is now no
    And "two-way" for "contact-1" is now no
    And "attended" for "contact-2" is now no
    And "two-way" for "contact-2" is now no
    When it is assessed on 2 November 2026
    Then nobody is called on to "go along to the appointment"
    And "go along to the appointment" is not blocked

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

  @rule:services-share-the-risk @F4.17
  Scenario: With no need at all there is no service to ask again
    Given a case where
      | drugs or alcohol need        | no |
      | housing need                 | no |
      | mental health need           | no |
      | money need                   | no |
      | work need                    | no |
      | physical health need         | no |
      | isolation of the perpetrator | no |
      | family need                  | no |
      | parenting need               | no |
    When it is assessed on 2 November 2026
    Then nobody is called on to "follow up with each service and share what the risk is"

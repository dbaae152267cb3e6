Feature: There has been an incident, and a day is near that was planned without it
  Whatever was planned for the day was planned before this happened.

  @watch:incident-before-release @SR-21
  Scenario Outline: An incident on <incident>, and release on <release>
    Given a case where
      | release date | <release> |
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | <incident> | police |
    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A": "There has been an incident, and a release is near"
    And with it comes "ask probation for licence conditions that protect the victim-survivor" by <asked>

    Examples:
      | incident        | release          | asked            |
      | 30 October 2026 | 16 November 2026 | 2 November 2026  |
      | 18 August 2026  | 16 November 2026 | 2 November 2026  |
      | 2 November 2026 | 2 November 2026  | 19 October 2026  |

  @watch:incident-before-release @SR-21
  Scenario Outline: An incident on <incident>, and release on <release>, are too far apart
    Given a case where
      | release date | <release> |
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | <incident> | police |
    When it is watched on 2 November 2026
    Then nobody is told at once: "There has been an incident, and a release is near"

    Examples:
      | incident        | release          |
      | 30 October 2026 | 17 November 2026 |
      | 17 August 2026  | 16 November 2026 |
      | 30 October 2026 | 1 November 2026  |

  @watch:incident-before-release @SR-21
  Scenario: Of five incidents the last is told with the release, once
    Given a case where
      | release date | 9 November 2026 |
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | 1 October 2026 |
    And an incident "J" in "A" where
      | date of the incident | 8 October 2026 |
    And an incident "K" in "A" where
      | date of the incident | 20 October 2026 |
    And an incident "L" in "A" where
      | date of the incident | 12 October 2026 |
    And an incident "M" in "A" where
      | date of the incident | 30 September 2026 |
    When it is watched on 2 November 2026
    Then probation is told at once of "A", once: "There has been an incident, and a release is near"

  @watch:incident-before-release @SR-21
  Scenario: Two people are each told of, and each once
    Given a case where
      | release date | 9 November 2026 |
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | 1 October 2026 |
    And a pair "B"
    And an incident "J" in "B" where
      | date of the incident | 8 October 2026 |
    When it is watched on 2 November 2026
    Then probation is told at once, twice: "There has been an incident, and a release is near"

  @watch:incident-before-release @SR-21
  Scenario: When the incident was nobody knows
    Given a case where
      | release date | 9 November 2026 |
    And a pair "A"
    And an incident "I" in "A"
    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A", in doubt: "There has been an incident, and a release is near"

  @watch:incident-before-the-order-ends @SR-21
  Scenario: An incident, and the order is nearly gone
    Given a case
    And a pair "A" where
      | last day of the order that protects the victim-survivor | 16 November 2026 | court |
    And an incident "I" in "A" where
      | date of the incident | 18 August 2026 | police |
    When it is watched on 2 November 2026
    Then police are told at once of "A": "There has been an incident, and the order that protects the victim-survivor ends soon"
    And with it comes "speak with the IDVA about the risk" by 2 November 2026
    And with it comes "hold a review before the order ends" by 2 November 2026

  @watch:incident-before-the-hearing-on-the-children @SR-21
  Scenario: An incident, and a hearing on seeing the children is near
    Given a case
    And a pair "A" where
      | next hearing on seeing the children | 16 November 2026 | family court |
    And an incident "I" in "A" where
      | date of the incident | 18 August 2026 | IDVA |
    When it is watched on 2 November 2026
    Then children's services are told at once of "A": "There has been an incident, and a hearing on seeing the children is near"

  @watch:incident-before-closing @SR-24
  Scenario: An incident, and the case is about to be closed
    Given a case where
      | planned day of closing | 16 November 2026 |
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | 18 August 2026 | IDVA |
    When it is watched on 2 November 2026
    Then the panel chair is told at once of "A": "There has been an incident, and the case is about to be closed"
    And with it comes "hold a review before closing" by 2 November 2026

  @watch:incident-before-the-order-ends @watch:incident-before-the-hearing-on-the-children @watch:incident-before-closing @SR-21
  Scenario: The incident was more than ninety days before
    Given a case where
      | planned day of closing | 16 November 2026 |
    And a pair "A" where
      | last day of the order that protects the victim-survivor | 16 November 2026 | court        |
      | next hearing on seeing the children                     | 16 November 2026 | family court |
    And an incident "I" in "A" where
      | date of the incident | 17 August 2026 | IDVA |
    When it is watched on 2 November 2026
    Then nobody is told at once: "There has been an incident, and the order that protects the victim-survivor ends soon"
    And nobody is told at once: "There has been an incident, and a hearing on seeing the children is near"
    And nobody is told at once: "There has been an incident, and the case is about to be closed"

  @watch:court-address-before-release @SR-15 @case-71
  Scenario Outline: The court was given an address (<address>), and release is on <release>
    Given a case where
      | release date | <release> |
    And a pair "A" where
      | address given to the court is | <address> | court |
    When it is watched on 2 November 2026
    Then the prison is told at once of "A": "The court was given the victim-survivor's address, and a release is near"
    And with it comes "tell every agency on the case of the address"

    Examples:
      | address                          | release         |
      | the victim-survivor's            | 2 November 2026 |
      | close to the victim-survivor's   | 31 January 2027 |

  @watch:court-address-before-release @SR-15
  Scenario Outline: The address is <address>, and release on <release>
    Given a case where
      | release date | <release> |
    And a pair "A" where
      | address given to the court is | <address> |
    When it is watched on 2 November 2026
    Then nobody is told at once: "The court was given the victim-survivor's address, and a release is near"

    Examples:
      | address               | release          |
      | elsewhere             | 9 November 2026  |
      | don't know            | 9 November 2026  |
      | the victim-survivor's | 1 February 2027  |

  @watch:court-address-before-the-hearing-on-the-children @SR-15
  Scenario: The court was given the victim-survivor's address, and is about to hear who sees the children
    Given a case
    And a pair "A" where
      | address given to the court is       | the victim-survivor's | court        |
      | next hearing on seeing the children | 31 January 2027       | family court |
    When it is watched on 2 November 2026
    Then children's services are told at once of "A": "The court was given the victim-survivor's address, and a hearing on seeing the children follows"
    And with it comes "ask the court to refuse the address" by 17 January 2027

  @watch:court-address-before-the-hearing-on-the-children @SR-15
  Scenario: Another address, and a hearing
    Given a case
    And a pair "A" where
      | address given to the court is       | elsewhere       | court        |
      | next hearing on seeing the children | 9 November 2026 | family court |
    When it is watched on 2 November 2026
    Then nobody is told at once: "The court was given the victim-survivor's address, and a hearing on seeing the children follows"

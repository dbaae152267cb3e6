Feature: A site finds out what it cannot do before a case does
  Every power that the rules may call on is tried, with no case at hand. What nobody can be asked for is a
  gap, with its reason and with what would close it; what hangs on one agency is told while it still holds.

  @AGY-1 @F7.07
  Scenario: With everybody at work nothing is open
    Given the site "example-site"
    And a case
    When the agencies of the site are checked on 2 November 2026
    Then everything that the rules call for can be asked of somebody
    And the check of the agencies reads "NO GAP"

  @AGY-5 @F7.07 @case-117
  Scenario: No stalking service in the county: what it would be asked for is a gap, and nothing else is
    Given a case
    And the stalking service is not available, because "none in this county"
    When the agencies of the site are checked on 2 November 2026
    Then nobody at the site can "bring in the stalking service", for "none in this county"
    And to close the gap of "bring in the stalking service" the site is told to "name a deputy who holds the same power"
    And somebody at the site can "ask police to review the firearm or shotgun certificate"

  @AGY-5
  Scenario: A deputy with the same power closes the gap
    Given a case
    And the police are not available, because "no single point of contact this month"
    And the Drive Fellow is the deputy of the police
    When the agencies of the site are checked on 2 November 2026
    Then somebody at the site can "ask police to review the firearm or shotgun certificate"

  @AGY-6 @F6.12
  Scenario: The landlord is reached through the IDVA alone
    Given a case
    When the agencies of the site are checked on 2 November 2026
    Then without the IDVA nobody could "ask the landlord to act on the tenancy"
    And the check of the agencies reads "agree a second way there that does not pass through IDVA"

  @AGY-6 @F6.12
  Scenario: Nobody may tell the mental health service anything, and the site hears what to agree
    Given a case
    And the case manager may not tell the mental health service anything
    And health may not tell the mental health service anything
    And probation may not tell the mental health service anything
    When the agencies of the site are checked on 2 November 2026
    Then nobody at the site can "arrange mental health support", for "no lawful route leads there"
    And to close the gap of "arrange mental health support" the site is told to "agree on which basis"

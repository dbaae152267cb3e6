Feature: Those who do the work
  An IDVA with too many cases has no time to notice; a case in step-down may count for less where a site says so;
  and nobody carries this work alone.

  @rule:idva-with-too-many-cases @ALC-5 @F4.05
  Scenario: Sixty-six cases in a year are one too many
    Given a case
    And a pair "A" where
      | cases in a year of the IDVA | 66 | IDVA manager |
    When it is assessed on 2 November 2026
    Then the IDVA manager must "name an IDVA with time for the case" for "A" by 9 November 2026

  @rule:idva-with-too-many-cases @ALC-5
  Scenario: Sixty-five are safe; where the site says seventy, seventy are
    Given a site where
      | cases in a year that an IDVA can hold safely | 70 |
    And a case
    And a pair "A" where
      | cases in a year of the IDVA | 70 | IDVA manager |
    And a pair "B" where
      | cases in a year of the IDVA | 71 | IDVA manager |
    When it is assessed on 2 November 2026
    Then nobody is called on to "name an IDVA with time for the case" for "A"
    And the IDVA manager must "name an IDVA with time for the case" for "B" by 9 November 2026

  @rule:idva-with-too-many-cases @ALC-5
  Scenario: Sixty-five are safe
    Given a case
    And a pair "A" where
      | cases in a year of the IDVA | 65 | IDVA manager |
    When it is assessed on 2 November 2026
    Then nobody is called on to "name an IDVA with time for the case"

  @rule:idva-with-too-many-cases @ALC-5 @SR-02
  Scenario: How many the IDVA holds is asked of the manager, and contact hangs on there being an IDVA at all
    Given a case
    And a pair "A" where
      | IDVA status | nobody available | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "name an IDVA with time for the case"
    And "cases in a year of the IDVA" is asked of "IDVA manager"
    And the service manager must "raise the missing IDVA as an urgent gap" for "A" by 3 November 2026
    And "any direct contact" for "A" is blocked, in doubt,

  @rule:over-the-cap @rule:allocation-cap @F4.04 @case-82 @Case-82
  Scenario: Twenty-six cases, two of them in step-down, where a site counts those half: full, and not over
    Given a site where
      | relief for each case in step-down | 0.5 |
    And a case
    And a case manager "Jo" where
      | share of full time          | 1            |
      | load                        | 26           |
      | cases in step-down          | 2            |
      | weight of the next case     | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
    When it is assessed on 2 November 2026
    Then nobody is called on to "take the overload to the service manager"
    And "allocate another case to this case manager" for "Jo" is blocked until "record an override of the cap with its reason and end"

  @rule:over-the-cap @F4.04 @case-82
  Scenario: The same load where every case counts in full: over
    Given a case
    And a case manager "Jo" where
      | share of full time          | 1           |
      | load                        | 26          |
      | cases in step-down          | 2           |
      | override of the cap ends on | 1 June 2026 |
    When it is assessed on 2 November 2026
    Then the service manager must "take the overload to the service manager" for "Jo" by 4 November 2026

  @rule:over-the-cap @F4.04
  Scenario: Half a case makes no room: three in step-down relieve by one
    Given a site where
      | relief for each case in step-down | 0.5 |
    And a case
    And a case manager "Jo" where
      | share of full time          | 1           |
      | load                        | 26.5        |
      | cases in step-down          | 3           |
      | override of the cap ends on | 1 June 2026 |
    When it is assessed on 2 November 2026
    Then the service manager must "take the overload to the service manager" for "Jo" by 4 November 2026

  @ALC-1 @case-74
  Scenario Outline: A share of full time of <share> is refused
    Given a case
    And a case manager "Jo" where
      | share of full time | <share> |
    Then it cannot be read, for "<why>" at "case managers[0].share of full time"

    Examples:
      | share | why          |
      | -0.5  | from 0 to 1  |
      | 1.5   | from 0 to 1  |

  @rule:allocation-cap @ALC-1 @case-74
  Scenario: A share of nothing has room for nothing
    Given a case
    And a case manager "Jo" where
      | share of full time          | 0            |
      | load                        | 0            |
      | weight of the next case     | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Jo" is blocked until "record an override of the cap with its reason and end"

  @rule:supervision-and-line-management @F4.08
  Scenario Outline: Whoever holds <load> of a case has supervision every month and line management every fortnight
    Given a case
    And a case manager "Jo" where
      | load | <load> |
    When it is assessed on 2 November 2026
    Then the service manager must "hold clinical supervision" for "Jo" by 2 December 2026
    And "hold clinical supervision" is done again every 1 month
    And the service manager must "hold line management" for "Jo" by 16 November 2026
    And "hold line management" is done again every 2 weeks

    Examples:
      | load |
      | 1    |
      | 0.1  |

  @rule:supervision-and-line-management @F4.08
  Scenario: Who holds none yet
    Given a case
    And a case manager "Jo" where
      | load | 0 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold clinical supervision"
    And nobody is called on to "hold line management"

  @rule:supervision-and-line-management @F4.08
  Scenario: How much somebody holds is asked
    Given a case
    And a case manager "Jo"
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold clinical supervision"
    And "load" is asked of "service manager"

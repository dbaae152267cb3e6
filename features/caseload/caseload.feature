Feature: How much one case manager can hold
  Bespoke work may not be possible above twenty-five cases. A manager may decide otherwise for a time, and says why.

  @rule:allocation-cap @F4.03 @ALC-2 @case-71
  Scenario: Twenty-four cases leave room for the twenty-fifth
    Given a case
    And a case manager "Jo" where
      | share of full time           | 1            |
      | load                         | 24           |
      | weight of the next case      | 1            |
      | date appointed               | 1 March 2024 |
      | override of the cap ends on  | 1 June 2026  |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Jo" is not blocked

  @rule:allocation-cap @F4.03 @case-72
  Scenario: Twenty-five cases: the twenty-sixth waits, or a manager says why not
    Given a case
    And a case manager "Jo" where
      | share of full time           | 1            |
      | load                         | 25           |
      | weight of the next case      | 1            |
      | date appointed               | 1 March 2024 |
      | override of the cap ends on  | 1 June 2026  |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Jo" is blocked until "record an override of the cap with its reason and end", meanwhile "put the case to the next case manager with room or on the waiting list"

  @rule:allocation-cap @F4.04
  Scenario: Twenty-four and a half have no room for a whole case
    Given a case
    And a case manager "Jo" where
      | share of full time           | 1            |
      | load                         | 24.5         |
      | weight of the next case      | 1            |
      | date appointed               | 1 March 2024 |
      | override of the cap ends on  | 1 June 2026  |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Jo" is blocked until "record an override of the cap with its reason and end"

  @rule:allocation-cap @F4.04
  Scenario: Half a post holds twelve
    Given a case
    And a case manager "Jo" where
      | share of full time           | 0.5          |
      | load                         | 12           |
      | weight of the next case      | 0.5          |
      | date appointed               | 1 March 2024 |
      | override of the cap ends on  | 1 June 2026  |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Jo" is blocked until "record an override of the cap with its reason and end"

  @rule:allocation-cap @ALC-1
  Scenario Outline: An override in force lets the twenty-sixth case in: it ends <when>
    Given a case
    And a case manager "Jo" where
      | share of full time           | 1            |
      | load                         | 25           |
      | weight of the next case      | 1            |
      | date appointed               | 1 March 2024 |
      | override of the cap ends on  | <day>        |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Jo" is not blocked

    Examples:
      | when                  | day             |
      | today                 | 2 November 2026 |
      | in three months' time | 2 February 2027 |

  @rule:allocation-cap @ALC-1
  Scenario: An override for longer than three months is none
    Given a case
    And a case manager "Jo" where
      | share of full time           | 1               |
      | load                         | 25              |
      | weight of the next case      | 1               |
      | date appointed               | 1 March 2024    |
      | override of the cap ends on  | 3 February 2027 |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Jo" is blocked until "record an override of the cap with its reason and end"

  @rule:allocation-cap @ALC-1
  Scenario: Nobody has said how many cases there are: no further case in the meantime
    Given a case
    And a case manager "Jo" where
      | share of full time           | 1            |
      | weight of the next case      | 1            |
      | date appointed               | 1 March 2024 |
      | override of the cap ends on  | 1 June 2026  |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Jo" is blocked, in doubt, until "record an override of the cap with its reason and end"
    And "load" is asked of "service manager"

  @rule:smaller-cap-in-the-first-months @F4.04
  Scenario: Two months in the post, and fifteen cases: no sixteenth yet
    Given a case
    And a case manager "Sam" where
      | share of full time           | 1                |
      | load                         | 15               |
      | weight of the next case      | 1                |
      | date appointed               | 1 September 2026 |
      | override of the cap ends on  | 1 June 2026      |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Sam" is blocked until "record an override of the cap with its reason and end", meanwhile "put the case to the next case manager with room or on the waiting list"

  @rule:smaller-cap-in-the-first-months @F4.04
  Scenario Outline: New to the post, with <load> cases and an override to <override>: there is room
    Given a case
    And a case manager "Sam" where
      | share of full time           | 1                |
      | load                         | <load>           |
      | weight of the next case      | 1                |
      | date appointed               | 1 September 2026 |
      | override of the cap ends on  | <override>       |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Sam" is not blocked

    Examples:
      | load | override        |
      | 14   | 1 June 2026     |
      | 15   | 2 February 2027 |

  @rule:smaller-cap-in-the-first-months @F4.04
  Scenario: New to the post, and the override ends further off than one may
    Given a case
    And a case manager "Sam" where
      | share of full time           | 1                |
      | load                         | 15               |
      | weight of the next case      | 1                |
      | date appointed               | 1 September 2026 |
      | override of the cap ends on  | 3 February 2027  |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Sam" is blocked until "record an override of the cap with its reason and end"

  @rule:smaller-cap-in-the-first-months @F4.04
  Scenario: Three months and a day in the post, the full number counts
    Given a case
    And a case manager "Sam" where
      | share of full time           | 1             |
      | load                         | 15            |
      | weight of the next case      | 1             |
      | date appointed               | 1 August 2026 |
      | override of the cap ends on  | 1 June 2026   |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Sam" is not blocked

  @rule:smaller-cap-in-the-first-months @F4.04
  Scenario: Nobody has said since when somebody holds the post
    Given a case
    And a case manager "Sam" where
      | share of full time           | 1           |
      | load                         | 15          |
      | weight of the next case      | 1           |
      | override of the cap ends on  | 1 June 2026 |
    When it is assessed on 2 November 2026
    Then "allocate another case to this case manager" for "Sam" is blocked, in doubt, until "record an override of the cap with its reason and end"
    And "date appointed" is asked of "service manager"

  @rule:over-the-cap @ALC-1 @case-76
  Scenario: The override has run out, and the load is still there
    Given a case
    And a case manager "Jo" where
      | share of full time           | 1               |
      | load                         | 26              |
      | override of the cap ends on  | 1 November 2026 |
    When it is assessed on 2 November 2026
    Then the service manager must "take the overload to the service manager" for "Jo" by 4 November 2026

  @rule:over-the-cap @ALC-1
  Scenario Outline: Full is not over
    Given a case
    And a case manager "Jo" where
      | share of full time           | 1          |
      | load                         | <load>     |
      | override of the cap ends on  | <override> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "take the overload to the service manager"

    Examples:
      | load | override         |
      | 25   | 1 November 2026  |
      | 26   | 30 November 2026 |
      | 26   | 2 February 2027  |

  @rule:over-the-cap @ALC-1
  Scenario Outline: A load of <load> with an override to <override> goes to the service manager
    Given a case
    And a case manager "Jo" where
      | share of full time          | 1          |
      | load                        | <load>     |
      | override of the cap ends on | <override> |
    When it is assessed on 2 November 2026
    Then the service manager must "take the overload to the service manager" for "Jo" by 4 November 2026

    Examples:
      | load | override        |
      | 25.1 | 1 November 2026 |
      | 26   | 3 February 2027 |

  @rule:over-the-cap @ALC-1
  Scenario: Whether there is an override in force is asked
    Given a case
    And a case manager "Jo" where
      | share of full time | 1  |
      | load               | 26 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "take the overload to the service manager"
    And "override of the cap ends on" is asked of "service manager"

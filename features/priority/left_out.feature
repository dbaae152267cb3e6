Feature: A case that the panel leaves out for now
  If the worst happens this is the decision that will be asked about. It has a reason, tasks for others, a day on
  which the panel looks again, and somebody named who holds the risk.

  @rule:left-out-with-a-reason @rule:left-out-with-tasks @rule:left-out-with-a-day-to-look-again @rule:left-out-with-somebody-who-holds-the-risk @rule:left-out-and-the-idva-knows @PRI-4 @F3.08 @F3.09 @case-67
  Scenario: Left out for want of room: what the decision has to hold
    Given a case where
      | choice of the panel                 | left out for now |
      | date of the choice                  | 29 October 2026  |
      | risk holder last named by the panel | 1 June 2026      |
      | last change of risk                 | 1 October 2026   |
    When it is assessed on 2 November 2026
    Then the panel chair must "record why the case was left out" by 30 October 2026
    And the panel chair must "set tasks for other agencies instead" by 5 November 2026
    And the panel chair must "set the day on which the panel looks at the case again" by 30 October 2026
    And the panel chair must "name who holds the risk at the panel" by 30 October 2026
    And the panel chair must "tell the IDVA that the case was left out for now" by 30 October 2026

  @rule:left-out-with-a-reason @rule:left-out-with-tasks @rule:left-out-with-a-day-to-look-again @rule:left-out-with-somebody-who-holds-the-risk @rule:left-out-and-the-idva-knows @PRI-4
  Scenario: All of it is there
    Given a case where
      | choice of the panel                    | left out for now               |
      | date of the choice                     | 2 November 2026                |
      | reason for leaving the case out        | no case manager before January |
      | tasks set for other agencies instead   | police visits, housing marker  |
      | date the panel looks at the case again | 30 November 2026               |
      | risk holder last named by the panel    | 2 November 2026                |
      | last change of risk                    | 1 October 2026                 |
    And all the pairs are listed
    And a pair "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "record why the case was left out"
    And nobody is called on to "set tasks for other agencies instead"
    And nobody is called on to "set the day on which the panel looks at the case again"
    And nobody is called on to "name who holds the risk at the panel"
    But the panel chair must "tell the IDVA that the case was left out for now" by 3 November 2026

  @rule:left-out-with-a-reason @rule:left-out-with-tasks @rule:left-out-with-a-day-to-look-again @rule:left-out-with-somebody-who-holds-the-risk @rule:left-out-and-the-idva-knows @PRI-4
  Scenario Outline: The choice is <choice>: nothing of the kind is called for
    Given a case where
      | choice of the panel                 | <choice>       |
      | risk holder last named by the panel | 1 June 2026    |
      | last change of risk                 | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "record why the case was left out"
    And nobody is called on to "set tasks for other agencies instead"
    And nobody is called on to "set the day on which the panel looks at the case again"
    And nobody is called on to "name who holds the risk at the panel"
    And nobody is called on to "tell the IDVA that the case was left out for now"

    Examples:
      | choice           |
      | still to be made |
      | selected         |
      | don't know       |

  @rule:left-out-with-somebody-who-holds-the-risk @PRI-4
  Scenario: Left out, and who holds the risk is not known: somebody is named, until it is
    Given a case where
      | choice of the panel | left out for now |
      | date of the choice  | 2 November 2026  |
    When it is assessed on 2 November 2026
    Then the panel chair must "name who holds the risk at the panel" by 3 November 2026, in doubt

  @rule:left-out-with-a-day-to-look-again @PRI-4
  Scenario: Some time in December is no day
    Given a case where
      | choice of the panel                    | left out for now |
      | date of the choice                     | 2 November 2026  |
      | date the panel looks at the case again | December 2026    |
    When it is assessed on 2 November 2026
    Then the panel chair must "set the day on which the panel looks at the case again" by 3 November 2026

  @rule:the-day-to-look-again-has-come @PRI-4
  Scenario Outline: The day to look again was <day>
    Given a case where
      | choice of the panel                    | left out for now |
      | date the panel looks at the case again | <day>            |
    When it is assessed on 2 November 2026
    Then the panel chair must "put the case to the panel" by 9 November 2026

    Examples:
      | day             |
      | 2 November 2026 |
      | 1 November 2026 |
      | 1 November 2025 |

  @rule:the-day-to-look-again-has-come @PRI-4
  Scenario Outline: The choice is <choice>, and the day to look again <day>: nothing is overdue
    Given a case where
      | choice of the panel                    | <choice> |
      | date the panel looks at the case again | <day>    |
    When it is assessed on 2 November 2026
    Then nobody is called on to "put the case to the panel"

    Examples:
      | choice           | day             |
      | left out for now | 3 November 2026 |
      | selected         | 1 November 2026 |

  @rule:the-day-to-look-again-has-come @PRI-4
  Scenario: Which day was set nobody has said, and the chair is asked
    Given a case where
      | choice of the panel | left out for now |
    When it is assessed on 2 November 2026
    Then nobody is called on to "put the case to the panel"
    And "date the panel looks at the case again" is asked of "panel chair"

  @rule:left-out-with-a-reason @rule:left-out-with-tasks @rule:left-out-with-a-day-to-look-again @rule:left-out-with-somebody-who-holds-the-risk @rule:left-out-and-the-idva-knows @PRI-4
  Scenario: The panel's chair says left out, the case manager says selected: what was chosen is asked, and somebody holds the risk
    Given a case where
      | choice of the panel | left out for now | panel chair  |
      | choice of the panel | selected         | case manager |
      | date of the choice  | 2 November 2026  |              |
    When it is assessed on 2 November 2026
    Then "choice of the panel" is asked of "panel chair"
    And the panel chair must "name who holds the risk at the panel" by 3 November 2026, in doubt
    And nobody is called on to "record why the case was left out"
    And nobody is called on to "set tasks for other agencies instead"
    And nobody is called on to "tell the IDVA that the case was left out for now"

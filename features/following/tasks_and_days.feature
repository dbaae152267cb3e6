Feature: What becomes of tasks, and days that pass
  A task that is refused is asked of the next who may do it; what is done is done; and a day on which nobody says
  anything is still a day by which something was due.

  @TSK-3 @rule:prison-blocks-contact
  Scenario: The prison refuses, and the plan says who is asked next
    Given a case where
      | custody | remand |
    And a pair "A"
    And the case is followed from 2 November 2026
    And on 9 November 2026 it became known that "unwanted contact from prison" for "A" is yes, as the IDVA says
    When on 9 November 2026 the prison refuses "ask the prison to block contact with the victim-survivor" for "A": "nobody there to do it"
    Then the plan asks nobody for "ask the prison to block contact with the victim-survivor" for "A": it is for the prison, and goes up to probation
    And the step to "ask the prison to block contact with the victim-survivor" for "A" keeps that the prison refused, "nobody there to do it"

  @TSK-4 @case-121
  Scenario: The case manager refuses a referral, the IDVA is asked for it, and then the case manager makes it after all
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And the case is followed from 2 November 2026
    Then the plan asks the case manager to "refer to MARAC" for "A"
    When on 9 November 2026 the case manager refuses "refer to MARAC" for "A": "away until the end of the month"
    Then the plan asks the IDVA to "refer to MARAC" for "A"
    When on 16 November 2026 the case manager takes on "refer to MARAC" for "A"
    Then the plan asks the case manager to "refer to MARAC" for "A"

  @rule:victim-survivor-cannot-be-heard
  Scenario: What was done stays done
    Given a case
    And a pair "A"
    And the case is followed from 2 November 2026
    And on 9 November 2026 it became known that "touch with the victim-survivor" for "A" is lost, as the IDVA says
    When on 9 November 2026 the case manager does "review the risk while the victim-survivor cannot be heard" for "A"
    Then the step to "review the risk while the victim-survivor cannot be heard" for "A" is done
    When nothing is heard until 16 November 2026
    Then the step to "review the risk while the victim-survivor cannot be heard" for "A" is done

  @rule:victim-survivor-cannot-be-heard
  Scenario: A day passes, and what nobody did is overdue
    Given a case
    And a pair "A"
    And the case is followed from 2 November 2026
    And on 9 November 2026 it became known that "touch with the victim-survivor" for "A" is lost, as the IDVA says
    When nothing is heard until 16 November 2026
    Then "review the risk while the victim-survivor cannot be heard" for "A" is overdue since 11 November 2026

  @SR-21 @rule:release-is-near
  Scenario: A day passes, and a release is near
    Given a case where
      | custody      | sentenced        |
      | release date | 30 November 2026 |
    And a pair "A"
    And the case is followed from 2 November 2026
    When nothing is heard until 16 November 2026
    Then "warn the IDVA" started, due 16 November 2026, because a day passed
    And the prison is told at once: "A release is near, and the plan is reviewed before it"

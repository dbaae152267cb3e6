Feature: The clock of a case
  It starts on the day of allocation. Ten months are planned, twelve are the longest, and then come six lighter
  months with the case open. Custody stops no clock.

  @rule:in-the-main-work @rule:planned-end @rule:closed @TIM-1 @F4.01
  Scenario: Allocated today: the end is planned for ten months, and decided by twelve
    Given a case where
      | date the case was allocated | 2 November 2026 |
    When it is assessed on 2 November 2026
    Then the phase of the work is main work
    And the case manager must "plan the end of the main work" by 2 September 2027
    And the case manager should "consider a step-down" by 2 September 2027
    And the panel chair must "decide at the panel how the main work ends" by 2 November 2027

  @rule:in-the-main-work @rule:in-the-step-down @TIM-1
  Scenario Outline: The plan says at its head where the case stands: <stage>
    Given a case where
      | stage of the work           | <stage>         |
      | date the case was allocated | 2 November 2026 |
      | date the step-down began    | 2 November 2026 |
    When it is assessed on 2 November 2026
    Then the plan reads "Phase of the work: <stage>"

    Examples:
      | stage     |
      | main work |
      | step-down |

  @rule:planned-end @TIM-1
  Scenario: On the last day of twelve months the panel decides today
    Given a case where
      | date the case was allocated | 2 November 2025 |
    When it is assessed on 2 November 2026
    Then the panel chair must "decide at the panel how the main work ends" by 2 November 2026

  @rule:planned-end @TIM-5 @case-77
  Scenario Outline: Months end where the month ends: allocated on <start>
    Given a case where
      | date the case was allocated | <start> |
    When it is assessed on <today>
    Then the case manager must "plan the end of the main work" by <planned end>
    And the case manager should "consider a step-down" by <planned end>
    And the panel chair must "decide at the panel how the main work ends" by <last day>

    Examples:
      | start            | today            | planned end      | last day         |
      | 30 April 2026    | 2 November 2026  | 28 February 2027 | 30 April 2027    |
      | 30 April 2027    | 2 November 2027  | 29 February 2028 | 30 April 2028    |
      | 31 December 2026 | 4 January 2027   | 31 October 2027  | 31 December 2027 |
      | 31 August 2026   | 2 November 2026  | 30 June 2027     | 31 August 2027   |
      | 29 February 2028 | 1 March 2028     | 29 December 2028 | 28 February 2029 |

  @rule:planned-end @TIM-5 @case-77
  Scenario: Where a site plans for seven months, the same day comes of the same arithmetic
    Given a site where
      | planned length of the work | 7 months |
    And a case where
      | date the case was allocated | 31 July 2026 |
    When it is assessed on 2 November 2026
    Then the case manager must "plan the end of the main work" by 28 February 2027

  @rule:in-the-main-work @rule:past-the-planned-end @rule:beyond-the-longest-time @TIM-1 @TIM-5
  Scenario Outline: Allocated on <start>, on 2 November 2026 the case is in <phase>
    Given a case where
      | date the case was allocated | <start> |
    When it is assessed on 2 November 2026
    Then the phase of the work is <phase>

    Examples:
      | start           | phase                   |
      | 2 January 2026  | main work               |
      | 1 January 2026  | past the planned end    |
      | 2 November 2025 | past the planned end    |
      | 1 November 2025 | beyond the longest time |

  @rule:in-the-main-work @rule:past-the-planned-end @rule:beyond-the-longest-time @rule:planned-end
  Scenario: When the case was allocated nobody has said
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody can tell the phase of the work yet
    And nobody is called on to "plan the end of the main work"
    And "date the case was allocated" is asked of "panel chair"

  @rule:in-the-main-work @TIM-2 @F3.06 @case-81
  Scenario: Recalled at three months: the clock runs, the plan changes, and nobody closes the case
    Given a case where
      | date the case was allocated | 3 August 2026 |
      | allocated to a case manager | yes           |
      | custody                     | licence       |
      | licence terms broken        | yes           |
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And it was assessed on 2 November 2026
    And "custody" is now sentenced
    When it is assessed on 16 November 2026
    Then the phase of the work is main work
    And nothing about the phase of the work has changed
    And the fall in risk counts of "A" is no
    And the case manager must "plan the end of the main work" by 3 June 2027
    And the case manager must "hold a review before release with prison and probation and the IDVA"
    And nobody is called on to "close the case"
    And "close the case" is blocked, in doubt,

  @rule:beyond-the-longest-time @rule:planned-end @TIM-2
  Scenario: A year in prison is a year of the clock
    Given a case where
      | date the case was allocated | 1 November 2025 |
      | custody                     | sentenced       |
    When it is assessed on 2 November 2026
    Then the phase of the work is beyond the longest time
    And nobody is called on to "plan the end of the main work"

  @rule:extension-needs-a-reason @TIM-3 @case-79
  Scenario: In the thirteenth month, and the panel has given no reason
    Given a case where
      | date the case was allocated                   | 1 November 2025 |
      | the panel gave its reason for the extension   | no              |
    When it is assessed on 2 November 2026
    Then the panel chair must "ask the panel for an extension and its reason" by 4 November 2026

  @rule:extension-needs-a-reason @TIM-3
  Scenario Outline: Extended to <end>, with a reason: <given>
    Given a case where
      | date the case was allocated                 | 1 November 2025 |
      | last day of the extension                        | <end>           |
      | the panel gave its reason for the extension | <given>         |
    When it is assessed on 2 November 2026
    Then the panel chair must "ask the panel for an extension and its reason" by 4 November 2026

    Examples:
      | end             | given |
      | 1 November 2026 | yes   |
      | 3 February 2027 | yes   |
      | 2 February 2027 | no    |

  @rule:extension-needs-a-reason @TIM-3
  Scenario Outline: An extension that runs, with the panel's reason: to <end>
    Given a case where
      | date the case was allocated                 | 1 November 2025 |
      | last day of the extension                        | <end>           |
      | the panel gave its reason for the extension | yes             |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the panel for an extension and its reason"

    Examples:
      | end             |
      | 2 November 2026 |
      | 2 February 2027 |

  @rule:extension-needs-a-reason @TIM-3
  Scenario: On the last day of twelve months nothing has to be extended yet, and in the step-down nothing at all
    Given a case where
      | date the case was allocated                 | 2 November 2025 |
      | the panel gave its reason for the extension | no              |
    And it was assessed on 2 November 2026
    And "stage of the work" is now step-down
    When it is assessed on 3 November 2026
    Then nobody is called on to "ask the panel for an extension and its reason"

  @rule:extension-needs-a-reason @TIM-3
  Scenario: On the last day itself nobody is called on
    Given a case where
      | date the case was allocated                 | 2 November 2025 |
      | the panel gave its reason for the extension | no              |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the panel for an extension and its reason"

  @rule:extension-needs-a-reason @TIM-3
  Scenario: Whether the panel gave a reason is not known, and is asked of its chair
    Given a case where
      | date the case was allocated | 1 November 2025 |
      | last day of the extension        | 2 January 2027  |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the panel for an extension and its reason"
    And "the panel gave its reason for the extension" is asked of "panel chair"

  @rule:in-the-step-down @rule:end-of-the-step-down @TIM-1 @F4.02
  Scenario: In the step-down the work is lighter, and its end has a day
    Given a case where
      | stage of the work        | step-down     |
      | date the step-down began | 31 August 2026 |
    When it is assessed on 2 November 2026
    Then the phase of the work is step-down
    And the case manager must "review the case at the end of the step-down" by 28 February 2027
    And nobody is called on to "plan the end of the main work"

  @rule:in-the-main-work @rule:past-the-planned-end @rule:beyond-the-longest-time @rule:planned-end @TIM-1 @F4.02
  Scenario Outline: In the step-down the day of allocation (<start>) decides nothing more
    Given a case where
      | date the case was allocated | <start>        |
      | stage of the work           | step-down      |
      | date the step-down began    | 2 October 2026 |
    When it is assessed on 2 November 2026
    Then the phase of the work is step-down
    And nobody is called on to "plan the end of the main work"
    And nobody is called on to "ask the panel for an extension and its reason"

    Examples:
      | start           |
      | 2 January 2026  |
      | 1 January 2026  |
      | 1 November 2025 |

  @rule:in-the-step-down @rule:end-of-the-step-down @rule:step-down-keeps-the-case-open @F4.02
  Scenario: Back in the main work, the day on which a step-down began decides nothing more
    Given a case where
      | custody                                 | none           |
      | date the case was allocated             | 2 March 2026   |
      | stage of the work                       | main work      |
      | date the step-down began                | 2 October 2026 |
      | the panel has ended the step-down early | no             |
      | exit assessment is done                 | yes            |
      | IDVA has been heard on closing          | yes            |
      | step-down has been considered           | yes            |
      | reason given for closing                | planned ending |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the phase of the work is main work
    And nobody is called on to "review the case at the end of the step-down"
    And "close the case" is not blocked

  @rule:step-down-keeps-the-case-open @F4.02
  Scenario: Six months are over, and everything that closing needs is there
    Given a case where
      | custody                                 | none           |
      | stage of the work                       | step-down      |
      | date the step-down began                | 1 May 2026     |
      | the panel has ended the step-down early | no             |
      | exit assessment is done                 | yes            |
      | IDVA has been heard on closing          | yes            |
      | step-down has been considered           | yes            |
      | reason given for closing                | planned ending |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is not blocked

  @rule:in-the-step-down @rule:past-the-step-down @rule:end-of-the-step-down @rule:step-down-keeps-the-case-open @F4.02
  Scenario: Six months to the day is inside
    Given a case where
      | stage of the work                       | step-down  |
      | date the step-down began                | 2 May 2026 |
      | the panel has ended the step-down early | no         |
    When it is assessed on 2 November 2026
    Then the phase of the work is step-down
    And the case manager must "review the case at the end of the step-down" by 2 November 2026
    And nobody is called on to "hold a case review"
    And "close the case" is blocked until "end the step-down early at the panel", meanwhile "hold a case review"

  @rule:past-the-step-down @rule:in-the-step-down @rule:end-of-the-step-down @rule:step-down-keeps-the-case-open @F4.02
  Scenario: A day later it is over; a review follows, and nothing is closed by that
    Given a case where
      | stage of the work        | step-down  |
      | date the step-down began | 1 May 2026 |
    When it is assessed on 2 November 2026
    Then the phase of the work is past the step-down
    And the case manager must "hold a case review" by 9 November 2026
    And nobody is called on to "review the case at the end of the step-down"
    And nobody is called on to "close the case"

  @rule:past-the-step-down @rule:in-the-step-down @rule:end-of-the-step-down
  Scenario: When the step-down began is not known, and is asked
    Given a case where
      | stage of the work | step-down |
    When it is assessed on 2 November 2026
    Then nobody can tell the phase of the work yet
    And nobody is called on to "hold a case review"
    And nobody is called on to "review the case at the end of the step-down"
    And "date the step-down began" is asked of "case manager"

  @rule:past-the-step-down @rule:in-the-step-down
  Scenario: A day on which a step-down once began is no step-down
    Given a case where
      | date the case was allocated | 2 October 2026 |
      | date the step-down began    | 1 May 2026     |
    When it is assessed on 2 November 2026
    Then the phase of the work is main work
    And nobody is called on to "hold a case review"

  @rule:step-down-keeps-the-case-open @F4.02
  Scenario Outline: In the step-down everything else stands ready for closing: ended early by the panel, <ended>
    Given a case where
      | custody                                 | none            |
      | stage of the work                       | step-down       |
      | date the step-down began                | 2 June 2026     |
      | the panel has ended the step-down early | <ended>         |
      | exit assessment is done                 | yes             |
      | IDVA has been heard on closing          | yes             |
      | step-down has been considered           | yes             |
      | reason given for closing                | planned ending  |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is blocked<how> until "end the step-down early at the panel"

    Examples:
      | ended      | how         |
      | no         |             |
      | don't know | , in doubt, |

  @rule:step-down-keeps-the-case-open @F4.02
  Scenario: The panel has ended the step-down early
    Given a case where
      | custody                                 | none            |
      | stage of the work                       | step-down       |
      | date the step-down began                | 2 June 2026     |
      | the panel has ended the step-down early | yes             |
      | exit assessment is done                 | yes             |
      | IDVA has been heard on closing          | yes             |
      | step-down has been considered           | yes             |
      | reason given for closing                | planned ending  |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is not blocked

  @rule:no-step-down-on-a-quiet-time @CLS-2 @F1.27
  Scenario: It is quiet because the perpetrator is in prison: no step-down on that
    Given a case where
      | custody                             | sentenced      |
      | risk holder last named by the panel | 1 June 2026    |
      | last change of risk                 | 1 October 2026 |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "begin the step-down" is blocked until "name who holds the risk at the panel", meanwhile "hold a case review"

  @rule:no-step-down-on-a-quiet-time @CLS-2
  Scenario: In prison, and the panel has named who holds the risk since it changed
    Given a case where
      | custody                             | sentenced      |
      | risk holder last named by the panel | 2 October 2026 |
      | last change of risk                 | 1 October 2026 |
    And all the pairs are listed
    And a pair "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "begin the step-down" is not blocked

  @rule:no-step-down-on-a-quiet-time @CLS-2
  Scenario: The perpetrator could have abused anybody, and did not: a step-down may be thought of
    Given a case where
      | custody | none |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    When it is assessed on 2 November 2026
    Then "begin the step-down" is not blocked

  @rule:no-step-down-on-a-quiet-time @CLS-2
  Scenario: Who has gone to refuge is not known
    Given a case where
      | custody | none |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "begin the step-down" is blocked, in doubt, until "name who holds the risk at the panel"

  @rule:review-every-four-weeks @TIM-4 @F4.08 @F4.09
  Scenario: An allocated case is reviewed every four weeks, and the agencies are asked what is new
    Given a case where
      | allocated to a case manager | yes |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a case review" by 30 November 2026
    And "hold a case review" is done again every 4 weeks
    And the case manager must "ask every agency on the case what is new" by 30 November 2026
    And "ask every agency on the case what is new" is done again every 4 weeks

  @rule:review-every-four-weeks @TIM-4
  Scenario: The four weeks do not begin anew each time somebody looks
    Given a case where
      | allocated to a case manager | yes |
    And it was assessed on 2 November 2026
    When it is assessed on 16 November 2026
    Then the case manager must "hold a case review" by 30 November 2026

  @rule:review-every-four-weeks @TIM-4
  Scenario: A site that reviews every fortnight
    Given a site where
      | case review interval | 2 weeks |
    And a case where
      | allocated to a case manager | yes |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a case review" by 16 November 2026

  @rule:review-every-four-weeks @TIM-4
  Scenario Outline: Allocated, <allocated>: nobody has a case to review yet
    Given a case where
      | allocated to a case manager | <allocated> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a case review"
    And nobody is called on to "ask every agency on the case what is new"

    Examples:
      | allocated  |
      | no         |
      | don't know |

  @rule:review-every-four-weeks @TIM-4
  Scenario: Whether the case has been allocated is asked
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "allocated to a case manager" is asked of "panel chair"

  @rule:high-risk-to-marac @TIM-5 @case-124
  Scenario Outline: Days are counted by the calendar, also over the night when the clocks change: <weekend>
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on <today>
    Then the case manager must "refer to MARAC" for "A" by <due>

    Examples:
      | weekend                              | today           | due             |
      | the clocks go back on 25 October     | 23 October 2026 | 26 October 2026 |
      | the clocks go forward on 28 March    | 25 March 2027   | 30 March 2027   |
      | no clock changes                     | 30 October 2026 | 2 November 2026 |

  @rule:step-down-keeps-the-case-open @F4.02
  Scenario: In the step-down, and nobody knows since when: the case stays open meanwhile
    Given a case where
      | stage of the work                       | step-down |
      | the panel has ended the step-down early | no        |
    When it is assessed on 2 November 2026
    Then "close the case" is blocked, in doubt, until "end the step-down early at the panel", meanwhile "hold a case review"

Feature: A case that has been closed
  Closing ends the work and its clock. It does not end the risk: what comes in afterwards goes to the panel, and
  so does a case that was closed with nobody left to hold the risk.

  @rule:closed @rule:in-the-main-work @rule:beyond-the-longest-time @rule:extension-needs-a-reason @rule:planned-end @TIM-1
  Scenario: The phase is closed, whatever the clock would say
    Given a case where
      | date the case was allocated | 1 October 2025 |
      | stage of the work           | closed         |
    When it is assessed on 2 November 2026
    Then the phase of the work is closed
    And the plan reads "Phase of the work: closed"
    And nobody is called on to "plan the end of the main work"
    And nobody is called on to "ask the panel for an extension and its reason"

  @rule:closed @rule:in-the-step-down @rule:past-the-step-down @rule:end-of-the-step-down @rule:step-down-keeps-the-case-open @TIM-1
  Scenario: The step-down that came before decides nothing more
    Given a case where
      | stage of the work        | closed     |
      | date the step-down began | 1 May 2026 |
    When it is assessed on 2 November 2026
    Then the phase of the work is closed
    And nobody is called on to "review the case at the end of the step-down"
    And nobody is called on to "hold a case review"

  @rule:review-every-four-weeks @rule:closed @TIM-4
  Scenario Outline: In the <stage> every agency is asked what is new, in every round
    Given a case where
      | allocated to a case manager | yes            |
      | stage of the work           | <stage>        |
      | date the case was allocated | 1 October 2026 |
      | date the step-down began    | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then the case manager must "ask every agency on the case what is new"

    Examples:
      | stage     |
      | main work |
      | step-down |

  @rule:review-every-four-weeks @TIM-4
  Scenario: Once it is closed no round of reviews goes on
    Given a case where
      | allocated to a case manager | yes    |
      | stage of the work           | closed |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask every agency on the case what is new"
    And nobody is called on to "hold a case review"

  @rule:waiting-is-not-silence @ALC-3
  Scenario: A closed case waits for no case manager
    Given a case where
      | age of the perpetrator      | 34            |
      | jurisdiction                | England       |
      | allocated to a case manager | no            |
      | stage of the work           | closed        |
      | date found eligible         | 1 March 2026  |
    And all the pairs are listed
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 31             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible
    And nobody is called on to "agree the disruption that goes on while the case waits"

  @rule:news-of-a-closed-case @CLS-1 @SR-24
  Scenario Outline: An incident <when> the day of closing, though somebody holds the risk
    Given a case where
      | stage of the work                   | closed          |
      | date the case was closed            | 2 October 2026  |
      | risk holder last named by the panel | 30 October 2026 |
      | last change of risk                 | 1 October 2026  |
    And all the pairs are listed
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | <day> |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the panel chair must "decide at the panel whether the case is opened again" by 4 November 2026

    Examples:
      | when  | day            |
      | on    | 2 October 2026 |
      | after | 3 October 2026 |

  @rule:news-of-a-closed-case @CLS-1
  Scenario: What was before the closing was known to whoever closed it
    Given a case where
      | stage of the work                   | closed          |
      | date the case was closed            | 2 October 2026  |
      | risk holder last named by the panel | 30 October 2026 |
      | last change of risk                 | 1 October 2026  |
    And all the pairs are listed
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "decide at the panel whether the case is opened again"

  @rule:news-of-a-closed-case @CLS-1
  Scenario: With work going on, an incident needs no opening again
    Given a case where
      | stage of the work                   | main work       |
      | date the case was closed            | 2 October 2026  |
      | risk holder last named by the panel | 30 October 2026 |
      | last change of risk                 | 1 October 2026  |
    And all the pairs are listed
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 3 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "decide at the panel whether the case is opened again"

  @rule:news-of-a-closed-case @SR-24 @CLS-1
  Scenario: Closed with a pair at high risk, and nobody named for it since it changed
    Given a case where
      | stage of the work                   | closed         |
      | date the case was closed            | 2 October 2026 |
      | risk holder last named by the panel | 1 June 2026    |
      | last change of risk                 | 1 July 2026    |
    And all the pairs are listed
    And a pair "A"
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the panel chair must "decide at the panel whether the case is opened again" by 4 November 2026

  @rule:news-of-a-closed-case @SR-24 @CLS-1
  Scenario: Closed with a pair at high risk that somebody named holds
    Given a case where
      | stage of the work                   | closed         |
      | date the case was closed            | 2 October 2026 |
      | risk holder last named by the panel | 2 July 2026    |
      | last change of risk                 | 1 July 2026    |
    And all the pairs are listed
    And a pair "A"
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "decide at the panel whether the case is opened again"

  @rule:news-of-a-closed-case @SR-24
  Scenario: Nobody named, and every pair below high risk though abuse was possible
    Given a case where
      | custody                             | none           |
      | stage of the work                   | closed         |
      | date the case was closed            | 2 October 2026 |
      | risk holder last named by the panel | 1 June 2026    |
      | last change of risk                 | 1 July 2026    |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge | no | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "decide at the panel whether the case is opened again"

  @rule:news-of-a-closed-case @SR-24
  Scenario: On which day the case was closed is not known, and is asked
    Given a case where
      | stage of the work                   | closed          |
      | risk holder last named by the panel | 30 October 2026 |
      | last change of risk                 | 1 October 2026  |
    And all the pairs are listed
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "decide at the panel whether the case is opened again"
    And somebody must find out "date the case was closed" from "case manager", never from "perpetrator", by 4 November 2026
    And somebody must find out "date the case was closed" from "panel chair", never from "perpetrator", by 4 November 2026

  @rule:news-of-a-closed-case @SR-24
  Scenario: Whether anything happened since the closing is found out from those who would know
    Given a case where
      | stage of the work                   | closed          |
      | date the case was closed            | 2 October 2026  |
      | risk holder last named by the panel | 30 October 2026 |
      | last change of risk                 | 1 October 2026  |
    And all the pairs are listed
    And a pair "A"
    When it is assessed on 2 November 2026
    Then somebody must find out "all the incidents are listed" from "police", never from "perpetrator", by 4 November 2026
    And somebody must find out "all the incidents are listed" from "IDVA", never from "perpetrator", by 4 November 2026

  @rule:news-of-a-closed-case
  Scenario: The perpetrator has died, and nothing is opened again
    Given a case where
      | stage of the work         | closed                 |
      | date the case was closed  | 2 October 2026         |
      | death of the perpetrator  | confirmed by an agency |
    And all the pairs are listed
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 3 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "decide at the panel whether the case is opened again"

Feature: When the perpetrator has died
  A death that somebody reports is confirmed before anything rests on it. Then the IDVA knows first, and the case
  is closed.

  @rule:death-closes @rule:no-closing-while-any-may-be-high @rule:what-closing-needs @ELG-8 @F3.11
  Scenario: Confirmed by police: the IDVA is told today, and nothing holds the case open
    Given a case where
      | death of the perpetrator            | confirmed by an agency | police |
      | reason given for closing            | death                  |        |
      | risk holder last named by the panel | 1 June 2026            |        |
      | last change of risk                 | 1 October 2026         |        |
      | exit assessment is done             | no                     |        |
    And a pair "A"
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the case manager must "tell the IDVA that the perpetrator has died" by 2 November 2026
    And the panel chair must "close the case" by 9 November 2026
    And "close the case" is not blocked
    And in the plan "close the case" waits for "tell the IDVA that the perpetrator has died"
    And nobody is called on to "have the death confirmed by police or health"

  @rule:death-closes @rule:step-down-keeps-the-case-open @ELG-8
  Scenario: The step-down of somebody who has died is over
    Given a case where
      | death of the perpetrator                | confirmed by an agency | police |
      | reason given for closing                | death                  |        |
      | stage of the work                       | step-down              |        |
      | date the step-down began                | 2 October 2026         |        |
      | the panel has ended the step-down early | no                     |        |
    When it is assessed on 2 November 2026
    Then "close the case" is not blocked

  @rule:death-closes @rule:not-closed-for-not-engaging @ELG-8
  Scenario: Police say that the perpetrator has died, and probation that nothing was reported: nobody knows, and it is asked
    Given a case where
      | death of the perpetrator | confirmed by an agency | police    |
      | death of the perpetrator | nothing reported       | probation |
      | reason given for closing | no engagement          |           |
    When it is assessed on 2 November 2026
    Then nobody is called on to "close the case"
    And "close the case" is blocked, in doubt, meanwhile "keep seeking a way to engage"
    And "death of the perpetrator" is asked of "police"

  @rule:not-closed-for-not-engaging @rule:death-closes @SR-24
  Scenario: It was to be closed for not engaging, and then the perpetrator died: what holds it open holds nothing any more
    Given a case where
      | death of the perpetrator | confirmed by an agency |
      | reason given for closing | no engagement          |
    When it is assessed on 2 November 2026
    Then the panel chair must "close the case" by 9 November 2026
    And "close the case" is not blocked

  @rule:death-reported-is-confirmed @rule:death-closes @rule:no-closing-while-any-may-be-high @ELG-8
  Scenario: A relative says so: it is confirmed first, and meanwhile the case stays open
    Given a case where
      | death of the perpetrator            | reported        |
      | reason given for closing            | planned ending  |
      | exit assessment is done             | yes             |
      | IDVA has been heard on closing      | yes             |
      | step-down has been considered       | yes             |
      | risk holder last named by the panel | 1 June 2026     |
      | last change of risk                 | 1 October 2026  |
    And all the pairs are listed
    And a pair "A"
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the case manager must "have the death confirmed by police or health" by 4 November 2026
    And nobody is called on to "close the case"
    And "close the case" is blocked until "name who holds the risk at the panel"

  @rule:death-reported-is-confirmed @rule:what-closing-needs @ELG-8
  Scenario: Death is given as the reason for closing, and no agency has reported one
    Given a case where
      | reason given for closing | death |
      | exit assessment is done  | no    |
    When it is assessed on 2 November 2026
    Then the case manager must "have the death confirmed by police or health" by 4 November 2026
    And nobody is called on to "close the case"
    And "close the case" is blocked until "do the exit assessment"

  @rule:death-reported-is-confirmed @ELG-8
  Scenario Outline: <death>, and closing for <reason>: there is nothing to confirm
    Given a case where
      | death of the perpetrator | <death>  |
      | reason given for closing | <reason> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "have the death confirmed by police or health"

    Examples:
      | death                  | reason         |
      | nothing reported       | planned ending |
      | confirmed by an agency | death          |

  @rule:death-reported-is-confirmed @rule:death-closes @ELG-8
  Scenario: Why the case is to be closed is not known, and nobody is taken for dead
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "have the death confirmed by police or health"
    And nobody is called on to "close the case"

  @rule:no-closing-while-any-may-be-high @SR-24 @CLS-1
  Scenario Outline: Named on the day on which <what>: <order>
    Given a case where
      | reason given for closing                         | planned ending |
      | exit assessment is done                          | yes            |
      | IDVA has been heard on closing                   | yes            |
      | step-down has been considered                    | yes            |
      | risk holder last named by the panel              | 2 October 2026 |
      | last change of risk                              | <change>       |
      | risk holder was named after what happened that day | <after>      |
    And all the pairs are listed
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | <incident> |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is blocked<doubt> until "name who holds the risk at the panel"

    Examples:
      | what               | order             | change           | incident         | after      | doubt       |
      | there was an incident | before it      | 1 October 2026   | 2 October 2026   | no         |             |
      | there was an incident | nobody knows   | 1 October 2026   | 2 October 2026   | don't know | , in doubt, |
      | the risk changed   | before it         | 2 October 2026   | 1 October 2026   | no         |             |
      | the risk changed   | nobody knows      | 2 October 2026   | 1 October 2026   | don't know | , in doubt, |
      | both happened      | before them       | 2 October 2026   | 2 October 2026   | no         |             |

  @rule:no-closing-while-any-may-be-high @SR-24 @CLS-1
  Scenario Outline: Named on that day, and after <what>
    Given a case where
      | reason given for closing                         | planned ending |
      | exit assessment is done                          | yes            |
      | IDVA has been heard on closing                   | yes            |
      | step-down has been considered                    | yes            |
      | risk holder last named by the panel              | 2 October 2026 |
      | last change of risk                              | <change>       |
      | risk holder was named after what happened that day | yes          |
    And all the pairs are listed
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | <incident> |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is not blocked

    Examples:
      | what         | change         | incident       |
      | the incident | 1 October 2026 | 2 October 2026 |
      | the change   | 2 October 2026 | 1 October 2026 |
      | both         | 2 October 2026 | 2 October 2026 |

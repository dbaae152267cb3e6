Feature: A task is followed up until it is done
  A task that nobody chases is a risk that nobody holds. Whoever refuses says why; the reason is kept, somebody
  else who may do it is asked, and where nobody else may, it goes up. What was done stays done.

  @rule:certificate-review @TSK-3
  Scenario Outline: Police have not answered by <day>
    Given a case where
      | firearm or shotgun certificate held | yes |
    And it was assessed and planned on 2 November 2026
    When it is assessed on <day>
    Then in the plan "ask police to review the firearm or shotgun certificate" is due on 3 November 2026
    And in the plan "ask police to review the firearm or shotgun certificate" is chased from 4 November 2026
    And in the plan "ask police to review the firearm or shotgun certificate" is <late>

    Examples:
      | day             | late                                           |
      | 5 November 2026 | 2 days overdue, and is chased                  |
      | 6 November 2026 | 3 days overdue, and goes up to the Drive Fellow |

  @rule:review-before-release @TSK-4 @case-121
  Scenario: Probation refuses to say when somebody is released: the reason is kept, and prison is asked
    Given a case
    And it was assessed and planned on 2 November 2026
    And probation refused "custody" on 2 November 2026: "we do not supervise this person"
    When it is assessed on 3 November 2026
    Then to find out "custody" the plan asks prison

  @rule:review-before-release @TSK-4
  Scenario: Probation takes it on after all
    Given a case
    And it was assessed and planned on 2 November 2026
    And probation refused "custody" on 2 November 2026: "we do not supervise this person"
    And probation took on "custody" on 3 November 2026 after all
    When it is assessed on 3 November 2026
    Then to find out "custody" the plan asks probation, then prison

  @rule:certificate-review @TSK-4 @AGY-1 @case-121
  Scenario: Police refuse what only they can do: it stays theirs, with their reason, and goes up
    Given a case where
      | firearm or shotgun certificate held | yes |
    And it was assessed and planned on 2 November 2026
    And police refused "ask police to review the firearm or shotgun certificate" on 2 November 2026: "no new grounds"
    When it is assessed on 3 November 2026
    Then the plan asks nobody for "ask police to review the firearm or shotgun certificate": it is for the police, and goes up to the Drive Fellow
    And the plan says why nobody can "ask police to review the firearm or shotgun certificate": "refused on 2 November 2026: no new grounds"

  @rule:certificate-review @TSK-3
  Scenario: Done, and not asked again
    Given a case where
      | firearm or shotgun certificate held | yes |
    And it was assessed and planned on 2 November 2026
    And in the plan "ask police to review the firearm or shotgun certificate" was done on 2 November 2026 by police
    When it is assessed on 3 November 2026
    Then in the plan "ask police to review the firearm or shotgun certificate" is done

  @rule:idva-before-contact @SR-02
  Scenario: A mark in a plan opens no contact: the case has to say that the IDVA was spoken to
    Given a case
    And a pair "A"
    And it was assessed and planned on 2 November 2026
    And in the plan "consult the IDVA" for "A" was done on 2 November 2026 by the case manager
    When it is assessed on 3 November 2026
    Then in the plan "consult the IDVA" for "A" is to do
    And the plan reads "Recorded as done on 2 November 2026, and still called for"

  @rule:review-every-four-weeks @TIM-4
  Scenario: A review that was held is due again four weeks after it was held
    Given a case where
      | allocated to a case manager | yes |
    And it was assessed and planned on 2 November 2026
    And in the plan "hold a case review" was done on 3 November 2026 by the case manager
    When it is assessed on 3 November 2026
    Then in the plan "hold a case review" is due on 1 December 2026

  @rule:review-before-release @AGY-3
  Scenario: Whoever has the perpetrator under supervision is asked before the others
    Given a case where
      | under probation supervision | yes |
    And police carry 100% of joint work
    When it is assessed on 2 November 2026
    Then to find out "perpetrator is suicidal now" the plan asks probation, then police, health

  @rule:review-before-release @AGY-5
  Scenario: An agency that can take no more is passed over, and the next is asked
    Given a case
    And probation can take 0 tasks at a time
    When it is assessed on 2 November 2026
    Then to find out "custody" the plan asks prison, then probation

  @rule:help-with-drugs-or-alcohol @F7.07
  Scenario: How long people wait for a service stands beside the day
    Given a case where
      | drugs or alcohol need | yes |
    And people wait 6 weeks for the drug and alcohol service
    When it is assessed on 2 November 2026
    Then the plan reads "Waiting time there: 6 weeks"

  @rule:help-with-mental-health @F7.02
  Scenario: What a service takes on stands beside the task
    Given the site "example-site"
    And a case where
      | mental health need | yes |
    When it is assessed on 2 November 2026
    Then the plan reads "Takes on only: people with a severe mental illness, save in a crisis"

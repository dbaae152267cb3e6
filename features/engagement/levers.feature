Feature: Levers for engagement
  What a court or a plan requires is harder to put off than an offer; where there is no lever, help is called.

  @rule:engagement-by-requirement @ENG-4 @F4.14
  Scenario: Under probation and not engaging: engagement goes into the requirement
    Given a case where
      | under probation supervision                | yes | probation |
      | engagement is in the probation requirement | no  | probation |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then probation should "ask probation to write engagement into the requirement" by 9 November 2026
    And "ask probation to write engagement into the requirement" may be requested by the case manager

  @rule:engagement-by-requirement @ENG-4
  Scenario: On licence the terms can say it
    Given a case where
      | custody                                    | licence | prison    |
      | engagement is in the probation requirement | no      | probation |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then probation should "ask probation to write engagement into the requirement" by 9 November 2026

  @rule:engagement-by-requirement @ENG-4
  Scenario: What the requirement says already need not be asked for
    Given a case where
      | under probation supervision                | yes | probation |
      | engagement is in the probation requirement | yes | probation |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then "ask probation to write engagement into the requirement" is not available

  @rule:engagement-by-requirement @ENG-4
  Scenario: Nobody knows whether probation holds the perpetrator
    Given a case
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to write engagement into the requirement"
    And "under probation supervision" is asked of "probation"

  @rule:engagement-by-requirement @ENG-4
  Scenario: Whoever comes in part needs no requirement for it
    Given a case where
      | under probation supervision | yes | probation |
    And a contact "1" where
      | date of the contact | 19 October 2026 |
      | two-way             | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to write engagement into the requirement"

  @rule:engagement-by-child-protection-plan @ENG-4 @F4.14
  Scenario: The child-protection plan turns to what the perpetrator does
    Given a case where
      | engagement is in the child-protection plan | no | children's services |
    And a pair "A"
    And a child "C" in "A" where
      | on a child-protection plan | yes |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then children's services should "ask children's services to write engagement into the child-protection plan" by 9 November 2026

  @rule:engagement-by-child-protection-plan @ENG-4
  Scenario: Whether a child is on a plan is asked of children's services
    Given a case
    And a pair "A"
    And a child "C" in "A"
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to write engagement into the child-protection plan"
    And "on a child-protection plan" is asked of "children's services"

  @rule:engagement-by-child-protection-plan @ENG-4
  Scenario: A perpetrator who comes in part is left to come, and nothing is written into the child-protection plan
    Given a case where
      | engagement is in the child-protection plan | no | children's services |
    And a pair "A"
    And a child "C" in "A" where
      | on a child-protection plan | yes |
    And a contact "1" where
      | date of the contact | 19 October 2026 |
      | two-way             | yes             |
      | session offered     | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is partial
    And nobody is called on to "ask children's services to write engagement into the child-protection plan"

  @rule:engagement-by-child-protection-plan @ENG-4
  Scenario: No child is on a plan
    Given a case
    And all the pairs are listed
    And a pair "A"
    And a child "C" in "A" where
      | on a child-protection plan | no | children's services |
    And all the children are listed in "A"
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to write engagement into the child-protection plan"
    And "on a child-protection plan" is not asked

  @rule:no-lever @ENG-6 @F3.51 @F3.52
  Scenario: No need, no agency with powers, no IDVA: the hardest to reach are not put last
    Given the case file "no-lever"
    When it is assessed on 2 November 2026
    Then practice advisor must "take the case to the practice advisor" by 9 November 2026
    And IDVA manager must "offer an IDVA to each victim-survivor again" by 9 November 2026
    And panel chair must "agree disruption at the panel" by 30 November 2026
    And the case manager must "look for a lever" by 30 November 2026
    And "look for a lever" is done again every 28 days

  @rule:no-lever @ENG-6
  Scenario Outline: A lever that is there is used: <lever>
    Given the case file "no-lever"
    And "<lever>" is now yes
    When it is assessed on 2 November 2026
    Then nobody is called on to "look for a lever"
    And nobody is called on to "offer an IDVA to each victim-survivor again"

    Examples:
      | lever                            |
      | drugs or alcohol need            |
      | housing need                     |
      | parenting need                   |
      | isolation of the perpetrator     |
      | under probation supervision      |
      | children's services are involved |

  @rule:no-lever @ENG-6
  Scenario: A victim-survivor who is with the IDVA is known to be kept in mind
    Given the case file "no-lever"
    And "IDVA status" for "pair-1" is now engaged
    When it is assessed on 2 November 2026
    Then nobody is called on to "look for a lever"

  @rule:no-lever @ENG-6
  Scenario Outline: Whether there is a lever is asked before anybody says that there is none: <lever>
    Given the case file "no-lever"
    And nobody knows "<lever>"
    When it is assessed on 2 November 2026
    Then nobody is called on to "look for a lever"
    And "<lever>" is asked of "<who>"

    Examples:
      | lever                       | who                 |
      | housing need                | housing             |
      | under probation supervision | probation           |
      | parenting need              | children's services |

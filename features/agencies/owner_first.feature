Feature: Whoever holds the power is asked first, and nobody stands in without it
  The case manager holds no statutory power. An agency that cannot be asked leaves a named gap that
  goes up to somebody; the work is covered meanwhile, and the power stays where the law put it.

  @rule:certificate-review @AGY-1 @X18
  Scenario: Police hold the power over certificates and are asked straight away
    Given a case where
      | firearm or shotgun certificate held | yes |
    When it is assessed on 2 November 2026
    Then the plan asks the police to "ask police to review the firearm or shotgun certificate"
    And "ask police to review the firearm or shotgun certificate" stays with the police

  @rule:certificate-review @AGY-1 @AGY-5 @case-116 @TSK-3
  Scenario: Police are not available: it goes to the Drive Fellow, never to the case manager
    Given a case where
      | firearm or shotgun certificate held | yes |
    And the police are not available, because "no single point of contact this month"
    When it is assessed on 2 November 2026
    Then the plan asks nobody for "ask police to review the firearm or shotgun certificate": it is for the police, and goes up to the Drive Fellow
    And the plan says why nobody can "ask police to review the firearm or shotgun certificate": "no single point of contact this month"
    And in the plan "ask police to review the firearm or shotgun certificate" is a gap

  @rule:certificate-review @AGY-1
  Scenario: A deputy without the power does not stand in
    Given a case where
      | firearm or shotgun certificate held | yes |
    And the police are not available, because "no single point of contact this month"
    And probation is the deputy of the police
    When it is assessed on 2 November 2026
    Then the plan asks nobody for "ask police to review the firearm or shotgun certificate": it is for the police

  @rule:certificate-review @AGY-1
  Scenario: A deputy who holds the same power stands in, and the power stays with police
    Given a case where
      | firearm or shotgun certificate held | yes |
    And the police are not available, because "no single point of contact this month"
    And the Drive Fellow is the deputy of the police
    When it is assessed on 2 November 2026
    Then the plan asks the Drive Fellow to "ask police to review the firearm or shotgun certificate"
    And "ask police to review the firearm or shotgun certificate" stays with the police

  @rule:help-with-mental-health @F7.07 @case-117 @F7.02
  Scenario: A service that the area does not have is a gap, not a suggestion and not silence
    Given a case where
      | mental health need | yes |
    And the mental health service is not available, because "no provision locally"
    When it is assessed on 2 November 2026
    Then the plan asks nobody for "arrange mental health support": it is for the mental health service, and goes up to the panel chair
    And the plan reads "no provision locally"
    And the plan reads "Log the gap"

  @rule:help-with-drugs-or-alcohol @F7.07
  Scenario: A service that does some things and not this one
    Given a case where
      | drugs or alcohol need | yes |
    And the drug and alcohol service does not offer "arrange drug or alcohol treatment", because "closed to new people until spring"
    When it is assessed on 2 November 2026
    Then the plan says why nobody can "arrange drug or alcohol treatment": "closed to new people until spring"

  @rule:stalking-order @AGY-4 @case-119
  Scenario: An agency without a published share of the work is asked for what is its own
    Given a case where
      | custody | none |
    And a pair "A" where
      | stalked or harassed | yes |
    When it is assessed on 2 November 2026
    Then the plan asks the stalking service to "bring in the stalking service" for "A"

  @rule:certificate-review @AGY-3 @case-144
  Scenario: A share of all the work moves no power
    Given a case where
      | firearm or shotgun certificate held | yes |
    And probation carries 100% of joint work
    When it is assessed on 2 November 2026
    Then the plan asks the police to "ask police to review the firearm or shotgun certificate"

  @rule:help-with-drugs-or-alcohol @rule:another-agency-does-not-act @TSK-4 @case-121
  Scenario: A service refuses: its reason stands in the plan, and it goes up to somebody who can chase it
    Given a case where
      | drugs or alcohol need                       | yes |
      | another agency's task is refused or overdue | yes |
    And the drug and alcohol service does not offer "arrange drug or alcohol treatment", because "refused on 30 October: too little motivation"
    When it is assessed on 2 November 2026
    Then the plan asks nobody for "arrange drug or alcohol treatment": it is for the drug and alcohol service, and goes up to the panel chair
    And the plan says why nobody can "arrange drug or alcohol treatment": "refused on 30 October: too little motivation"
    And practice advisor should "take the stuck task to the practice advisor" by 4 November 2026

  @rule:review-before-release @TSK-4 @case-121
  Scenario: Who refuses to say when somebody is released is passed over, and the next who may know is asked
    Given a case
    And probation is not available, because "refused on 30 October: not our case"
    When it is assessed on 2 November 2026
    Then to find out "custody" the plan asks prison

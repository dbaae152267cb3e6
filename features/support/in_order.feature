Feature: Several needs are met in order, and what an area does not have is a gap with an owner
  Crisis, home, treatment, mental health, then the rest. The order is for the plan: what comes later is not
  held up by what is late. A service that is not there is logged, and the case manager covers.

  @rule:a-home-away @rule:help-with-drugs-or-alcohol @rule:help-with-drinking @rule:help-with-mental-health @SUP-4 @U11
  Scenario: First the crisis, then a home, then treatment, then mental health
    Given a case where
      | perpetrator is suicidal now | yes |
      | housing need                | yes |
      | drugs or alcohol need       | yes |
      | alcohol is part of the need | yes |
      | mental health need          | yes |
    When it is assessed on 2 November 2026
    Then in the plan "start the suicide crisis pathway" is due on 2 November 2026
    And in the plan "support a home away from the victim-survivor" comes after "start the suicide crisis pathway"
    And in the plan "arrange drug or alcohol treatment" comes after "start the suicide crisis pathway"
    And in the plan "arrange drug or alcohol treatment" comes after "support a home away from the victim-survivor"
    And in the plan "arrange detoxification from alcohol under medical care" comes after "start the suicide crisis pathway"
    And in the plan "arrange detoxification from alcohol under medical care" comes after "arrange drug or alcohol treatment"
    And in the plan "arrange mental health support" comes after "start the suicide crisis pathway"
    And in the plan "arrange mental health support" comes after "support a home away from the victim-survivor"
    And in the plan "arrange mental health support" comes after "arrange drug or alcohol treatment"
    And nothing in the plan contradicts itself

  @rule:help-with-money @rule:help-with-work @rule:help-with-physical-health @rule:help-with-family-matters @rule:help-with-parenting @rule:help-out-of-isolation @rule:help-by-and-for @rule:help-with-trauma @SUP-4
  Scenario Outline: "<action>" comes after crisis, home, treatment and mental health
    Given a case where
      | perpetrator is suicidal now | yes |
      | housing need                | yes |
      | drugs or alcohol need       | yes |
      | mental health need          | yes |
      | <need>                      | yes |
    When it is assessed on 2 November 2026
    Then in the plan "<action>" comes after "start the suicide crisis pathway"
    And in the plan "<action>" comes after "support a home away from the victim-survivor"
    And in the plan "<action>" comes after "arrange drug or alcohol treatment"
    And in the plan "<action>" comes after "arrange mental health support"
    And nothing in the plan contradicts itself

    Examples:
      | need                         | action                                              |
      | money need                   | arrange advice on money                             |
      | work need                    | arrange help with work                              |
      | physical health need         | arrange health care                                 |
      | family need                  | point to the family court and to supervised contact |
      | parenting need               | arrange a parenting programme that works on abuse   |
      | isolation of the perpetrator | find a mentor or group                              |
      | by-and-for service need      | bring in a by-and-for service                       |
      | trauma need                  | arrange trauma work                                 |

  @rule:help-with-family-matters @U07
  Scenario: A request to see the children is passed on before anything is said of the court
    Given a case where
      | family need                          | yes |
      | perpetrator asks to see the children | yes |
    When it is assessed on 2 November 2026
    Then in the plan "point to the family court and to supervised contact" comes after "pass the request to see the children to children's services and the IDVA"
    And in the plan "point to the family court and to supervised contact" is due on 9 November 2026

  @rule:help-with-mental-health @SUP-4
  Scenario: A home that waits for its check holds up nothing that comes after it
    Given a case where
      | housing need                | yes |        |
      | mental health need          | yes |        |
      | perpetrator is suicidal now | no  | health |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then in the plan "support a home away from the victim-survivor" is blocked
    And in the plan "arrange mental health support" is to do
    And in the plan "arrange mental health support" is due on 9 November 2026
    And the plan reads "is blocked now"

  @rule:help-with-mental-health @SUP-2 @F7.07 @U04 @case-117
  Scenario: Mental health support that the area does not have is a gap that goes up, and the wait is covered
    Given a case where
      | mental health need          | yes |        |
      | perpetrator is suicidal now | no  | health |
    And the mental health service is not available, because "no provision locally"
    When it is assessed on 2 November 2026
    Then in the plan "arrange mental health support" is a gap
    And the plan asks nobody for "arrange mental health support": it is for the mental health service, and goes up to the panel chair
    And the plan says why nobody can "arrange mental health support": "no provision locally"
    And the plan reads "Log the gap"
    And the plan asks the case manager to "bridge the wait for mental health support"

  @rule:help-out-of-isolation @SUP-2 @F7.07
  Scenario: An area without mentors
    Given a case where
      | isolation of the perpetrator         | yes             |
      | date a group or service was proposed | 28 October 2026 |
    And all the pairs are listed
    And the mentoring service is not available, because "no such service here"
    When it is assessed on 2 November 2026
    Then the plan asks nobody for "find a mentor or group": it is for the mentoring service
    And the plan says why nobody can "find a mentor or group": "no such service here"

  @rule:place-of-treatment-cleared-first @SUP-2
  Scenario: With the IDVA away the manager of the IDVA service has the check made
    Given a case where
      | drugs or alcohol need                  | yes             |
      | date a place of treatment was proposed | 28 October 2026 |
    And all the pairs are listed
    And a pair "A"
    And the IDVA is not available, because "on leave"
    When it is assessed on 2 November 2026
    Then the plan asks the IDVA manager to "have the place of treatment checked by the victim-survivor's worker" for "A"

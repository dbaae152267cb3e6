Feature: A need that is met is a lever
  Support is arranged to lower the risk, with those who own it, and only where there is a need.

  @rule:help-with-drugs-or-alcohol @U01 @U02 @F4.14 @SUP-1
  Scenario: Treatment is arranged, and the IDVA knows when it begins
    Given a case where
      | drugs or alcohol need | yes |
    When it is assessed on 2 November 2026
    Then drug and alcohol service should "arrange drug or alcohol treatment" by 9 November 2026
    And the case manager should "tell the IDVA when treatment begins" by 30 November 2026
    And in the plan "arrange drug or alcohol treatment" comes after "tell the IDVA when treatment begins"

  @rule:help-with-drinking @U02
  Scenario: Where there is drinking, it is stopped under medical care
    Given a case where
      | drugs or alcohol need       | yes |
      | alcohol is part of the need | yes |
    When it is assessed on 2 November 2026
    Then drug and alcohol service should "arrange detoxification from alcohol under medical care" by 9 November 2026

  @rule:help-with-drinking @U02
  Scenario Outline: With drugs or alcohol <need> and drinking <drinking> nobody plans a detoxification
    Given a case where
      | drugs or alcohol need       | <need>     | case manager |
      | alcohol is part of the need | <drinking> | case manager |
    When it is assessed on 2 November 2026
    Then nobody is called on to "arrange detoxification from alcohol under medical care"

    Examples:
      | need | drinking   |
      | no   | yes        |
      | yes  | no         |
      | yes  | don't know |

  @rule:help-with-drinking @U02
  Scenario: Whether drinking is part of it is asked of those who treat
    Given a case where
      | drugs or alcohol need | yes |
    When it is assessed on 2 November 2026
    Then "alcohol is part of the need" is asked of "drug and alcohol service"

  @rule:help-with-mental-health @U04 @F4.14
  Scenario: Mental health services are asked early, because waits are long, and the wait is bridged
    Given a case where
      | mental health need          | yes |        |
      | perpetrator is suicidal now | no  | health |
    When it is assessed on 2 November 2026
    Then mental health service should "arrange mental health support" by 9 November 2026
    And "arrange mental health support" may be requested by the case manager
    And the case manager should "bridge the wait for mental health support" by 9 November 2026
    And "bridge the wait for mental health support" is done again every 28 days

  @rule:help-with-physical-health @U10 @F4.14 @F4.15
  Scenario: Health services are asked where the body needs care
    Given a case where
      | physical health need | yes |
    When it is assessed on 2 November 2026
    Then health should "arrange health care" by 9 November 2026

  @rule:help-with-money @U05 @F4.15
  Scenario: A need about money is advised on
    Given a case where
      | money need | yes |
    When it is assessed on 2 November 2026
    Then the case manager should "arrange advice on money" by 9 November 2026
    And nobody is called on to "arrange help with work"

  @rule:help-with-work @U06
  Scenario: A need about work goes to those who find it
    Given a case where
      | work need | yes |
    When it is assessed on 2 November 2026
    Then employment and benefits service should "arrange help with work" by 9 November 2026
    And nobody is called on to "arrange advice on money"

  @rule:help-with-family-matters @U07
  Scenario: A need about children and family is told what the court can do
    Given a case where
      | family need | yes |
    When it is assessed on 2 November 2026
    Then children's services should "point to the family court and to supervised contact" by 9 November 2026

  @rule:help-with-parenting @U08
  Scenario: A need about parenting goes to a programme that works on abuse
    Given a case where
      | parenting need | yes |
    When it is assessed on 2 November 2026
    Then children's services should "arrange a parenting programme that works on abuse" by 9 November 2026

  @rule:help-out-of-isolation @U09
  Scenario: Somebody who is alone is found a mentor or a group
    Given a case where
      | isolation of the perpetrator | yes |
    When it is assessed on 2 November 2026
    Then mentoring service should "find a mentor or group" by 9 November 2026
    And nobody is called on to "bring in a by-and-for service"

  @rule:help-by-and-for @U13
  Scenario: A service run by and for one's own people is brought in because it is wanted
    Given a case where
      | by-and-for service need | yes |
    When it is assessed on 2 November 2026
    Then specialist service should "bring in a by-and-for service" by 9 November 2026
    And nobody is called on to "find a mentor or group"

  @rule:help-by-and-for @U13 @case-69
  Scenario: Who somebody is calls for nothing by itself
    Given a case where
      | ethnic group of the perpetrator       | not stated |
      | sexual orientation of the perpetrator | not stated |
      | religion or belief of the perpetrator | not stated |
    When it is assessed on 2 November 2026
    Then nobody is called on to "bring in a by-and-for service"

  @rule:adjusted-to-the-person @U12 @F5.52
  Scenario: The work is adjusted to the person
    Given a case where
      | adjustment need | yes |
    When it is assessed on 2 November 2026
    Then the case manager should "adjust how the work is done" by 9 November 2026
    And "adjust how the work is done" is not blocked

  @rule:help-with-language @U12
  Scenario: A professional interprets
    Given a case where
      | interpreter need | yes |
    When it is assessed on 2 November 2026
    Then the case manager should "book a professional interpreter" by 9 November 2026

  @rule:help-with-trauma @U14
  Scenario: What somebody has suffered is worked on, in its time
    Given a case where
      | trauma need | yes |
    When it is assessed on 2 November 2026
    Then mental health service should "arrange trauma work" by 30 November 2026

  @rule:a-home-away @U03 @X43
  Scenario: A home is supported away from the victim-survivor, when the address is cleared
    Given a case where
      | housing need | yes |
    And a pair "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then housing should "support a home away from the victim-survivor" by 9 November 2026
    And "support a home away from the victim-survivor" is blocked, in doubt, until "have the proposed address checked by the victim-survivor's worker"

  @rule:help-with-drugs-or-alcohol @rule:help-with-mental-health @rule:help-with-physical-health @rule:a-home-away @rule:help-with-money @rule:help-with-work @rule:help-with-family-matters @rule:help-with-parenting @rule:help-out-of-isolation @rule:help-by-and-for @rule:adjusted-to-the-person @rule:help-with-language @rule:help-with-trauma
  Scenario Outline: No <need>, nothing to arrange, nothing to ask
    Given a case where
      | <need> | no | case manager |
    When it is assessed on 2 November 2026
    Then nobody is called on to "<action>"
    And "<need>" is not asked

    Examples:
      | need                         | action                                              |
      | drugs or alcohol need        | arrange drug or alcohol treatment                   |
      | mental health need           | arrange mental health support                       |
      | physical health need         | arrange health care                                 |
      | housing need                 | support a home away from the victim-survivor        |
      | money need                   | arrange advice on money                             |
      | work need                    | arrange help with work                              |
      | family need                  | point to the family court and to supervised contact |
      | parenting need               | arrange a parenting programme that works on abuse   |
      | isolation of the perpetrator | find a mentor or group                              |
      | by-and-for service need      | bring in a by-and-for service                       |
      | adjustment need              | adjust how the work is done                         |
      | interpreter need             | book a professional interpreter                     |
      | trauma need                  | arrange trauma work                                 |

  @rule:help-with-drugs-or-alcohol @rule:help-with-mental-health @rule:help-with-physical-health @rule:a-home-away @rule:help-with-money @rule:help-with-work @rule:help-with-family-matters @rule:help-with-parenting @rule:help-out-of-isolation @rule:help-by-and-for @rule:adjusted-to-the-person @rule:help-with-language @rule:help-with-trauma
  Scenario Outline: Whether there is a <need> is asked, and nothing is arranged before the answer
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "<action>"
    And "<need>" is asked of "<who>"

    Examples:
      | need                         | action                                              | who                   |
      | drugs or alcohol need        | arrange drug or alcohol treatment                   | probation             |
      | mental health need           | arrange mental health support                       | mental health service |
      | physical health need         | arrange health care                                 | health                |
      | money need                   | arrange advice on money                             | case manager          |
      | work need                    | arrange help with work                              | probation             |
      | housing need                 | support a home away from the victim-survivor        | housing               |
      | family need                  | point to the family court and to supervised contact | children's services   |
      | parenting need               | arrange a parenting programme that works on abuse   | children's services   |
      | isolation of the perpetrator | find a mentor or group                              | probation             |
      | by-and-for service need      | bring in a by-and-for service                       | case manager          |
      | adjustment need              | adjust how the work is done                         | health                |
      | interpreter need             | book a professional interpreter                     | probation             |
      | trauma need                  | arrange trauma work                                 | mental health service |

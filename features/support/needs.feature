Feature: A need that is met is a lever
  Support is arranged to lower the risk, with those who own it, and only where there is a need.

  @rule:help-with-drugs-or-alcohol @U01 @F4.14
  Scenario: Treatment is arranged, and the IDVA knows when it begins
    Given a case where
      | drugs or alcohol need | yes |
    When it is assessed on 2 November 2026
    Then drug and alcohol service should "arrange drug or alcohol treatment" by 9 November 2026
    And the case manager should "tell the IDVA when treatment begins"

  @rule:help-with-mental-health @U04 @F4.14
  Scenario: Mental health services are asked early, because waits are long
    Given a case where
      | mental health need | yes |
    When it is assessed on 2 November 2026
    Then mental health service should "arrange mental health support" by 9 November 2026
    And "arrange mental health support" may be requested by the case manager

  @rule:help-with-physical-health @U10 @F4.14
  Scenario: Health services are asked where the body needs care
    Given a case where
      | physical health need | yes |
    When it is assessed on 2 November 2026
    Then health should "arrange health care" by 9 November 2026

  @rule:help-with-money-or-work @U05 @U06 @F4.14
  Scenario Outline: A need about <need> is advised on, away from the victim-survivor's means
    Given a case where
      | <need> need | yes |
    When it is assessed on 2 November 2026
    Then the case manager should "arrange advice on money or work" by 9 November 2026

    Examples:
      | need  |
      | money |
      | work  |

  @rule:a-home-away @U03 @X43
  Scenario: A home is supported away from the victim-survivor, when the address is cleared
    Given a case where
      | housing need | yes |
    And a pair "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then housing should "support a home away from the victim-survivor" by 9 November 2026
    And "support a home away from the victim-survivor" is blocked, in doubt, until "have the proposed address checked by the victim-survivor's worker"

  @rule:a-home-away @U03
  Scenario: With somebody perhaps left off the list nobody can say what away means
    Given a case where
      | housing need | yes |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "support a home away from the victim-survivor" is available once the owner answers

  @rule:help-with-drugs-or-alcohol @rule:help-with-mental-health @rule:help-with-physical-health @rule:a-home-away
  Scenario Outline: No <need> need, nothing to arrange, nothing to ask
    Given a case where
      | <need> need | no | case manager |
    When it is assessed on 2 November 2026
    Then nobody is called on to "<action>"
    And "<need> need" is not asked

    Examples:
      | need             | action                                       |
      | drugs or alcohol | arrange drug or alcohol treatment            |
      | mental health    | arrange mental health support                |
      | physical health  | arrange health care                          |
      | housing          | support a home away from the victim-survivor |

  @rule:help-with-drugs-or-alcohol @rule:help-with-mental-health @rule:help-with-physical-health @rule:help-with-money-or-work @rule:a-home-away
  Scenario Outline: Whether there is a <need> need is asked, and nothing is arranged before the answer
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "<action>"
    And "<need> need" is asked of "<who>"

    Examples:
      | need             | action                                       | who                   |
      | drugs or alcohol | arrange drug or alcohol treatment            | probation             |
      | mental health    | arrange mental health support                | mental health service |
      | physical health  | arrange health care                          | health                |
      | money            | arrange advice on money or work              | case manager          |
      | work             | arrange advice on money or work              | probation             |
      | housing          | support a home away from the victim-survivor | housing               |

  @rule:help-with-money-or-work @U05
  Scenario: Neither money nor work is a need
    Given a case where
      | money need | no | case manager |
      | work need  | no | case manager |
    When it is assessed on 2 November 2026
    Then nobody is called on to "arrange advice on money or work"

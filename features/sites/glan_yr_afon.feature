Feature: A place in Wales
  The same practice, under the law of Wales.

  @rule:occupation-contract-in-wales @rule:protection-order-by-place @X31 @X42
  Scenario: No DAPO can be sought here, and the landlord acts under Welsh law
    Given the site "glan-yr-afon"
    And a case where
      | jurisdiction                  | Wales          |
      | area the perpetrator lives in | elsewhere      |
      | age of the perpetrator        | 40             |
      | home of the perpetrator       | social tenancy |
    And a pair "A" where
      | bail conditions protect the victim-survivor | no             |
      | relationship                                | former partner |
      | age of the victim-survivor                  | 35             |
      | credible threats to kill                    | yes            |
    When it is assessed on 2 November 2026
    Then "ask police to consider a DAPN and DAPO" for "A" is not available
    And police should "ask police to consider a DVPN and DVPO" for "A"
    And housing may "ask the landlord to act on the occupation contract" for "A"
    And nobody is called on to "ask the landlord to act on the tenancy"

  @rule:escalation-to-marac @rule:what-this-site-refers @F1.10
  Scenario: Two incidents are escalation here
    Given the site "glan-yr-afon"
    And a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "September" in "A" where
      | date of the incident | 1 September 2026 |
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC" for "A" by 3 November 2026

  Scenario: Whoever would rather speak Welsh is offered an IDVA who does
    Given the site "glan-yr-afon"
    And a case
    And a pair "A" where
      | victim-survivor would rather speak Welsh | yes |
    When it is assessed on 2 November 2026
    Then IDVA manager should "offer an IDVA who speaks Welsh" for "A" by 4 November 2026

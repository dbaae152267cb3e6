Feature: A place in Wales
  The same practice, under the law of Wales.

  @X31 @X42
  Scenario: No DAPO can be sought here, and the ground for a home is Welsh law
    Given the site "glan-yr-afon"
    And a case where
      | jurisdiction                  | Wales     |
      | area the perpetrator lives in | elsewhere |
      | age of the perpetrator        | 40        |
    And a pair "A" where
      | relationship                  | former partner |
      | age of the victim-survivor    | 35             |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to consider a DAPN and DAPO"

Feature: The perpetrator gives another agency the victim-survivor's address
  What is told to a landlord or a benefits office shows as much as what is told to a court.

  @rule:address-claimed-elsewhere @SR-15
  Scenario Outline: An address that is <address> is told to every agency the same day
    Given a case
    And a pair "A" where
      | address claimed with another agency is | <address> | housing |
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "tell every agency on the case of the address" for "A" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And children's services must "make a safeguarding check" for "A" by 2 November 2026
    And the subject access does not read "address"

    Examples:
      | address                        |
      | the victim-survivor's          |
      | close to the victim-survivor's |

  @rule:address-claimed-elsewhere @SR-15
  Scenario Outline: An address that is <address> alarms nobody
    Given a case
    And a pair "A" where
      | address claimed with another agency is | <address> | housing |
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell every agency on the case of the address"
    And nobody is called on to "warn the IDVA"

    Examples:
      | address            |
      | elsewhere          |
      | no address claimed |

  @rule:address-claimed-elsewhere @SR-15
  Scenario: Which address was claimed is asked of those to whom it was, and never of the perpetrator
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell every agency on the case of the address"
    And "address claimed with another agency is" is asked of "housing"
    And nobody has to find out "address claimed with another agency is"

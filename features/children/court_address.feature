Feature: The perpetrator gives a court the victim-survivor's address
  A court that refuses the address protects nobody while the agencies do not know.

  @rule:court-address-is-the-victim-survivors @SR-15 @case-96
  Scenario Outline: An address that is <address> is told to every agency the same day
    Given a case
    And a pair "A" where
      | address given to the court is | <address> |
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "tell every agency on the case of the address" for "A" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And children's services must "make a safeguarding check" for "A" by 2 November 2026
    And nobody is called on to "make a child-protection referral"

    Examples:
      | address                        |
      | the victim-survivor's          |
      | close to the victim-survivor's |

  @rule:court-address-is-the-victim-survivors @SR-15
  Scenario Outline: An address that is <address> alarms nobody
    Given a case
    And a pair "A" where
      | address given to the court is | <address> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell every agency on the case of the address"
    And nobody is called on to "warn the IDVA"
    And nobody has to find out "address given to the court is"

    Examples:
      | address          |
      | elsewhere        |
      | no address given |

  @rule:court-address-is-the-victim-survivors @SR-15
  Scenario: Which address the court was given is found out, and not from the perpetrator
    Given a case
    And a pair "A"
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell every agency on the case of the address"
    And "address given to the court is" is found out by 2 November 2026 from court, probation, IDVA, children's services, never from perpetrator

  @rule:court-address-is-the-victim-survivors @rule:court-address-with-a-child @SR-15 @X41 @case-96
  Scenario: A child lives at the address, so it is referred today and visited tomorrow
    Given a case
    And a pair "A" where
      | address given to the court is | close to the victim-survivor's |
    And a child "C" in "A" where
      | lives with the victim-survivor | yes |
    When it is assessed on 2 November 2026
    Then children's services must "make a child-protection referral" for "A" by 2 November 2026
    And children's services must "ask children's services to visit the home" for "A" by 3 November 2026
    And the plan puts "warn the IDVA" before "ask children's services to visit the home"
    And in the plan "ask children's services to visit the home" comes after "warn the IDVA"

  @rule:court-address-with-a-child @SR-15
  Scenario: Whether a child lives at the address is found out by the next working day
    Given a case
    And a pair "A" where
      | address given to the court is | the victim-survivor's |
    And a child "C" in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to visit the home"
    And somebody must find out "lives with the victim-survivor" from "children's services", never from "perpetrator", by 2 November 2026

  @rule:court-address-with-a-child @SR-15
  Scenario: No child lives at the address
    Given a case
    And a pair "A" where
      | address given to the court is | the victim-survivor's |
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to visit the home"
    And nobody is called on to "make a child-protection referral"

  @rule:court-address-with-a-child @SR-15
  Scenario: Everybody who may know whether a child lives there is asked today, and never the perpetrator
    Given a case
    And a pair "A" where
      | address given to the court is                         | close to the victim-survivor's |
      | children's services close on the word that it is over | no                             |
    And a child "C" in "A" where
      | risk of significant harm | no |
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then "lives with the victim-survivor" is found out by 2 November 2026 from court, probation, IDVA, children's services, never from perpetrator

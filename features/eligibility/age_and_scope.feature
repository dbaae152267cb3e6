Feature: Under age, or no personal connection: another service, and never nothing
  Somebody for whom this service is not made is referred on, and the referral is this service's to make.

  @rule:refer-elsewhere @ELG-1 @case-61
  Scenario: People who only share a flat are not personally connected
    Given a case where
      | age of the perpetrator | 34 |
    And all the pairs are listed
    And a pair "A" where
      | relationship | housemate |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is refer elsewhere
    And the panel chair must "refer to the right service and say which" by 4 November 2026

  @rule:refer-elsewhere @ELG-1
  Scenario: A perpetrator of fifteen is for another service
    Given a case where
      | age of the perpetrator | 15 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 17             |
    When it is assessed on 2 November 2026
    Then the eligibility is refer elsewhere
    And the panel chair must "refer to the right service and say which" by 4 November 2026

  @rule:refer-elsewhere @rule:sixteen-or-seventeen @ELG-1
  Scenario: At sixteen the panel decides, and nobody is sent elsewhere
    Given a case where
      | age of the perpetrator | 16 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 17             |
    When it is assessed on 2 November 2026
    Then the eligibility cannot be refer elsewhere
    And nobody is called on to "refer to the right service and say which"

  @rule:refer-elsewhere @ELG-1
  Scenario: One of two victim-survivors is in scope, and that is enough to stay
    Given a case where
      | age of the perpetrator | 34 |
    And all the pairs are listed
    And a pair "A" where
      | relationship | housemate |
    And a pair "B" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "B": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible
    And nobody is called on to "refer to the right service and say which"

  @rule:refer-elsewhere @ELG-1
  Scenario: A flatmate, and nobody has said whether there is anybody else
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | relationship | housemate |
    When it is assessed on 2 November 2026
    Then the eligibility may be refer elsewhere
    And nobody is called on to "refer to the right service and say which"
    And somebody must find out "all the pairs are listed" from "IDVA"

  @rule:victim-survivor-under-16 @ELG-1 @case-56
  Scenario: A victim-survivor of fifteen: child protection and police today, and no adult conference alone
    Given a case where
      | age of the perpetrator | 22 |
    And all the pairs are listed
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 15             |
    When it is assessed on 2 November 2026
    Then children's services must "make a child-protection referral" for "A" by 2 November 2026
    And the case manager must "tell police that the risk has risen" by 2 November 2026
    And the eligibility is refer elsewhere

  @rule:victim-survivor-under-16 @ELG-1
  Scenario: At sixteen the service's own door is open
    Given a case where
      | age of the perpetrator | 22 |
    And all the pairs are listed
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 16             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible
    And nobody is called on to "make a child-protection referral" for "A"

  @rule:victim-survivor-under-16 @ELG-1
  Scenario: Fifteen or sixteen, nobody is sure: the age is asked, and nothing is taken for granted
    Given a case where
      | age of the perpetrator | 22 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 15 to 16       |
    When it is assessed on 2 November 2026
    Then nobody is called on to "make a child-protection referral" for "A"
    And "age of the victim-survivor" is asked of "IDVA"

  @rule:sixteen-or-seventeen @ELG-2 @F3.10 @case-54
  Scenario: Both are seventeen: the panel decides by hand, with children's services and youth justice
    Given a case where
      | age of the perpetrator | 17 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 17             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is manual panel
    And the panel chair must "put the case to the panel for a decision by hand" by 9 November 2026
    And the case manager must "refer the person under age to children's services" by 3 November 2026
    And youth justice must "bring in youth justice" by 9 November 2026
    And "ask police to consider a DVPN and DVPO" for "A" is not available

  @rule:sixteen-or-seventeen @ELG-2
  Scenario: At eighteen the rules are those for adults
    Given a case where
      | age of the perpetrator | 18 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 17             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible
    And nobody is called on to "bring in youth justice"

  @rule:sixteen-or-seventeen @ELG-2
  Scenario: At sixteen the panel decides by hand too
    Given a case where
      | age of the perpetrator | 16 |
    When it is assessed on 2 November 2026
    Then the panel chair must "put the case to the panel for a decision by hand" by 9 November 2026
    And youth justice must "bring in youth justice" by 9 November 2026

  @rule:sixteen-or-seventeen @ELG-2
  Scenario: At fifteen it is not for the panel
    Given a case where
      | age of the perpetrator | 15 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "put the case to the panel for a decision by hand"

  @rule:sixteen-or-seventeen @ELG-2
  Scenario: Seventeen or eighteen, nobody is sure: the age is asked
    Given a case where
      | age of the perpetrator | 17 to 18 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility may be manual panel
    And nobody is called on to "put the case to the panel for a decision by hand"
    And "age of the perpetrator" is asked of "police"

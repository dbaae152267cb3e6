Feature: Children are victims in their own right
  To ask which children there are accuses nobody; harm is referred the same day, and not on Monday.

  @rule:safeguarding-check @SR-11
  Scenario: A child lives in the home and nobody has checked
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | lives with the victim-survivor | yes |
      | safeguarding check is made     | no  |
    When it is assessed on 2 November 2026
    Then children's services must "make a safeguarding check" for "A" by 3 November 2026
    And "make a safeguarding check" for "A" may be requested by the IDVA

  @rule:safeguarding-check @SR-11
  Scenario: A child who sees the perpetrator counts, wherever the child lives
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | lives with the victim-survivor     | no  | school |
      | lives with or sees the perpetrator | yes | school |
      | safeguarding check is made         | no  |        |
    When it is assessed on 2 November 2026
    Then children's services must "make a safeguarding check" for "A" by 3 November 2026

  @rule:safeguarding-check @SR-11
  Scenario: Where nobody knows whether there are children the check is made all the same
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then children's services must "make a safeguarding check" for "A" by 3 November 2026, in doubt

  @rule:safeguarding-check @SR-11
  Scenario: Every child there is has been checked on
    Given a case
    And a pair "A" where
      | address given to the court is | no address given |
    And a child "C" in "A" where
      | lives with the victim-survivor | yes |
      | safeguarding check is made     | yes |
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "make a safeguarding check"

  @rule:child-at-risk-of-harm @SR-11 @X41 @F1.13
  Scenario: A child at risk of significant harm is referred the same day
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | risk of significant harm | yes |
    When it is assessed on 2 November 2026
    Then children's services must "make a child-protection referral" for "A" by 2 November 2026
    And "make a child-protection referral" for "A" may be requested by the case manager

  @rule:child-at-risk-of-harm @SR-11 @X41
  Scenario: On a Saturday the referral does not wait for Monday
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | risk of significant harm | yes |
    When it is assessed on 7 November 2026
    Then children's services must "make a child-protection referral" for "A" by 7 November 2026

  @rule:child-at-risk-of-harm @SR-11
  Scenario: How a child fares is found out from those who see the child
    Given a case
    And a pair "A"
    And a child "C" in "A"
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "make a child-protection referral"
    And somebody must find out "risk of significant harm" from "school", never from "perpetrator", by 2 November 2026

  @rule:child-at-risk-of-harm @SR-11
  Scenario: No child is at risk of significant harm
    Given a case
    And a pair "A" where
      | address given to the court is | elsewhere |
    And a child "C" in "A" where
      | risk of significant harm | no | children's services |
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "make a child-protection referral"
    And nobody has to find out "risk of significant harm"

  @rule:not-closed-because-it-is-over @SR-12
  Scenario: That it is over closes nothing before the risk is assessed
    Given a case
    And a pair "A" where
      | children's services close on the word that it is over | yes |
    And a child "C" in "A" where
      | lives with the victim-survivor | yes |
    When it is assessed on 2 November 2026
    Then children's services must "ask children's services to assess the risk before they close" for "A" by 2 November 2026
    And the case manager must "check the separation from the perpetrator's side" for "A" by 4 November 2026
    And nothing is asked of, or left to, the victim-survivor

  @rule:not-closed-because-it-is-over @SR-12
  Scenario: Whether children's services mean to close is found out
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | lives with the victim-survivor | yes |
    When it is assessed on 2 November 2026
    Then nobody is called on to "check the separation from the perpetrator's side"
    And "children's services close on the word that it is over" is found out by 2 November 2026 from children's services, IDVA, school, never from perpetrator

  @rule:not-closed-because-it-is-over @SR-12
  Scenario Outline: Nothing to put right where <why>
    Given a case
    And a pair "A" where
      | children's services close on the word that it is over | <closing> |
    And a child "C" in "A" where
      | lives with the victim-survivor     | <home> |
      | lives with or sees the perpetrator | <home> |
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to assess the risk before they close"
    And nobody is called on to "check the separation from the perpetrator's side"

    Examples:
      | why                                   | closing | home |
      | children's services go on             | no      | yes  |
      | no child is in the home or in contact | yes     | no   |

  @rule:requests-to-see-the-children @U07
  Scenario: A request to see the children goes to those who protect them
    Given a case where
      | perpetrator asks to see the children | yes |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then the case manager must "pass the request to see the children to children's services and the IDVA" by 3 November 2026
    And "broker contact with the children" is blocked for good, meanwhile "pass the request to see the children to children's services and the IDVA"

  @rule:requests-to-see-the-children @U07
  Scenario Outline: Nothing is passed on when the perpetrator's asking is <asks>
    Given a case where
      | perpetrator asks to see the children | <asks> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "pass the request to see the children to children's services and the IDVA"

    Examples:
      | asks       |
      | no         |
      | don't know |

  @rule:requests-to-see-the-children @U07
  Scenario: Whether the perpetrator asks to see the children is a question for children's services
    Given a case
    When it is assessed on 2 November 2026
    Then "perpetrator asks to see the children" is asked of "children's services"

  @rule:child-at-risk-of-harm @SR-11
  Scenario: Everybody who may know of harm to a child is asked today, and never the perpetrator
    Given a case
    And a pair "A"
    And a child "C" in "A"
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then "risk of significant harm" is found out by 2 November 2026 from children's services, IDVA, school, never from perpetrator

  @rule:not-closed-because-it-is-over @SR-12
  Scenario: They mean to close, and nobody knows whether a child is still in the home
    Given a case
    And a pair "A" where
      | children's services close on the word that it is over | yes       |
      | address given to the court is                         | elsewhere |
    And a child "C" in "A" where
      | risk of significant harm | no |
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then "lives with the victim-survivor" is found out by 2 November 2026 from children's services, IDVA, school, never from perpetrator

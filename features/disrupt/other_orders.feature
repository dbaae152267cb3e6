Feature: Injunctions, orders of the council and of the family court
  Police can lead where they only advised; what touches the victim-survivor's home, children or family is led by the victim-survivor or by those who protect children.

  @rule:police-led-injunction @X35
  Scenario: The abuse goes on and no order is in force, so police may lead on an injunction
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 September 2026 |
    And an incident "2" in "A" where
      | date of the incident | 1 October 2026 |
    And an order "3" in "A" where
      | sort of order     | DVPO |
      | order is in force | no   |
    And all the orders are listed in "A"
    When it is assessed on 2 November 2026
    Then police should "ask police to lead on a civil injunction" for "A" by 9 November 2026
    And "ask police to lead on a civil injunction" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:police-led-injunction @X35
  Scenario: An order is in force already
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 September 2026 |
    And an incident "2" in "A" where
      | date of the incident | 1 October 2026 |
    And an order "3" in "A" where
      | sort of order     | non-molestation order |
      | order is in force | yes                   |
    And all the orders are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to lead on a civil injunction"

  @rule:police-led-injunction @X35
  Scenario: One incident does not show that it goes on
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    And all the orders are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to lead on a civil injunction"

  @rule:police-led-injunction @X35
  Scenario: Nobody has said which orders there are
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 September 2026 |
    And an incident "2" in "A" where
      | date of the incident | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to lead on a civil injunction"
    And "all the orders are listed" is asked

  @rule:antisocial-behaviour @X36
  Scenario: Nuisance at the home: three powers of the council, for the victim-survivor to choose
    Given a case
    And a pair "A" where
      | nuisance at the victim-survivor's home                         | yes             | IDVA |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 | IDVA |
    When it is assessed on 2 November 2026
    Then council may "ask the council for an antisocial behaviour injunction" for "A" by 30 November 2026
    And council may "ask the council for a community protection notice" for "A" by 30 November 2026
    And council may "ask the council for a closure order" for "A" by 30 November 2026
    And the plan asks the council, through the IDVA, to "ask the council for a closure order" for "A"
    And the plan asks the council, through the IDVA, to "ask the council for a community protection notice" for "A"
    And the plan asks the council, through the IDVA, to "ask the council for an antisocial behaviour injunction" for "A"
    And the plan reads "Anti-social Behaviour, Crime and Policing Act 2014"

  @rule:antisocial-behaviour @X36 @SR-20
  Scenario: None of the three goes ahead before the timing is agreed
    Given a case
    And a pair "A" where
      | nuisance at the victim-survivor's home | yes | IDVA |
    When it is assessed on 2 November 2026
    Then "ask the council for an antisocial behaviour injunction" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And "ask the council for a community protection notice" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And "ask the council for a closure order" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:antisocial-behaviour @X36
  Scenario: No nuisance at the home
    Given a case
    And a pair "A" where
      | nuisance at the victim-survivor's home | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the council for a closure order"
    And "nuisance at the victim-survivor's home" is not asked

  @rule:antisocial-behaviour @X36
  Scenario: Nobody has asked about nuisance
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the council for a closure order"
    And "nuisance at the victim-survivor's home" is asked of "IDVA"

  @rule:forced-marriage-or-mutilation @X37
  Scenario Outline: Where <feared> is feared an order is asked for by the next working day
    Given a case
    And a pair "A" where
      | <feared> feared | yes | IDVA |
    When it is assessed on 6 November 2026
    Then police should "ask for a forced marriage or FGM protection order" for "A" by 9 November 2026
    And "ask for a forced marriage or FGM protection order" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

    Examples:
      | feared                    |
      | forced marriage           |
      | female genital mutilation |

  @rule:forced-marriage-or-mutilation @X37
  Scenario: Police are away, and the council may apply without leave
    Given a case
    And a pair "A" where
      | forced marriage feared                                         | yes             | IDVA |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 | IDVA |
    And the police are not available, because "no cover this month"
    When it is assessed on 2 November 2026
    Then the plan asks the council to "ask for a forced marriage or FGM protection order" for "A"
    And "ask for a forced marriage or FGM protection order" stays with the police

  @rule:forced-marriage-or-mutilation @X37 @SR-14
  Scenario Outline: Nobody in either family is asked whether <feared> is feared
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask for a forced marriage or FGM protection order"
    And the case manager reads "<feared> feared? (pair A) Ask: <of>; never perpetrator, perpetrator's family, victim-survivor's family"

    Examples:
      | feared                    | of                                        |
      | forced marriage           | IDVA, police, children's services         |
      | female genital mutilation | IDVA, police, children's services, health |

  @rule:forced-marriage-or-mutilation @X37
  Scenario: Neither is feared
    Given a case
    And a pair "A" where
      | forced marriage feared           | no | IDVA |
      | female genital mutilation feared | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask for a forced marriage or FGM protection order"
    And "forced marriage feared" is not asked

  @rule:family-court-limits @X38
  Scenario Outline: <what>, so the court may set limits
    Given a case
    And a pair "A" where
      | family court is used to go on with the abuse | <court> | IDVA |
      | perpetrator may take a child away            | <take>  | IDVA |
    When it is assessed on 2 November 2026
    Then children's services should "ask children's services to tell the family court of the abuse" for "A" by 9 November 2026
    And IDVA may "support the victim-survivor to ask the family court for limits" for "A" by 30 November 2026
    And "support the victim-survivor to ask the family court for limits" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And "ask children's services to tell the family court of the abuse" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And nothing is asked of, or left to, the victim-survivor

    Examples:
      | what                                  | court | take |
      | One application comes after the other | yes   | no   |
      | A child may be taken away             | no    | yes  |

  @rule:family-court-limits @X38
  Scenario: The court is not used so, and no child is to be taken away
    Given a case
    And a pair "A" where
      | family court is used to go on with the abuse | no | IDVA |
      | perpetrator may take a child away            | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "support the victim-survivor to ask the family court for limits"
    And nobody is called on to "ask children's services to tell the family court of the abuse"

  @rule:family-court-limits @X38
  Scenario: Nobody has looked at the applications to the court
    Given a case
    And a pair "A" where
      | perpetrator may take a child away | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "support the victim-survivor to ask the family court for limits"
    And "family court is used to go on with the abuse" is asked of "family court"

  @rule:perpetrator-out-of-the-childs-home @X39 @X41
  Scenario: A child at risk of harm lives with the perpetrator: children's services consider an order today
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | risk of significant harm           | yes |
      | lives with or sees the perpetrator | yes |
    When it is assessed on 2 November 2026
    Then children's services should "ask children's services to consider an emergency order or one that puts the perpetrator out of the home" for "A" by 2 November 2026
    And children's services must "make a child-protection referral" for "A" by 2 November 2026
    And "ask children's services to consider an emergency order or one that puts the perpetrator out of the home" for "A" is not blocked
    And the plan reads "Children Act 1989, sections 38, 38A, 44 and 44A"

  @rule:perpetrator-out-of-the-childs-home @X39
  Scenario Outline: No such order where risk of harm is <risk> and the child sees the perpetrator is <sees>
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | risk of significant harm           | <risk> |
      | lives with or sees the perpetrator | <sees> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to consider an emergency order or one that puts the perpetrator out of the home"

    Examples:
      | risk | sees |
      | yes  | no   |
      | no   | yes  |

  @rule:perpetrator-out-of-the-childs-home @X39
  Scenario: Nobody has said whether the child sees the perpetrator
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | risk of significant harm | yes |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to consider an emergency order or one that puts the perpetrator out of the home"
    And "lives with or sees the perpetrator" is asked of "school"

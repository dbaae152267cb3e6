Feature: Managed as a danger: MAPPA by category, what is outside it, and offender management
  A conviction opens MAPPA, by category; without one, police manage the danger. Nobody falls between the two.

  @rule:mappa-category-1 @X12 @DIS-12
  Scenario: A registered sex offender is category 1
    Given a case where
      | conviction or caution that counts for MAPPA | registered sex offender | police |
      | managed under MAPPA                         | no                      | police |
    When it is assessed on 2 November 2026
    Then police should "refer to MAPPA" by 9 November 2026
    And "refer to MAPPA" may be requested by the case manager
    And in the plan "refer to MAPPA" is to do

  @rule:mappa-category-2 @X12 @DIS-12
  Scenario: Twelve months for violence is category 2
    Given a case where
      | conviction or caution that counts for MAPPA | violence with 12 months or more |
    When it is assessed on 2 November 2026
    Then police should "refer to MAPPA" by 9 November 2026

  @rule:mappa-category-2-coercive-control @X12 @DIS-12
  Scenario Outline: Twelve months for coercive control counts from 3 February 2025: on <day>
    Given a case where
      | conviction or caution that counts for MAPPA       | controlling or coercive behaviour with 12 months or more |
      | several agencies are needed to manage the danger | no                                                       |
    When it is assessed on <day>
    Then <who> "refer to MAPPA"

    Examples:
      | day             | who                    |
      | 2 February 2025 | nobody is called on to |
      | 3 February 2025 | police should          |

  @rule:mappa-category-2-coercive-control @X12 @DIS-12
  Scenario: Twelve months for coercive control is category 2 today, and police have the working week
    Given a case where
      | conviction or caution that counts for MAPPA      | controlling or coercive behaviour with 12 months or more |
      | several agencies are needed to manage the danger | no                                                       |
    When it is assessed on 2 November 2026
    Then police should "refer to MAPPA" by 9 November 2026

  @rule:mappa-category-2 @X12
  Scenario: Police cannot refer, and probation, which holds the power too, is asked
    Given a case where
      | conviction or caution that counts for MAPPA | violence with 12 months or more |
      | managed under MAPPA                         | no                              |
    And the police are not available, because "no cover this month"
    When it is assessed on 2 November 2026
    Then the plan asks probation to "refer to MAPPA"

  @rule:mappa-category-3 @X12 @DIS-12
  Scenario Outline: <what>, and several agencies are needed: category 3
    Given a case where
      | conviction or caution that counts for MAPPA       | <record> |
      | several agencies are needed to manage the danger | yes      |
    When it is assessed on <day>
    Then police should "refer to MAPPA" by <due>

    Examples:
      | what                                       | record                                                   | day             | due             |
      | A caution shows the danger                 | danger shown by a conviction or caution                  | 2 November 2026 | 9 November 2026 |
      | Coercive control before the law took it in | controlling or coercive behaviour with 12 months or more | 2 February 2025 | 7 February 2025 |

  @rule:mappa-category-3 @X12
  Scenario: One agency can manage the danger, so there is no category 3
    Given a case where
      | conviction or caution that counts for MAPPA       | danger shown by a conviction or caution |
      | several agencies are needed to manage the danger | no                                      |
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MAPPA"

  @rule:mappa-category-3 @X12
  Scenario: Whether one agency can manage the danger is asked of the panel
    Given a case where
      | conviction or caution that counts for MAPPA | danger shown by a conviction or caution |
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MAPPA"
    And "several agencies are needed to manage the danger" is asked of "panel chair"

  @rule:mappa-category-1 @rule:mappa-category-2 @rule:mappa-category-2-coercive-control @rule:mappa-category-3 @X12
  Scenario: Which conviction counts is asked of police, and nothing is settled before
    Given a case where
      | several agencies are needed to manage the danger | yes |
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MAPPA"
    And "conviction or caution that counts for MAPPA" is asked of "police"

  @rule:mappa-category-1 @rule:mappa-category-2 @rule:mappa-category-3 @X12
  Scenario: With no conviction and no caution MAPPA is closed, however many agencies are needed
    Given a case where
      | conviction or caution that counts for MAPPA       | none |
      | several agencies are needed to manage the danger | yes  |
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MAPPA"

  @rule:mappa-category-1 @X12
  Scenario Outline: With MAPPA at work <managed>, a referral is <available>
    Given a case where
      | conviction or caution that counts for MAPPA | registered sex offender |
      | managed under MAPPA                         | <managed>               |
    When it is assessed on 2 November 2026
    Then "refer to MAPPA" is <available>

    Examples:
      | managed    | available                        |
      | yes        | not available                    |
      | don't know | available once the owner answers |

  @rule:serial-outside-mappa @X12 @X13 @DIS-11 @case-112
  Scenario: Never convicted: MAPPA is not offered, and police manage the danger
    Given a case where
      | convicted of a violent or sexual offence    | no   | police |
      | conviction or caution that counts for MAPPA | none | police |
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 4 May 2025 |
    And a pair "B"
    And an incident "2" in "B" where
      | date of the incident | 12 October 2026 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MAPPA"
    And police should "ask police to manage as a potentially dangerous person" by 9 November 2026
    And in the plan "ask police to manage as a potentially dangerous person" is to do

  @rule:serial-outside-mappa @X13 @DIS-11
  Scenario Outline: Convicted once of what opens no category (<record>): police manage the danger all the same
    Given a case where
      | convicted of a violent or sexual offence         | yes        | police |
      | conviction or caution that counts for MAPPA      | <record>   | police |
      | several agencies are needed to manage the danger | <agencies> | police |
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 4 May 2025 |
    And a pair "B"
    And an incident "2" in "B" where
      | date of the incident | 12 October 2026 |
    When it is assessed on 2 November 2026
    Then police should "ask police to manage as a potentially dangerous person" by 9 November 2026
    And in the plan "ask police to manage as a potentially dangerous person" is to do
    And nobody is called on to "refer to MAPPA"

    Examples:
      | record                                  | agencies |
      | none                                    | yes      |
      | danger shown by a conviction or caution | no       |

  @rule:serial-outside-mappa @X13
  Scenario Outline: With <record> counted, and several agencies needed <agencies>, nobody is managed a second time
    Given a case where
      | convicted of a violent or sexual offence         | yes        |
      | conviction or caution that counts for MAPPA      | <record>   |
      | several agencies are needed to manage the danger | <agencies> |
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 4 May 2025 |
    And a pair "B"
    And an incident "2" in "B" where
      | date of the incident | 12 October 2026 |
    When it is assessed on 2 November 2026
    Then police should "refer to MAPPA"
    And nobody is called on to "ask police to manage as a potentially dangerous person"

    Examples:
      | record                                  | agencies |
      | violence with 12 months or more         | no       |
      | danger shown by a conviction or caution | yes      |

  @rule:serial-outside-mappa @X13
  Scenario: Never convicted, and one victim-survivor only
    Given a case where
      | convicted of a violent or sexual offence | no |
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 12 October 2026 |
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to manage as a potentially dangerous person"

  @rule:serial-outside-mappa @rule:mappa-category-3 @X13 @X12
  Scenario: A caution and never a conviction: the category comes before the danger without one
    Given a case where
      | convicted of a violent or sexual offence         | no                                      |
      | conviction or caution that counts for MAPPA       | danger shown by a conviction or caution |
      | several agencies are needed to manage the danger | yes                                     |
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 4 May 2025 |
    And a pair "B"
    And an incident "2" in "B" where
      | date of the incident | 12 October 2026 |
    When it is assessed on 2 November 2026
    Then "refer to MAPPA" is preferred to "ask police to manage as a potentially dangerous person"

  @rule:offender-management @X14
  Scenario Outline: <hold>, and one victim-survivor after another: offender management is asked to take the perpetrator in
    Given a case where
      | under probation supervision                    | <supervision> |
      | custody                                        | <custody>     |
      | community order or suspended sentence in force | <order>       |
      | in offender management                         | no            |
    And a pair "A" where
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
    And an incident "1" in "A" where
      | date of the incident | 4 May 2025 |
    And a pair "B" where
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
    And an incident "2" in "B" where
      | date of the incident | 12 October 2026 |
    When it is assessed on 2 November 2026
    Then police should "ask police and probation to take the perpetrator into offender management" by 30 November 2026
    And in the plan "ask police and probation to take the perpetrator into offender management" is to do

    Examples:
      | hold                                | supervision | custody | order |
      | Probation supervises                | yes         | none    | no    |
      | A licence runs                      | no          | licence | no    |
      | A suspended sentence is in force    | no          | none    | yes   |

  @rule:offender-management @X14
  Scenario: The same victim-survivor again, and worse
    Given a case where
      | under probation supervision | yes |
    And a pair "A" where
      | severity of physical abuse | worse |
    And an incident "1" in "A"
    And an incident "2" in "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then police should "ask police and probation to take the perpetrator into offender management" by 30 November 2026
    And "ask police and probation to take the perpetrator into offender management" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:offender-management @X14
  Scenario: Where the panel meets every three weeks there are three weeks for it
    Given a site where
      | round of the panel | 21 days |
    And a case where
      | under probation supervision | yes |
    And a pair "A" where
      | severity of physical abuse | worse |
    And an incident "1" in "A"
    And an incident "2" in "A"
    When it is assessed on 2 November 2026
    Then police should "ask police and probation to take the perpetrator into offender management" by 23 November 2026

  @rule:offender-management @X14
  Scenario Outline: No offender management where <why>
    Given a case where
      | under probation supervision                    | <supervision> |
      | custody                                        | none          |
      | community order or suspended sentence in force | no            |
    And a pair "A" where
      | severity of physical abuse | <severity> |
    And an incident "1" in "A"
    And an incident "2" in "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police and probation to take the perpetrator into offender management"

    Examples:
      | why                              | supervision | severity  |
      | probation has no hold            | no          | worse     |
      | nobody says that it grows        | yes         | unchanged |
      | nobody knows whether it grows    | yes         | don't know |

  @rule:offender-management @X14
  Scenario: Worse, and nobody knows of a second incident
    Given a case where
      | under probation supervision | yes |
    And a pair "A" where
      | severity of physical abuse | worse |
    And an incident "1" in "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police and probation to take the perpetrator into offender management"

  @rule:offender-management @X14
  Scenario: Whether probation has a hold is asked of probation
    Given a case
    And a pair "A" where
      | severity of physical abuse | worse |
    And an incident "1" in "A"
    And an incident "2" in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police and probation to take the perpetrator into offender management"
    And "under probation supervision" is asked of "probation"

  @rule:offender-management @X14
  Scenario Outline: With offender management at work <managed>, it is <available>
    Given a case where
      | under probation supervision | yes       |
      | in offender management      | <managed> |
    And a pair "A" where
      | severity of physical abuse | worse |
    And an incident "1" in "A"
    And an incident "2" in "A"
    When it is assessed on 2 November 2026
    Then "ask police and probation to take the perpetrator into offender management" is <available>

    Examples:
      | managed    | available                        |
      | yes        | not available                    |
      | don't know | available once the owner answers |

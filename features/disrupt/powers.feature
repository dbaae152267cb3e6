Feature: Who holds which power, and when to ask for it
  The owner of a power is asked for it; nobody else is given it, and the victim-survivor is asked to do nothing.

  @rule:prison-blocks-contact @X16 @SR-19 @case-92
  Scenario Outline: Calls from <custody> are stopped by the prison the same day
    Given a case where
      | custody | <custody> |
    And a pair "A" where
      | unwanted contact from prison | yes |
    When it is assessed on 2 November 2026
    Then prison must "ask the prison to block contact with the victim-survivor" for "A" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And "ask the prison to block contact with the victim-survivor" for "A" may be requested by the IDVA
    And nothing is asked of, or left to, the victim-survivor
    And no reader reads "not to answer"

    Examples:
      | custody   |
      | remand    |
      | sentenced |

  @rule:prison-blocks-contact @X16
  Scenario: Nobody has asked whether calls come from the prison
    Given a case where
      | custody | remand |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the prison to block contact with the victim-survivor"
    And "unwanted contact from prison" is asked of "prison"

  @rule:prison-blocks-contact @X16
  Scenario: On licence the prison has no phone list to change
    Given a case where
      | custody | licence |
    And a pair "A" where
      | unwanted contact from prison | yes |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the prison to block contact with the victim-survivor"

  @rule:certificate-review @X18
  Scenario: A firearm certificate is reviewed by the next working day
    Given a case where
      | firearm or shotgun certificate held | yes |
    When it is assessed on 2 November 2026
    Then police must "ask police to review the firearm or shotgun certificate" by 3 November 2026

  @rule:certificate-review @X18
  Scenario: No certificate is held
    Given a case where
      | firearm or shotgun certificate held | no | police |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to review the firearm or shotgun certificate"
    And "firearm or shotgun certificate held" is not asked

  @rule:certificate-review @X18
  Scenario: Police are asked whether there is a certificate
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to review the firearm or shotgun certificate"
    And "firearm or shotgun certificate held" is asked of "police"

  @rule:recall @X08
  Scenario: Licence terms are broken, and probation considers recall the same day
    Given a case where
      | custody              | licence |
      | licence terms broken | yes     |
    When it is assessed on 2 November 2026
    Then probation must "ask probation to consider recall" by 2 November 2026
    And "ask probation to consider recall" may be requested by the case manager

  @rule:recall @X08 @case-111
  Scenario: Somebody who is on no licence cannot be recalled
    Given a case where
      | custody              | none |
      | licence terms broken | yes  |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to consider recall"

  @rule:recall @X08
  Scenario: Probation is asked whether the terms of the licence are kept
    Given a case where
      | custody | licence |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to consider recall"
    And "licence terms broken" is asked of "probation"

  @rule:serial-outside-mappa @X13 @F3.54 @case-112
  Scenario: Two victim-survivors and never a conviction: police manage the danger
    Given a case where
      | convicted of a violent or sexual offence | no | police |
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 4 May 2025 |
    And a pair "B"
    And an incident "2" in "B" where
      | date of the incident | 12 October 2026 |
    When it is assessed on 2 November 2026
    Then the serial abuse is yes
    And police should "ask police to manage as a potentially dangerous person" by 9 November 2026
    And in the plan "ask police to manage as a potentially dangerous person" is to do

  @rule:serial-outside-mappa @X13
  Scenario: With a conviction another way is open, and this one is not called for
    Given a case where
      | convicted of a violent or sexual offence | yes | police |
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 4 May 2025 |
    And a pair "B"
    And an incident "2" in "B" where
      | date of the incident | 12 October 2026 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to manage as a potentially dangerous person"

  @rule:serial-outside-mappa @X13
  Scenario: Serial abuse, and nobody has asked about convictions
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 4 May 2025 |
    And a pair "B"
    And an incident "2" in "B" where
      | date of the incident | 12 October 2026 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to manage as a potentially dangerous person"
    And "convicted of a violent or sexual offence" is asked of "police"

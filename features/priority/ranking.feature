Feature: What a panel ranks by
  Danger now, a critical sign, serial abuse, high harm, repeat abuse, escalation, how lately: each for itself, in
  that order, with no weights. How hard the work will be is said beside, and ranks nobody.

  @rule:rank-danger-now @PRI-1 @SR-09
  Scenario: A life is in danger now
    Given a case
    And a pair "A" where
      | immediate danger to life | yes |
    When it is assessed on 2 November 2026
    Then the rank by danger now is yes

  @rule:rank-danger-now @PRI-1
  Scenario: Nobody's life is in danger now
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | immediate danger to life | no | police |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the rank by danger now is no

  @rule:rank-danger-now @PRI-1
  Scenario: Whether a life is in danger nobody has said
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody can tell the rank by danger now yet
    And somebody must find out "immediate danger to life" from "police", never from "perpetrator", by 2 November 2026

  @rule:rank-critical-sign @PRI-1 @F1.08
  Scenario: One victim-survivor of two was strangled
    Given a case
    And a pair "A" where
      | strangled or choked or held under water | yes | police |
    And a pair "B"
    When it is assessed on 2 November 2026
    Then the rank by critical sign is yes

  @rule:rank-critical-sign @rule:cluster-of-three @PRI-1 @DASH-8
  Scenario: A planned leaving, isolation and an injury: the cluster of three ranks
    Given a case
    And a pair "A" where
      | victim-survivor is planning to leave | yes | IDVA   |
      | cut off from family or friends       | yes | IDVA   |
      | injured this time                    | yes | police |
    When it is assessed on 2 November 2026
    Then the rank by critical sign is yes

  @rule:rank-critical-sign @rule:rank-high-harm @rule:rank-repeat-abuse @rule:rank-escalation @rule:rank-recency @PRI-1
  Scenario: No reason to come first, where all was asked
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | suspected honour-based abuse                        | no     | IDVA |
      | victim-survivor is planning to leave                | no     | IDVA |
      | perpetrator believes the victim-survivor is leaving | no     | IDVA |
      | victim-survivor's own view of the risk              | raised | IDVA |
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And an incident "October" in "A" where
      | date of the incident | 3 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the rank by critical sign is no
    And the rank by high harm is no
    And the rank by repeat abuse is no
    And the rank by escalation is no
    And the rank by days since abuse is 30

  @rule:rank-critical-sign @rule:rank-high-harm @rule:rank-repeat-abuse @rule:rank-escalation @rule:rank-recency @PRI-1
  Scenario: Where nothing was asked no reason is ruled out
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody can tell the rank by critical sign yet
    And nobody can tell the rank by high harm yet
    And nobody can tell the rank by repeat abuse yet
    And nobody can tell the rank by escalation yet
    And nobody can tell the rank by days since abuse yet

  @rule:rank-high-harm @PRI-1 @F3.50
  Scenario: The worst that was ever done ranks, though it is quiet now
    Given a case
    And a pair "A" where
      | sexual abuse at its worst | high | IDVA |
    When it is assessed on 2 November 2026
    Then the rank by high harm is yes

  @rule:rank-repeat-abuse @PRI-1
  Scenario: Abuse of the same victim-survivor again
    Given a case
    And a pair "A"
    And an incident "1" in "A"
    And an incident "2" in "A"
    When it is assessed on 2 November 2026
    Then the rank by repeat abuse is yes

  @rule:rank-escalation @PRI-1 @SOA-4 @F2.03
  Scenario Outline: Getting worse: <trend>
    Given a case
    And a pair "A" where
      | <trend> | worse | IDVA |
    When it is assessed on 2 November 2026
    Then the rank by escalation is yes
    And the critical sign of "A" is yes

    Examples:
      | trend                                         |
      | severity of physical abuse                    |
      | frequency of physical abuse                   |
      | severity of sexual abuse                      |
      | frequency of sexual abuse                     |
      | severity of stalking and harassment           |
      | frequency of stalking and harassment          |
      | severity of jealous and controlling behaviour |
      | frequency of jealous and controlling behaviour |

  @rule:rank-recency @PRI-1 @F10.02
  Scenario: The latest incident of all counts, whoever suffered it
    Given a case
    And all the pairs are listed
    And a pair "A"
    And an incident "long before" in "A" where
      | date of the incident | 3 October 2025 |
    And all the incidents are listed in "A"
    And a pair "B"
    And an incident "last week" in "B" where
      | date of the incident | 26 October 2026 |
    And all the incidents are listed in "B"
    When it is assessed on 2 November 2026
    Then the rank by days since abuse is 7

  @rule:serial-abuse @rule:rank-repeat-abuse @PRI-1 @HIS-3
  Scenario: Serial and repeat abuse are two reasons, and both may hold
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 June 2026 |
    And an incident "2" in "A" where
      | date of the incident | 1 July 2026 |
    And a pair "B"
    And an incident "3" in "B" where
      | date of the incident | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then the serial abuse is yes
    And the rank by repeat abuse is yes

  @rule:reach-will-be-hard @PRI-2 @F3.51 @F3.52
  Scenario: No need, no lever, no IDVA: hard to reach, and no reason to come last
    Given the case file "no-lever"
    When it is assessed on 2 November 2026
    Then the reach will be hard is yes
    And practice advisor must "take the case to the practice advisor" by 9 November 2026

  @rule:reach-will-be-hard @PRI-2
  Scenario Outline: What makes the work hard changes no rank: <fact> becomes <now>
    Given a case where
      | custody | none |
      | <fact>  | no   |
    And a pair "A" where
      | IDVA status              | engaged | IDVA   |
      | immediate danger to life | no      | police |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And it was assessed on 2 November 2026
    And "<fact>" is now yes
    When it is assessed on 2 November 2026
    Then nothing about the rank by danger now has changed
    And nothing about the rank by critical sign has changed
    And nothing about the rank by high harm has changed
    And nothing about the rank by repeat abuse has changed
    And nothing about the rank by escalation has changed
    And nothing about the rank by days since abuse has changed
    And nothing about the risk level of "A" has changed
    And nothing about the eligibility has changed

    Examples:
      | fact                             | now |
      | housing need                     | yes |
      | under probation supervision      | yes |
      | children's services are involved | yes |

  @rule:reach-will-be-hard @PRI-2 @F3.53
  Scenario: Stalking is hard work
    Given a case
    And a pair "A" where
      | stalked or harassed | yes | police |
    When it is assessed on 2 November 2026
    Then the reach will be hard is yes

  @rule:reach-will-be-hard @PRI-2 @F3.52
  Scenario: No need at all is hard, whatever agency holds the perpetrator
    Given the case file "no-lever"
    And "under probation supervision" is now yes
    When it is assessed on 2 November 2026
    Then the reach will be hard is yes

  @rule:reach-will-be-hard @PRI-2 @F3.51
  Scenario Outline: A need, and no stalking: with <what> the work is <hard>
    Given the case file "no-lever"
    And "housing need" is now yes
    And "stalked or harassed" for "pair-1" is now no
    And "stalking and harassment now" for "pair-1" is now none
    And "under probation supervision" is now <supervised>
    And "IDVA status" for "pair-1" is now <IDVA>
    When it is assessed on 2 November 2026
    Then the reach will be hard is <hard>

    Examples:
      | what                       | supervised | IDVA    | hard |
      | neither lever nor IDVA     | no         | offered | yes  |
      | probation                  | yes        | offered | no   |
      | an IDVA                    | no         | engaged | no   |

  @rule:reach-will-be-hard @PRI-2
  Scenario: Whether there is a need or a lever is not known
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody can tell the reach will be hard yet

  @PRI-3 @A4 @case-69
  Scenario Outline: <fact> changes nothing at all
    Given a case where
      | <fact> | <one> |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And it was assessed on 2 November 2026
    And "<fact>" is now <other>
    When it is assessed on 2 November 2026
    Then nothing about the rank by danger now has changed
    And nothing about the rank by critical sign has changed
    And nothing about the serial abuse has changed
    And nothing about the rank by high harm has changed
    And nothing about the rank by repeat abuse has changed
    And nothing about the rank by escalation has changed
    And nothing about the rank by days since abuse has changed
    And nothing about the risk level of "A" has changed
    And nothing about the eligibility has changed
    And the same is called for, and the same is blocked

    Examples:
      | fact                                  | one   | other      |
      | sex of the perpetrator                | male  | female     |
      | ethnic group of the perpetrator       | Welsh | Somali     |
      | religion or belief of the perpetrator | none  | Sikh       |
      | sexual orientation of the perpetrator | gay   | straight   |

Feature: Who the service is for
  Those who pose the greatest risk: high risk, high harm, abuse of the same person again, or serial abuse.
  Proceedings, conviction, prison and willingness neither open the door nor bar it.

  @rule:meets-the-threshold @ELG-3 @F3.01 @S0
  Scenario: High risk to a former partner meets the threshold
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible

  @rule:meets-the-threshold @ELG-4 @case-52
  Scenario: Never arrested, and high at MARAC: eligible
    Given a case where
      | age of the perpetrator                     | 34   |
      | criminal proceedings                       | none |
      | convicted of a violent or sexual offence   | no   |
      | custody                                    | none |
    And a pair "A" where
      | relationship               | current partner |
      | age of the victim-survivor | 30              |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible

  @rule:meets-the-threshold @ELG-4 @F3.06
  Scenario: In prison after a conviction: eligible just the same
    Given a case where
      | age of the perpetrator                     | 34        |
      | criminal proceedings                       | ended     |
      | convicted of a violent or sexual offence   | yes       |
      | custody                                    | sentenced |
    And a pair "A" where
      | relationship               | current partner |
      | age of the victim-survivor | 30              |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible

  @rule:meets-the-threshold @ELG-5 @F3.07 @S2
  Scenario: No willingness is asked for, and none is needed
    Given a case where
      | age of the perpetrator                            | 34 |
      | perpetrator is willing to join a group programme  | no |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible

  @rule:meets-the-threshold @ELG-6 @F2.06
  Scenario: The worst that has ever been done opens the service and shuts nobody out
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
      | sexual abuse at its worst  | high           |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible

  @rule:meets-the-threshold @F3.10 @case-57
  Scenario: A perpetrator of eighty-one is eligible
    Given a case where
      | age of the perpetrator | 81 |
    And a pair "A" where
      | relationship               | current partner |
      | age of the victim-survivor | 79              |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible

  @rule:meets-the-threshold @F3.02 @case-59
  Scenario: A son who abuses his mother is family, and in scope
    Given a case where
      | age of the perpetrator | 24 |
    And a pair "mother" where
      | relationship               | family member |
      | age of the victim-survivor | 62            |
    And the IDVA answers the checklist of "mother": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible

  @rule:meets-the-threshold @F3.02 @case-62 @case-69
  Scenario Outline: Neither sex, ethnic group nor religion changes anything
    Given a case where
      | age of the perpetrator                    | 34        |
      | sex of the perpetrator                    | <sex>     |
      | ethnic group of the perpetrator           | <group>   |
      | religion or belief of the perpetrator     | <belief>  |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
    And the eligibility is eligible

    Examples:
      | sex    | group  | belief |
      | female | Welsh  | none   |
      | male   | Somali | Muslim |
      | other  | Indian | Sikh   |

  @rule:meets-the-threshold @rule:serial-abuse @ELG-3
  Scenario: Abuse of two victim-survivors inside three years meets the threshold though neither is at high risk
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And an incident "then" in "A" where
      | date of the incident | 1 March 2025 |
    And a pair "B" where
      | relationship               | new partner |
      | age of the victim-survivor | 27          |
    And the IDVA answers the checklist of "B": 2 yes, 22 no
    And an incident "now" in "B" where
      | date of the incident | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then the eligibility is eligible

  @rule:meets-the-threshold @ELG-3
  Scenario: A former partner and a housemate abused inside three years: one of them in scope is enough
    Given a case where
      | age of the perpetrator | 34 |
    And all the pairs are listed
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "then" in "A" where
      | date of the incident | 1 March 2025 |
    And all the incidents are listed in "A"
    And a pair "B" where
      | relationship               | housemate |
      | age of the victim-survivor | 27        |
    And an incident "now" in "B" where
      | date of the incident | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then the eligibility is eligible

  @rule:meets-the-threshold @ELG-3
  Scenario: Two housemates abused, and somebody else may be missing: serial abuse alone makes nobody eligible yet
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | relationship               | housemate |
      | age of the victim-survivor | 30        |
    And an incident "then" in "A" where
      | date of the incident | 1 March 2025 |
    And a pair "B" where
      | relationship               | housemate |
      | age of the victim-survivor | 27        |
    And an incident "now" in "B" where
      | date of the incident | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then the serial abuse is yes
    And the eligibility may be threshold unmet so far
    And the eligibility may be eligible

  @rule:meets-the-threshold @rule:repeat-abuse @ELG-3
  Scenario: The same victim-survivor again meets the threshold, whether or not it grows
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And an incident "then" in "A"
    And an incident "now" in "A"
    When it is assessed on 2 November 2026
    Then the eligibility is eligible

  @rule:meets-the-threshold @rule:no-idva-is-an-urgent-gap @ELG-9 @SR-02
  Scenario: No IDVA can be had: eligible all the same, no direct contact, and the gap is raised the next day
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | relationship                    | former partner   |      |
      | age of the victim-survivor      | 30               |      |
      | IDVA status                     | nobody available | IDVA |
      | contact is safe in the IDVA's view | no            | IDVA |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible
    And the service manager must "raise the missing IDVA as an urgent gap" for "A" by 3 November 2026
    And "any direct contact" for "A" is blocked until "ask the IDVA how contact can be made safe"

  @rule:meets-the-threshold @ELG-4 @F3.05 @F3.06
  Scenario Outline: <custody>, <proceedings>, convicted <convicted>: neither opens the door nor bars it
    Given a case where
      | age of the perpetrator                   | 34            |
      | custody                                  | <custody>     |
      | criminal proceedings                     | <proceedings> |
      | convicted of a violent or sexual offence | <convicted>   |
    And all the pairs are listed
    And a pair "A" where
      | relationship                 | former partner |
      | age of the victim-survivor   | 30             |
      | victim-survivor is in refuge | no             |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the eligibility is threshold unmet so far

    Examples:
      | custody   | proceedings         | convicted |
      | none      | none                | no        |
      | remand    | charged             | no        |
      | sentenced | ended               | yes       |
      | licence   | awaiting sentence   | yes       |
      | none      | under investigation | no        |

  @rule:meets-the-threshold @ELG-3
  Scenario: Standard risk, one incident and no grave behaviour: the threshold is unmet so far
    Given a case where
      | age of the perpetrator | 34 |
    And all the pairs are listed
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the eligibility is threshold unmet so far

  @rule:meets-the-threshold @ELG-3 @F1.25
  Scenario: Where high risk is not ruled out the case may be eligible, and goes to the panel
    Given a case where
      | age of the perpetrator | 34 |
    And all the pairs are listed
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
      | police or criminal record  | don't know     |
    And the IDVA answers the checklist of "A": 13 yes, 10 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the eligibility may be eligible
    And the panel reads "MAY BE ELIGIBLE, for the panel"

  @rule:meets-the-threshold @case-34
  Scenario: No victim-survivor is known yet: nothing is ruled out, and the case can go to the panel
    Given a case where
      | age of the perpetrator | 34 |
    When it is assessed on 2 November 2026
    Then the eligibility may be eligible
    And the panel reads "MAY BE ELIGIBLE, for the panel"
    And somebody must find out "all the pairs are listed" from "police", never from "perpetrator", by 4 November 2026

  @rule:group-programme-besides @ELG-7 @F3.03 @case-64
  Scenario: Somebody a group programme would take, who is willing, at lower harm: the panel is shown that way too
    Given a case where
      | age of the perpetrator                            | 34  |
      | a group programme would take the perpetrator      | yes |
      | perpetrator is willing to join a group programme  | yes |
    And all the pairs are listed
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
      | abuse more frequent        | no             |
      | abuse more severe          | no             |
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then the case manager may "offer the panel a group programme" by 30 November 2026

  @rule:group-programme-besides @ELG-7
  Scenario Outline: The other way is not shown to the panel
    Given a case where
      | a group programme would take the perpetrator      | <would take> |
      | perpetrator is willing to join a group programme  | <willing>    |
    And all the pairs are listed
    And a pair "A" where
      | physical abuse at its worst | <worst> |
      | abuse more frequent         | no      |
      | abuse more severe           | no      |
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer the panel a group programme"

    Examples:
      | would take | willing | worst |
      | no         | yes     | none  |
      | yes        | no      | none  |
      | yes        | yes     | high  |

  @rule:group-programme-besides @ELG-7
  Scenario: Whether a group programme would take the perpetrator is asked of probation
    Given a case where
      | perpetrator is willing to join a group programme  | yes |
    And all the pairs are listed
    And a pair "A" where
      | abuse more frequent         | no      |
      | abuse more severe           | no      |
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer the panel a group programme"
    And "a group programme would take the perpetrator" is asked of "probation"

  @rule:sentencing-note @F3.05 @ELG-10 @case-51
  Scenario: On trial next month: eligible, and every report says that it is not for sentencing
    Given a case where
      | age of the perpetrator | 34      |
      | criminal proceedings   | charged |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the eligibility is eligible
    And the case manager must "put the sentencing note on every report" by 2 November 2026

  @rule:sentencing-note @F3.05
  Scenario: Convicted, and the sentence is still to come
    Given a case where
      | criminal proceedings | awaiting sentence |
    When it is assessed on 2 November 2026
    Then the case manager must "put the sentencing note on every report" by 2 November 2026

  @rule:sentencing-note @F3.05
  Scenario Outline: No sentence is to come, and no note is needed
    Given a case where
      | criminal proceedings | <proceedings> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "put the sentencing note on every report"

    Examples:
      | proceedings |
      | none        |
      | ended       |

  @rule:sentencing-note @F3.05
  Scenario: How the proceedings stand is asked
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "put the sentencing note on every report"
    And "criminal proceedings" is asked of "court"

Feature: When a pair goes to MARAC
  Visible high risk, a judgement of high, incidents that add up, or suspected honour-based abuse: each is enough.
  A referral never delays what safety calls for.

  @rule:high-risk-to-marac @F1.07 @case-1 @F1.02
  Scenario: Fourteen indicators go to MARAC the next working day
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" is new referral
    And the case manager must "refer to MARAC" for "A" by 3 November 2026
    And "refer to MARAC" for "A" may be requested by the IDVA

  @rule:high-risk-to-marac @F1.09
  Scenario: A referral may rest on a professional's judgement alone
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And a judgement "IDVA" in "A" where
      | level judged              | high                      |
      | withdrawn by              | nobody                    |
      | reasons for the judgement | pursued her to a new town |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC" for "A" by 3 November 2026

  @rule:high-risk-to-marac @rule:escalation-to-marac @rule:honour-based-abuse-to-marac @rule:repeat-to-marac-from-the-referral @F1.07 @case-2
  Scenario: Thirteen indicators, one incident and no judgement of high meet no criterion
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
      | forced marriage feared       | no |
      | female genital mutilation feared | no |
    And the IDVA answers the checklist of "A": 13 yes, 11 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA" in "A" where
      | level judged              | medium      |
      | reasons for the judgement | as the form |
    And all the judgements are listed in "A"
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" is no criterion met
    And nobody is called on to "refer to MARAC" for "A"
    And nobody is called on to "refer to MARAC as a repeat case" for "A"

  @rule:high-risk-to-marac @F1.25
  Scenario: Where fourteen are not ruled out nobody is referred by the machine; what is open is asked
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no         |
      | police or criminal record    | don't know |
    And the IDVA answers the checklist of "A": 13 yes, 10 no
    And all the judgements are listed in "A"
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" may be new referral
    And nobody is called on to "refer to MARAC" for "A"
    And "police or criminal record" is asked of "police"

  @rule:high-risk-to-marac @F1.13 @SR-09
  Scenario: Danger to life is acted on today; the referral is made as well
    Given a case
    And a pair "A" where
      | immediate danger to life | yes |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then whoever hears of it must "call 999" by 2 November 2026
    And the case manager must "refer to MARAC" for "A" by 3 November 2026

  @rule:high-behaviour-to-marac @MAR-1 @F2.08 @SOA-2
  Scenario Outline: <behaviour> at its highest level goes to MARAC, though five items are answered yes
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no   | IDVA |
      | <behaviour> now              | high | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" is new referral
    And the case manager must "refer to MARAC" for "A" by 3 November 2026
    And the case manager must "weigh a professional judgement" for "A" by 3 November 2026

    Examples:
      | behaviour                         |
      | physical abuse                    |
      | sexual abuse                      |
      | stalking and harassment           |
      | jealous and controlling behaviour |

  @rule:high-behaviour-to-marac @MAR-1 @F2.08
  Scenario: Moderate behaviour is no criterion; the worst ever is none either
    Given a case where
      | custody | none |
    And a pair "A" where
      | suspected honour-based abuse | no       | IDVA |
      | forced marriage feared       | no       | IDVA |
      | female genital mutilation feared | no       | IDVA |
      | victim-survivor is in refuge | no       | IDVA |
      | sexual abuse now             | moderate | IDVA |
      | sexual abuse at its worst    | high     | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" is no criterion met
    And nobody is called on to "refer to MARAC" for "A"

  @rule:high-behaviour-to-marac @MAR-1 @SOA-3
  Scenario: How grave the sexual abuse is nobody has graded: no automatic referral, and the IDVA is asked
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no         | IDVA |
      | sexual abuse now             | don't know |      |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" may be new referral
    And nobody is called on to "refer to MARAC" for "A"
    And "sexual abuse now" is asked of "IDVA"

  @rule:high-risk-to-marac @MAR-7 @F1.13
  Scenario: A referral to MARAC takes the place of no child-protection referral
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | lives with the victim-survivor | yes | IDVA |
      | risk of significant harm       | yes | IDVA |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC" for "A" by 3 November 2026
    And children's services must "make a child-protection referral" for "A" by 2 November 2026

  @rule:escalation-at-an-earlier-time @F1.10
  Scenario: Three incidents in a year, but two years ago: no criterion now, and a judgement is weighed
    Given a case
    And a pair "A" where
      | suspected honour-based abuse                          | no  | IDVA   |
      | forced marriage feared                                | no  | IDVA   |
      | female genital mutilation feared                      | no  | IDVA   |
      | victim-survivor's own view of the risk                | low | IDVA   |
      | as many incidents in twelve months at an earlier time | yes | police |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 1 June 2024 |
    And an incident "2" in "A" where
      | date of the incident | 1 July 2024 |
    And an incident "3" in "A" where
      | date of the incident | 1 August 2024 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" is no criterion met
    And the case manager should "weigh a professional judgement" for "A" by 9 November 2026

  @rule:escalation-at-an-earlier-time @F1.10
  Scenario Outline: A year like that before: <answer>
    Given a case
    And a pair "A" where
      | suspected honour-based abuse                          | no       | IDVA   |
      | victim-survivor's own view of the risk                | low      | IDVA   |
      | as many incidents in twelve months at an earlier time | <answer> | police |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "weigh a professional judgement" for "A"

    Examples:
      | answer     |
      | no         |
      | don't know |

  @rule:escalation-at-an-earlier-time @F1.10
  Scenario: Whether there was such a year is asked of police
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "as many incidents in twelve months at an earlier time" is asked of "police"

  @rule:escalation-to-marac @F1.10
  Scenario: Three incidents in twelve months go to MARAC, whatever the score
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 10 January 2026 |
    And an incident "2" in "A" where
      | date of the incident | 4 June 2026 |
    And an incident "3" in "A" where
      | date of the incident | 30 October 2026 |
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC" for "A" by 3 November 2026
    And the critical sign of "A" is yes

  @rule:escalation-to-marac @F1.10
  Scenario: Three incidents, and nothing else that is grave: they are a critical sign and a new referral
    Given a case
    And a pair "A" where
      | suspected honour-based abuse           | no     |
      | victim-survivor's own view of the risk | raised |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 10 January 2026 |
    And an incident "2" in "A" where
      | date of the incident | 4 June 2026 |
    And an incident "3" in "A" where
      | date of the incident | 30 October 2026 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" is new referral
    And the critical sign of "A" is yes

  @rule:escalation-to-marac @F1.10 @case-39
  Scenario: An incident twelve months ago to the day is counted
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 2 November 2025 |
    And an incident "2" in "A" where
      | date of the incident | 4 June 2026 |
    And an incident "3" in "A" where
      | date of the incident | 30 October 2026 |
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC" for "A" by 3 November 2026

  @rule:escalation-to-marac @F1.10 @case-36
  Scenario: Of three incidents one was 366 days ago: it is not escalation
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
      | forced marriage feared       | no |
      | female genital mutilation feared | no |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 1 November 2025 |
    And an incident "2" in "A" where
      | date of the incident | 4 June 2026 |
    And an incident "3" in "A" where
      | date of the incident | 30 October 2026 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MARAC" for "A"
    And the MARAC route of "A" is no criterion met

  @rule:escalation-to-marac @F1.10 @case-36
  Scenario: A year with 29 February in it: 366 days ago can be twelve months to the day
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 1 March 2027 |
    And an incident "2" in "A" where
      | date of the incident | 4 June 2027 |
    And an incident "3" in "A" where
      | date of the incident | 28 February 2028 |
    When it is assessed on 1 March 2028
    Then the case manager must "refer to MARAC" for "A" by 2 March 2028

  @rule:escalation-to-marac @F1.10
  Scenario: One of three incidents may have been before the twelve months began
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 2025 |
    And an incident "2" in "A" where
      | date of the incident | 4 June 2026 |
    And an incident "3" in "A" where
      | date of the incident | 30 October 2026 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" may be new referral
    And nobody is called on to "refer to MARAC" for "A"
    And "date of the incident" is asked of "police"

  @rule:escalation-to-marac @rule:what-this-site-refers @F1.10 @case-37
  Scenario: A site that asks for five incidents or three crimes and a worsening: five incidents, and it grows
    Given a site where
      | incidents that show escalation          | 5   |
      | crimes count towards escalation         | yes |
      | escalation needs a worsening trend      | yes |
    And a case
    And a pair "A" where
      | suspected honour-based abuse | no  |
      | abuse more frequent          | yes |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 1 June 2026 |
    And an incident "2" in "A" where
      | date of the incident | 1 July 2026 |
    And an incident "3" in "A" where
      | date of the incident | 1 August 2026 |
    And an incident "4" in "A" where
      | date of the incident | 1 September 2026 |
    And an incident "5" in "A" where
      | date of the incident | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC" for "A" by 3 November 2026
    And the case manager reads "worsening trend is needed here: yes"
    And the case manager reads "crimes are counted here: yes"

  @rule:escalation-to-marac @rule:what-this-site-refers @F1.10 @case-37
  Scenario: At such a site five incidents that do not grow are not enough
    Given a site where
      | incidents that show escalation          | 5   |
      | crimes count towards escalation         | yes |
      | escalation needs a worsening trend      | yes |
    And a case
    And a pair "A" where
      | suspected honour-based abuse | no |
      | forced marriage feared       | no |
      | female genital mutilation feared | no |
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 1 June 2026 |
    And an incident "2" in "A" where
      | date of the incident | 1 July 2026 |
    And an incident "3" in "A" where
      | date of the incident | 1 August 2026 |
    And an incident "4" in "A" where
      | date of the incident | 1 September 2026 |
    And an incident "5" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MARAC" for "A"
    And the MARAC route of "A" is no criterion met

  @rule:escalation-to-marac @rule:what-this-site-refers @F1.10 @case-37
  Scenario: A site that counts crimes and asks for no worsening: three crimes are enough
    Given a site where
      | incidents that show escalation          | 5   |
      | crimes count towards escalation         | yes |
      | escalation needs a worsening trend      | no  |
    And a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 1 June 2026 |
      | recorded as a crime  | yes         |
    And an incident "2" in "A" where
      | date of the incident | 1 July 2026 |
      | recorded as a crime  | yes         |
    And an incident "3" in "A" where
      | date of the incident | 1 August 2026 |
      | recorded as a crime  | yes           |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC" for "A" by 3 November 2026

  @rule:escalation-to-marac @rule:what-this-site-refers @F1.10 @case-37
  Scenario Outline: Where five incidents are asked for, four of which <what>, are not enough
    Given a site where
      | incidents that show escalation          | 5         |
      | crimes count towards escalation         | <counted> |
      | escalation needs a worsening trend      | <needed>  |
    And a case
    And a pair "A" where
      | suspected honour-based abuse | no       |
      | forced marriage feared       | no       |
      | female genital mutilation feared | no       |
      | physical abuse now           | standard |
      | frequency of physical abuse  | <trend>  |
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 1 June 2026 |
      | recorded as a crime  | yes         |
    And an incident "2" in "A" where
      | date of the incident | 1 July 2026 |
      | recorded as a crime  | yes         |
    And an incident "3" in "A" where
      | date of the incident | 1 August 2026 |
      | recorded as a crime  | <third crime> |
    And an incident "4" in "A" where
      | date of the incident | 1 September 2026 |
      | recorded as a crime  | no               |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MARAC" for "A"
    And the MARAC route of "A" is no criterion met

    Examples:
      | what                                                           | counted | needed | trend     | third crime |
      | two are crimes, which grow more frequent                       | yes     | yes    | worse     | no          |
      | two are crimes, which grow no more frequent                    | yes     | no     | unchanged | no          |
      | three are crimes, which grow more frequent and are not counted | no      | yes    | worse     | yes         |
      | three are crimes, which are not counted                        | no      | no     | unchanged | yes         |

  @rule:escalation-to-marac @rule:what-this-site-refers @F1.10 @case-37
  Scenario: At such a site three crimes that grow worse are enough
    Given a site where
      | incidents that show escalation          | 5   |
      | crimes count towards escalation         | yes |
      | escalation needs a worsening trend      | yes |
    And a case
    And a pair "A" where
      | suspected honour-based abuse | no  |
      | abuse more severe            | yes |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And all the judgements are listed in "A"
    And an incident "1" in "A" where
      | date of the incident | 1 June 2026 |
      | recorded as a crime  | yes         |
    And an incident "2" in "A" where
      | date of the incident | 1 July 2026 |
      | recorded as a crime  | yes         |
    And an incident "3" in "A" where
      | date of the incident | 1 August 2026 |
      | recorded as a crime  | yes           |
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC" for "A" by 3 November 2026

  @rule:honour-based-abuse-to-marac @F1.12
  Scenario: Suspected honour-based abuse goes to MARAC, and every perpetrator is listed
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | yes |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" is new referral
    And the case manager must "refer to MARAC" for "A" by 3 November 2026
    And the case manager must "list every perpetrator on the referral" for "A" by 3 November 2026

  @rule:honour-based-abuse-to-marac @rule:what-this-site-refers @F1.12
  Scenario: A site that does not refer on the suspicion alone
    Given a site where
      | suspected honour-based abuse alone is referred | no |
    And a case
    And a pair "A" where
      | suspected honour-based abuse | yes |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MARAC" for "A"
    And nobody is called on to "list every perpetrator on the referral" for "A"
    And the critical sign of "A" is yes

  @rule:honour-based-abuse-to-marac @F1.12
  Scenario: Whether it is honour-based abuse is never asked of either family
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | don't know |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And all the judgements are listed in "A"
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" may be new referral
    And "suspected honour-based abuse" is asked of "IDVA"
    And nobody is called on to "list every perpetrator on the referral" for "A"
    And the case manager reads "suspected honour-based abuse? (pair A) Ask: IDVA, police; never perpetrator, perpetrator's family, victim-survivor's family"

Feature: No wrong no, and no dangerous yes
  A low count beside a sign of danger to life is not calm, and what was settled before an incident is settled no more.

  @rule:grave-sign-withholds-the-label @F1.08 @DASH-7
  Scenario: Strangled, threatened with death and stalked, with six items answered yes: no lower level is printed
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | strangled or choked or held under water | yes             | IDVA |
      | credible threats to kill                | yes             | IDVA |
      | stalked or harassed                     | yes             | IDVA |
      | date of the DASH assessment             | 26 October 2026 |      |
    And the IDVA answers the checklist of "A": 6 yes, 18 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "no level is printed; not a low-risk result"
    And the case manager does not read "risk level (pair A): STANDARD"

  @rule:grave-sign-withholds-the-label @F1.12
  Scenario: Suspected honour-based abuse and two items answered yes are not standard risk
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | suspected honour-based abuse | yes             | IDVA |
      | date of the DASH assessment  | 26 October 2026 |      |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager does not read "risk level (pair A): STANDARD"

  @rule:grave-sign-withholds-the-label @F1.08 @DASH-7
  Scenario Outline: One grave sign is enough that no lower level is printed: <sign>
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | <sign>                      | <answer>        | IDVA |
      | date of the DASH assessment | 26 October 2026 |      |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "With a grave sign and no judgement weighed no lower level is printed"
    And the case manager does not read "risk level (pair A): STANDARD"

    Examples:
      | sign                                    | answer |
      | strangled or choked or held under water | yes    |
      | stalked or harassed                     | yes    |
      | credible threats to kill                | yes    |
      | suspected honour-based abuse            | yes    |
      | victim-survivor's own view of the risk  | grave  |

  @rule:grave-sign-withholds-the-label @F1.08 @DASH-8
  Scenario Outline: <leaving>, controlled and threatened with a weapon, with few items answered yes: no lower level is printed
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | <fact>                                    | yes             | IDVA |
      | daily life controlled or extreme jealousy | yes             | IDVA |
      | weapon or object used                     | yes             | IDVA |
      | date of the DASH assessment               | 26 October 2026 |      |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "With a grave sign and no judgement weighed no lower level is printed"
    And the case manager does not read "risk level (pair A): STANDARD"

    Examples:
      | leaving              | fact                                             |
      | Left                 | left or tried to leave in the past year          |
      | Planning to leave    | victim-survivor is planning to leave             |
      | Believed to be going | perpetrator believes the victim-survivor is leaving |

  @rule:grave-sign-withholds-the-label @DASH-7
  Scenario Outline: A threat to kill, and a judgement that somebody has withdrawn or not: <by>
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | credible threats to kill    | yes             | IDVA |
      | date of the DASH assessment | 26 October 2026 |      |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "J" in "A" where
      | level judged                         | standard                |
      | reasons for the judgement            | weighed with the police |
      | withdrawn by                         | <by>                    |
      | reasons are given for the withdrawal | yes                     |
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager <reads> "risk level (pair A): STANDARD"

    Examples:
      | by        | reads         |
      | a manager | does not read |
      | nobody    | reads         |

  @rule:grave-sign-withholds-the-label @DASH-8
  Scenario Outline: Two of the three, with <missing> asked about and answered no, keep no level back by themselves
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | left or tried to leave in the past year   | <left>          | IDVA |
      | daily life controlled or extreme jealousy | <controlled>    | IDVA |
      | weapon or object used                     | <weapon>        | IDVA |
      | suspected honour-based abuse              | no              | IDVA |
      | victim-survivor's own view of the risk    | raised          | IDVA |
      | date of the DASH assessment               | 26 October 2026 |      |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "risk level (pair A): STANDARD"

    Examples:
      | missing  | left | controlled | weapon |
      | leaving  | no   | yes        | yes    |
      | control  | yes  | no         | yes    |
      | violence | yes  | yes        | no     |

  @rule:grave-sign-withholds-the-label @DASH-8
  Scenario Outline: <fact>: <leaving>, with control <controlled> and a weapon <weapon>, keeps no level back
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | <fact>                                    | <leaving>       | IDVA |
      | left or tried to leave in the past year   | no              | IDVA |
      | daily life controlled or extreme jealousy | <controlled>    | IDVA |
      | weapon or object used                     | <weapon>        | IDVA |
      | suspected honour-based abuse              | no              | IDVA |
      | victim-survivor's own view of the risk    | raised          | IDVA |
      | date of the DASH assessment               | 26 October 2026 |      |
    And the IDVA answers the checklist of "A": <yes> yes, <no> no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "risk level (pair A): STANDARD"

    Examples:
      | fact                                                | leaving | controlled | weapon | yes | no |
      | victim-survivor is planning to leave                | no      | yes        | yes    | 2   | 22 |
      | victim-survivor is planning to leave                | yes     | no         | yes    | 1   | 23 |
      | victim-survivor is planning to leave                | yes     | yes        | no     | 1   | 23 |
      | perpetrator believes the victim-survivor is leaving | no      | yes        | yes    | 2   | 22 |
      | perpetrator believes the victim-survivor is leaving | yes     | no         | yes    | 1   | 23 |
      | perpetrator believes the victim-survivor is leaving | yes     | yes        | no     | 1   | 23 |

  @rule:grave-sign-withholds-the-label @F1.08
  Scenario: One professional has weighed a threat to kill and judged the risk standard: that level is printed
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | credible threats to kill    | yes             | IDVA |
      | date of the DASH assessment | 26 October 2026 |      |
    And a judgement "1" in "A" where
      | level judged              | standard        |
      | date of the judgement     | 30 October 2026 |
      | reasons for the judgement | written down    |
      | withdrawn by              | nobody          |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "risk level (pair A): STANDARD"

  @rule:grave-sign-withholds-the-label @F1.09
  Scenario: Once a professional has weighed it, the level is printed again
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | credible threats to kill    | yes             | IDVA |
      | date of the DASH assessment | 26 October 2026 |      |
    And a judgement "1" in "A" where
      | level judged              | medium          |
      | date of the judgement     | 30 October 2026 |
      | reasons for the judgement | written down    |
      | withdrawn by              | nobody          |
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "risk level (pair A): MEDIUM"

  @rule:act-inside-a-working-week @F1.08
  Scenario: A threat to kill does not wait four weeks because the count is low
    Given a case where
      | perpetrator is suicidal now | no | health |
    And a pair "A" where
      | immediate danger to life | no  | police |
      | credible threats to kill | yes | IDVA   |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the time to act of "A" is 5 working days

  @rule:act-the-same-day @SR-10 @U04
  Scenario: Suicidal after a separation: danger to both, the same day
    Given a case where
      | perpetrator is suicidal now | yes | health |
    And a pair "A" where
      | left or tried to leave in the past year | yes | IDVA |
    When it is assessed on 2 November 2026
    Then the time to act of "A" is the same day

  @rule:high-behaviour-now @F1.08 @F2.08
  Scenario: Rape graded high and five items answered yes: a judgement is weighed, so that MARAC hears of it
    Given a case
    And a pair "A" where
      | sexual abuse now | high | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is yes
    And the case manager must "weigh a professional judgement" for "A" by 3 November 2026

  @rule:no-closing-while-any-may-be-high @SR-24 @CLS-1
  Scenario: The panel named who holds the risk in the summer, and there was an incident since
    Given a case where
      | exit assessment is done             | yes            |
      | IDVA has been heard on closing      | yes            |
      | step-down has been considered       | yes            |
      | reason given for closing            | planned ending |
      | risk holder last named by the panel | 2 May 2026     |
      | last change of risk                 | 1 May 2026     |
    And all the pairs are listed
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 20 October 2026 |
    And the IDVA answers the checklist of "A": 15 yes, 9 no
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "close the case" is blocked until "name who holds the risk at the panel"

  @rule:no-closing-while-any-may-be-high @SR-24
  Scenario: Whether there was an incident since is not known, so the case stays open
    Given a case where
      | exit assessment is done             | yes            |
      | IDVA has been heard on closing      | yes            |
      | step-down has been considered       | yes            |
      | reason given for closing            | planned ending |
      | risk holder last named by the panel | 2 May 2026     |
      | last change of risk                 | 1 May 2026     |
    And all the pairs are listed
    And a pair "A"
    And the IDVA answers the checklist of "A": 15 yes, 9 no
    When it is assessed on 2 November 2026
    Then "close the case" is blocked, in doubt, until "name who holds the risk at the panel"

  @rule:moving-is-a-transfer @ELG-8
  Scenario: To close because somebody moved away calls for a transfer
    Given a case where
      | reason given for closing | moved away |
    When it is assessed on 2 November 2026
    Then the case manager must "start a transfer across the border" by 9 November 2026

  @rule:certificate-review @SR-20
  Scenario: The IDVA knows before police ask for the gun
    Given a case where
      | firearm or shotgun certificate held | yes | police |
    When it is assessed on 2 November 2026
    Then the case manager must "warn the IDVA" by 2 November 2026
    And the plan puts "warn the IDVA" before "ask police to review the firearm or shotgun certificate"

  @rule:recall @SR-20
  Scenario: The IDVA knows before recall is asked for
    Given a case where
      | custody              | licence | probation |
      | licence terms broken | yes     | probation |
    When it is assessed on 2 November 2026
    Then the case manager must "warn the IDVA" by 2 November 2026
    And the plan puts "warn the IDVA" before "ask probation to consider recall"

  @rule:timing-before-action @rule:engagement-by-requirement @SR-20 @SR-02
  Scenario: No requirement to attend before the victim-survivor's worker has agreed the timing
    Given a case where
      | under probation supervision                | yes | probation |
      | engagement is in the probation requirement | no  | probation |
    And all the contacts are listed
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "ask probation to write engagement into the requirement" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:release-is-near @SR-21
  Scenario: Released tomorrow: the IDVA knows today
    Given a case where
      | custody      | sentenced       |
      | release date | 3 November 2026 |
    When it is assessed on 2 November 2026
    Then the case manager must "warn the IDVA" by 2 November 2026

  @rule:release-is-near @SR-21
  Scenario Outline: <custody>, and out on <day>: the IDVA knows today
    Given a case where
      | custody      | <custody> |
      | release date | <day>     |
    When it is assessed on 2 November 2026
    Then the case manager must "warn the IDVA" by 2 November 2026

    Examples:
      | custody   | day              |
      | remand    | 3 November 2026  |
      | sentenced | 16 November 2026 |

  @rule:release-is-near @SR-21
  Scenario: On remand, and nobody knows until when: the day is asked
    Given a case where
      | custody | remand |
    When it is assessed on 2 November 2026
    Then nobody is called on to "warn the IDVA"
    And "release date" is asked of "prison"

  @rule:release-is-near @SR-21
  Scenario Outline: <custody>, with a release on <day>: no warning today
    Given a case where
      | custody      | <custody> |
      | release date | <day>     |
    When it is assessed on 2 November 2026
    Then nobody is called on to "warn the IDVA"

    Examples:
      | custody   | day              |
      | sentenced | 17 November 2026 |
      | licence   | 3 November 2026  |
      | none      | 3 November 2026  |

  @rule:release-is-near @SR-21
  Scenario: Released in three weeks: the review is planned, and nothing is called for today
    Given a case where
      | custody      | sentenced        |
      | release date | 23 November 2026 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "warn the IDVA"

Feature: What may be high is found out, and what is high goes to the panel
  A level that may be high holds blocks and closing as high does. Nobody is referred or given a place by it; what is
  open is found out, in one go, from those who can know.

  @rule:possible-high-is-found-out @DASH-4 @F1.25 @DASH-2
  Scenario: Thirteen yes and one item open: it is found out inside a working week
    Given a case where
      | custody | none |
    And a pair "A" where
      | victim-survivor is in refuge | no         | IDVA |
      | suspected honour-based abuse | no         | IDVA |
      | police or criminal record    | don't know |      |
    And the IDVA answers the checklist of "A": 13 yes, 10 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And somebody must find out "police or criminal record" from "police", never from "perpetrator", by 9 November 2026
    And somebody must find out "police or criminal record" from "IDVA", by 9 November 2026
    And somebody must find out "police or criminal record" from "children's services", by 9 November 2026
    And nobody is called on to "refer to MARAC" for "A"

  @rule:possible-high-is-found-out @DASH-4
  Scenario: High by a judgement alone, with no other sign: to the panel inside a working week
    Given a case where
      | perpetrator is suicidal now | no | health |
    And all the pairs are listed
    And a pair "A" where
      | immediate danger to life                            | no  | police |
      | suspected honour-based abuse                        | no  | IDVA   |
      | victim-survivor's own view of the risk              | low | IDVA   |
      | victim-survivor is planning to leave                | no  | IDVA   |
      | perpetrator believes the victim-survivor is leaving | no  | IDVA   |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA" in "A" where
      | level judged              | high                                  |
      | date of the judgement     | 30 October 2026                       |
      | reasons for the judgement | the perpetrator follows the children  |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is no
    And the panel chair must "agree disruption at the panel" by 9 November 2026

  @rule:possible-high-is-found-out @DASH-4
  Scenario: High is ruled out: nothing more is found out about it, and the panel is not called for it
    Given a case where
      | custody                     | none            |
      | perpetrator is suicidal now | no              |
    And all the pairs are listed
    And a pair "A" where
      | victim-survivor is in refuge                        | no  | IDVA   |
      | immediate danger to life                            | no  | police |
      | suspected honour-based abuse                        | no  | IDVA   |
      | victim-survivor's own view of the risk              | low | IDVA   |
      | victim-survivor is planning to leave                | no  | IDVA   |
      | perpetrator believes the victim-survivor is leaving | no  | IDVA   |
      | police or criminal record                           | don't know |     |
    And the IDVA answers the checklist of "A": 3 yes, 20 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is standard
    And nobody has to find out "police or criminal record"
    And nobody is called on to "agree disruption at the panel"

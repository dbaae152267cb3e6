Feature: How soon to act
  Danger now is acted on the same day, high risk inside a working week. Neither waits for the round of the panel.

  @rule:act-the-same-day @TSK-2 @SR-09
  Scenario: Somebody's life is in danger now
    Given a case
    And a pair "A" where
      | immediate danger to life | yes |
    When it is assessed on 2 November 2026
    Then the time to act of "A" is the same day

  @rule:act-the-same-day @SR-09 @case-94
  Scenario: A threat with a weapon yesterday is danger now, whether or not anybody has called it so
    Given a case
    And a pair "A" where
      | immediate danger to life | don't know |
    And an incident "Sunday" in "A" where
      | date of the incident | 1 November 2026 |
      | weapon and threat    | yes             |
    When it is assessed on 2 November 2026
    Then the time to act of "A" is the same day

  @rule:act-the-same-day @rule:act-inside-a-working-week @TSK-2
  Scenario: No danger now, no high risk and no critical sign: the round of the panel is soon enough
    Given a case where
      | perpetrator is suicidal now | no | health |
    And a pair "A" where
      | immediate danger to life              | no     | police |
      | suspected honour-based abuse          | no     | IDVA   |
      | victim-survivor's own view of the risk | raised | IDVA   |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the time to act of "A" is 28 days

  @rule:act-the-same-day @SR-10
  Scenario: Suicidal, and nobody is leaving or is thought to be: not danger to both, and not of itself the same day
    Given a case where
      | perpetrator is suicidal now | yes | health |
    And a pair "A" where
      | immediate danger to life                            | no     | police |
      | suspected honour-based abuse                        | no     | IDVA   |
      | left or tried to leave in the past year             | no     | IDVA   |
      | victim-survivor is planning to leave                | no     | IDVA   |
      | perpetrator believes the victim-survivor is leaving | no     | IDVA   |
      | victim-survivor's own view of the risk              | raised | IDVA   |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the time to act of "A" is 28 days

  @rule:act-the-same-day @TSK-2 @SR-09
  Scenario: Whether life is in danger is not known: it may have to be today, and somebody finds out today
    Given a case
    And a pair "A" where
      | immediate danger to life | don't know |
    And the IDVA answers the checklist of "A": 10 yes, 14 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the time to act of "A" may be the same day
    And somebody must find out "immediate danger to life" from "police", never from "perpetrator", by 2 November 2026

  @rule:act-inside-a-working-week @TSK-2
  Scenario: High risk is acted on inside a working week
    Given a case where
      | perpetrator is suicidal now | no | health |
    And a pair "A" where
      | immediate danger to life | no |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the time to act of "A" is 5 working days

  @rule:act-inside-a-working-week @TSK-2
  Scenario: Judged high by a professional, and no critical sign: inside a working week all the same
    Given a case where
      | perpetrator is suicidal now | no | health |
    And a pair "A" where
      | immediate danger to life               | no     | police |
      | suspected honour-based abuse           | no     | IDVA   |
      | victim-survivor's own view of the risk | raised | IDVA   |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a judgement "IDVA, October" in "A" where
      | level judged              | high                                      |
      | date of the judgement     | 30 October 2026                           |
      | reasons for the judgement | the children have stopped going to school |
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is no
    But the time to act of "A" is 5 working days

  @rule:act-inside-a-working-week @TSK-2
  Scenario: Where high risk is not ruled out, a working week is not ruled out either
    Given a case where
      | perpetrator is suicidal now | no | health |
    And a pair "A" where
      | immediate danger to life | no         |
      | sexual abuse now         | don't know |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the time to act of "A" may be 5 working days
    And the time to act of "A" cannot be the same day

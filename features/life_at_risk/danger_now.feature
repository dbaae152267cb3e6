Feature: Danger to life waits for no meeting
  Whoever hears of it acts, the same day, Sundays too; where nobody knows, it is found out the same day.

  @rule:danger-to-life-now @SR-09 @F1.13 @case-94
  Scenario: A threat with a weapon today is an emergency before any panel
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 2 November 2026 |
      | weapon and threat    | yes             |
    When it is assessed on 2 November 2026
    Then whoever hears of it must "call 999" by 2 November 2026
    And police must "ask police to start the threat-to-life procedure" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And "ask police to start the threat-to-life procedure" may be requested by the IDVA

  @rule:danger-to-life-now @SR-09
  Scenario: On a Sunday the same day is Sunday
    Given a case
    And a pair "A" where
      | immediate danger to life | yes |
    When it is assessed on 8 November 2026
    Then whoever hears of it must "call 999" by 8 November 2026
    And police must "ask police to start the threat-to-life procedure" by 8 November 2026

  @rule:danger-to-life-now @SR-09
  Scenario: One victim-survivor in danger is an emergency, whatever is known of the others
    Given a case
    And a pair "A" where
      | immediate danger to life | yes |
    And a pair "B"
    When it is assessed on 2 November 2026
    Then police must "ask police to start the threat-to-life procedure" by 2 November 2026
    And somebody must find out "immediate danger to life" from "police", by 2 November 2026

  @rule:danger-to-life-now @SR-09
  Scenario: Whether a life is in danger is found out today, and never from the perpetrator
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "call 999"
    And somebody must find out "immediate danger to life" from "IDVA", never from "perpetrator", by 2 November 2026

  @rule:danger-to-life-now @SR-09
  Scenario: An old threat with a weapon, and no danger today
    Given a case
    And a pair "A" where
      | immediate danger to life | no | police |
    And an incident "1" in "A" where
      | date of the incident | 30 October 2026 |
      | weapon and threat    | yes             |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "call 999"
    And nobody has to find out "immediate danger to life"

  @rule:suicidal-perpetrator @SR-10 @U11
  Scenario: A suicidal perpetrator is helped, and the victim-survivor's side is warned, the same day
    Given a case where
      | perpetrator is suicidal now | yes |
    When it is assessed on 2 November 2026
    Then mental health service must "start the suicide crisis pathway" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And the case manager must "tell police that the risk has risen" by 2 November 2026

  @rule:suicidal-perpetrator @SR-10
  Scenario: Nobody has asked whether the perpetrator is suicidal
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "start the suicide crisis pathway"
    And somebody must find out "perpetrator is suicidal now" from "health", by 2 November 2026

  @rule:suicidal-perpetrator @SR-10
  Scenario: Health services say that the perpetrator is not suicidal
    Given a case where
      | perpetrator is suicidal now | no | health |
    When it is assessed on 2 November 2026
    Then nobody is called on to "start the suicide crisis pathway"
    And nobody has to find out "perpetrator is suicidal now"

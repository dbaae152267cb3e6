Feature: Safety outranks everything else
  Whatever is blocked, and by however many rules, what keeps somebody alive is done, the same day, by those who
  hear of it. Nobody waits for a panel, a MARAC, a record or an answer.

  @rule:danger-to-life-now @SR-01 @SR-09 @case-94
  Scenario: Everything else is blocked, and help is called all the same
    Given a case where
      | staff have been threatened | yes           |
      | reason given for closing   | no engagement |
    And a pair "A" where
      | immediate danger to life                                         | yes | police          |
      | suspected honour-based abuse                                     | yes | IDVA            |
      | contact is safe in the IDVA's view                               | no  | IDVA            |
      | support offer to the victim-survivor stands                      | no  | IDVA            |
      | living together                                                  | yes | IDVA            |
      | victim-survivor's worker is another person than the case manager | no  | service manager |
      | counter-allegation by the perpetrator                            | made | police         |
      | victim-survivor wants no action taken                            | yes | IDVA            |
    When it is assessed on 2 November 2026
    Then "any direct contact" is blocked
    And "close the case" is blocked
    And "word through the family or the community" is blocked for good
    And whoever hears of it must "call 999" by 2 November 2026
    And police must "ask police to start the threat-to-life procedure" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And "call 999" is not blocked
    And "ask police to start the threat-to-life procedure" is not blocked
    And "warn the IDVA" is not blocked

  @rule:danger-to-life-now @rule:timing-before-action @SR-01 @SR-20
  Scenario: What waits for its timing is an order, never a call for help
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | bail conditions protect the victim-survivor                    | no             |        |
      | immediate danger to life                                       | yes            | police |
      | credible threats to kill                                       | yes            | police |
      | timing of action last agreed with the victim-survivor's worker | 1 October 2026 |        |
    When it is assessed on 2 November 2026
    Then "ask police to consider a DVPN and DVPO" for "A" is blocked until "agree the timing with the victim-survivor's worker"
    And "call 999" is not blocked
    And "warn the IDVA" is not blocked
    And whoever hears of it must "call 999" by 2 November 2026

  @rule:suicidal-perpetrator @SR-01 @SR-10
  Scenario: A suicidal perpetrator is helped the same day though nobody may speak with the perpetrator
    Given a case where
      | perpetrator is suicidal now | yes |
    And a pair "A" where
      | contact is safe in the IDVA's view | no | IDVA |
    When it is assessed on 8 November 2026
    Then "any direct contact" is blocked
    And mental health service must "start the suicide crisis pathway" by 8 November 2026
    And "start the suicide crisis pathway" is not blocked

  @rule:child-at-risk-of-harm @SR-01 @SR-11
  Scenario: A child is referred the same day, whatever the victim-survivor wants and whatever is blocked
    Given a case
    And a pair "A" where
      | victim-survivor wants no action taken | yes      | IDVA |
      | IDVA status                           | declined | IDVA |
    And a child "C" in "A" where
      | risk of significant harm | yes | school |
    When it is assessed on 8 November 2026
    Then children's services must "make a child-protection referral" for "A" by 8 November 2026
    And "make a child-protection referral" is not blocked
    And the plan reads "Legal basis: Children Act 1989, section 47"

  @rule:danger-to-life-now @SR-01 @SR-09 @F6.12
  Scenario: Whoever is called is told all that bears on the danger
    Given a case
    And a pair "A" where
      | immediate danger to life | yes | IDVA |
    When it is assessed on 2 November 2026
    Then for "call 999" whoever hears of it may be told everything
    And for "ask police to start the threat-to-life procedure" police may be told everything

  @rule:judgement-raises @SR-25
  Scenario: No score lowers what a person has judged
    Given a case
    And a pair "A" where
      | immediate danger to life | no | police |
    And a judgement "1" in "A" where
      | level judged        | high            |
      | date of the judgement | 2 October 2026 |
      | withdrawn by        | nobody          |
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

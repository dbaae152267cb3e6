Feature: What was done, and how grave it was
  Few answers and one catastrophic behaviour can go together. Grid and checklist are read together, and the higher governs.
  A behaviour that nobody has graded is unknown, never none.

  @rule:high-behaviour-now @F2.08 @SOA-2 @case-31
  Scenario: Five indicators, and physical abuse at its highest level: the risk is high
    Given a case
    And a pair "A" where
      | physical abuse now | high |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
    And the case manager reads "because: One behaviour at its highest level now makes the risk high"

  @rule:high-behaviour-now @F2.08 @F1.08
  Scenario: Every item answered no, and physical abuse at its highest level: that alone is a critical sign
    Given a case
    And a pair "A" where
      | physical abuse now                     | high   |
      | suspected honour-based abuse           | no     |
      | victim-survivor's own view of the risk | raised |
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is yes

  @rule:high-behaviour-now @F2.08 @F2.02
  Scenario Outline: Any of the four behaviours at its highest level is enough
    Given a case
    And a pair "A" where
      | <behaviour> now | high |
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

    Examples:
      | behaviour                        |
      | physical abuse                   |
      | sexual abuse                     |
      | stalking and harassment          |
      | jealous and controlling behaviour |

  @rule:high-behaviour-now @F2.08
  Scenario: Three behaviours at moderate do not add up to high
    Given a case
    And a pair "A" where
      | physical abuse now                    | moderate |
      | stalking and harassment now           | moderate |
      | jealous and controlling behaviour now | moderate |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is medium

  @rule:high-behaviour-now @SOA-3 @case-32
  Scenario: Sexual abuse that nobody has graded is unknown, not none
    Given a case
    And a pair "A" where
      | sexual abuse now | don't know |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And "sexual abuse now" is asked of "IDVA"

  @rule:moderate-behaviour-now @F2.08
  Scenario: One behaviour at moderate makes the risk at least medium
    Given a case
    And a pair "A" where
      | stalking and harassment now | moderate |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is medium

  @rule:moderate-behaviour-now @F2.08
  Scenario: Behaviours at standard leave the level to the checklist
    Given a case
    And a pair "A" where
      | physical abuse now                    | standard |
      | jealous and controlling behaviour now | standard |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is standard

  @rule:moderate-behaviour-now @F2.08
  Scenario: Somewhere between standard and moderate may be medium
    Given a case
    And a pair "A" where
      | jealous and controlling behaviour now | standard to moderate |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be medium
    And the risk level of "A" cannot be high

  @rule:worst-level-while-opportunity-is-limited @F1.27
  Scenario: On remand the last three months show nothing, so the worst ever stands for the present
    Given a case where
      | custody | remand |
    And a pair "A" where
      | physical abuse at its worst | high |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:worst-level-while-opportunity-is-limited @F1.27
  Scenario: On remand, and no behaviour was ever high: custody alone makes nobody high
    Given a case where
      | custody | remand |
    And a pair "A" where
      | physical abuse at its worst | moderate |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" cannot be high

  @rule:worst-level-while-opportunity-is-limited @F1.27
  Scenario: The victim-survivor is in refuge; that it is quiet shows what was possible, not what has changed
    Given a case where
      | custody | none |
    And a pair "A" where
      | victim-survivor is in refuge                 | yes  |
      | jealous and controlling behaviour at its worst | high |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @rule:worst-level-while-opportunity-is-limited @F2.07
  Scenario: Where the two could meet and nothing has happened for three months, the worst ever does not govern
    Given a case where
      | custody | licence |
    And a pair "A" where
      | victim-survivor is in refuge | no   | IDVA |
      | physical abuse at its worst  | high | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is standard

  @rule:worst-level-while-opportunity-is-limited @F1.27
  Scenario: Whether the perpetrator is in custody is not known
    Given a case
    And a pair "A" where
      | victim-survivor is in refuge | no   | IDVA |
      | physical abuse at its worst  | high | IDVA |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And somebody must find out "custody" from "prison"

  @rule:high-harm @F2.07 @SOA-1
  Scenario Outline: The worst that was done shows what can be done
    Given a case
    And a pair "A" where
      | <behaviour> | high |
    When it is assessed on 2 November 2026
    Then the high harm of "A" is yes

    Examples:
      | behaviour                 |
      | sexual abuse now          |
      | sexual abuse at its worst |

  @rule:high-harm @F2.07
  Scenario: Two behaviours at moderate, and one of them more frequent
    Given a case
    And a pair "A" where
      | physical abuse now                    | moderate |
      | jealous and controlling behaviour now | moderate |
      | frequency of physical abuse           | worse    |
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then the high harm of "A" is yes

  @rule:high-harm @F2.07
  Scenario: Two behaviours at moderate that do not grow are not high harm
    Given a case
    And a pair "A" where
      | physical abuse now                    | moderate |
      | jealous and controlling behaviour now | moderate |
      | abuse more frequent                   | no       |
      | abuse more severe                     | no       |
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then the high harm of "A" is no

  @rule:high-harm @F2.07
  Scenario: One behaviour at moderate that grows is not high harm
    Given a case
    And a pair "A" where
      | physical abuse now          | moderate |
      | frequency of physical abuse | worse    |
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then the high harm of "A" is no

  @rule:high-harm @SOA-3
  Scenario: The worst ever of one behaviour is not known
    Given a case
    And a pair "A" where
      | sexual abuse at its worst | don't know |
      | abuse more frequent       | no         |
      | abuse more severe         | no         |
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then the high harm of "A" may be yes
    And "sexual abuse at its worst" is asked of "IDVA"

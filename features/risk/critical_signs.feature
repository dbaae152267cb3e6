Feature: One grave sign is named, whatever the score
  A count hides what one answer can mean. The sign is named and weighed by a person; the count stays as it is.

  @rule:critical-items @F1.08 @DASH-7
  Scenario Outline: Each of these alone can mean danger to life
    Given a case
    And a pair "A" where
      | <sign> | yes |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is yes
    And the case manager should "weigh a professional judgement" for "A" by <day>

    Examples:
      | sign                                    | day             |
      | strangled or choked or held under water | 4 November 2026 |
      | stalked or harassed                     | 4 November 2026 |
      | credible threats to kill                | 4 November 2026 |
      | abuse more frequent                     | 4 November 2026 |
      | abuse more severe                       | 4 November 2026 |
      | suspected honour-based abuse            | 3 November 2026 |

  @rule:critical-items @rule:further-critical-items @F1.08
  Scenario: No grave sign, where every item was asked and answered no
    Given a case
    And a pair "A" where
      | suspected honour-based abuse            | no     |
      | victim-survivor is planning to leave    | no     |
      | perpetrator believes the victim-survivor is leaving | no |
      | victim-survivor's own view of the risk  | raised |
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is no
    And nobody is called on to "weigh a professional judgement" for "A"

  @rule:critical-items @MERGE-3 @case-22
  Scenario: That there was no stalking is not the perpetrator's to say
    Given a case
    And a pair "A" where
      | stalked or harassed                     | no | perpetrator |
      | suspected honour-based abuse            | no | IDVA        |
      | victim-survivor's own view of the risk  | low | IDVA       |
    And the IDVA answers the checklist of "A": 0 yes, 23 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" may be yes
    And "stalked or harassed" is asked of "IDVA"
    And nobody is called on to "weigh a professional judgement" for "A"

  @rule:critical-items @F1.24
  Scenario: What the perpetrator admits is taken as yes
    Given a case
    And a pair "A" where
      | strangled or choked or held under water | yes | perpetrator |
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is yes
    And the case manager should "weigh a professional judgement" for "A" by 4 November 2026

  @rule:further-critical-items @DASH-7
  Scenario Outline: These are named too, until a practice advisor has confirmed the list
    Given a case
    And a pair "A" where
      | <sign> | yes |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is yes
    And the case manager should "weigh a professional judgement" for "A" by 9 November 2026

    Examples:
      | sign                                        |
      | left or tried to leave in the past year     |
      | daily life controlled or extreme jealousy   |
      | weapon or object used                       |
      | hurt or degraded sexually                   |
      | suicide threat or attempt by the perpetrator |
      | order or bail or agreement broken           |
      | pregnancy or new baby                       |
      | victim-survivor low in mood or suicidal     |
      | somebody else threatens too                 |

  @rule:further-critical-items @MERGE-1 @case-21
  Scenario: The perpetrator says no weapon, the IDVA says yes: it is yes
    Given a case
    And a pair "A" where
      | weapon or object used | no  | perpetrator |
      | weapon or object used | yes | IDVA        |
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is yes
    And the case manager should "weigh a professional judgement" for "A" by 9 November 2026

  @rule:further-critical-items
  Scenario: Whether there is a baby is not known, and somebody is asked
    Given a case
    And a pair "A" where
      | suspected honour-based abuse           | no  |
      | victim-survivor's own view of the risk | low |
      | pregnancy or new baby                  | don't know |
    And the IDVA answers the checklist of "A": 0 yes, 23 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the critical sign of "A" may be yes
    And "pregnancy or new baby" is asked of "children's services"

  @rule:cluster-of-three @F1.08 @DASH-8 @case-19
  Scenario: Separation, control and a weapon come to three answers, and to grave danger
    Given a case
    And a pair "A" where
      | left or tried to leave in the past year   | yes |
      | daily life controlled or extreme jealousy | yes |
      | weapon or object used                     | yes |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is standard
    But the critical sign of "A" is yes
    And the case manager must "weigh a professional judgement" for "A" by 3 November 2026

  @rule:cluster-of-three @F1.08 @DASH-8
  Scenario: A leaving that is only planned counts, and so does pursuit
    Given a case
    And a pair "A" where
      | victim-survivor is planning to leave    | yes |
      | stalked or harassed                     | yes |
      | strangled or choked or held under water | yes |
    When it is assessed on 2 November 2026
    Then the case manager must "weigh a professional judgement" for "A" by 3 November 2026

  @rule:cluster-of-three @DASH-8
  Scenario: Control and violence without any separation are two of the three
    Given a case
    And a pair "A" where
      | left or tried to leave in the past year             | no  |
      | victim-survivor is planning to leave                | no  |
      | perpetrator believes the victim-survivor is leaving | no  |
      | daily life controlled or extreme jealousy           | yes |
      | weapon or object used                               | yes |
    When it is assessed on 2 November 2026
    Then the case manager should "weigh a professional judgement" for "A" by 9 November 2026

  @rule:cluster-of-three @DASH-8
  Scenario: Separation and violence without any control are two of the three
    Given a case
    And a pair "A" where
      | left or tried to leave in the past year   | yes |
      | cut off from family or friends            | no  |
      | daily life controlled or extreme jealousy | no  |
      | stalked or harassed                       | no  |
      | weapon or object used                     | yes |
    When it is assessed on 2 November 2026
    Then the case manager should "weigh a professional judgement" for "A" by 9 November 2026

  @rule:cluster-of-three @DASH-8
  Scenario: Separation and control without any violence are two of the three
    Given a case
    And a pair "A" where
      | left or tried to leave in the past year   | yes |
      | daily life controlled or extreme jealousy | yes |
      | injured this time                         | no  |
      | weapon or object used                     | no  |
      | strangled or choked or held under water   | no  |
      | hurt or degraded sexually                 | no  |
    When it is assessed on 2 November 2026
    Then the case manager should "weigh a professional judgement" for "A" by 9 November 2026

  @rule:cluster-of-three @DASH-8
  Scenario: Whether the victim-survivor is leaving is asked of the IDVA, and never of the perpetrator
    Given a case
    And a pair "A" where
      | left or tried to leave in the past year             | no  |
      | victim-survivor is planning to leave                | don't know |
      | perpetrator believes the victim-survivor is leaving | no  |
      | cut off from family or friends                      | yes |
      | injured this time                                   | yes |
    When it is assessed on 2 November 2026
    Then "victim-survivor is planning to leave" is asked of "IDVA"
    And nobody is called on to "weigh a professional judgement" for "A"

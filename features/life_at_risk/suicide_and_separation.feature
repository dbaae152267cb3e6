Feature: Suicide and separation together
  Whoever means to die because the other leaves may mean to take the other along. The two together are flagged
  and weighed; suicidal now is an alarm the same day, whatever is known of a separation.

  @rule:suicide-and-separation @SR-10 @U04
  Scenario Outline: <suicide>, and <separation>
    Given a case where
      | perpetrator is suicidal now | <now> | health |
    And a pair "A" where
      | suicide threat or attempt by the perpetrator           | <ever>     | police |
      | left or tried to leave in the past year                | <left>     | IDVA   |
      | victim-survivor is planning to leave                   | <planning> | IDVA   |
      | perpetrator believes the victim-survivor is leaving    | <believes> | IDVA   |
    When it is assessed on 6 November 2026
    Then the homicide-suicide flag of "A" is yes
    And the case manager must "weigh a professional judgement" for "A" by 9 November 2026

    Examples:
      | suicide                       | separation                                 | now | ever | left | planning | believes |
      | Suicide was threatened before | the victim-survivor has left               | no  | yes  | yes  | no       | no       |
      | Suicide was threatened before | the victim-survivor plans to leave         | no  | yes  | no   | yes      | no       |
      | Suicide was threatened before | the perpetrator believes that it is coming | no  | yes  | no   | no       | yes      |
      | Suicidal now                  | the victim-survivor has left               | yes | no   | yes  | no       | no       |

  @rule:suicide-and-separation @SR-10
  Scenario Outline: One without the other: suicide before <ever>, left <left>
    Given a case where
      | perpetrator is suicidal now | no | health |
    And a pair "A" where
      | suicide threat or attempt by the perpetrator        | <ever>   | police |
      | left or tried to leave in the past year             | <left>   | IDVA   |
      | victim-survivor is planning to leave                | no       | IDVA   |
      | perpetrator believes the victim-survivor is leaving | no       | IDVA   |
      | address given to the court is                       | elsewhere |       |
    When it is assessed on 6 November 2026
    Then the homicide-suicide flag of "A" <flag>
    And nobody is called on to "warn the IDVA"

    Examples:
      | ever       | left       | flag       |
      | no         | yes        | is no      |
      | yes        | no         | is no      |
      | yes        | don't know | may be yes |
      | don't know | yes        | may be yes |

  @rule:suicide-and-separation @SR-10
  Scenario: Suicide was threatened before, and whether the victim-survivor plans to leave is asked safely
    Given a case where
      | perpetrator is suicidal now | no | health |
    And a pair "A" where
      | suicide threat or attempt by the perpetrator | yes | police |
    When it is assessed on 6 November 2026
    Then the homicide-suicide flag of "A" may be yes
    And "victim-survivor is planning to leave" is asked of "IDVA"
    And nobody has to find out "victim-survivor is planning to leave"

  @rule:suicidal-perpetrator @rule:suicide-and-separation @SR-10 @U11
  Scenario: Suicidal now: both people are protected, whatever is known of a separation
    Given a case where
      | perpetrator is suicidal now | yes | health |
    And a pair "A"
    When it is assessed on 6 November 2026
    Then mental health service must "start the suicide crisis pathway" by 6 November 2026
    And the case manager must "warn the IDVA" by 6 November 2026
    And the case manager must "tell police that the risk has risen" by 6 November 2026

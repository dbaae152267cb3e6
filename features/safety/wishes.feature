Feature: A victim-survivor who wants nothing done is not pressed, and is not left alone either
  The wish is respected by every agency. It takes no duty from anybody and no danger away: what needs nobody's
  consent goes on.

  @rule:a-wish-is-respected @SR-08
  Scenario Outline: <why>: nobody presses, and agencies agree what they can do
    Given a case where
      | perpetrator is suicidal now | no | health |
    And a pair "A" where
      | victim-survivor wants no action taken | <no action> | IDVA   |
      | IDVA status                           | <status>    | IDVA   |
      | immediate danger to life              | no          | police |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "tell the agencies that nobody presses the victim-survivor" for "A" by 4 November 2026
    And panel chair must "agree what agencies can do without the victim-survivor" for "A" by 9 November 2026
    And "agree what agencies can do without the victim-survivor" may be requested by the IDVA
    And nothing is asked of, or left to, the victim-survivor

    Examples:
      | why                                       | no action | status   |
      | The victim-survivor wants no action taken | yes       | engaged  |
      | The victim-survivor wants no IDVA         | no        | declined |

  @rule:a-wish-is-respected @SR-08 @SR-09
  Scenario: In danger to life what agencies can do is agreed the same day
    Given a case
    And a pair "A" where
      | victim-survivor wants no action taken | yes | IDVA   |
      | immediate danger to life              | yes | police |
    When it is assessed on 2 November 2026
    Then panel chair must "agree what agencies can do without the victim-survivor" for "A" by 2 November 2026
    And whoever hears of it must "call 999" by 2 November 2026

  @rule:a-wish-is-respected @rule:protection-order-by-place @rule:stalking-order @rule:child-at-risk-of-harm @SR-08 @X30 @X32 @X41
  Scenario: No wish and no IDVA: the powers that need no consent remain
    Given a case where
      | age of the perpetrator        | 34        |
      | area the perpetrator lives in | elsewhere |
    And a pair "A" where
      | bail conditions protect the victim-survivor | no       |        |
      | victim-survivor wants no action taken       | yes      | IDVA   |
      | IDVA status                                 | declined | IDVA   |
      | credible threats to kill                    | yes      | police |
      | stalked or harassed                         | yes      | police |
    And a child "C" in "A" where
      | risk of significant harm | yes | children's services |
    When it is assessed on 2 November 2026
    Then police should "ask police to consider a DVPN and DVPO" for "A"
    And police should "ask police to consider a stalking protection order" for "A"
    And children's services must "make a child-protection referral" for "A" by 2 November 2026
    And IDVA manager must "keep the offer of support open" for "A" by 30 November 2026
    And nothing is asked of, or left to, the victim-survivor

  @rule:a-wish-is-respected @SR-08 @SR-26
  Scenario: That nothing is wanted lowers no level
    Given a case
    And a pair "A" where
      | victim-survivor wants no action taken | no | IDVA |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And it was assessed on 2 November 2026
    And "victim-survivor wants no action taken" for "A" is now yes
    When it is assessed on 9 November 2026
    Then nothing about the risk level of "A" has changed
    And the case manager must "refer to MARAC" for "A"
    And the case manager must "tell the agencies that nobody presses the victim-survivor" for "A" by 11 November 2026

  @rule:a-wish-is-respected @SR-08
  Scenario Outline: No wish to respect where the IDVA is <status>
    Given a case
    And a pair "A" where
      | victim-survivor wants no action taken | no       | IDVA |
      | IDVA status                           | <status> | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell the agencies that nobody presses the victim-survivor"
    And nobody is called on to "agree what agencies can do without the victim-survivor"

    Examples:
      | status           |
      | engaged          |
      | offered          |
      | nobody available |

  @rule:a-wish-is-respected @SR-08
  Scenario: What the victim-survivor wants is asked by the IDVA, and of nobody else
    Given a case
    And a pair "A" where
      | IDVA status | engaged | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell the agencies that nobody presses the victim-survivor"
    And "victim-survivor wants no action taken" is asked of "IDVA"

Feature: What a session raises never tells who has spoken
  Sexual abuse, a separation, the pattern of the abuse: each is worked on, once the victim-survivor's worker has
  agreed how. A plan to leave that the perpetrator does not know of is never a topic.

  @rule:sexual-respect @B07
  Scenario Outline: <sign>: the work is also on sexual respect
    Given the case file "ready-for-change"
    And "<sign>" for "pair-1" is now <answer>
    When it is assessed on 2 November 2026
    Then the case manager should "work on sexual respect" by 30 November 2026
    And in the plan "work on sexual respect" comes after "agree the safety and expectations contract"
    And in the plan "work on sexual respect" comes after "map the pattern of abuse"

    Examples:
      | sign                       | answer   |
      | sexual abuse now           | standard |
      | sexual abuse at its worst  | standard |
      | hurt or degraded sexually  | yes      |

  @rule:sexual-respect @B07
  Scenario: No sexual abuse
    Given the case file "ready-for-change"
    And "sexual abuse now" for "pair-1" is now none
    And "sexual abuse at its worst" for "pair-1" is now none
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on sexual respect"

  @rule:sexual-respect @B07
  Scenario: Whether there was sexual abuse is asked of the IDVA
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on sexual respect"
    And "sexual abuse at its worst" is asked of "IDVA"

  @rule:sexual-respect @rule:jealousy-and-letting-go
  Scenario: Nobody comes, so neither is offered yet
    Given the case file "ready-for-change"
    And "sexual abuse now" for "pair-1" is now high
    And "attended" for "contact-1" is now no
    And "two-way" for "contact-1" is now no
    And "attended" for "contact-2" is now no
    And "two-way" for "contact-2" is now no
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on sexual respect"
    And nobody is called on to "work on jealousy and letting go"

  @rule:jealousy-and-letting-go @B08
  Scenario Outline: <sign>: the work is also on letting go
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
      | <sign>                             | <answer>        |
    And all the incidents are listed in "A"
    And a contact "1" where
      | date of the contact | 19 October 2026 |
      | two-way             | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the case manager should "work on jealousy and letting go" by 30 November 2026
    And in the plan "work on jealousy and letting go" comes after "agree the safety and expectations contract"
    And in the plan "work on jealousy and letting go" comes after "work on impulse and feeling"

    Examples:
      | sign                                                | answer   |
      | left or tried to leave in the past year             | yes      |
      | perpetrator believes the victim-survivor is leaving | yes      |
      | daily life controlled or extreme jealousy           | yes      |
      | jealous and controlling behaviour now               | standard |

  @rule:jealousy-and-letting-go @B08 @SR-03 @SR-04
  Scenario: A plan to leave that the perpetrator does not know of opens no such session
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact                   | 29 October 2026 |      |
      | contact is safe in the IDVA's view                  | yes             |      |
      | IDVA status                                         | engaged         |      |
      | immediate danger to life                            | no              |      |
      | victim-survivor is planning to leave                | yes             | IDVA |
      | left or tried to leave in the past year             | no              | IDVA |
      | perpetrator believes the victim-survivor is leaving | no              | IDVA |
      | daily life controlled or extreme jealousy           | no              | IDVA |
      | jealous and controlling behaviour now               | none            | IDVA |
    And all the incidents are listed in "A"
    And a contact "1" where
      | date of the contact | 19 October 2026 |
      | two-way             | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on jealousy and letting go"

  @rule:jealousy-and-letting-go @B08
  Scenario: Whether there is jealousy is asked of the IDVA
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | IDVA last consulted about contact  | 29 October 2026 |
      | contact is safe in the IDVA's view | yes             |
      | IDVA status                        | engaged         |
      | immediate danger to life           | no              |
    And all the incidents are listed in "A"
    And a contact "1" where
      | date of the contact | 19 October 2026 |
      | two-way             | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on jealousy and letting go"
    And "jealous and controlling behaviour now" is asked of "IDVA"

  @rule:topics-agreed-first @SR-03
  Scenario Outline: Agreed four weeks ago, the session is held: <action>
    Given the case file "ready-for-change"
    And "safety and expectations contract stands" is now yes
    And "sexual abuse at its worst" for "pair-1" is now high
    And "topics of the sessions last agreed with the victim-survivor's worker" for "pair-1" is now 5 October 2026
    When it is assessed on 2 November 2026
    Then the case manager should "<action>"
    And "<action>" is not blocked
    And in the plan "<action>" is to do

    Examples:
      | action                          |
      | map the pattern of abuse        |
      | work on sexual respect          |
      | work on jealousy and letting go |

  @rule:topics-agreed-first @SR-03
  Scenario Outline: Agreed longer ago, the topic waits: <action>
    Given the case file "ready-for-change"
    And "topics of the sessions last agreed with the victim-survivor's worker" for "pair-1" is now 4 October 2026
    When it is assessed on 2 November 2026
    Then "<action>" for "pair-1" is blocked until "agree with the victim-survivor's worker what the sessions may raise", meanwhile "work on impulse and feeling"

    Examples:
      | action                          |
      | map the pattern of abuse        |
      | work on sexual respect          |
      | work on jealousy and letting go |

  @rule:topics-agreed-first @SR-03
  Scenario: Nobody knows whether it was agreed
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then "map the pattern of abuse" for "pair-1" is blocked, in doubt, until "agree with the victim-survivor's worker what the sessions may raise"
    And "topics of the sessions last agreed with the victim-survivor's worker" is asked of "IDVA"
    And "work on impulse and feeling" is not blocked
    And "work on the effects on children" is not blocked

  @rule:topics-agreed-first
  Scenario: Nobody comes, so there is no topic to agree
    Given the case file "ready-for-change"
    And "attended" for "contact-1" is now no
    And "two-way" for "contact-1" is now no
    And "attended" for "contact-2" is now no
    And "two-way" for "contact-2" is now no
    When it is assessed on 2 November 2026
    Then "map the pattern of abuse" for "pair-1" is not blocked
    And "topics of the sessions last agreed with the victim-survivor's worker" is not asked

  @rule:topics-agreed-first @SR-03
  Scenario: While the work is indirect no topic is raised, and nobody has to agree one
    Given the case file "ready-for-change"
    And "IDVA last consulted about contact" for "pair-1" is now 1 September 2026
    When it is assessed on 2 November 2026
    Then the way of working is indirect only
    And "map the pattern of abuse" for "pair-1" is blocked until "consult the IDVA"
    And "topics of the sessions last agreed with the victim-survivor's worker" is not asked

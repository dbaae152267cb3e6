Feature: Bail that keeps the perpetrator away, or none
  Police set conditions before charge and the court after it. What is broken is acted on the same day.

  @rule:bail-before-charge @X04
  Scenario: On police bail with nothing that keeps the perpetrator away
    Given a case where
      | criminal proceedings | released on bail | police |
    And a pair "A" where
      | bail conditions protect the victim-survivor | no | police |
    When it is assessed on 2 November 2026
    Then police should "ask police for bail conditions that protect the victim-survivor" for "A" by 2 November 2026
    And "ask police for bail conditions that protect the victim-survivor" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And "ask police for bail conditions that protect the victim-survivor" for "A" is blocked, in doubt, until "draw up the conditions with the victim-survivor's worker"

  @rule:bail-before-charge @X04
  Scenario: Under investigation after an arrest, with danger ruled out: inside the working week
    Given a case where
      | criminal proceedings        | under investigation |
      | perpetrator is suicidal now | no                  |
    And a pair "A" where
      | immediate danger to life                                       | no              |
      | credible threats to kill                                       | yes             |
      | bail conditions protect the victim-survivor                    | no              |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
      | conditions last drawn up with the victim-survivor's worker     | 30 October 2026 |
    And an incident "1" in "A" where
      | weapon and threat             | no     |
      | recorded as a crime           | yes    |
      | step that police have reached | arrest |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then police should "ask police for bail conditions that protect the victim-survivor" for "A" by 9 November 2026
    And in the plan "ask police for bail conditions that protect the victim-survivor" for "A" is to do

  @rule:bail-before-charge @X04
  Scenario Outline: Bail by police is <available> where <why>
    Given a case where
      | criminal proceedings | <proceedings> |
    And a pair "A" where
      | bail conditions protect the victim-survivor | <protected> |
    And an incident "1" in "A" where
      | recorded as a crime           | yes    |
      | step that police have reached | <step> |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then "ask police for bail conditions that protect the victim-survivor" for "A" is <available>

    Examples:
      | why                                         | proceedings         | protected  | step       | available                        |
      | conditions protect the victim-survivor      | released on bail    | yes        | arrest     | not available                    |
      | nobody was arrested                         | under investigation | no         | no arrest  | not available                    |
      | after an arrest conditions protect          | under investigation | yes        | arrest     | not available                    |
      | nobody knows what the conditions are        | released on bail    | don't know | arrest     | available once the owner answers |
      | nobody knows whether there was an arrest    | under investigation | no         | don't know | available once the owner answers |

  @rule:bail-before-charge @X04
  Scenario Outline: With proceedings <proceedings> police have no bail to give
    Given a case where
      | criminal proceedings | <proceedings> |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police for bail conditions that protect the victim-survivor"

    Examples:
      | proceedings       |
      | none              |
      | charged           |
      | awaiting sentence |
      | ended             |
      | don't know        |

  @rule:bail-before-charge @rule:bail-after-charge @rule:restraining-order @X04
  Scenario: How far proceedings have got is asked of police
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "criminal proceedings" is asked of "police"
    And nobody is called on to "ask the court for bail conditions that protect the victim-survivor"

  @rule:bail-before-charge @X04
  Scenario Outline: The law of today on bail before charge began on 28 October 2022: on <day> <called>
    Given a case where
      | criminal proceedings | released on bail |
    And a pair "A"
    When it is assessed on <day>
    Then <who> "ask police for bail conditions that protect the victim-survivor" for "A"

    Examples:
      | day             | called              | who                    |
      | 27 October 2022 | nobody is called on | nobody is called on to |
      | 28 October 2022 | police are          | police should          |

  @rule:bail-after-charge @X04
  Scenario Outline: <proceedings>, and nothing keeps the perpetrator away
    Given a case where
      | criminal proceedings | <proceedings> |
      | custody              | none          |
    And a pair "A" where
      | bail conditions protect the victim-survivor | no |
    When it is assessed on 2 November 2026
    Then court should "ask the court for bail conditions that protect the victim-survivor" for "A" by 2 November 2026
    And "ask the court for bail conditions that protect the victim-survivor" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And "ask the court for bail conditions that protect the victim-survivor" for "A" is blocked, in doubt, until "draw up the conditions with the victim-survivor's worker"
    And the plan asks the court, through police, to "ask the court for bail conditions that protect the victim-survivor" for "A"

    Examples:
      | proceedings       |
      | charged           |
      | awaiting sentence |

  @rule:bail-after-charge @X04
  Scenario: Charged, with danger ruled out: inside the working week
    Given a case where
      | criminal proceedings        | charged |
      | custody                     | none    |
      | perpetrator is suicidal now | no      |
    And a pair "A" where
      | immediate danger to life                                       | no              |
      | credible threats to kill                                       | yes             |
      | bail conditions protect the victim-survivor                    | no              |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
      | conditions last drawn up with the victim-survivor's worker     | 30 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then court should "ask the court for bail conditions that protect the victim-survivor" for "A" by 9 November 2026
    And in the plan "ask the court for bail conditions that protect the victim-survivor" for "A" is to do

  @rule:bail-after-charge @X04
  Scenario Outline: With proceedings <proceedings> the court has no bail to give
    Given a case where
      | criminal proceedings | <proceedings> |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the court for bail conditions that protect the victim-survivor"

    Examples:
      | proceedings         |
      | none                |
      | under investigation |
      | released on bail    |
      | ended               |

  @rule:bail-after-charge @X04
  Scenario Outline: Conditions of the court are <available> where <why>
    Given a case where
      | criminal proceedings | charged   |
      | custody              | <custody> |
    And a pair "A" where
      | bail conditions protect the victim-survivor | <protected> |
    When it is assessed on 2 November 2026
    Then "ask the court for bail conditions that protect the victim-survivor" for "A" is <available>

    Examples:
      | why                                  | custody    | protected  | available                        |
      | the perpetrator serves a sentence    | sentenced  | no         | not available                    |
      | conditions protect already           | none       | yes        | not available                    |
      | nobody knows what the conditions are | none       | don't know | available once the owner answers |
      | nobody knows of custody              | don't know | no         | available once the owner answers |

  @rule:bail-after-charge @X04
  Scenario: Conditions that protect one victim-survivor do not protect another
    Given a case where
      | criminal proceedings | charged |
      | custody              | none    |
    And a pair "A" where
      | bail conditions protect the victim-survivor | yes |
    And a pair "B" where
      | bail conditions protect the victim-survivor | no |
    When it is assessed on 2 November 2026
    Then "ask the court for bail conditions that protect the victim-survivor" for "A" is not available
    And in the plan "ask the court for bail conditions that protect the victim-survivor" for "B" is blocked

  @rule:bail-opposed @X05
  Scenario Outline: Charged, and <grounds>: prosecutors are asked the same day to oppose bail
    Given a case where
      | criminal proceedings | charged |
      | custody              | remand  |
      | bail terms broken    | <bail>  |
    And a pair "A" where
      | order or bail or agreement broken | <order> |
      | physical abuse now                | <abuse> |
    When it is assessed on 2 November 2026
    Then Crown Prosecution Service should "ask prosecutors to oppose bail" by 2 November 2026
    And the case manager should "warn the IDVA" by 2 November 2026
    And in the plan "ask prosecutors to oppose bail" waits for "warn the IDVA"
    And "ask prosecutors to oppose bail" is preferred to "ask the court for bail conditions that protect the victim-survivor"
    And "ask prosecutors to oppose bail" is not blocked
    And the plan asks the Crown Prosecution Service, through police, to "ask prosecutors to oppose bail"

    Examples:
      | grounds                            | bail | order | abuse |
      | the risk is high                   | no   | no    | high  |
      | an order was broken before         | no   | yes   | none  |

  @rule:bail-opposed @rule:bail-broken @X05
  Scenario: Charged, and the terms of bail are broken: prosecutors are asked the same day to oppose bail
    Given a case where
      | criminal proceedings | charged |
      | custody              | none    |
      | bail terms broken    | yes     |
    And a pair "A" where
      | order or bail or agreement broken | no |
    When it is assessed on 2 November 2026
    Then Crown Prosecution Service should "ask prosecutors to oppose bail" by 2 November 2026

  @rule:bail-opposed @X05
  Scenario Outline: Nobody opposes bail where <why>
    Given a case where
      | criminal proceedings | <proceedings> |
      | bail terms broken    | no            |
    And a pair "A" where
      | order or bail or agreement broken | <order> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask prosecutors to oppose bail"

    Examples:
      | why                           | proceedings         | order |
      | nobody is charged             | under investigation | yes   |
      | only the sentence is to come  | awaiting sentence   | yes   |
      | nobody knows the grounds      | charged             | no    |
      | nobody knows of a charge      | don't know          | yes   |

  @rule:bail-opposed @X05
  Scenario: Whether bail was broken is asked of police
    Given a case where
      | criminal proceedings | charged |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask prosecutors to oppose bail"
    And "bail terms broken" is asked of "police"

  @rule:bail-opposed @X05
  Scenario Outline: Opposing bail of somebody whose custody is <custody> is <available>
    Given a case where
      | criminal proceedings | charged   |
      | custody              | <custody> |
      | bail terms broken    | yes       |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "ask prosecutors to oppose bail" is <available>

    Examples:
      | custody    | available                        |
      | sentenced  | not available                    |
      | don't know | available once the owner answers |

  @rule:bail-broken @rule:worker-first-where-nothing-waits @X04 @SR-20
  Scenario: Bail is broken: police are asked the same day to arrest, and the IDVA knows first
    Given a case where
      | bail terms broken    | yes              | police |
      | criminal proceedings | released on bail | police |
      | custody              | none             | prison |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then police must "ask police to arrest for broken bail" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And in the plan "ask police to arrest for broken bail" waits for "warn the IDVA"
    And the case manager should "agree the timing with the victim-survivor's worker" for "A" by 2 November 2026
    And in the plan "ask police to arrest for broken bail" waits for "agree the timing with the victim-survivor's worker"
    And "ask police to arrest for broken bail" is not blocked
    And in the plan "ask police to arrest for broken bail" is to do

  @rule:bail-broken @X04
  Scenario: Bail is kept
    Given a case where
      | bail terms broken    | no               |
      | criminal proceedings | released on bail |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to arrest for broken bail"
    And nobody is called on to "warn the IDVA"

  @rule:bail-broken @X04
  Scenario: Whether bail is kept is asked of police
    Given a case where
      | criminal proceedings | released on bail |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to arrest for broken bail"
    And "bail terms broken" is asked of "police"

  @rule:bail-broken @X04
  Scenario Outline: Broken bail is arrested for while proceedings are <proceedings> and custody is <custody>
    Given a case where
      | bail terms broken    | yes           |
      | criminal proceedings | <proceedings> |
      | custody              | <custody>     |
    When it is assessed on 2 November 2026
    Then in the plan "ask police to arrest for broken bail" is to do

    Examples:
      | proceedings       | custody |
      | released on bail  | licence |
      | charged           | none    |
      | awaiting sentence | none    |

  @rule:bail-broken @X04
  Scenario Outline: Arrest for broken bail is <available> where <why>
    Given a case where
      | bail terms broken    | yes           |
      | criminal proceedings | <proceedings> |
      | custody              | <custody>     |
    When it is assessed on 2 November 2026
    Then "ask police to arrest for broken bail" is <available>

    Examples:
      | why                                    | proceedings | custody | available                        |
      | the perpetrator is held already        | charged     | remand  | not available                    |
      | there is no bail any more              | ended       | none    | not available                    |
      | nobody knows how far proceedings got   | don't know  | none    | available once the owner answers |

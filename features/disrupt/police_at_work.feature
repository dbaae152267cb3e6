Feature: Police watch, visit, take weapons and look at devices
  What is not felt can begin at once. A visit is felt, so the victim-survivor's worker is spoken to first; a gun and
  a broken order do not wait for that, and the worker is spoken to the same day.

  @rule:police-watch @X15
  Scenario Outline: Whoever <what> is watched for, and need not know
    Given a case where
      | custody | none |
    And a pair "A" where
      | stalked or harassed               | <stalked> |
      | order or bail or agreement broken | <broken>  |
    When it is assessed on 2 November 2026
    Then police should "ask police to watch for the perpetrator" for "A" by 2 November 2026
    And "ask police to watch for the perpetrator" for "A" is not blocked
    And in the plan "ask police to watch for the perpetrator" for "A" is to do

    Examples:
      | what               | stalked | broken |
      | stalks             | yes     | no     |
      | breaks what stands | no      | yes    |

  @rule:police-watch @X15
  Scenario: Danger is ruled out, so patrols begin inside the working week
    Given a case where
      | custody                     | licence |
      | perpetrator is suicidal now | no      |
    And a pair "A" where
      | immediate danger to life          | no  |
      | credible threats to kill          | yes |
      | order or bail or agreement broken | yes |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then police should "ask police to watch for the perpetrator" for "A" by 9 November 2026
    And in the plan "ask police to watch for the perpetrator" for "A" is to do

  @rule:police-watch @X15
  Scenario: Nobody is watched for who neither stalks nor breaks anything
    Given a case
    And a pair "A" where
      | stalked or harassed               | no   |
      | stalking and harassment now       | none |
      | order or bail or agreement broken | no   |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to watch for the perpetrator"

  @rule:police-watch @X15
  Scenario: Whether anything was broken is asked of police
    Given a case
    And a pair "A" where
      | stalked or harassed         | no   | IDVA   |
      | stalking and harassment now | none | police |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to watch for the perpetrator"
    And "order or bail or agreement broken" is asked of "police"

  @rule:police-watch @X15
  Scenario Outline: To watch for somebody whose custody is <custody> is <available>
    Given a case where
      | custody | <custody> |
    And a pair "A" where
      | stalked or harassed | yes |
    When it is assessed on 2 November 2026
    Then "ask police to watch for the perpetrator" for "A" is <available>

    Examples:
      | custody    | available                        |
      | remand     | not available                    |
      | sentenced  | not available                    |
      | don't know | available once the owner answers |

  @rule:police-visit @rule:timing-before-action @X15 @SR-20 @SR-02
  Scenario: The risk is high and the abuse grows: a visit is asked for, and waits for the worker
    Given a case where
      | custody | none |
    And a pair "A" where
      | physical abuse now         | high  |
      | severity of physical abuse | worse |
      | living together            | no    |
    And an incident "1" in "A"
    And an incident "2" in "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then police should "ask police to visit the perpetrator" for "A" by 2 November 2026
    And "ask police to visit the perpetrator" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And in the plan "agree the timing with the victim-survivor's worker" releases "ask police to visit the perpetrator"

  @rule:police-visit @X15
  Scenario Outline: The worker has agreed the timing, nobody shares the home, custody is <custody>: police visit inside the working week
    Given a case where
      | custody                     | <custody> |
      | perpetrator is suicidal now | no        |
    And a pair "A" where
      | immediate danger to life                                       | no              |
      | physical abuse now                                             | high            |
      | severity of physical abuse                                     | worse           |
      | living together                                                | no              |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
    And an incident "1" in "A" where
      | weapon and threat | no |
    And an incident "2" in "A" where
      | weapon and threat | no |
    And all the incidents are listed in "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then police should "ask police to visit the perpetrator" for "A" by 9 November 2026
    And in the plan "ask police to visit the perpetrator" for "A" is to do

    Examples:
      | custody |
      | none    |
      | licence |

  @rule:police-visit @rule:every-home-before-contact-at-home @X15 @SR-16
  Scenario: A home that is shared needs its plan before police knock
    Given a case where
      | custody | none |
    And a pair "A" where
      | physical abuse now                                             | high            |
      | severity of physical abuse                                     | worse           |
      | living together                                                | yes             |
      | contact plan for the shared home is agreed with the IDVA       | no              |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
    And an incident "1" in "A"
    And an incident "2" in "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then police should "ask police to visit the perpetrator" for "A" by 2 November 2026
    And in the plan "ask police to visit the perpetrator" for "A" is blocked

  @rule:police-visit @X15
  Scenario: One victim-survivor after another is persistent too
    Given a case
    And a pair "A" where
      | physical abuse now | high |
    And an incident "1" in "A" where
      | date of the incident | 4 May 2025 |
    And a pair "B"
    And an incident "2" in "B" where
      | date of the incident | 12 October 2026 |
    When it is assessed on 2 November 2026
    Then police should "ask police to visit the perpetrator" for "A" by 2 November 2026
    And nobody is called on to "ask police to visit the perpetrator" for "B"

  @rule:police-visit @X15
  Scenario Outline: No visit where <why>
    Given a case
    And a pair "A" where
      | physical abuse now         | <abuse>    |
      | severity of physical abuse | <severity> |
    And an incident "1" in "A"
    And an incident "2" in "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to visit the perpetrator"

    Examples:
      | why                           | abuse    | severity   |
      | nobody knows the risk is high | moderate | worse      |
      | nobody knows whether it grows | high     | don't know |

  @rule:police-visit @X15
  Scenario: Whether the abuse grows is asked of the IDVA
    Given a case
    And a pair "A" where
      | physical abuse now | high |
    And an incident "1" in "A"
    And an incident "2" in "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to visit the perpetrator"
    And "severity of physical abuse" is asked of "IDVA"

  @rule:police-visit @X15
  Scenario Outline: A visit to somebody whose custody is <custody> is <available>
    Given a case where
      | custody | <custody> |
    And a pair "A" where
      | physical abuse now         | high  |
      | severity of physical abuse | worse |
    And an incident "1" in "A"
    And an incident "2" in "A"
    When it is assessed on 2 November 2026
    Then "ask police to visit the perpetrator" for "A" is <available>

    Examples:
      | custody    | available                        |
      | remand     | not available                    |
      | sentenced  | not available                    |
      | don't know | available once the owner answers |

  @rule:certificate-review @rule:worker-first-where-nothing-waits @X18 @DIS-06 @SR-20
  Scenario: A gun does not wait: the certificate is reviewed, and the worker is spoken to first
    Given a case where
      | firearm or shotgun certificate held | yes | police |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then police must "ask police to review the firearm or shotgun certificate" by 3 November 2026
    And the case manager should "agree the timing with the victim-survivor's worker" for "A" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And in the plan "ask police to review the firearm or shotgun certificate" waits for "warn the IDVA"
    And in the plan "ask police to review the firearm or shotgun certificate" waits for "agree the timing with the victim-survivor's worker"
    And "ask police to review the firearm or shotgun certificate" is not blocked
    And the plan reads "Legal basis: Firearms Act 1968, sections 30A and 30C"

  @rule:certificate-to-be-asked-about @X18 @DIS-06
  Scenario: Violence is known and nobody has asked about a certificate: police are asked, and nobody is alarmed
    Given a case
    And a pair "A" where
      | weapon or object used | yes |
    When it is assessed on 2 November 2026
    Then the case manager should "ask police whether a firearm or shotgun certificate is held" by 2 November 2026
    And nobody is called on to "ask police to review the firearm or shotgun certificate"
    And nobody is called on to "warn the IDVA"

  @rule:certificate-to-be-asked-about @X18 @DIS-06
  Scenario: With danger ruled out there is the working week to ask about a certificate
    Given a case where
      | perpetrator is suicidal now | no |
    And a pair "A" where
      | immediate danger to life | no  |
      | credible threats to kill | yes |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager should "ask police whether a firearm or shotgun certificate is held" by 9 November 2026

  @rule:certificate-to-be-asked-about @X18
  Scenario Outline: Nobody has to ask about a certificate where <why>
    Given a case where
      | firearm or shotgun certificate held | <held> |
    And a pair "A" where
      | weapon or object used | <weapon> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police whether a firearm or shotgun certificate is held"

    Examples:
      | why                        | held       | weapon     |
      | police have answered no    | no         | yes        |
      | police have answered yes   | yes        | yes        |
      | nobody knows of violence   | don't know | don't know |

  @rule:certificate-to-be-asked-about @X18
  Scenario: Violence that nobody has asked about is asked about
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "weapon or object used" is asked of "police"
    And "firearm or shotgun certificate held" is asked of "police"

  @rule:watched-through-devices @X19
  Scenario: The victim-survivor's devices are made safe before police act on the perpetrator's
    Given a case
    And a pair "A" where
      | tracked or watched through devices or accounts | yes | IDVA |
    When it is assessed on 2 November 2026
    Then IDVA must "offer the victim-survivor a safe check of devices and accounts" for "A" by 3 November 2026
    And police should "ask police to act on the perpetrator's devices and accounts" for "A" by 2 November 2026
    And in the plan "ask police to act on the perpetrator's devices and accounts" waits for "offer the victim-survivor a safe check of devices and accounts"
    And "ask police to act on the perpetrator's devices and accounts" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And nothing is asked of, or left to, the victim-survivor
    And the subject access does not read "devices"

  @rule:watched-through-devices @X19
  Scenario: With danger ruled out police act on devices inside the working week
    Given a case where
      | perpetrator is suicidal now | no |
    And a pair "A" where
      | immediate danger to life                                       | no              |
      | credible threats to kill                                       | yes             |
      | tracked or watched through devices or accounts                 | yes             |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then police should "ask police to act on the perpetrator's devices and accounts" for "A" by 9 November 2026
    And "ask police to act on the perpetrator's devices and accounts" for "A" is not blocked

  @rule:watched-through-devices @X19
  Scenario: Nobody is watched through devices
    Given a case
    And a pair "A" where
      | tracked or watched through devices or accounts | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer the victim-survivor a safe check of devices and accounts"
    And nobody is called on to "ask police to act on the perpetrator's devices and accounts"

  @rule:watched-through-devices @X19
  Scenario: Whether anybody is watched through devices is asked, and never of the perpetrator
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer the victim-survivor a safe check of devices and accounts"
    And nobody is called on to "ask police to act on the perpetrator's devices and accounts"
    And "tracked or watched through devices or accounts" is asked of "IDVA"

  @rule:police-visit @X15
  Scenario: The abuse goes on, and the risk is not high: police are not asked to visit
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is standard
    And nobody is called on to "ask police to visit the perpetrator"

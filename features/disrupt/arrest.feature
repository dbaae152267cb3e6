Feature: Arrest and prosecution, with the plan against retaliation ready first
  Police weigh whether to arrest. The victim-survivor is never where it came from, and nobody is pressed to give
  evidence. Danger to life waits for none of this.

  @rule:arrest-for-domestic-abuse @X01 @SR-20
  Scenario: A crime is recorded and nobody was arrested: police are asked, once the worker has agreed the timing
    Given a case where
      | custody              | none | prison |
      | age of the perpetrator | 34 |      |
    And a pair "A"
    And an incident "1" in "A" where
      | recorded as a crime           | yes       | police |
      | step that police have reached | no arrest | police |
    When it is assessed on 2 November 2026
    Then police should "ask police to consider arrest for domestic abuse" for "A" by 2 November 2026
    And "ask police to consider arrest for domestic abuse" for "A" may be requested by the IDVA
    And "ask police to consider arrest for domestic abuse" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And in the plan "agree the timing with the victim-survivor's worker" releases "ask police to consider arrest for domestic abuse"
    And the plan reads "Legal basis: Police and Criminal Evidence Act 1984, section 24"

  @rule:arrest-for-domestic-abuse @X01 @SR-20
  Scenario: Danger is ruled out and a threat to kill is not: arrest is a matter of the working week
    Given a case where
      | custody                     | licence |
      | age of the perpetrator      | 34      |
      | perpetrator is suicidal now | no      |
    And a pair "A" where
      | immediate danger to life                                       | no              |
      | credible threats to kill                                       | yes             |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
    And an incident "1" in "A" where
      | date of the incident          | 12 October 2026 |
      | weapon and threat             | no              |
      | recorded as a crime           | yes             |
      | step that police have reached | no arrest       |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then police should "ask police to consider arrest for domestic abuse" for "A" by 9 November 2026
    And "ask police to consider arrest for domestic abuse" for "A" is not blocked
    And in the plan "ask police to consider arrest for domestic abuse" for "A" is to do

  @rule:arrest-for-domestic-abuse @X01
  Scenario Outline: <what> calls for no arrest
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | recorded as a crime           | <crime> |
      | step that police have reached | <step>  |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to consider arrest for domestic abuse"

    Examples:
      | what                                     | crime | step                    |
      | A crime that was answered with an arrest | yes   | arrest                  |
      | A crime that was charged                 | yes   | charge                  |
      | A crime that was closed                  | yes   | closed without a charge |
      | What is no crime                         | no    | no arrest               |

  @rule:arrest-for-domestic-abuse @X01
  Scenario: Police are asked how far they have got
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | recorded as a crime | yes | police |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to consider arrest for domestic abuse"
    And "step that police have reached" is asked of "police"

  @rule:arrest-for-domestic-abuse @X01
  Scenario Outline: Whoever is <where> cannot be arrested, and nobody who might be is passed over
    Given a case where
      | custody                | <custody> |
      | age of the perpetrator | <age>     |
    And a pair "A"
    And an incident "1" in "A" where
      | recorded as a crime           | yes       |
      | step that police have reached | no arrest |
    When it is assessed on 2 November 2026
    Then "ask police to consider arrest for domestic abuse" for "A" is <available>

    Examples:
      | where                      | custody    | age        | available                          |
      | held on remand             | remand     | 34         | not available                      |
      | serving a sentence         | sentenced  | 34         | not available                      |
      | under the age of crime     | none       | 9          | not available                      |
      | perhaps in custody         | don't know | 34         | available once the owner answers   |
      | of an age that nobody knows | none      | don't know | available once the owner answers   |

  @rule:arrest-for-domestic-abuse @X01 @Age-of-criminal-responsibility
  Scenario: At ten somebody can be arrested
    Given a case where
      | custody                | none |
      | age of the perpetrator | 10   |
    And a pair "A" where
      | timing of action last agreed with the victim-survivor's worker | 2 November 2026 |
    And an incident "1" in "A" where
      | recorded as a crime           | yes       |
      | step that police have reached | no arrest |
    When it is assessed on 2 November 2026
    Then in the plan "ask police to consider arrest for domestic abuse" for "A" is to do

  @rule:arrest-for-domestic-abuse @rule:danger-to-life-now @X01 @SR-09 @case-94
  Scenario: An emergency waits for no plan
    Given a case
    And a pair "A" where
      | immediate danger to life | yes |
    And an incident "1" in "A" where
      | recorded as a crime           | yes       |
      | step that police have reached | no arrest |
    When it is assessed on 2 November 2026
    Then whoever hears of it must "call 999" by 2 November 2026
    And "call 999" is not blocked
    And police should "ask police to consider arrest for domestic abuse" for "A" by 2 November 2026

  @rule:arrest-for-other-crime @X02 @DIS-10
  Scenario: Agencies found the drink driving themselves, so police are asked to act on it
    Given a case where
      | how other offending came to be known | found by agencies themselves | police |
      | custody                              | none                         |        |
      | age of the perpetrator               | 34                           |        |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then police should "ask police to act on other offending" by 2 November 2026
    And "ask police to act on other offending" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:arrest-for-other-crime @X02
  Scenario: Danger is ruled out, so other crime is acted on inside the working week
    Given a case where
      | how other offending came to be known | found by agencies themselves |
      | custody                              | none                         |
      | age of the perpetrator               | 34                           |
      | perpetrator is suicidal now          | no                           |
    And a pair "A" where
      | immediate danger to life                                       | no              |
      | credible threats to kill                                       | yes             |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then police should "ask police to act on other offending" by 9 November 2026
    And in the plan "ask police to act on other offending" is to do

  @rule:arrest-for-other-crime @X02
  Scenario Outline: Acting on other crime is <status> where <why>
    Given a case where
      | how other offending came to be known | found by agencies themselves |
      | custody                              | <custody>                    |
      | age of the perpetrator               | <age>                        |
    And a pair "A" where
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
    When it is assessed on 2 November 2026
    Then in the plan "ask police to act on other offending" is <status>

    Examples:
      | why                               | custody    | age        | status                  |
      | a licence runs                    | licence    | 34         | to do                   |
      | the perpetrator is in prison      | sentenced  | 34         | not available           |
      | the perpetrator is under ten      | none       | 9          | not available           |
      | nobody knows of custody           | don't know | 34         | for the owner to answer |
      | nobody knows the age              | none       | don't know | for the owner to answer |

  @rule:arrest-for-other-crime @rule:other-offending-with-its-source-protected @X02 @SR-03
  Scenario: Only the victim-survivor's side has told of it, so nobody is arrested on it
    Given a case where
      | how other offending came to be known | told by the victim-survivor's side alone | IDVA |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to act on other offending"
    And the case manager should "pass word of other offending to police with its source protected" by 2 November 2026
    And the case manager should "agree the timing with the victim-survivor's worker" for "A" by 4 November 2026
    And in the plan "pass word of other offending to police with its source protected" waits for "agree the timing with the victim-survivor's worker"
    And nothing is asked of, or left to, the victim-survivor
    And the subject access does not read "other offending"

  @rule:other-offending-with-its-source-protected @X02 @SR-03
  Scenario: Danger is ruled out, so word is passed inside the working week
    Given a case where
      | how other offending came to be known | told by the victim-survivor's side alone |
      | perpetrator is suicidal now          | no                                       |
    And a pair "A" where
      | immediate danger to life | no  |
      | credible threats to kill | yes |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager should "pass word of other offending to police with its source protected" by 9 November 2026

  @rule:arrest-for-other-crime @rule:other-offending-with-its-source-protected @X02
  Scenario Outline: Where other offending is <known>, nobody acts on it
    Given a case where
      | how other offending came to be known | <known> |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to act on other offending"
    And nobody is called on to "pass word of other offending to police with its source protected"

    Examples:
      | known         |
      | none is known |
      | don't know    |

  @rule:other-offending-with-its-source-protected @X02
  Scenario: What agencies found themselves needs no protecting
    Given a case where
      | how other offending came to be known | found by agencies themselves |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "pass word of other offending to police with its source protected"

  @rule:arrest-for-other-crime @rule:other-offending-with-its-source-protected @X02
  Scenario: Whether there is other offending is asked, and never of the perpetrator
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "how other offending came to be known" is asked of "police"
    And the case manager reads "how other offending came to be known? Ask: police, probation, IDVA, case manager; never perpetrator"

  @rule:evidence-led-prosecution @X03 @SR-08
  Scenario: The victim-survivor does not support a prosecution, and the case is built on other evidence
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | victim-survivor supports a prosecution              | no  | IDVA   |
      | there is evidence besides the victim-survivor's word | yes | police |
    And an incident "1" in "A" where
      | recorded as a crime           | yes    | police |
      | step that police have reached | arrest | police |
    When it is assessed on 2 November 2026
    Then police should "ask police and prosecutors to build the case on other evidence" for "A" by 2 November 2026
    And "ask police and prosecutors to build the case on other evidence" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And nothing is asked of, or left to, the victim-survivor

  @rule:evidence-led-prosecution @X03
  Scenario Outline: A crime <step> and danger ruled out: inside the working week
    Given a case where
      | age of the perpetrator      | 34 |
      | perpetrator is suicidal now | no |
    And a pair "A" where
      | immediate danger to life                                       | no              |
      | credible threats to kill                                       | yes             |
      | victim-survivor supports a prosecution                         | no              |
      | there is evidence besides the victim-survivor's word           | yes             |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
    And an incident "1" in "A" where
      | weapon and threat             | no     |
      | recorded as a crime           | yes    |
      | step that police have reached | <step> |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then police should "ask police and prosecutors to build the case on other evidence" for "A" by 9 November 2026
    And in the plan "ask police and prosecutors to build the case on other evidence" for "A" is to do

    Examples:
      | step                    |
      | no arrest               |
      | closed without a charge |

  @rule:evidence-led-prosecution @X03
  Scenario Outline: No case is built without the victim-survivor where <why>
    Given a case
    And a pair "A" where
      | victim-survivor supports a prosecution | <support> |
    And an incident "1" in "A" where
      | recorded as a crime           | <crime> |
      | step that police have reached | <step>  |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police and prosecutors to build the case on other evidence"

    Examples:
      | why                                      | support | crime | step   |
      | the victim-survivor supports prosecution | yes     | yes   | arrest |
      | the crime is charged                     | no      | yes   | charge |
      | no crime is recorded                     | no      | no    | arrest |

  @rule:evidence-led-prosecution @X03
  Scenario: Whether the victim-survivor supports a prosecution is asked of the IDVA
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | recorded as a crime           | yes    |
      | step that police have reached | arrest |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police and prosecutors to build the case on other evidence"
    And "victim-survivor supports a prosecution" is asked of "IDVA"

  @rule:evidence-led-prosecution @X03
  Scenario Outline: With other evidence <evidence> and an age of <age> the case is <available>
    Given a case where
      | age of the perpetrator | <age> |
    And a pair "A" where
      | victim-survivor supports a prosecution              | no         |
      | there is evidence besides the victim-survivor's word | <evidence> |
    And an incident "1" in "A" where
      | recorded as a crime           | yes    |
      | step that police have reached | arrest |
    When it is assessed on 2 November 2026
    Then "ask police and prosecutors to build the case on other evidence" for "A" is <available>

    Examples:
      | evidence   | age        | available                        |
      | no         | 34         | not available                    |
      | yes        | 9          | not available                    |
      | don't know | 34         | available once the owner answers |
      | yes        | don't know | available once the owner answers |

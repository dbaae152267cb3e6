Feature: Licence, tag and release
  What a licence holds is drawn up with the victim-survivor's worker, so that no zone shows where somebody lives.
  Who is told of the day of release, and what the prison stops, is settled before the gate opens.

  @rule:licence-conditions @X06 @DIS-05
  Scenario Outline: With custody <custody>, probation is asked for conditions that protect the victim-survivor
    Given a case where
      | custody | <custody> |
    And a pair "A" where
      | licence conditions protect the victim-survivor | no | probation |
    When it is assessed on 2 November 2026
    Then probation should "ask probation for licence conditions that protect the victim-survivor" for "A" by 2 November 2026
    And "ask probation for licence conditions that protect the victim-survivor" for "A" may be requested by the IDVA
    And "ask probation for licence conditions that protect the victim-survivor" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And "ask probation for licence conditions that protect the victim-survivor" for "A" is blocked, in doubt, until "draw up the conditions with the victim-survivor's worker"

    Examples:
      | custody   |
      | sentenced |
      | licence   |

  @rule:licence-conditions @X06
  Scenario: Danger is ruled out, so the licence is written inside the working week
    Given a case where
      | custody                     | licence |
      | perpetrator is suicidal now | no      |
    And a pair "A" where
      | immediate danger to life                                       | no              |
      | credible threats to kill                                       | yes             |
      | licence conditions protect the victim-survivor                 | no              |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
      | conditions last drawn up with the victim-survivor's worker     | 30 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then probation should "ask probation for licence conditions that protect the victim-survivor" for "A" by 9 November 2026
    And in the plan "ask probation for licence conditions that protect the victim-survivor" for "A" is to do

  @rule:licence-conditions @X06
  Scenario Outline: With custody <custody> there is no licence to write
    Given a case where
      | custody | <custody> |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation for licence conditions that protect the victim-survivor"

    Examples:
      | custody    |
      | none       |
      | remand     |
      | don't know |

  @rule:licence-conditions @rule:tag-on-release @rule:victim-contact-scheme @X06
  Scenario: Whether there is a licence to write is found out
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then somebody must find out "custody" from "probation", by 4 November 2026
    And nobody is called on to "ask probation for licence conditions that protect the victim-survivor"
    And nobody is called on to "ask probation for a tag on release"
    And nobody is called on to "ask probation whether the victim contact scheme is open"

  @rule:licence-conditions @X06
  Scenario Outline: Licence conditions that <what> are <available>
    Given a case where
      | custody | licence |
    And a pair "A" where
      | licence conditions protect the victim-survivor | <protected> |
    When it is assessed on 2 November 2026
    Then "ask probation for licence conditions that protect the victim-survivor" for "A" is <available>

    Examples:
      | what                  | protected  | available                        |
      | protect already       | yes        | not available                    |
      | nobody has looked at  | don't know | available once the owner answers |

  @rule:conditions-that-show-nothing @SR-04 @SR-20
  Scenario Outline: Where <what>, no condition is asked for that the worker has not drawn up
    Given a case where
      | custody              | <custody>     |
      | criminal proceedings | <proceedings> |
    And a pair "A" where
      | conditions last drawn up with the victim-survivor's worker | 4 October 2026 |
    When it is assessed on 2 November 2026
    Then "conditions that name places" for "A" is blocked until "draw up the conditions with the victim-survivor's worker", meanwhile "work indirectly"

    Examples:
      | what                              | custody   | proceedings         |
      | bail may come from remand         | remand    | none                |
      | a release is to come              | sentenced | none                |
      | a licence runs                    | licence   | none                |
      | police may give bail              | none      | under investigation |
      | police have given bail            | none      | released on bail    |
      | the court may give bail           | none      | charged             |
      | a sentence is to come             | none      | awaiting sentence   |

  @rule:conditions-that-show-nothing @SR-04
  Scenario: Drawn up four weeks ago to the day, conditions still stand
    Given a case where
      | custody | licence |
    And a pair "A" where
      | conditions last drawn up with the victim-survivor's worker     | 5 October 2026 |
      | timing of action last agreed with the victim-survivor's worker | 5 October 2026 |
    When it is assessed on 2 November 2026
    Then "conditions that name places" for "A" is not blocked

  @rule:conditions-that-show-nothing @SR-04
  Scenario: With nothing to come there are no conditions to draw up
    Given a case where
      | custody              | none  |
      | criminal proceedings | ended |
    And a pair "A" where
      | timing of action last agreed with the victim-survivor's worker | 5 October 2026 |
    When it is assessed on 2 November 2026
    Then "conditions that name places" for "A" is not blocked

  @rule:conditions-that-show-nothing @SR-04
  Scenario: Nobody knows whether the worker was asked, so the zone waits, and the worker is asked
    Given a case where
      | custody | licence |
    And a pair "A" where
      | licence conditions protect the victim-survivor                 | no              |
      | timing of action last agreed with the victim-survivor's worker | 2 November 2026 |
    When it is assessed on 2 November 2026
    Then "ask probation for licence conditions that protect the victim-survivor" for "A" is blocked, in doubt, until "draw up the conditions with the victim-survivor's worker"
    And in the plan "draw up the conditions with the victim-survivor's worker" releases "ask probation for licence conditions that protect the victim-survivor"
    And "conditions last drawn up with the victim-survivor's worker" is asked of "IDVA"

  @rule:tag-on-release @X07
  Scenario Outline: Leaving prison in the <region>: a tag is asked for two weeks before
    Given a case where
      | custody                | sentenced        | prison    |
      | release date           | 30 November 2026 | prison    |
      | age of the perpetrator | 34               | prison    |
      | probation region       | <region>         | probation |
    And a pair "A" where
      | daily life controlled or extreme jealousy                      | yes             |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
      | conditions last drawn up with the victim-survivor's worker     | 30 October 2026 |
    When it is assessed on 2 November 2026
    Then probation should "ask probation for a tag on release" for "A" by 16 November 2026
    And in the plan "ask probation for a tag on release" for "A" is to do

    Examples:
      | region        |
      | East Midlands |
      | West Midlands |

  @rule:tag-on-release @X07 @SR-20
  Scenario: A tag is felt, so the worker agrees the timing first
    Given a case where
      | custody | sentenced |
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes |
    When it is assessed on 2 November 2026
    Then "ask probation for a tag on release" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And "ask probation for a tag on release" for "A" is blocked, in doubt, until "draw up the conditions with the victim-survivor's worker"

  @rule:tag-on-release @X07
  Scenario Outline: A tag on release is <available> where <why>
    Given a case where
      | custody                | sentenced |
      | age of the perpetrator | <age>     |
      | probation region       | <region>  |
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes |
    When it is assessed on 2 November 2026
    Then "ask probation for a tag on release" for "A" is <available>

    Examples:
      | why                              | age | region        | available                        |
      | the scheme does not run          | 34  | London        | not available                    |
      | the perpetrator is seventeen     | 17  | East Midlands | not available                    |
      | nobody knows the region          | 34  | don't know    | available once the owner answers |

  @rule:tag-on-release @X07
  Scenario: At eighteen a tag can be had
    Given a case where
      | custody                | sentenced     |
      | age of the perpetrator | 18            |
      | probation region       | West Midlands |
    And a pair "A" where
      | daily life controlled or extreme jealousy                      | yes             |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
      | conditions last drawn up with the victim-survivor's worker     | 30 October 2026 |
    When it is assessed on 2 November 2026
    Then in the plan "ask probation for a tag on release" for "A" is to do

  @rule:tag-on-release @X07
  Scenario Outline: The scheme of tags began in August 2023: on <day> it is <available>
    Given a case where
      | custody                | sentenced     |
      | age of the perpetrator | 34            |
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes |
    When it is assessed on <day>
    Then "ask probation for a tag on release" for "A" is <available>

    Examples:
      | day            | available                        |
      | 30 August 2023 | not available                    |
      | 31 August 2023 | available once the owner answers |

  @rule:tag-on-release @X07
  Scenario: A site in a region that has joined the scheme since says so
    Given a site where
      | regions where a tag for domestic abuse can follow release | [London, Wales] |
    And a case where
      | custody                | sentenced |
      | age of the perpetrator | 34        |
      | probation region       | London    |
    And a pair "A" where
      | daily life controlled or extreme jealousy                      | yes             |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
      | conditions last drawn up with the victim-survivor's worker     | 30 October 2026 |
    When it is assessed on 2 November 2026
    Then in the plan "ask probation for a tag on release" for "A" is to do

  @rule:tag-on-release @X07
  Scenario Outline: No tag where <why>
    Given a case where
      | custody | <custody> |
    And a pair "A" where
      | daily life controlled or extreme jealousy | <control> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation for a tag on release"

    Examples:
      | why                        | custody   | control    |
      | nobody is leaving prison   | licence   | yes        |
      | release is from remand     | remand    | yes        |
      | nobody knows of any abuse  | sentenced | don't know |

  @rule:tag-on-release @X07
  Scenario: Abuse that nobody has asked about is asked about before a tag is
    Given a case where
      | custody | sentenced |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "daily life controlled or extreme jealousy" is asked of "IDVA"

  @rule:panel-hears-of-release @X17 @SR-21
  Scenario Outline: Held as <custody>, released in two weeks: the panel hears the same day
    Given a case where
      | custody      | <custody>        |
      | release date | 16 November 2026 |
    When it is assessed on 2 November 2026
    Then the case manager should "tell the panel of the release date" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026

    Examples:
      | custody   |
      | remand    |
      | sentenced |

  @rule:panel-hears-of-release @X17
  Scenario Outline: The panel need not hear of it where <why>
    Given a case where
      | custody      | <custody> |
      | release date | <day>     |
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell the panel of the release date"

    Examples:
      | why                             | custody   | day              |
      | release is fifteen days away    | sentenced | 17 November 2026 |
      | the perpetrator is out already  | licence   | 16 November 2026 |
      | nobody knows the day            | sentenced | don't know       |

  @rule:panel-hears-of-release @X17
  Scenario: The day is asked for until it is known
    Given a case where
      | custody | sentenced |
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell the panel of the release date"
    And "release date" is asked of "prison"

  @rule:victim-contact-scheme @X17
  Scenario: A sentence is served: probation is asked whether the contact scheme is open to the victim-survivor
    Given a case where
      | custody | sentenced |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then probation should "ask probation whether the victim contact scheme is open" for "A" by 9 November 2026
    And "ask probation whether the victim contact scheme is open" for "A" may be requested by the IDVA
    And nothing is asked of, or left to, the victim-survivor

  @rule:victim-contact-scheme @X17
  Scenario Outline: With custody <custody> the contact scheme is not asked about
    Given a case where
      | custody | <custody> |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation whether the victim contact scheme is open"

    Examples:
      | custody |
      | none    |
      | remand  |
      | licence |

  @rule:recall @rule:worker-first-where-nothing-waits @X08 @DIS-05 @SR-20
  Scenario: Recall is asked for the same day, and the victim-survivor's worker is spoken to first
    Given a case where
      | custody              | licence | probation |
      | licence terms broken | yes     | probation |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then probation must "ask probation to consider recall" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And the case manager should "agree the timing with the victim-survivor's worker" for "A" by 2 November 2026
    And in the plan "ask probation to consider recall" waits for "warn the IDVA"
    And in the plan "ask probation to consider recall" waits for "agree the timing with the victim-survivor's worker"
    And "ask probation to consider recall" is not blocked
    And the plan reads "Legal basis: Criminal Justice Act 2003, section 254"

  @rule:recall @X08
  Scenario Outline: No recall where <why>
    Given a case where
      | custody              | <custody> |
      | licence terms broken | <broken>  |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to consider recall"

    Examples:
      | why                     | custody   | broken |
      | the licence is kept     | licence   | no     |
      | prison holds already    | sentenced | yes    |

  @rule:prison-blocks-contact @rule:worker-first-where-nothing-waits @X16 @DIS-01 @SR-20 @case-92
  Scenario Outline: Calls from <custody> are stopped, and the worker knows before they stop
    Given a case where
      | custody | <custody> | prison |
    And a pair "A" where
      | unwanted contact from prison | yes | IDVA |
    When it is assessed on 2 November 2026
    Then prison must "ask the prison to block contact with the victim-survivor" for "A" by 2 November 2026
    And in the plan "ask the prison to block contact with the victim-survivor" waits for "warn the IDVA"
    And the case manager should "agree the timing with the victim-survivor's worker" for "A" by 2 November 2026
    And in the plan "ask the prison to block contact with the victim-survivor" waits for "agree the timing with the victim-survivor's worker"
    And "ask the prison to block contact with the victim-survivor" for "A" is not blocked
    And the plan reads "Legal basis: Prison Rules 1999, rules 34 and 35A"

    Examples:
      | custody   |
      | remand    |
      | sentenced |

  @rule:prison-blocks-contact @X16
  Scenario Outline: Nothing for the prison to stop where <why>
    Given a case where
      | custody | <custody> |
    And a pair "A" where
      | unwanted contact from prison | <contact> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the prison to block contact with the victim-survivor"

    Examples:
      | why                       | custody | contact |
      | nobody calls              | remand  | no      |
      | nobody is in prison       | none    | yes     |

  @rule:worker-first-where-nothing-waits @SR-20
  Scenario Outline: The worker is not called for where <why>
    Given a case where
      | custody                             | <custody> |
      | licence terms broken                | <licence> |
      | bail terms broken                   | <bail>    |
      | firearm or shotgun certificate held | <gun>     |
    And a pair "A" where
      | unwanted contact from prison | <contact> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "agree the timing with the victim-survivor's worker"

    Examples:
      | why                             | custody    | licence    | bail       | gun        | contact    |
      | everything is in order          | licence    | no         | no         | no         | no         |
      | a licence that was broken ended | none       | yes        | no         | no         | no         |
      | the caller has left prison      | licence    | no         | no         | no         | yes        |
      | nobody calls from remand        | remand     | no         | no         | no         | no         |
      | nobody knows of anything        | don't know | don't know | don't know | don't know | don't know |

  @rule:worker-first-where-nothing-waits @SR-20
  Scenario: What would call the worker in is asked about
    Given a case where
      | custody | licence |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "licence terms broken" is asked of "probation"
    And "bail terms broken" is asked of "police"
    And "firearm or shotgun certificate held" is asked of "police"

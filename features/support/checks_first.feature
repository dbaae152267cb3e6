Feature: Each support waits for its check, and is given once it is passed
  What gives the perpetrator a place, an hour, money or company is looked at by the victim-survivor's worker
  first. A check holds for what was proposed by then; a new proposal is a new check; unknown is not yes.

  @rule:place-of-treatment-cleared-first @rule:hours-of-work-cleared-first @rule:addresses-kept-at-the-practice @rule:family-help-cleared-first @rule:not-the-victim-survivors-community @SR-05
  Scenario Outline: Cleared on <day>, "<action>" goes ahead
    Given a case where
      | <need>                                  | yes             |
      | <proposed>                              | 28 October 2026 |
      | proposed work is in a position of trust | no              |
    And all the pairs are listed
    And a pair "A" where
      | <cleared> | <day> |
    When it is assessed on 2 November 2026
    Then <owner> should "<action>" by 9 November 2026
    And "<action>" is not blocked
    And in the plan "<action>" is to do

    Examples: treatment, on the day and after
      | day             | need                  | proposed                               | cleared                                                         | owner                    | action                            |
      | 28 October 2026 | drugs or alcohol need | date a place of treatment was proposed | place of treatment last cleared by the victim-survivor's worker | drug and alcohol service | arrange drug or alcohol treatment |
      | 30 October 2026 | drugs or alcohol need | date a place of treatment was proposed | place of treatment last cleared by the victim-survivor's worker | drug and alcohol service | arrange drug or alcohol treatment |

    Examples: the others
      | day             | need                         | proposed                               | cleared                                                         | owner                           | action                                              |
      | 28 October 2026 | work need                    | date work was proposed                 | work last cleared by the victim-survivor's worker               | employment and benefits service | arrange help with work                              |
      | 28 October 2026 | physical health need         | date a practice or clinic was proposed | practice or clinic last cleared by the victim-survivor's worker | health                          | arrange health care                                 |
      | 28 October 2026 | family need                  | date family help was last asked for    | family help last cleared by the victim-survivor's worker        | children's services             | point to the family court and to supervised contact |
      | 28 October 2026 | isolation of the perpetrator | date a group or service was proposed   | group or service last cleared by the victim-survivor's worker   | mentoring service               | find a mentor or group                              |
      | 28 October 2026 | by-and-for service need      | date a group or service was proposed   | group or service last cleared by the victim-survivor's worker   | specialist service              | bring in a by-and-for service                       |

  @rule:place-of-treatment-cleared-first @rule:hours-of-work-cleared-first @rule:addresses-kept-at-the-practice @rule:family-help-cleared-first @rule:not-the-victim-survivors-community @SR-05 @U01 @U06 @U07 @U09 @U10 @U13
  Scenario Outline: Cleared before the new proposal, "<action>" waits for a new check
    Given a case where
      | <need>                                  | yes             |
      | <proposed>                              | 28 October 2026 |
      | proposed work is in a position of trust | no              |
    And all the pairs are listed
    And a pair "A" where
      | <cleared> | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then "<action>" for "A" is blocked until "<check>", meanwhile "<instead>"
    And in the plan "<action>" is blocked
    And in the plan "<check>" releases "<action>"

    Examples:
      | need                         | proposed                               | cleared                                                         | action                                              | check                                                                | instead                                                                  |
      | drugs or alcohol need        | date a place of treatment was proposed | place of treatment last cleared by the victim-survivor's worker | arrange drug or alcohol treatment                   | have the place of treatment checked by the victim-survivor's worker  | prepare the support without a place or a day                             |
      | work need                    | date work was proposed                 | work last cleared by the victim-survivor's worker               | arrange help with work                              | have the work checked by the victim-survivor's worker                | prepare the support without a place or a day                             |
      | physical health need         | date a practice or clinic was proposed | practice or clinic last cleared by the victim-survivor's worker | arrange health care                                 | have the practice or clinic checked by the victim-survivor's worker  | prepare the support without a place or a day                             |
      | family need                  | date family help was last asked for    | family help last cleared by the victim-survivor's worker        | point to the family court and to supervised contact | have the help asked for checked by the victim-survivor's worker      | pass the request to see the children to children's services and the IDVA |
      | isolation of the perpetrator | date a group or service was proposed   | group or service last cleared by the victim-survivor's worker   | find a mentor or group                              | have the group or service checked by the victim-survivor's worker    | prepare the support without a place or a day                             |
      | by-and-for service need      | date a group or service was proposed   | group or service last cleared by the victim-survivor's worker   | bring in a by-and-for service                       | have the group or service checked by the victim-survivor's worker    | prepare the support without a place or a day                             |

  @rule:place-of-treatment-cleared-first @rule:hours-of-work-cleared-first @rule:addresses-kept-at-the-practice @rule:family-help-cleared-first @rule:not-the-victim-survivors-community @SR-05
  Scenario Outline: Nobody knows whether the worker has looked, so "<action>" waits and the IDVA is asked
    Given a case where
      | <need>                                  | yes             |
      | <proposed>                              | 28 October 2026 |
      | proposed work is in a position of trust | no              |
    And all the pairs are listed
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "<action>" for "A" is blocked, in doubt, until "<check>"
    And "<cleared>" is asked of "IDVA"
    And the plan asks the IDVA to "<check>" for "A"

    Examples:
      | need                         | proposed                               | cleared                                                         | action                                              | check                                                               |
      | drugs or alcohol need        | date a place of treatment was proposed | place of treatment last cleared by the victim-survivor's worker | arrange drug or alcohol treatment                   | have the place of treatment checked by the victim-survivor's worker |
      | work need                    | date work was proposed                 | work last cleared by the victim-survivor's worker               | arrange help with work                              | have the work checked by the victim-survivor's worker               |
      | physical health need         | date a practice or clinic was proposed | practice or clinic last cleared by the victim-survivor's worker | arrange health care                                 | have the practice or clinic checked by the victim-survivor's worker |
      | family need                  | date family help was last asked for    | family help last cleared by the victim-survivor's worker        | point to the family court and to supervised contact | have the help asked for checked by the victim-survivor's worker     |
      | isolation of the perpetrator | date a group or service was proposed   | group or service last cleared by the victim-survivor's worker   | find a mentor or group                              | have the group or service checked by the victim-survivor's worker   |
      | by-and-for service need      | date a group or service was proposed   | group or service last cleared by the victim-survivor's worker   | bring in a by-and-for service                       | have the group or service checked by the victim-survivor's worker   |

  @rule:place-of-treatment-cleared-first @rule:hours-of-work-cleared-first @rule:addresses-kept-at-the-practice @rule:family-help-cleared-first @rule:not-the-victim-survivors-community @rule:economic-abuse-looked-for-first @rule:idva-told-before-detoxification
  Scenario Outline: With no <need> there is nothing to check: <action>
    Given a case where
      | <need>  | no | case manager |
      | <other> | no | case manager |
    And all the pairs are listed
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "<action>" is not blocked

    Examples:
      | need                         | other                   | action                                                 |
      | drugs or alcohol need        | drugs or alcohol need   | arrange drug or alcohol treatment                      |
      | drugs or alcohol need        | drugs or alcohol need   | arrange detoxification from alcohol under medical care |
      | physical health need         | physical health need    | arrange health care                                    |
      | family need                  | family need             | point to the family court and to supervised contact    |
      | isolation of the perpetrator | by-and-for service need | find a mentor or group                                 |
      | isolation of the perpetrator | by-and-for service need | bring in a by-and-for service                          |
      | money need                   | money need              | arrange advice on money                                |
      | work need                    | work need               | arrange help with work                                 |

  @rule:place-of-treatment-cleared-first @F1.22 @SR-05
  Scenario: Cleared for one victim-survivor is not cleared for the other
    Given a case where
      | drugs or alcohol need                  | yes             |
      | date a place of treatment was proposed | 28 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | place of treatment last cleared by the victim-survivor's worker | 29 October 2026 |
    And a pair "B"
    When it is assessed on 2 November 2026
    Then "arrange drug or alcohol treatment" for "A" is not blocked
    And "arrange drug or alcohol treatment" for "B" is blocked, in doubt, until "have the place of treatment checked by the victim-survivor's worker"
    And in the plan "arrange drug or alcohol treatment" is blocked

  @rule:place-of-treatment-cleared-first @SR-04 @case-87
  Scenario: Nobody who asks for the file learns that a check failed
    Given a case where
      | drugs or alcohol need                  | yes             |
      | date a place of treatment was proposed | 28 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | place of treatment last cleared by the victim-survivor's worker | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then the case manager reads "have the place of treatment checked by the victim-survivor's worker"
    And the subject access does not read "last cleared"
    And the subject access does not read "checked"

  @rule:every-victim-survivor-before-support @SR-05 @SUP-3 @F1.22
  Scenario Outline: While somebody may be missing from the list, nobody can have checked "<action>"
    Given a case where
      | <need>                                  | yes             |
      | <proposed>                              | 28 October 2026 |
      | alcohol is part of the need             | yes             |
      | proposed work is in a position of trust | no              |
    And a pair "A" where
      | <cleared>                                  | 28 October 2026 |
      | IDVA last told of a detoxification to come | 28 October 2026 |
    When it is assessed on 2 November 2026
    Then "<action>" for "the case" is blocked, in doubt, until "go through every victim-survivor with the IDVA service", meanwhile "prepare the support without a place or a day"
    And "<action>" for "A" is not blocked

    Examples:
      | need                         | proposed                                         | cleared                                                         | action                                                 |
      | housing need                 | date an address was proposed for the perpetrator | proposed address last cleared by the victim-survivor's worker   | support a home away from the victim-survivor           |
      | drugs or alcohol need        | date a place of treatment was proposed           | place of treatment last cleared by the victim-survivor's worker | arrange drug or alcohol treatment                      |
      | drugs or alcohol need        | date a place of treatment was proposed           | place of treatment last cleared by the victim-survivor's worker | arrange detoxification from alcohol under medical care |
      | work need                    | date work was proposed                           | work last cleared by the victim-survivor's worker               | arrange help with work                                 |
      | money need                   | date work was proposed                           | help with money last cleared by the victim-survivor's worker    | arrange advice on money                                |
      | physical health need         | date a practice or clinic was proposed           | practice or clinic last cleared by the victim-survivor's worker | arrange health care                                    |
      | family need                  | date family help was last asked for              | family help last cleared by the victim-survivor's worker        | point to the family court and to supervised contact    |
      | isolation of the perpetrator | date a group or service was proposed             | group or service last cleared by the victim-survivor's worker   | find a mentor or group                                 |
      | by-and-for service need      | date a group or service was proposed             | group or service last cleared by the victim-survivor's worker   | bring in a by-and-for service                          |
      | parenting need               | date a group or service was proposed             | group or service last cleared by the victim-survivor's worker   | arrange a parenting programme that works on abuse      |

  @rule:every-victim-survivor-before-support @SR-05
  Scenario: Somebody is known to be missing from the list
    Given a case where
      | all the pairs are listed | no |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "support that gives a place or means or standing" for "the case" is blocked until "go through every victim-survivor with the IDVA service"

  @rule:every-victim-survivor-before-support @SR-05
  Scenario: Every victim-survivor is listed
    Given a case
    And all the pairs are listed
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "support that gives a place or means or standing" for "the case" is not blocked

  # Detoxification

  @rule:idva-told-before-detoxification @U02
  Scenario: Told four weeks ago, the safety plan knows of the first days
    Given a case where
      | drugs or alcohol need                  | yes             |
      | alcohol is part of the need            | yes             |
      | date a place of treatment was proposed | 28 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | IDVA last told of a detoxification to come                      | 5 October 2026  |
      | place of treatment last cleared by the victim-survivor's worker | 28 October 2026 |
    When it is assessed on 2 November 2026
    Then drug and alcohol service should "arrange detoxification from alcohol under medical care" by 9 November 2026
    And "arrange detoxification from alcohol under medical care" is not blocked
    And in the plan "arrange detoxification from alcohol under medical care" is to do

  @rule:idva-told-before-detoxification @U02
  Scenario: Told longer ago, the IDVA is told again before anybody stops drinking
    Given a case where
      | drugs or alcohol need       | yes |
      | alcohol is part of the need | yes |
    And all the pairs are listed
    And a pair "A" where
      | IDVA last told of a detoxification to come | 4 October 2026 |
    When it is assessed on 2 November 2026
    Then "arrange detoxification from alcohol under medical care" for "A" is blocked until "tell the IDVA of the detoxification to come", meanwhile "prepare the support without a place or a day"
    And in the plan "tell the IDVA of the detoxification to come" releases "arrange detoxification from alcohol under medical care"

  @rule:idva-told-before-detoxification @U02
  Scenario: With no drinking there is no detoxification to tell of
    Given a case where
      | drugs or alcohol need                  | yes             |
      | alcohol is part of the need            | no              |
      | date a place of treatment was proposed | 28 October 2026 |
    And a pair "A" where
      | place of treatment last cleared by the victim-survivor's worker | 28 October 2026 |
    When it is assessed on 2 November 2026
    Then "arrange detoxification from alcohol under medical care" for "A" is not blocked

  @rule:idva-told-before-detoxification @U02
  Scenario: Nobody knows whether the IDVA was told
    Given a case where
      | drugs or alcohol need       | yes |
      | alcohol is part of the need | yes |
    And all the pairs are listed
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "arrange detoxification from alcohol under medical care" for "A" is blocked, in doubt, until "tell the IDVA of the detoxification to come"
    And "IDVA last told of a detoxification to come" is asked of "IDVA"

  @rule:place-of-treatment-cleared-first @U02 @SR-05
  Scenario: The IDVA knows of it, and the place is not cleared
    Given a case where
      | drugs or alcohol need                  | yes             |
      | alcohol is part of the need            | yes             |
      | date a place of treatment was proposed | 28 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | IDVA last told of a detoxification to come                      | 30 October 2026 |
      | place of treatment last cleared by the victim-survivor's worker | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then "arrange detoxification from alcohol under medical care" for "A" is blocked until "have the place of treatment checked by the victim-survivor's worker", meanwhile "prepare the support without a place or a day"

  # Mental health

  @rule:suicide-risk-before-a-waiting-list @U04 @SR-10
  Scenario Outline: Suicide risk was asked about, so the request goes out: suicidal now <suicidal>, asked on <asked>
    Given a case where
      | mental health need            | yes        |
      | perpetrator is suicidal now   | <suicidal> |
      | suicide risk last asked about | <asked>    |
    When it is assessed on 2 November 2026
    Then "arrange mental health support" is not blocked
    And in the plan "arrange mental health support" is to do

    Examples:
      | suicidal   | asked          |
      | no         | don't know     |
      | yes        | 5 October 2026 |
      | don't know | 5 October 2026 |

  @rule:suicide-risk-before-a-waiting-list @U04 @SR-10
  Scenario: Suicidal, and asked about too long ago
    Given a case where
      | mental health need            | yes            | health |
      | perpetrator is suicidal now   | yes            | health |
      | suicide risk last asked about | 4 October 2026 | health |
    When it is assessed on 2 November 2026
    Then "arrange mental health support" for "the case" is blocked until "ask about suicide risk and separation", meanwhile "bridge the wait for mental health support"
    And mental health service must "start the suicide crisis pathway" by 2 November 2026
    And "start the suicide crisis pathway" is not blocked

  @rule:suicide-risk-before-a-waiting-list @U04
  Scenario: Nobody knows whether the perpetrator is suicidal, or when anybody asked
    Given a case where
      | mental health need | yes |
    When it is assessed on 2 November 2026
    Then "arrange mental health support" is blocked, in doubt, until "ask about suicide risk and separation"
    And somebody must find out "perpetrator is suicidal now" from "health", by 2 November 2026

  @rule:suicide-risk-before-a-waiting-list @U04
  Scenario: No mental health need, no waiting list
    Given a case where
      | mental health need          | no  | health |
      | perpetrator is suicidal now | yes | health |
    When it is assessed on 2 November 2026
    Then "arrange mental health support" is not blocked

  # Money

  @rule:economic-abuse-looked-for-first @U05 @SR-05
  Scenario: Looked at three months ago, the advice on money goes ahead
    Given a case where
      | money need | yes |
    And all the pairs are listed
    And a pair "A" where
      | help with money last cleared by the victim-survivor's worker | 2 August 2026 |
    When it is assessed on 2 November 2026
    Then the case manager should "arrange advice on money" by 9 November 2026
    And "arrange advice on money" is not blocked
    And in the plan "arrange advice on money" is to do

  @rule:economic-abuse-looked-for-first @U05 @SR-05
  Scenario: Looked at longer ago, abuse through money is looked for again
    Given a case where
      | money need | yes |
    And all the pairs are listed
    And a pair "A" where
      | help with money last cleared by the victim-survivor's worker | 1 August 2026 |
    When it is assessed on 2 November 2026
    Then "arrange advice on money" for "A" is blocked until "have help with money checked by the victim-survivor's worker", meanwhile "prepare the support without a place or a day"

  @rule:economic-abuse-looked-for-first @U05
  Scenario: Nobody knows whether abuse through money was looked for
    Given a case where
      | money need | yes |
    And all the pairs are listed
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "arrange advice on money" for "A" is blocked, in doubt, until "have help with money checked by the victim-survivor's worker"
    And "help with money last cleared by the victim-survivor's worker" is asked of "IDVA"

  # Positions of trust

  @rule:positions-of-trust-checked-first @U06
  Scenario Outline: Trust <trust>, cleared by police on <cleared>: help with work goes ahead
    Given a case where
      | work need                                | yes             |
      | date work was proposed                   | 28 October 2026 |
      | proposed work is in a position of trust  | <trust>         |
      | position of trust last cleared by police | <cleared>       |
    And all the pairs are listed
    And a pair "A" where
      | work last cleared by the victim-survivor's worker | 29 October 2026 |
    When it is assessed on 2 November 2026
    Then "arrange help with work" is not blocked
    And in the plan "arrange help with work" is to do

    Examples:
      | trust      | cleared         |
      | no         | don't know      |
      | yes        | 28 October 2026 |
      | don't know | 30 October 2026 |

  @rule:positions-of-trust-checked-first @U06
  Scenario: A position of trust that police cleared before this work was proposed
    Given a case where
      | work need                                | yes             |
      | date work was proposed                   | 28 October 2026 |
      | proposed work is in a position of trust  | yes             |
      | position of trust last cleared by police | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then "arrange help with work" for "the case" is blocked until "have the position of trust checked by police", meanwhile "look for work outside positions of trust"

  @rule:positions-of-trust-checked-first @U06
  Scenario: Nobody knows whether the work is one of trust
    Given a case where
      | work need                                | yes             |
      | date work was proposed                   | 28 October 2026 |
      | position of trust last cleared by police | 27 October 2026 |
    When it is assessed on 2 November 2026
    Then "arrange help with work" for "the case" is blocked, in doubt, meanwhile "look for work outside positions of trust"
    And "proposed work is in a position of trust" is asked of "employment and benefits service"

  @rule:positions-of-trust-checked-first @U06
  Scenario: With no need about work there is no post to check
    Given a case where
      | work need                               | no  | case manager |
      | proposed work is in a position of trust | yes |              |
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then "arrange help with work" is not blocked

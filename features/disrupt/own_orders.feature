Feature: Orders that only the victim-survivor can seek
  The IDVA and a solicitor support, and nobody presses. Police are never asked to apply: they have orders of their own.

  @rule:non-molestation-order @rule:own-wider-order @X31 @X33 @SR-08
  Scenario Outline: With an IDVA <status>, a non-molestation order is there for the victim-survivor to choose
    Given a case
    And a pair "A" where
      | relationship             | former partner |      |
      | credible threats to kill | yes            | IDVA |
      | IDVA status              | <status>       | IDVA |
    When it is assessed on 2 November 2026
    Then IDVA may "support the victim-survivor to seek a non-molestation order" for "A" by 30 November 2026
    And "support the victim-survivor to seek a non-molestation order" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And IDVA may "support the victim-survivor to seek a DAPO" for "A" by 30 November 2026
    And "support the victim-survivor to seek a DAPO" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And nothing is asked of, or left to, the victim-survivor

    Examples:
      | status  |
      | engaged |
      | offered |

  @rule:non-molestation-order @rule:own-wider-order @X31 @X33 @SR-08
  Scenario Outline: With an IDVA <status> nobody presses for it
    Given a case
    And a pair "A" where
      | credible threats to kill | yes      | IDVA |
      | IDVA status              | <status> | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "support the victim-survivor to seek a non-molestation order"
    And nobody is called on to "support the victim-survivor to seek a DAPO"

    Examples:
      | status           |
      | declined         |
      | nobody available |

  @rule:non-molestation-order @rule:own-wider-order @X33
  Scenario: No abuse is known of after every question was asked
    Given a case
    And a pair "A" where
      | IDVA status | engaged | IDVA |
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then nobody is called on to "support the victim-survivor to seek a non-molestation order"
    And nobody is called on to "support the victim-survivor to seek a DAPO"

  @rule:non-molestation-order @rule:own-wider-order @X33
  Scenario: Nobody knows yet whether an IDVA is there
    Given a case
    And a pair "A" where
      | credible threats to kill | yes | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "support the victim-survivor to seek a non-molestation order"
    And nobody is called on to "support the victim-survivor to seek a DAPO"
    And somebody must find out "IDVA status" from "IDVA", never from "perpetrator", by 3 November 2026

  @rule:non-molestation-order @X33
  Scenario Outline: Between <relationship> the law <does> give this order
    Given a case
    And a pair "A" where
      | relationship                                                   | <relationship>  |      |
      | credible threats to kill                                       | yes             | IDVA |
      | IDVA status                                                    | engaged         | IDVA |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 | IDVA |
    When it is assessed on 2 November 2026
    Then in the plan "support the victim-survivor to seek a non-molestation order" for "A" is <standing>

    Examples:
      | relationship             | does     | standing                |
      | current partner          | does     | to do                   |
      | former partner           | does     | to do                   |
      | new partner              | does     | to do                   |
      | family member            | does     | to do                   |
      | housemate                | does     | to do                   |
      | acquaintance or stranger | does not | not available           |
      | don't know               | may      | for the owner to answer |

  @rule:non-molestation-order @X33 @AGY-7 @case-109
  Scenario: The order goes to the IDVA, stays with the IDVA, and never goes to police
    Given a case
    And a pair "A" where
      | relationship                                                   | former partner  |      |
      | credible threats to kill                                       | yes             | IDVA |
      | IDVA status                                                    | engaged         | IDVA |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 | IDVA |
    When it is assessed on 2 November 2026
    Then the plan asks the IDVA to "support the victim-survivor to seek a non-molestation order" for "A"
    And "support the victim-survivor to seek a non-molestation order" stays with the IDVA
    And the plan reads "Family Law Act 1996, section 42"

  @rule:non-molestation-order @X33 @AGY-7 @case-109
  Scenario: With no IDVA at work it goes up to the IDVA manager, and not to police
    Given a case
    And a pair "A" where
      | relationship                                                   | former partner  |      |
      | credible threats to kill                                       | yes             | IDVA |
      | IDVA status                                                    | engaged         | IDVA |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 | IDVA |
    And the IDVA is not available, because "on leave"
    When it is assessed on 2 November 2026
    Then the plan asks nobody for "support the victim-survivor to seek a non-molestation order": it is for the IDVA, and goes up to the IDVA manager

  @rule:own-wider-order @X31
  Scenario Outline: The victim-survivor cannot ask for the wider order where <why>
    Given a case where
      | age of the perpetrator        | <perpetrator> |
      | area the perpetrator lives in | <area>        |
    And a pair "A" where
      | relationship                                                   | <relationship>    |      |
      | age of the victim-survivor                                     | <victim-survivor> |      |
      | credible threats to kill                                       | yes               | IDVA |
      | IDVA status                                                    | engaged           | IDVA |
      | timing of action last agreed with the victim-survivor's worker | <day>             | IDVA |
    When it is assessed on <day>
    Then in the plan "support the victim-survivor to seek a DAPO" for "A" is <standing>

    Examples:
      | why                            | perpetrator | victim-survivor | relationship   | area      | day              | standing      |
      | the perpetrator is 17          | 17          | 17              | former partner | Croydon   | 2 November 2026  | not available |
      | the victim-survivor is 15      | 18          | 15              | former partner | Croydon   | 2 November 2026  | not available |
      | the two only shared a flat     | 18          | 16              | housemate      | Croydon   | 2 November 2026  | not available |
      | the area is not of the pilot   | 18          | 16              | former partner | elsewhere | 2 November 2026  | not available |
      | the law had not begun          | 18          | 16              | former partner | Croydon   | 26 November 2024 | not available |
      | nothing is against it any more | 18          | 16              | former partner | Croydon   | 27 November 2024 | to do         |

  @rule:own-order-is-not-for-police @AGY-7 @X33 @case-109
  Scenario: Police were asked to apply for a non-molestation order
    Given a case
    And a pair "A" where
      | credible threats to kill                                   | yes     | IDVA   |
      | IDVA status                                                | engaged | IDVA   |
      | police have been asked for the victim-survivor's own order | yes     | police |
    When it is assessed on 6 November 2026
    Then the case manager must "take the request for the order from police to the IDVA" for "A" by 9 November 2026
    And IDVA may "support the victim-survivor to seek a non-molestation order" for "A"
    And police should "ask police to consider a DVPN and DVPO" for "A"

  @rule:own-order-is-not-for-police @AGY-7
  Scenario: Police were asked for nothing that is the victim-survivor's own
    Given a case
    And a pair "A" where
      | police have been asked for the victim-survivor's own order | no | police |
    When it is assessed on 2 November 2026
    Then nobody is called on to "take the request for the order from police to the IDVA"
    And "police have been asked for the victim-survivor's own order" is not asked

  @rule:own-order-is-not-for-police @AGY-7
  Scenario: Nobody knows what police were asked for
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "take the request for the order from police to the IDVA"
    And "police have been asked for the victim-survivor's own order" is asked of "police"

  @rule:occupation-order @X34
  Scenario Outline: With an IDVA <status>, the home <home>: an occupation order is there to choose
    Given a case
    And a pair "A" where
      | credible threats to kill | yes      | IDVA |
      | IDVA status              | <status> | IDVA |
      | living together          | <living> | IDVA |
      | home was shared          | <shared> | IDVA |
    When it is assessed on 2 November 2026
    Then IDVA may "support the victim-survivor to seek an occupation order" for "A" by 30 November 2026
    And "support the victim-survivor to seek an occupation order" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

    Examples:
      | status  | home       | living | shared |
      | engaged | is shared  | yes    | no     |
      | engaged | was shared | no     | yes    |
      | offered | is shared  | yes    | no     |

  @rule:occupation-order @X34
  Scenario Outline: No occupation order where <why>
    Given a case
    And a pair "A" where
      | credible threats to kill | <threats> | IDVA |
      | IDVA status              | <status>  | IDVA |
      | living together          | <living>  | IDVA |
      | home was shared          | <shared>  | IDVA |
    And the IDVA answers the checklist of "A": <yes> yes, <no> no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then nobody is called on to "support the victim-survivor to seek an occupation order"

    Examples:
      | why                            | threats | status           | living | shared | yes | no |
      | no home was ever shared        | yes     | engaged          | no     | no     | 1   | 23 |
      | the IDVA was declined          | yes     | declined         | yes    | no     | 1   | 23 |
      | nobody is available            | yes     | nobody available | no     | yes    | 1   | 23 |
      | there was no abuse of any kind | no      | engaged          | yes    | yes    | 0   | 24 |

  @rule:occupation-order @X34
  Scenario: They do not live together, and nobody has asked whether they did
    Given a case
    And a pair "A" where
      | credible threats to kill | yes     | IDVA |
      | IDVA status              | engaged | IDVA |
      | living together          | no      | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "support the victim-survivor to seek an occupation order"
    And "home was shared" is asked of "IDVA"

  @rule:non-molestation-order @rule:occupation-order @SR-04 @X33
  Scenario: An order that the victim-survivor is thinking of is not in the perpetrator's file
    Given a case
    And a pair "A" where
      | credible threats to kill | yes     | IDVA |
      | IDVA status              | engaged | IDVA |
      | living together          | yes     | IDVA |
    When it is assessed on 2 November 2026
    Then the case manager reads "support the victim-survivor to seek a non-molestation order"
    And the subject access does not read "non-molestation order"
    And the subject access does not read "occupation order"

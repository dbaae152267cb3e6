Feature: Protective orders by place, and by what was done
  Police can act without the victim-survivor's support; which order there is depends on where the perpetrator lives.

  @rule:protection-order-by-place @rule:protection-notice @X30 @X31 @DIS-03 @DIS-04
  Scenario: In an area of the pilot the wider order is preferred
    Given a case where
      | age of the perpetrator        | 30      |
      | area the perpetrator lives in | Croydon |
    And a pair "A" where
      | bail conditions protect the victim-survivor | no             |
      | relationship                                | former partner |
      | age of the victim-survivor                  | 28             |
      | credible threats to kill                    | yes            |
      | immediate danger to life                    | yes            |
    When it is assessed on 2 November 2026
    Then police should "ask police to consider a DAPN and DAPO" for "A" by 2 November 2026
    And police should "ask police to consider a DVPN and DVPO" for "A" by 2 November 2026
    And "ask police to consider a DAPN and DAPO" for "A" is preferred to "ask police to consider a DVPN and DVPO"
    And "ask police to consider a DAPN and DAPO" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:protection-order-by-place @rule:protection-notice @X31 @DIS-04 @Areas-of-the-DAPO
  Scenario: Outside the pilot the older order is there and the wider one is not
    Given a case where
      | age of the perpetrator        | 30        |
      | area the perpetrator lives in | elsewhere |
    And a pair "A" where
      | bail conditions protect the victim-survivor | no             |
      | relationship                                | former partner |
      | age of the victim-survivor                  | 28             |
      | credible threats to kill                    | yes            |
    When it is assessed on 2 November 2026
    Then "ask police to consider a DAPN and DAPO" for "A" is not available
    And police should "ask police to consider a DVPN and DVPO" for "A"

  @rule:protection-order-by-place @X31
  Scenario: Control that leaves no mark is reason enough to ask
    Given a case
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes |
    When it is assessed on 2 November 2026
    Then police should "ask police to consider a DAPN and DAPO" for "A"
    And "ask police to consider a DAPN and DAPO" for "A" is available once the owner answers
    And nobody is called on to "ask police to consider a DVPN and DVPO"

  @rule:protection-order-by-place @X31 @DIS-04
  Scenario: Every behaviour is graded none and no item is answered yes, so the wider order is not asked for
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to consider a DAPN and DAPO"
    And "daily life controlled or extreme jealousy" is not asked

  @rule:protection-order-by-place @X31
  Scenario Outline: On <day> somebody who lives in <area> <can>
    Given a case where
      | age of the perpetrator        | 18     |
      | area the perpetrator lives in | <area> |
    And a pair "A" where
      | relationship               | current partner |
      | age of the victim-survivor | 16              |
      | credible threats to kill   | yes             |
    When it is assessed on <day>
    Then in the plan "ask police to consider a DAPN and DAPO" for "A" is <standing>

    Examples:
      | area               | day              | can                                          | standing      |
      | Greater Manchester | 26 November 2024 | cannot be given the order: it is not law yet | not available |
      | Greater Manchester | 27 November 2024 | can be given it from that day                | blocked       |
      | Croydon            | 27 November 2024 | can be given it from that day                | blocked       |
      | Bromley            | 27 November 2024 | can be given it from that day                | blocked       |
      | Sutton             | 27 November 2024 | can be given it from that day                | blocked       |
      | Cleveland          | 4 March 2025     | cannot be given it yet                       | not available |
      | Cleveland          | 5 March 2025     | can be given it from that day                | blocked       |
      | North Wales        | 27 April 2025    | cannot be given it yet                       | not available |
      | North Wales        | 28 April 2025    | can be given it from that day                | blocked       |
      | Sutton             | 28 April 2025    | still can                                    | blocked       |
      | elsewhere          | 28 April 2025    | cannot be given it                           | not available |

  @rule:protection-order-by-place @X31
  Scenario: A site in an area that joins the pilot says so itself
    Given a site where
      | areas where a DAPO can be sought | [Croydon, elsewhere] |
    And a case where
      | age of the perpetrator        | 30        |
      | area the perpetrator lives in | elsewhere |
    And a pair "A" where
      | relationship                                                   | current partner |
      | age of the victim-survivor                                     | 30              |
      | credible threats to kill                                       | yes             |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 |
    When it is assessed on 2 November 2026
    Then in the plan "ask police to consider a DAPN and DAPO" for "A" is to do

  @rule:protection-order-by-place @X31
  Scenario Outline: The wider order cannot be had where <why>
    Given a case where
      | age of the perpetrator        | <perpetrator> |
      | area the perpetrator lives in | Croydon       |
    And a pair "A" where
      | relationship               | <relationship>    |
      | age of the victim-survivor | <victim-survivor> |
      | credible threats to kill   | yes               |
    When it is assessed on 2 November 2026
    Then "ask police to consider a DAPN and DAPO" for "A" is not available

    Examples:
      | why                             | perpetrator | victim-survivor | relationship   |
      | the perpetrator is 17           | 17          | 17              | former partner |
      | the victim-survivor is 15       | 22          | 15              | former partner |
      | the two have only shared a flat | 22          | 22              | housemate      |

  @rule:protection-order-by-place @rule:protection-notice @X30 @X31 @SR-08
  Scenario: Police need nobody's agreement, and the law of each power is named
    Given a case where
      | age of the perpetrator        | 30      |
      | area the perpetrator lives in | Croydon |
    And a pair "A" where
      | bail conditions protect the victim-survivor                    | no              |
      | relationship                                                   | former partner  |
      | age of the victim-survivor                                     | 28              |
      | IDVA status                                                    | declined        |
      | credible threats to kill                                       | yes             |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 |
    When it is assessed on 2 November 2026
    Then the plan asks the police to "ask police to consider a DVPN and DVPO" for "A"
    And the plan asks the police to "ask police to consider a DAPN and DAPO" for "A"
    And the plan reads "Crime and Security Act 2010, sections 24 to 33"
    And the plan reads "Domestic Abuse Act 2021, part 3"

  @rule:protection-notice @X30 @DIS-03
  Scenario: Nobody is in danger today and a threat was made: police are asked inside a working week
    Given a case where
      | perpetrator is suicidal now | no | health |
    And a pair "A" where
      | immediate danger to life | no  | police |
      | credible threats to kill | yes | IDVA   |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then police should "ask police to consider a DVPN and DVPO" for "A" by 9 November 2026
    And police should "ask police to consider a DAPN and DAPO" for "A" by 9 November 2026

  @rule:protection-notice @X30 @DIS-03
  Scenario: Control without violence or its threat is no ground for a DVPN
    Given a case
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes | IDVA |
    And the IDVA answers the checklist of "A": 1 yes, 23 no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to consider a DVPN and DVPO"
    And police should "ask police to consider a DAPN and DAPO" for "A"

  @rule:protection-notice @X30
  Scenario Outline: With bail that <bail> a DVPN <can>
    Given a case where
      | age of the perpetrator | 18 |
    And a pair "A" where
      | bail conditions protect the victim-survivor                    | <cond>          |
      | credible threats to kill                                       | yes             |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 |
    When it is assessed on 2 November 2026
    Then in the plan "ask police to consider a DVPN and DVPO" for "A" is <standing>

    Examples:
      | bail                 | cond       | can                     | standing                |
      | forbids contact      | yes        | is not needed           | not available           |
      | does not             | no         | fills the gap           | to do                   |
      | nobody has looked at | don't know | is for police to answer | for the owner to answer |

  @rule:protection-notice @X30
  Scenario: Bail that protects one victim-survivor is no reason to leave another without a notice
    Given a case where
      | age of the perpetrator | 34 |
    And a pair "A" where
      | bail conditions protect the victim-survivor                    | yes             |
      | credible threats to kill                                       | yes             |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 |
    And a pair "B" where
      | bail conditions protect the victim-survivor                    | no              |
      | credible threats to kill                                       | yes             |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 |
    And a pair "C" where
      | credible threats to kill                                       | yes             |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 |
    When it is assessed on 2 November 2026
    Then in the plan "ask police to consider a DVPN and DVPO" for "A" is not available
    And in the plan "ask police to consider a DVPN and DVPO" for "B" is to do
    And in the plan "ask police to consider a DVPN and DVPO" for "C" is for the owner to answer

  @rule:protection-notice @rule:protection-order-by-place @X30 @X31 @case-54
  Scenario: At seventeen neither order can be had, whatever the age of the other
    Given a case where
      | age of the perpetrator | 17 |
    And a pair "A" where
      | age of the victim-survivor | 17  |
      | credible threats to kill   | yes |
    When it is assessed on 2 November 2026
    Then "ask police to consider a DVPN and DVPO" for "A" is not available
    And "ask police to consider a DAPN and DAPO" for "A" is not available
    And the case manager must "refer the person under age to children's services"

  @rule:protection-notice @rule:protection-order-by-place @X30 @X31
  Scenario: Nothing is known of any abuse yet, so nobody asks for an order
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to consider a DVPN and DVPO"
    And nobody is called on to "ask police to consider a DAPN and DAPO"
    And "daily life controlled or extreme jealousy" is asked of "IDVA"

  @rule:stalking-order @X32 @F3.53 @DIS-02
  Scenario: Stalking brings the order that police alone can seek, and people who know stalking
    Given a case
    And a pair "A" where
      | stalked or harassed | yes |
    When it is assessed on 2 November 2026
    Then police should "ask police to consider a stalking protection order" for "A"
    And stalking service should "bring in the stalking service" for "A" by 9 November 2026

  @rule:stalking-order @X32 @DIS-02
  Scenario: Nobody is in danger today and the victim-survivor is stalked: police are asked inside a working week
    Given a case where
      | perpetrator is suicidal now | no | health |
    And a pair "A" where
      | immediate danger to life    | no   | police |
      | stalked or harassed         | yes  | IDVA   |
      | stalking and harassment now | high | IDVA   |
    And the IDVA answers the checklist of "A": 3 yes, 21 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then police should "ask police to consider a stalking protection order" for "A" by 9 November 2026

  @rule:stalking-order @X32
  Scenario: No conviction and no charge is needed, and none is replaced
    Given a case where
      | convicted of a violent or sexual offence | no   | police |
      | criminal proceedings                     | none | police |
    And a pair "A" where
      | stalked or harassed                                            | yes             |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 |
    When it is assessed on 2 November 2026
    Then in the plan "ask police to consider a stalking protection order" for "A" is to do
    And the plan reads "Stalking Protection Act 2019"

  @rule:stalking-order @X32
  Scenario Outline: The Act on stalking orders was <state> on <day>
    Given a case
    And a pair "A" where
      | stalked or harassed                                            | yes   |
      | timing of action last agreed with the victim-survivor's worker | <day> |
    When it is assessed on <day>
    Then in the plan "ask police to consider a stalking protection order" for "A" is <standing>

    Examples:
      | state       | day             | standing      |
      | not yet law | 19 January 2020 | not available |
      | law         | 20 January 2020 | to do         |

  @rule:stalking-order-at-once @X32
  Scenario: Stalking at high risk does not wait for the full hearing
    Given a case
    And a pair "A" where
      | stalked or harassed | yes | IDVA |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 6 November 2026
    Then police should "ask police to consider an interim stalking protection order" for "A" by 9 November 2026
    And "ask police to consider an interim stalking protection order" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:stalking-order-at-once @X32
  Scenario: At a lower level the full order is asked for alone
    Given a case
    And a pair "A" where
      | stalked or harassed | yes | IDVA |
    And the IDVA answers the checklist of "A": 10 yes, 14 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is medium
    And nobody is called on to "ask police to consider an interim stalking protection order"
    And police should "ask police to consider a stalking protection order" for "A"

  @rule:stalking-order-at-once @X32
  Scenario: High risk without stalking is no ground for it
    Given a case
    And a pair "A" where
      | stalked or harassed         | no   | IDVA |
      | stalking and harassment now | none | IDVA |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
    And nobody is called on to "ask police to consider an interim stalking protection order"

  @rule:stalking-order-at-once @X32
  Scenario: High risk, and nobody has graded the stalking
    Given a case
    And a pair "A" where
      | stalked or harassed | no | IDVA |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to consider an interim stalking protection order"
    And "stalking and harassment now" is asked of "police"

  @rule:stalking-order @X32
  Scenario: Stalking that is graded moderate is stalking, whatever the checklist says
    Given a case
    And a pair "A" where
      | stalked or harassed         | no       | IDVA   |
      | stalking and harassment now | moderate | police |
    When it is assessed on 2 November 2026
    Then stalking service should "bring in the stalking service" for "A" by 9 November 2026

  @rule:stalking-order @X32
  Scenario: No stalking on the checklist and none on the grid
    Given a case
    And a pair "A" where
      | stalked or harassed         | no   | IDVA |
      | stalking and harassment now | none | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to consider a stalking protection order"
    And nobody is called on to "bring in the stalking service"

  @rule:stalking-order @X32
  Scenario: Nobody has graded the stalking yet
    Given a case
    And a pair "A" where
      | stalked or harassed | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "bring in the stalking service"
    And "stalking and harassment now" is asked of "police"

  @rule:new-partner @X40 @SR-22 @F1.22
  Scenario: A new partner is offered support, and then told of the past by police
    Given a case
    And a pair "A" where
      | relationship                                | new partner |        |
      | support offer to the victim-survivor stands | yes         | IDVA   |
      | new partner has been told by police         | no          | police |
    When it is assessed on 6 November 2026
    Then IDVA manager should "make a support offer to the victim-survivor" for "A" by 10 November 2026
    And police should "ask police for a Right to Know disclosure" for "A" by 13 November 2026
    And the plan puts "make a support offer to the victim-survivor" before "ask police for a Right to Know disclosure"
    And in the plan "ask police for a Right to Know disclosure" comes after "make a support offer to the victim-survivor"
    And in the plan "ask police to agree confidence with whoever is told" goes together with "ask police for a Right to Know disclosure"
    And in the plan "hear from police what they decided on the disclosure" comes after "ask police for a Right to Know disclosure"

  @rule:new-partner @X40 @case-99
  Scenario: Nobody is told of the past while no support stands ready
    Given a case
    And a pair "A" where
      | relationship                                | new partner |      |
      | support offer to the victim-survivor stands | no          | IDVA |
    When it is assessed on 2 November 2026
    Then "ask police for a Right to Know disclosure" for "A" is not available
    And IDVA manager must "make a support offer to the victim-survivor" for "A" by 4 November 2026

  @rule:new-partner @X40 @case-99
  Scenario: Nobody knows whether support stands ready
    Given a case
    And a pair "A" where
      | relationship | new partner |
    When it is assessed on 2 November 2026
    Then "ask police for a Right to Know disclosure" for "A" is available once the owner answers

  @rule:new-partner @X40
  Scenario Outline: Somebody who is <relationship> is not told as a new partner
    Given a case
    And a pair "A" where
      | relationship | <relationship> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police for a Right to Know disclosure"

    Examples:
      | relationship   |
      | former partner |
      | family member  |
      | don't know     |

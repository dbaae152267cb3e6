Feature: The tenancy of the perpetrator, and the home of the victim-survivor
  The victim-survivor leads on what is done about a home, unless the danger reaches the community. Housing law is England's or Wales's.

  @rule:tenancy-in-england @X42 @DIS-09
  Scenario: A social tenancy in England: the landlord may act, if the victim-survivor wants it
    Given a case where
      | jurisdiction            | England        |
      | home of the perpetrator | social tenancy |
    And a pair "A" where
      | daily life controlled or extreme jealousy                      | yes             | IDVA |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 | IDVA |
    When it is assessed on 2 November 2026
    Then housing may "ask the landlord to act on the tenancy" for "A" by 30 November 2026
    And MARAC may "ask MARAC what it knows before the landlord is approached" for "A" by 30 November 2026
    And housing may "ask the landlord to weigh what is proportionate" for "A" by 30 November 2026
    And the plan puts "ask MARAC what it knows before the landlord is approached" before "ask the landlord to act on the tenancy"
    And in the plan "ask the landlord to act on the tenancy" comes after "ask MARAC what it knows before the landlord is approached"
    And the plan puts "ask the landlord to weigh what is proportionate" before "ask the landlord to act on the tenancy"
    And the plan asks housing, through the IDVA, to "ask the landlord to act on the tenancy" for "A"
    And the plan reads "Housing Act 1985, schedule 2, ground 2A"
    And nobody is called on to "ask the landlord to act on the occupation contract"
    And nothing is asked of, or left to, the victim-survivor

  @rule:tenancy-in-england @X42 @SR-20
  Scenario: The landlord is not approached before the timing is agreed
    Given a case where
      | jurisdiction            | England        |
      | home of the perpetrator | social tenancy |
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes | IDVA |
    When it is assessed on 2 November 2026
    Then "ask the landlord to act on the tenancy" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:tenancy-in-england @rule:occupation-contract-in-wales @X42 @DIS-09 @case-114
  Scenario Outline: In <place> somebody whose home is <home> has no social landlord to act
    Given a case where
      | jurisdiction            | <place> |
      | home of the perpetrator | <home>  |
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the landlord to act on the tenancy"
    And nobody is called on to "ask the landlord to act on the occupation contract"

    Examples:
      | place   | home                           |
      | England | private tenancy                |
      | England | owned home                     |
      | England | somebody else's home           |
      | England | supported or approved premises |
      | England | no fixed abode                 |
      | Wales   | private tenancy                |
      | Wales   | somebody else's home           |

  @rule:tenancy-in-england @rule:occupation-contract-in-wales @X42
  Scenario Outline: No abuse is known of after every question was asked in <place>
    Given a case where
      | jurisdiction            | <place>        |
      | home of the perpetrator | social tenancy |
    And a pair "A"
    And the IDVA answers the checklist of "A": 0 yes, 24 no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the landlord to act on the tenancy"
    And nobody is called on to "ask the landlord to act on the occupation contract"

    Examples:
      | place   |
      | England |
      | Wales   |

  @rule:tenancy-in-england @rule:occupation-contract-in-wales @X42
  Scenario: Nobody has said which law the home is under
    Given a case where
      | home of the perpetrator | social tenancy |
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the landlord to act on the tenancy"
    And nobody is called on to "ask the landlord to act on the occupation contract"
    And "jurisdiction" is asked of "police"

  @rule:tenancy-in-england @rule:occupation-contract-in-wales @X42
  Scenario Outline: In <place> housing is asked what sort of home it is
    Given a case where
      | jurisdiction | <place> |
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the landlord to weigh what is proportionate"
    And "home of the perpetrator" is asked of "housing"

    Examples:
      | place   |
      | England |
      | Wales   |

  @rule:occupation-contract-in-wales @X42
  Scenario Outline: In Wales the landlord has an occupation contract to act on, <since> 1 December 2022
    Given a case where
      | jurisdiction            | Wales          |
      | home of the perpetrator | social tenancy |
    And a pair "A" where
      | daily life controlled or extreme jealousy                      | yes   | IDVA |
      | timing of action last agreed with the victim-survivor's worker | <day> | IDVA |
    When it is assessed on <day>
    Then housing may "ask the landlord to act on the occupation contract" for "A" by <by>
    And MARAC may "ask MARAC what it knows before the landlord is approached" for "A" by <by>
    And housing may "ask the landlord to weigh what is proportionate" for "A" by <by>
    And the plan puts "ask MARAC what it knows before the landlord is approached" before "ask the landlord to act on the occupation contract"
    And the plan puts "ask the landlord to weigh what is proportionate" before "ask the landlord to act on the occupation contract"
    And in the plan "ask the landlord to act on the occupation contract" for "A" is <standing>
    And nobody is called on to "ask the landlord to act on the tenancy"

    Examples:
      | since      | day              | standing      | by               |
      | not before | 30 November 2022 | not available | 28 December 2022 |
      | from       | 1 December 2022  | to do         | 29 December 2022 |

  @rule:occupation-contract-in-wales @X42
  Scenario: In Wales too the landlord is approached after MARAC has said what it knows
    Given a case where
      | jurisdiction            | Wales          |
      | home of the perpetrator | social tenancy |
    And a pair "A" where
      | daily life controlled or extreme jealousy                      | yes             | IDVA |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 | IDVA |
    When it is assessed on 2 November 2026
    Then in the plan "ask the landlord to act on the occupation contract" comes after "ask MARAC what it knows before the landlord is approached"
    And in the plan "ask the landlord to act on the occupation contract" comes after "ask the landlord to weigh what is proportionate"

  @rule:tenancy-for-the-community @X42
  Scenario: A high risk to the wider community does not wait for the victim-survivor's wish
    Given a case where
      | home of the perpetrator          | social tenancy |
      | high risk to the wider community | yes            |
    And a pair "A" where
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 | IDVA |
    When it is assessed on 2 November 2026
    Then housing should "ask the landlord to act for the wider community" by 9 November 2026
    And the plan asks housing to "ask the landlord to act for the wider community"
    And in the plan "ask the landlord to act for the wider community" is to do

  @rule:tenancy-for-the-community @X42 @SR-20
  Scenario: The timing is agreed with the victim-survivor's worker all the same
    Given a case where
      | home of the perpetrator          | social tenancy |
      | high risk to the wider community | yes            |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "ask the landlord to act for the wider community" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:tenancy-for-the-community @X42 @case-114
  Scenario Outline: High risk to the community, and the home is <home>: the landlord is <standing>
    Given a case where
      | home of the perpetrator          | <home> |
      | high risk to the wider community | yes    |
    When it is assessed on 2 November 2026
    Then in the plan "ask the landlord to act for the wider community" is <standing>

    Examples:
      | home                 | standing                |
      | private tenancy      | not available           |
      | owned home           | not available           |
      | somebody else's home | not available           |
      | no fixed abode       | not available           |
      | don't know           | for the owner to answer |

  @rule:tenancy-for-the-community @X42
  Scenario: The danger reaches nobody else
    Given a case where
      | home of the perpetrator          | social tenancy |
      | high risk to the wider community | no             |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the landlord to act for the wider community"
    And "high risk to the wider community" is not asked

  @rule:tenancy-for-the-community @X42
  Scenario: Nobody has weighed the danger to others
    Given a case where
      | home of the perpetrator | social tenancy |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the landlord to act for the wider community"
    And "high risk to the wider community" is asked of "police"

  @rule:safer-home @X44
  Scenario Outline: <what>, and the two do not live together: a safer home is there to choose
    Given a case
    And a pair "A" where
      | living together          | no        | IDVA |
      | credible threats to kill | <threats> | IDVA |
      | stalked or harassed      | <stalked> | IDVA |
    And the IDVA answers the checklist of "A": 1 yes, 23 no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then IDVA may "offer the victim-survivor locks and an alarm and a safe room" for "A" by 30 November 2026
    And police may "ask police to mark the victim-survivor's address" for "A" by 30 November 2026
    And the plan asks the police, through the IDVA, to "ask police to mark the victim-survivor's address" for "A"
    And "offer the victim-survivor locks and an alarm and a safe room" for "A" is not blocked
    And nothing is asked of, or left to, the victim-survivor
    And the subject access does not read "safe room"
    And the subject access does not read "mark the victim-survivor's address"

    Examples:
      | what     | threats | stalked |
      | A threat | yes     | no      |
      | Stalking | no      | yes     |

  @rule:safer-home @X44
  Scenario Outline: No alarm where <why>
    Given a case
    And a pair "A" where
      | living together          | <living>  | IDVA |
      | credible threats to kill | <threats> | IDVA |
    And the IDVA answers the checklist of "A": <yes> yes, <no> no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer the victim-survivor locks and an alarm and a safe room"
    And nobody is called on to "ask police to mark the victim-survivor's address"

    Examples:
      | why                                    | living | threats | yes | no |
      | the perpetrator lives there too        | yes    | yes     | 1   | 23 |
      | there is neither violence nor stalking | no     | no      | 0   | 24 |

  @rule:safer-home @X44
  Scenario: Nobody has said whether the two live together
    Given a case
    And a pair "A" where
      | credible threats to kill | yes | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer the victim-survivor locks and an alarm and a safe room"
    And "living together" is asked of "IDVA"

  @rule:a-home-away @rule:address-cleared-first @X43 @SR-05
  Scenario: Moving the perpetrator away is support and disruption at once, and each address is checked for each victim-survivor
    Given a case where
      | housing need                                     | yes             |
      | date an address was proposed for the perpetrator | 28 October 2026 |
    And all the pairs are listed
    And a pair "A" where
      | relationship                                                  | former partner  |
      | proposed address last cleared by the victim-survivor's worker | 30 October 2026 |
    And a pair "B" where
      | relationship | new partner |
    When it is assessed on 2 November 2026
    Then housing should "support a home away from the victim-survivor" by 9 November 2026
    And "support a home away from the victim-survivor" for "B" is blocked, in doubt, until "have the proposed address checked by the victim-survivor's worker"
    And "support a home away from the victim-survivor" for "A" is not blocked

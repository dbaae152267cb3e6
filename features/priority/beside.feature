Feature: What other instruments say stands beside
  A ranked list of the police, the tool for priority perpetrators, what probation has found: shown as they were
  given, to the panel; worked into nothing, and read by no level and no rank.

  @rule:results-stand-beside @rule:priority-elsewhere-is-shown-to-the-panel @PRI-5 @F3.30 @F3.31 @F3.32
  Scenario Outline: <instrument> says <level>: it is shown as given, and goes to the panel
    Given a case
    And a result from elsewhere "one" where
      | instrument of the result     | <instrument>   | police |
      | part of the instrument       | <part>         | police |
      | level as given               | <level>        | police |
      | agency that gave the result  | police         | police |
      | date of the result           | 1 October 2026 | police |
    When it is assessed on 2 November 2026
    Then the level shown beside of "one" is <level>
    And the panel reads "instrument shown beside (result from elsewhere one): <instrument>"
    And the panel reads "part shown beside (result from elsewhere one): <part>"
    And the panel reads "level shown beside (result from elsewhere one): <level>"
    And the case manager should "show the result from elsewhere to the panel" by 30 November 2026

    Examples:
      | instrument | part      | level      |
      | PPIT       | recent    | critical   |
      | RFGV       | the whole | a priority |
      | OASys      | the whole | very high  |

  @rule:results-stand-beside @rule:priority-elsewhere-is-shown-to-the-panel @PRI-5
  Scenario Outline: <instrument> says <level>: it is shown as given, and no more
    Given a case
    And a result from elsewhere "one" where
      | instrument of the result | <instrument> |
      | level as given           | <level>      |
    When it is assessed on 2 November 2026
    Then the level shown beside of "one" is <level>
    And nobody is called on to "show the result from elsewhere to the panel"

    Examples:
      | instrument | level       |
      | PPIT       | absent      |
      | PPIT       | present     |
      | SARA       | moderate    |
      | OASys      | high        |
      | RFG        | no priority |

  @rule:results-stand-beside @rule:priority-elsewhere-is-shown-to-the-panel @PRI-5
  Scenario: What the level was nobody has said
    Given a case
    And a result from elsewhere "one" where
      | instrument of the result | PPIT |
    When it is assessed on 2 November 2026
    Then nobody can tell the level shown beside of "one" yet
    And nobody is called on to "show the result from elsewhere to the panel"
    And "level as given" is asked of "police"

  @PRI-5 @F3.31 @F3.40 @F3.43
  Scenario Outline: <instrument> at <level> moves no level and no rank
    Given a case where
      | age of the perpetrator | 34 |
    And all the pairs are listed
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 30             |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    And it was assessed on 2 November 2026
    And a result from elsewhere "one" where
      | instrument of the result | <instrument>   |
      | part of the instrument   | <part>         |
      | level as given           | <level>        |
      | number as given          | <number>       |
      | date of the result       | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then nothing about the risk level of "A" has changed
    And nothing about the critical sign of "A" has changed
    And nothing about the high harm of "A" has changed
    And nothing about the repeat abuse of "A" has changed
    And nothing about the MARAC route of "A" has changed
    And nothing about the time to act of "A" has changed
    And nothing about the serial abuse has changed
    And nothing about the eligibility has changed
    And nothing about the rank by danger now has changed
    And nothing about the rank by critical sign has changed
    And nothing about the rank by high harm has changed
    And nothing about the rank by repeat abuse has changed
    And nothing about the rank by escalation has changed
    And nothing about the rank by days since abuse has changed

    Examples:
      | instrument | part      | level       | number |
      | PPIT       | serial    | critical    | 10     |
      | RFG        | the whole | a priority  | 97.5   |
      | RFGV       | victims   | a priority  | 25     |
      | OASys      | the whole | very high   | 80     |
      | SARA       | the whole | high        | 31     |
      | SARA       | the whole | low         | 0      |

  @rule:old-list @F3.41 @F3.42
  Scenario Outline: A ranked list (<list>) from before the look-back is asked for anew
    Given a case
    And a result from elsewhere "one" where
      | instrument of the result | <list>          |
      | date of the result       | 1 November 2024 |
    When it is assessed on 2 November 2026
    Then the case manager should "ask for a newer result" by 9 November 2026

    Examples:
      | list |
      | RFG  |
      | RFGV |

  @rule:old-list @F3.41
  Scenario Outline: <instrument> of <day> is not asked for anew
    Given a case
    And a result from elsewhere "one" where
      | instrument of the result | <instrument> |
      | date of the result       | <day>        |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask for a newer result"

    Examples:
      | instrument | day             |
      | RFG        | 2 November 2024 |
      | OASys      | 1 November 2024 |

  @rule:old-list @F3.41
  Scenario: A site that looks back three years
    Given a site where
      | look-back of the ranked list | 36 months |
    And a case
    And a result from elsewhere "one" where
      | instrument of the result | RFG             |
      | date of the result       | 1 November 2024 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask for a newer result"

  @rule:old-list @F3.41
  Scenario: From when the list is nobody has said
    Given a case
    And a result from elsewhere "one" where
      | instrument of the result | RFG |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask for a newer result"
    And "date of the result" is asked of "police"

  @SR-04 @PRI-5
  Scenario: Nothing of it stands on the page that the perpetrator is given
    Given a case
    And a result from elsewhere "one" where
      | instrument of the result | PPIT     |
      | level as given           | critical |
    When it is assessed on 2 November 2026
    Then the subject access does not read "PPIT"
    And the subject access does not read "beside"
    And the subject access does not read "result from elsewhere"

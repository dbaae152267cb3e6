Feature: Adults who need care and support
  Which law it is decides which action is there. While nobody has said which, both stand and somebody is asked.

  @rule:adult-at-risk @SR-13
  Scenario: In England a concern is raised under the law of England by the next working day
    Given a case where
      | jurisdiction | England |
    And a pair "A" where
      | victim-survivor has care and support needs | yes | IDVA |
      | age of the victim-survivor                 | 71  | IDVA |
    When it is assessed on 6 November 2026
    Then adult social care must "raise an adult safeguarding concern in England" for "A" by 9 November 2026
    And "raise an adult safeguarding concern in England" may be requested by the IDVA
    And "report an adult at risk in Wales" for "A" is not available
    And the plan reads "Legal basis: Care Act 2014, section 42"
    And for "raise an adult safeguarding concern in England" for "A" adult social care may be told everything

  @rule:adult-at-risk @SR-13
  Scenario: In Wales the report is made under the law of Wales
    Given a case where
      | jurisdiction | Wales |
    And a pair "A" where
      | victim-survivor has care and support needs | yes | IDVA |
      | age of the victim-survivor                 | 71  | IDVA |
    When it is assessed on 6 November 2026
    Then adult social care must "report an adult at risk in Wales" for "A" by 9 November 2026
    And "raise an adult safeguarding concern in England" for "A" is not available
    And the plan reads "Legal basis: Social Services and Well-being (Wales) Act 2014, section 126"

  @rule:adult-at-risk @SR-13
  Scenario: While nobody has said whether it is England or Wales, both stand and somebody is asked
    Given a case
    And a pair "A" where
      | victim-survivor has care and support needs | yes | IDVA |
      | age of the victim-survivor                 | 71  | IDVA |
    When it is assessed on 6 November 2026
    Then "raise an adult safeguarding concern in England" for "A" is available once the owner answers
    And "report an adult at risk in Wales" for "A" is available once the owner answers
    And adult social care must "report an adult at risk in Wales" for "A" by 9 November 2026
    And the case manager reads "FIRST ask adult social care whether the jurisdiction is England"

  @rule:adult-at-risk @SR-13
  Scenario Outline: At <age>, needing care <needs>, adult safeguarding is not the way
    Given a case where
      | jurisdiction | England |
    And a pair "A" where
      | victim-survivor has care and support needs | <needs> | IDVA |
      | age of the victim-survivor                 | <age>   | IDVA |
    When it is assessed on 6 November 2026
    Then nobody is called on to "raise an adult safeguarding concern in England"

    Examples:
      | age | needs |
      | 17  | yes   |
      | 71  | no    |

  @rule:adult-at-risk @SR-13
  Scenario: At 18 it is the way
    Given a case where
      | jurisdiction | England |
    And a pair "A" where
      | victim-survivor has care and support needs | yes | IDVA |
      | age of the victim-survivor                 | 18  | IDVA |
    When it is assessed on 6 November 2026
    Then adult social care must "raise an adult safeguarding concern in England" for "A" by 9 November 2026

  @rule:adult-at-risk @SR-13
  Scenario: Whether the victim-survivor needs care is a question, and never one for the perpetrator
    Given a case
    And a pair "A" where
      | age of the victim-survivor | 71 | IDVA |
    When it is assessed on 6 November 2026
    Then nobody is called on to "raise an adult safeguarding concern in England"
    And "victim-survivor has care and support needs" is asked of "adult social care"
    And nobody has to find out "victim-survivor has care and support needs"

  @rule:care-needs-check-by-age @rule:meets-the-threshold @case-57 @F3.10
  Scenario: A perpetrator of 81 is for this service, and somebody asks what care is needed
    Given a case where
      | age of the perpetrator | 81 |
    And all the pairs are listed
    And a pair "A" where
      | relationship               | current partner |
      | age of the victim-survivor | 79              |
    And a judgement "1" in "A" where
      | level judged | high   |
      | withdrawn by | nobody |
    When it is assessed on 2 November 2026
    Then the eligibility is eligible
    And adult social care should "look into the care and support needs of the perpetrator" by 9 November 2026

  @rule:care-needs-check-by-age @case-57
  Scenario Outline: At <age> the check is <called> for
    Given a case where
      | age of the perpetrator | <age> |
    When it is assessed on 2 November 2026
    Then <who> "look into the care and support needs of the perpetrator"

    Examples:
      | age | called     | who                        |
      | 65  | called     | adult social care should   |
      | 64  | not called | nobody is called on to     |

  @rule:care-needs-check-by-age @F3.10
  Scenario: A site that asks from 70 on
    Given a site where
      | age for a care-needs check | 70 |
    And a case where
      | age of the perpetrator | 69 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "look into the care and support needs of the perpetrator"

  @rule:care-needs-check-by-age @case-57
  Scenario: Nobody knows how old the perpetrator is
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "look into the care and support needs of the perpetrator"
    And "age of the perpetrator" is asked of "police"

  @rule:care-for-the-perpetrator @SR-13 @SR-19 @case-57
  Scenario: Care is found for a perpetrator who needs it, and not from the victim-survivor
    Given a case where
      | jurisdiction                          | England |
      | perpetrator has care and support needs | yes     |
    When it is assessed on 2 November 2026
    Then adult social care must "ask adult social care to plan care that does not rest on the victim-survivor" by 4 November 2026
    And adult social care should "ask for a care assessment of the perpetrator in England" by 9 November 2026
    And "ask for a care assessment of the perpetrator in Wales" is not available
    And nothing is asked of, or left to, the victim-survivor

  @rule:care-for-the-perpetrator @SR-13
  Scenario: In Wales the assessment is asked for under the law of Wales
    Given a case where
      | jurisdiction                          | Wales |
      | perpetrator has care and support needs | yes   |
    When it is assessed on 2 November 2026
    Then adult social care should "ask for a care assessment of the perpetrator in Wales" by 9 November 2026
    And "ask for a care assessment of the perpetrator in England" is not available

  @rule:care-for-the-perpetrator @SR-13
  Scenario Outline: No care is asked for while the need is <need>
    Given a case where
      | perpetrator has care and support needs | <need> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask adult social care to plan care that does not rest on the victim-survivor"
    And nobody is called on to "ask for a care assessment of the perpetrator in England"

    Examples:
      | need       |
      | no         |
      | don't know |

  @rule:care-for-the-perpetrator @SR-13
  Scenario: Whether the perpetrator needs care is asked of those who would know
    Given a case
    When it is assessed on 2 November 2026
    Then "perpetrator has care and support needs" is asked of "health"

Feature: A case is seen among the others
  Whether its case manager has too much, or another perpetrator of the same victim-survivor, nobody sees in the one
  case. Where the other cases are at hand they say it; where they are not, nobody knows, and it is asked.

  @rule:several-perpetrators-one-plan @SR-14 @SR-30
  Scenario: Two perpetrators of one victim-survivor, with two case managers: their plans are agreed
    Given a case manager "Jo"
    And a case manager "Kim"
    And "Jo" holds the case "A" where
      | victim-survivor's key in every case | vs-1 |
    And "Kim" holds the case "B" where
      | victim-survivor's key in every case | vs-1 |
    And all the cases are listed
    When the case "A" is assessed within the caseload on 2 November 2026
    Then the case manager must "agree the plans for all the perpetrators of the victim-survivor" for "A-pair" by 9 November 2026
    And nobody is called on to "sign off one case manager for both perpetrators or move a case"

  @rule:one-manager-two-perpetrators @SR-30 @ALC-4
  Scenario: Both with one case manager: a manager signs it off, or one case moves
    Given a case manager "Jo"
    And "Jo" holds the case "A" where
      | victim-survivor's key in every case | vs-1 |
    And "Jo" holds the case "B" where
      | victim-survivor's key in every case | vs-1 |
    When the case "A" is assessed within the caseload on 2 November 2026
    Then the service manager must "sign off one case manager for both perpetrators or move a case" for "A-pair" by 9 November 2026

  @rule:one-manager-two-perpetrators @SR-30
  Scenario: Signed off already stays signed off
    Given a case manager "Jo"
    And "Jo" holds the case "A" where
      | victim-survivor's key in every case                                 | vs-1                    |
      | another perpetrator of the victim-survivor with the same case manager | signed off by a manager |
    And "Jo" holds the case "B" where
      | victim-survivor's key in every case | vs-1 |
    When the case "A" is assessed within the caseload on 2 November 2026
    Then nobody is called on to "sign off one case manager for both perpetrators or move a case"

  @rule:several-perpetrators-one-plan @SR-30
  Scenario: All cases are there, and none is of the same victim-survivor
    Given a case manager "Jo"
    And "Jo" holds the case "A" where
      | victim-survivor's key in every case | vs-1 |
      | all the pairs are listed            | yes  |
    And "Jo" holds the case "B" where
      | victim-survivor's key in every case | vs-2 |
      | all the pairs are listed            | yes  |
    And all the cases are listed
    When the case "A" is assessed within the caseload on 2 November 2026
    Then nobody is called on to "agree the plans for all the perpetrators of the victim-survivor"
    And "other open cases about the victim-survivor" is not asked
    And "another perpetrator of the victim-survivor with the same case manager" is not asked

  @rule:several-perpetrators-one-plan
  Scenario: A case that has been closed is nobody's work any more
    Given a case manager "Jo"
    And "Jo" holds the case "A" where
      | victim-survivor's key in every case | vs-1 |
      | all the pairs are listed            | yes  |
    And "Jo" holds the case "B" where
      | victim-survivor's key in every case | vs-1   |
      | all the pairs are listed            | yes    |
      | stage of the work                   | closed |
    And all the cases are listed
    When the case "A" is assessed within the caseload on 2 November 2026
    Then nobody is called on to "agree the plans for all the perpetrators of the victim-survivor"
    And nobody is called on to "sign off one case manager for both perpetrators or move a case"

  @rule:several-perpetrators-one-plan
  Scenario: There may be more cases than these, and the question stays
    Given a case manager "Jo"
    And "Jo" holds the case "A" where
      | victim-survivor's key in every case | vs-1 |
    When the case "A" is assessed within the caseload on 2 November 2026
    Then nobody is called on to "agree the plans for all the perpetrators of the victim-survivor"
    And "other open cases about the victim-survivor" is asked of "service manager"
    And "another perpetrator of the victim-survivor with the same case manager" is asked of "service manager"

  @rule:over-the-cap @ALC-1 @F4.03
  Scenario: Twenty-four others and this one are within the cap
    Given a case manager "Jo" where
      | share of full time           | 1           |
      | date appointed               | 1 May 2020  |
      | override of the cap ends on  | 1 June 2026 |
    And "Jo" holds the case "A" where
      | victim-survivor's key in every case | vs-1 |
    And "Jo" holds 24 cases
    And all the cases are listed
    When the case "A" is assessed within the caseload on 2 November 2026
    Then nobody is called on to "take the overload to the service manager"

  @rule:over-the-cap @ALC-1 @F4.03
  Scenario: Twenty-five others and this one are one too many
    Given a case manager "Jo" where
      | share of full time           | 1           |
      | date appointed               | 1 May 2020  |
      | override of the cap ends on  | 1 June 2026 |
    And "Jo" holds the case "A" where
      | victim-survivor's key in every case | vs-1 |
    And "Jo" holds 25 cases
    When the case "A" is assessed within the caseload on 2 November 2026
    Then the service manager must "take the overload to the service manager" for "Jo" by 4 November 2026

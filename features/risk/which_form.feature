Feature: Which form it was, and what an answer may be
  Several forms share a name. A total means nothing without its form, and an answer means nothing that
  nobody could have given.

  @INST-1 @F1.01 @case-12
  Scenario: Answers without the name of the form are refused, and the message says what is missing
    Given a case
    And a pair "A"
    And a checklist of "A" that names no instrument where
      | D01 | yes |
    Then it cannot be read, for "no instrument is named" at "pairs[0].checklists[0]"
    And it cannot be read, for "drive_dash, safelives24"

  @INST-1 @F1.01
  Scenario: A form that nobody has entered here is refused
    Given a case
    And a pair "A"
    And the "acpo27" checklist of "A" on 26 October 2026, completed by police
      | D01 | yes |
    Then it cannot be read, for "not an instrument that this ruleset knows" at "pairs[0].checklists[0].instrument"

  @INST-2 @F1.01 @case-11
  Scenario: The police form under the name of the SafeLives form has items that are not there
    Given a case
    And a pair "A"
    And the "safelives24" checklist of "A" on 26 October 2026, completed by police
      | D01 | yes |
      | D14 | yes |
      | D25 | yes |
      | D26 | no  |
      | D27 | no  |
    Then it cannot be read, for "items" at "pairs[0].checklists[0].answers"

  @F1.05 @case-14
  Scenario Outline: <written> is <meant>
    Given a case
    And a pair "A" where
      | injured this time | <written> | IDVA |
    And the IDVA answers the checklist of "A": 13 yes, 10 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "<read>"

    Examples:
      | written    | meant               | read                                          |
      | Yes        | yes                 | 14 yes, 0 don't know                          |
      | y          | yes                 | 14 yes, 0 don't know                          |
      | TRUE       | yes                 | 14 yes, 0 don't know                          |
      | No         | no                  | 13 yes, 0 don't know, 0 not asked; 13         |
      | n/a        | an answer, and no   | 13 yes, 0 don't know, 0 not asked; 13         |
      | refused    | don't know          | 13 yes, 1 don't know, 0 not asked; between 13 |
      | don't know | don't know          | 13 yes, 1 don't know, 0 not asked; between 13 |

  @F1.05 @case-14
  Scenario: What is no answer is refused, and the message names the item
    Given a case
    And a pair "A"
    And the "safelives24" checklist of "A" on 26 October 2026, completed by IDVA
      | D01 | maybe |
    Then it cannot be read, for "write yes, no, don't know, refused or n/a" at "pairs[0].checklists[0].answers.D01"

  @F1.26 @Table-1.2
  Scenario Outline: To a critical item "not applicable" is no answer: <item>
    Given a case
    And a pair "A"
    And the "safelives24" checklist of "A" on 26 October 2026, completed by IDVA
      | <item> | n/a |
    Then it cannot be read, for "not applicable is no answer" at "pairs[0].checklists[0].answers.<item>"

    Examples:
      | item |
      | D05  |
      | D06  |
      | D08  |
      | D09  |
      | D10  |
      | D11  |
      | D12  |
      | D13  |
      | D14  |
      | D15  |
      | D16  |
      | D17  |
      | D22  |
      | D23  |

  @F1.26
  Scenario Outline: To the other items it is: <item>
    Given a case
    And a pair "A"
    And the "safelives24" checklist of "A" on 26 October 2026, completed by IDVA
      | <item> | n/a |
    Then it can be read

    Examples:
      | item |
      | D01  |
      | D02  |
      | D03  |
      | D04  |
      | D07  |
      | D18  |
      | D19  |
      | D20  |
      | D21  |
      | D24  |

  @F1.26
  Scenario: Said of the fact itself it is refused too
    Given a case
    And a pair "A" where
      | strangled or choked or held under water | n/a | police |
    Then it cannot be read, for "not applicable is no answer"

  @rule:another-form @INST-2
  Scenario: A Drive-DASH from elsewhere has a threshold of its own
    Given a case
    And a pair "A" where
      | form of an assessment from elsewhere | Drive-DASH |
    When it is assessed on 2 November 2026
    Then nobody is called on to "answer the SafeLives items from what is known" for "A"

  @rule:another-form @INST-2
  Scenario: No assessment from elsewhere is no form from elsewhere
    Given a case
    And a pair "A" where
      | form of an assessment from elsewhere | no such assessment |
    When it is assessed on 2 November 2026
    Then nobody is called on to "answer the SafeLives items from what is known" for "A"

  @rule:young-peoples-form @INST-3 @F1.01
  Scenario: At thirteen there is a form, and at twelve there is none; both are children
    Given a case
    And a pair "A" where
      | age of the victim-survivor | 13 |
    And a pair "B" where
      | age of the victim-survivor | 12 |
    When it is assessed on 2 November 2026
    Then the IDVA should "use the young people's form" for "A" by 9 November 2026
    And nobody is called on to "use the young people's form" for "B"
    And the case manager must "refer the victim-survivor under age to children's services" for "B" by 2 November 2026

  @rule:young-peoples-form @INST-3
  Scenario: Seventeen is inside, eighteen is not
    Given a case
    And a pair "A" where
      | age of the victim-survivor | 17 |
    And a pair "B" where
      | age of the victim-survivor | 18 |
    And a pair "C" where
      | age of the victim-survivor | 17 to 18 |
    When it is assessed on 2 November 2026
    Then the IDVA should "use the young people's form" for "A" by 9 November 2026
    And nobody is called on to "use the young people's form" for "B"
    And nobody is called on to "use the young people's form" for "C"
    And "age of the victim-survivor" is asked of "IDVA"

Feature: Several people speak of one thing
  Anybody's yes is yes. A no needs somebody else than the perpetrator, and what only the victim-survivor
  can know needs the victim-survivor's side. Who said what is kept.

  @MERGE-1 @F1.24
  Scenario Outline: Anybody's yes is yes: <who>
    Given a case
    And a pair "A" where
      | credible threats to kill | yes | <who>  |
      | credible threats to kill | no  | police |
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is yes

    Examples:
      | who             |
      | IDVA            |
      | health          |
      | victim-survivor |
      | perpetrator     |

  @MERGE-2 @F1.24
  Scenario: A no of the police, and nobody says yes: it is no
    Given a case
    And a pair "A" where
      | injured this time | don't know | health      |
      | injured this time | no         | perpetrator |
      | injured this time | no         | police      |
    And the IDVA answers the checklist of "A": 13 yes, 11 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is medium

  @MERGE-3 @F1.24 @case-22
  Scenario: Only the perpetrator says no: it is don't know, and the claim is kept
    Given a case
    And a pair "A" where
      | order or bail or agreement broken | no | perpetrator |
    And the IDVA answers the checklist of "A": 13 yes, 11 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And the case manager reads "13 yes, 1 don't know, 0 not asked"
    And "order or bail or agreement broken" is asked of "probation"
    And the case manager reads "'order or bail or agreement broken' (pair A): only the perpetrator says so"

  @MERGE-3 @F1.24
  Scenario: What the perpetrator admits counts
    Given a case
    And a pair "A" where
      | order or bail or agreement broken | yes | perpetrator |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @MERGE-4 @F1.24
  Scenario: Two professionals do not agree: it is yes, and that they differ is kept
    Given a case
    And a pair "A" where
      | weapon or object used | yes | health |
      | weapon or object used | no  | police |
    When it is assessed on 2 November 2026
    Then the critical sign of "A" is yes
    And the case manager reads "'weapon or object used' (pair A): two sources say what cannot both be so"
    And the case keeps who said of "weapon or object used": health, police

  @MERGE-5 @Table-1.2
  Scenario Outline: Only the victim-survivor's side can say no to <fact>
    Given a case
    And a pair "A" where
      | <fact> | no | <who> |
    And the IDVA answers the checklist of "A": 13 yes, 11 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be high
    And "<fact>" is asked of "IDVA"

    Examples:
      | fact                                   | who                 |
      | great fear                             | police              |
      | fear of more violence                  | health              |
      | cut off from family or friends         | children's services |
      | victim-survivor low in mood or suicidal | police             |

  @MERGE-5
  Scenario Outline: The IDVA's no to <fact> is a no
    Given a case
    And a pair "A" where
      | <fact> | no | IDVA |
    And the IDVA answers the checklist of "A": 13 yes, 11 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" is medium

    Examples:
      | fact                                    |
      | great fear                              |
      | fear of more violence                   |
      | cut off from family or friends          |
      | victim-survivor low in mood or suicidal |

  @MERGE-5
  Scenario: That the victim-survivor is terrified may come from the police
    Given a case
    And a pair "A" where
      | great fear | yes | police |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high

  @MERGE-6 @SR-03
  Scenario: What the victim-survivor alone could have told stands on no page that the perpetrator is given
    Given a case where
      | housing need | yes | case manager |
    And a pair "A" where
      | victim-survivor is planning to leave | yes | IDVA            |
      | credible threats to kill             | yes | victim-survivor |
      | weapon or object used                | yes | victim-survivor |
    When it is assessed on 2 November 2026
    Then the case keeps who said of "credible threats to kill": victim-survivor
    And the subject access does not read "leave"
    And the subject access does not read "threats"
    And the subject access does not read "weapon"

  @rule:too-little-answered @DASH-4 @DASH-5a @F1.25 @F1.26
  Scenario: Too little answered, and high not ruled out: both are said
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 9 yes, 3 no, 6 don't know
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "MAY BE HIGH: 9 yes, 6 don't know, 6 not asked; between 9 and 21, this site's threshold 14"
    And the case manager must "answer the open items of the DASH" for "A" by 9 November 2026, in doubt

  @rule:too-little-answered @DASH-4
  Scenario: Eleven answered, and high is ruled out by none: nobody calls it standard
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | date of the DASH assessment | 26 October 2026 |
    And the IDVA answers the checklist of "A": 0 yes, 11 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the risk level of "A" may be medium
    And the risk level of "A" cannot be high
    And the case manager does not read "risk level (pair A): STANDARD"
    And the case manager must "answer the open items of the DASH" for "A" by 9 November 2026

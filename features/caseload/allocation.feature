Feature: Which case goes to which case manager
  Whoever ranks first is served first, as far as case managers have room; whoever waits on is not forgotten: the reason
  is recorded, somebody holds the risk, and the disruption goes on. It is advice, and the panel decides.

  @ALC-1 @ALC-2 @case-71 @F4.03
  Scenario: Twenty-four cases: the twenty-fifth is taken, and the one after it waits
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
    And "Jo" holds 24 cases
    And all the cases are listed
    And the case "A" is eligible and waits where
      | immediate danger to life | yes |
    And the case "B" is eligible and waits
    When the cases are allocated on 2 November 2026
    Then the case "A" goes to "Jo"
    And the case "B" waits, for "full with cases that rank before it"

  @ALC-1 @ALC-3 @PRI-4 @case-67 @case-72 @F3.08 @F3.09
  Scenario: Nobody has room: the case waits with a reason, a day, and disruption that goes on
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 25           |
      | cases in step-down          | 0            |
    And the case "A" is eligible and waits where
      | date found eligible | 30 October 2026 |
    When the cases are allocated on 2 November 2026
    Then the case "A" waits, for "1 case manager can take no further case"
    And the allocation reads "only where there is room for the whole of it"
    And meanwhile the panel chair must "agree the disruption that goes on while the case waits" for "A" by 6 November 2026
    And meanwhile the panel chair must "name who holds the risk while the case waits" for "A" by 2 November 2026
    And meanwhile the panel chair must "tell the IDVA that the case is waiting" for "A" by 2 November 2026
    And meanwhile the panel chair must "put the case to the panel" for "A"
    And nobody is named for the risk of "A", and that is urgent
    And the case "A" is looked at again by 30 November 2026

  @PRI-4 @case-67 @F3.08
  Scenario: Left out before, with somebody who holds the risk and a day that was set
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 25           |
    And the case "A" is eligible and waits where
      | choice of the panel                    | left out for now    |
      | reason for leaving the case out        | no room in October  |
      | date the panel looks at the case again | 16 November 2026    |
      | risk holder last named by the panel    | 5 October 2026      |
      | who holds the risk                     | detective inspector |
      | last change of risk                    | 20 September 2026   |
      | all the incidents are listed           | yes                 |
    When the cases are allocated on 2 November 2026
    Then the risk of "A" is held by "detective inspector"
    And the case "A" is looked at again by 16 November 2026
    And the allocation reads "Reason recorded before: no room in October"

  @ALC-1 @F4.04
  Scenario Outline: <who>: room for <many>
    Given a case manager "Jo" where
      | share of full time          | <share>     |
      | date appointed              | <appointed> |
      | override of the cap ends on | <override>  |
      | load                        | <load>      |
      | cases in step-down          | 0           |
    When the cases are allocated on 2 November 2026
    Then "Jo" can take <many> more

    Examples:
      | who                                | share | appointed        | override        | load | many |
      | Half a post, eleven cases          | 0.5   | 1 March 2024     | 1 June 2026     | 11   | 1    |
      | Half a post, twelve cases          | 0.5   | 1 March 2024     | 1 June 2026     | 12   | 0    |
      | Two months in the post, fourteen   | 1     | 1 September 2026 | 1 June 2026     | 14   | 1    |
      | Two months in the post, fifteen    | 1     | 1 September 2026 | 1 June 2026     | 15   | 0    |
      | An override that ends today        | 1     | 1 March 2024     | 2 November 2026 | 25   | 1    |
      | An override that ended yesterday   | 1     | 1 March 2024     | 1 November 2026 | 25   | 0    |
      | An override that ends too far off  | 1     | 1 March 2024     | 3 February 2027 | 25   | 0    |
      | A share of nothing                 | 0     | 1 March 2024     | 1 June 2026     | 0    | 0    |

  @ALC-1 @case-74
  Scenario: A share of full time below nothing is refused, whoever waits
    Given a case manager "Jo" where
      | share of full time | -0.5 |
    And the case "A" is eligible and waits
    Then the caseload is refused, for "outside the range" at "case managers[0].'share of full time'"

  @ALC-1
  Scenario: An override lets in one at a time, and is used when nobody else has room
    Given a case manager "Jo" where
      | share of full time          | 1               |
      | date appointed              | 1 March 2024    |
      | override of the cap ends on | 2 November 2026 |
      | load                        | 25              |
    And a case manager "Sam" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 24           |
    And the case "A" is eligible and waits where
      | immediate danger to life | yes |
    And the case "B" is eligible and waits
    And the case "C" is eligible and waits
    When the cases are allocated on 2 November 2026
    Then the case "A" goes to "Sam"
    And the case "B" goes to "Jo", on an override
    And the case "C" waits, for "full with cases that rank before it"
    And no reason parts the case "B" from "C"

  @ALC-1 @case-76
  Scenario: The override has run out, and the load is still there
    Given a case manager "Jo" where
      | share of full time          | 1               |
      | date appointed              | 1 March 2024    |
      | override of the cap ends on | 1 November 2026 |
    And "Jo" holds 26 cases
    And all the cases are listed
    When the cases are allocated on 2 November 2026
    Then "Jo" can take 0 more
    And the allocation reads "take the overload to the service manager"

  @ALC-1 @F4.04 @case-82
  Scenario: Twenty-five cases, two of them in step-down that count half: room for the twenty-sixth
    Given a site where
      | relief for each case in step-down | 0.5 |
    And a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
    And "Jo" holds 25 cases, 2 of them in step-down
    And all the cases are listed
    When the cases are allocated on 2 November 2026
    Then "Jo" can take 1 more

  @ALC-1 @F4.04 @case-82
  Scenario: The same cases where each counts in full: no room
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
    And "Jo" holds 25 cases, 2 of them in step-down
    And all the cases are listed
    When the cases are allocated on 2 November 2026
    Then "Jo" can take 0 more

  @ALC-1
  Scenario: Nobody has said that all the cases are listed: no case in the meantime
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
    And "Jo" holds 3 cases
    And the case "A" is eligible and waits
    When the cases are allocated on 2 November 2026
    Then nobody can tell whether "Jo" can take more, and "load" is asked
    And the case "A" waits, for "of 1 it cannot be told"
    And the allocation reads "holds 3 or more"

  @ALC-1
  Scenario: A case that somebody holds and nobody says who may be the one too many
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
    And "Jo" holds 24 cases
    And nobody knows who holds the case "L"
    And all the cases are listed
    And the case "A" is eligible and waits
    When the cases are allocated on 2 November 2026
    Then nobody can tell whether "Jo" can take more, and "load" is asked
    And the allocation reads "case L: who holds it, or whether anybody does, is not known"

  @ALC-4 @SR-30 @case-101
  Scenario: Whoever holds another perpetrator of the same victim-survivor does not get the case
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 5            |
    And a case manager "Sam" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 20           |
    And "Jo" holds the case "H" where
      | victim-survivor's key in every case | vs-1 |
    And the case "A" is eligible and waits where
      | victim-survivor's key in every case | vs-1 |
    When the cases are allocated on 2 November 2026
    Then the case "A" goes to "Sam"
    And "Jo" cannot take the case "A", for "holds case H, of the same victim-survivor"

  @ALC-4 @SR-30 @case-101
  Scenario: Two new perpetrators of one victim-survivor and one case manager with room: one of them waits
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 5            |
    And the case "A" is eligible and waits where
      | victim-survivor's key in every case | vs-1 |
      | immediate danger to life            | yes  |
    And the case "B" is eligible and waits where
      | victim-survivor's key in every case | vs-1 |
    When the cases are allocated on 2 November 2026
    Then the case "A" goes to "Jo"
    And the case "B" waits, for "two perpetrators of the same victim-survivor (A and B)"

  @ALC-4 @SR-30
  Scenario: With a manager's sign-off one case manager may hold both
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 5            |
    And the case "A" is eligible and waits where
      | victim-survivor's key in every case                                   | vs-1                    |
      | another perpetrator of the victim-survivor with the same case manager | signed off by a manager |
    And the case "B" is eligible and waits where
      | victim-survivor's key in every case | vs-1 |
    When the cases are allocated on 2 November 2026
    Then the case "A" goes to "Jo"
    And the case "B" goes to "Jo"

  @ALC-4 @SR-30
  Scenario: Whether it is the same victim-survivor nobody can tell: it is asked before anybody agrees
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 5            |
    And the case "A" is eligible and waits
    When the cases are allocated on 2 November 2026
    Then the case "A" goes to "Jo"
    And the allocation reads "whether they hold another perpetrator of the same victim-survivor cannot be told"

  @ALC-4 @SR-30 @case-101
  Scenario: Two that one case manager holds already are told, and the cases stay where they are
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
    And "Jo" holds the case "H" where
      | victim-survivor's key in every case | vs-1 |
    And "Jo" holds the case "I" where
      | victim-survivor's key in every case | vs-1 |
    And all the cases are listed
    When the cases are allocated on 2 November 2026
    Then the allocation reads "Jo holds H and I, two perpetrators of the same victim-survivor: sign off"

  @ALC-5 @F4.05
  Scenario: An IDVA with too many cases is said beside, and keeps nobody from a place
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 5            |
    And the case "A" is eligible and waits where
      | cases in a year of the IDVA | 66 |
    When the cases are allocated on 2 November 2026
    Then the case "A" goes to "Jo"
    And the allocation reads "An IDVA with more cases than can be held safely is no IDVA with time (66 in a year)"

  @PRI-1
  Scenario: Danger now goes before everything else, and what is certain before what may be
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 25           |
    And the case "A" is eligible and waits where
      | immediate danger to life                | no     | police |
      | all the incidents are listed            | yes    | police |
      | strangled or choked or held under water | yes    | police |
    And the case "B" is eligible and waits
    And the case "C" is eligible and waits where
      | immediate danger to life | yes | police |
    When the cases are allocated on 2 November 2026
    Then the case "C" goes before "B", by "rank by danger now"
    And the case "B" goes before "A", by "rank by danger now"

  @PRI-2
  Scenario: That the work will be hard is said, and ranks nobody
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 25           |
    And the case "A" is eligible and waits where
      | stalked or harassed | yes | police |
    And the case "B" is eligible and waits
    When the cases are allocated on 2 November 2026
    Then no reason parts the case "A" from "B"
    And the allocation reads "Beside, ranks nobody: reach will be hard: yes"

  @PRI-3 @A4 @case-69
  Scenario Outline: <fact> changes nothing of who is served and by whom
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 24           |
    And the case "A" is eligible and waits
    And the case "B" is eligible and waits
    When the cases are allocated on 2 November 2026
    Then nothing changes where "<fact>" is <value>

    Examples:
      | fact                                  | value    |
      | sex of the perpetrator                | female   |
      | ethnic group of the perpetrator       | Somali   |
      | religion or belief of the perpetrator | Sikh     |
      | sexual orientation of the perpetrator | straight |

  @ELG-2 @F3.10
  Scenario: Seventeen is placed with nobody: the panel decides
    Given a case manager "Jo" where
      | share of full time          | 1            |
      | date appointed              | 1 March 2024 |
      | override of the cap ends on | 1 June 2026  |
      | load                        | 5            |
    And the case "A" is eligible and waits where
      | age of the perpetrator | 17 |
    When the cases are allocated on 2 November 2026
    Then the case "A" goes to nobody, and the panel decides, for "manual panel"
    And nobody is named for the risk of "A", and that is urgent
    And meanwhile the panel chair must "agree the disruption that goes on while the case waits" for "A"

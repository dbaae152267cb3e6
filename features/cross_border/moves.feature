Feature: The risk moves with whoever moves
  A case or a victim-survivor that crosses a border is handed over, never dropped: the plan, the tasks, the
  minutes and the IDVA, to somebody who says that they have it.

  @rule:move-with-its-tasks @rule:moving-is-a-transfer @case-66 @ELG-8 @F6.15
  Scenario: The perpetrator moves to the next county
    Given a case where
      | perpetrator has moved out of the area | yes | probation |
      | under probation supervision           | yes | probation |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then the case manager must "start a transfer across the border" by 9 November 2026
    And the case manager must "tell the IDVA that the perpetrator has moved" by 2 November 2026
    And the case manager must "speak with whoever takes the case on" by 9 November 2026
    And the case manager must "send the plan and the open tasks to the next service" by 9 November 2026
    And the case manager must "have it in writing that the next service has the case" by 16 November 2026
    And the plan puts "speak with whoever takes the case on" before "send the plan and the open tasks to the next service"
    And "close the case" is blocked, in doubt,
    And nobody is called on to "close the case"

  @rule:move-with-its-tasks @case-66 @ELG-8
  Scenario Outline: Nothing is handed over while a move is answered <moved>
    Given a case where
      | perpetrator has moved out of the area | <moved> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "send the plan and the open tasks to the next service"
    And nobody is called on to "speak with whoever takes the case on"
    And nobody is called on to "tell the IDVA that the perpetrator has moved"
    And nobody is called on to "have it in writing that the next service has the case"

    Examples:
      | moved      |
      | no         |
      | don't know |

  @rule:move-with-its-tasks @ELG-8
  Scenario: Whether the perpetrator has moved is asked of those who would know
    Given a case
    When it is assessed on 2 November 2026
    Then "perpetrator has moved out of the area" is asked of "housing"

  @rule:open-until-somebody-has-it @case-66 @ELG-8 @F3.11
  Scenario Outline: Somebody means to close for a move, and the next service <says>
    Given a case where
      | reason given for closing             | moved away |
      | next service has taken the case      | <taken>    |
      | exit assessment is done              | yes        |
      | IDVA has been heard on closing       | yes        |
      | step-down has been considered        | yes        |
      | risk holder last named by the panel  | 2 November 2026 |
      | last change of risk                  | 1 November 2026 |
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then "close the case" is <blocked>

    Examples:
      | says                   | taken      | blocked                                                                                                                               |
      | does not say so        | no         | blocked until "have it in writing that the next service has the case", meanwhile "start a transfer across the border"                 |
      | has not been asked     | don't know | blocked, in doubt, until "have it in writing that the next service has the case", meanwhile "start a transfer across the border"      |
      | says that it has it    | yes        | not blocked                                                                                                                           |

  @rule:open-until-somebody-has-it @ELG-8
  Scenario: Closing as planned is no move
    Given a case where
      | reason given for closing             | planned ending |
      | next service has taken the case      | no             |
      | exit assessment is done              | yes            |
      | IDVA has been heard on closing       | yes            |
      | step-down has been considered        | yes            |
      | risk holder last named by the panel  | 2 November 2026 |
      | last change of risk                  | 1 November 2026 |
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then "close the case" is not blocked

  @rule:supervision-across-the-border @F6.15
  Scenario: Probation says who supervises from now on
    Given a case where
      | perpetrator has moved out of the area | yes | police    |
      | under probation supervision           | yes | probation |
    When it is assessed on 2 November 2026
    Then probation should "ask probation who supervises across the border" by 4 November 2026
    And "ask probation who supervises across the border" may be requested by the case manager

  @rule:supervision-across-the-border @F6.15
  Scenario Outline: Nobody to ask: moved <moved>, under supervision <supervised>
    Given a case where
      | perpetrator has moved out of the area | <moved>      | police    |
      | under probation supervision           | <supervised> | probation |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation who supervises across the border"

    Examples:
      | moved | supervised |
      | no    | yes        |
      | yes   | no         |
      | yes   | don't know |

  @rule:supervision-across-the-border @F6.15
  Scenario: The perpetrator has moved, and whether probation supervises is asked
    Given a case where
      | perpetrator has moved out of the area | yes | police |
    When it is assessed on 2 November 2026
    Then "under probation supervision" is asked of "probation"

  @rule:victim-survivor-moves @F6.15
  Scenario: The victim-survivor moves: MARAC hands over to MARAC, IDVA to IDVA
    Given a case
    And a pair "A" where
      | victim-survivor has moved out of the area | yes | IDVA |
    When it is assessed on 2 November 2026
    Then MARAC must "transfer from MARAC to MARAC" for "A" by 4 November 2026
    And IDVA must "hand over from IDVA to IDVA" for "A" by 4 November 2026
    And "transfer from MARAC to MARAC" may be requested by the IDVA
    And the subject access does not read "moved"
    And nobody is called on to "start a transfer across the border"

  @rule:victim-survivor-moves @F6.15
  Scenario Outline: Nobody hands over while a move of the victim-survivor is answered <moved>
    Given a case
    And a pair "A" where
      | victim-survivor has moved out of the area | <moved> | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "transfer from MARAC to MARAC"
    And nobody is called on to "hand over from IDVA to IDVA"

    Examples:
      | moved      |
      | no         |
      | don't know |

  @rule:victim-survivor-moves @F6.15
  Scenario: Whether the victim-survivor has moved is never asked of the perpetrator
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "victim-survivor has moved out of the area" is asked of "IDVA"

  @rule:moving-is-a-transfer @ELG-8 @F3.11
  Scenario: Nobody has moved, and the work comes to its planned end: nothing is handed over
    Given a case where
      | perpetrator has moved out of the area | no             | probation |
      | reason given for closing              | planned ending |           |
    When it is assessed on 2 November 2026
    Then nobody is called on to "start a transfer across the border"

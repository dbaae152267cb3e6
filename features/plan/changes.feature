Feature: A plan says what is otherwise than it was, and why
  Steps keep their numbers. What is new, what has moved, what is free to go on and who is asked instead is said
  at the head of the plan, with the reason.

  @rule:prison-blocks-contact @REV-1
  Scenario: The perpetrator is remanded and phones: a step is added, with its reason
    Given the case file "case-study-1"
    And it was assessed and planned on 2 November 2026
    And "custody" is now remand
    And "unwanted contact from prison" for "pair-1" is now yes
    When it is assessed on 3 November 2026
    Then the plan reads "ask the prison to block contact with the victim-survivor (pair pair-1): added, to do, because: Unwanted contact from prison is stopped by the prison"

  @rule:idva-before-contact @SR-02
  Scenario: The timing is agreed with the worker, and what waited for it is free to go on
    Given the case file "two-pairs"
    And it was assessed and planned on 2 November 2026
    And "timing of action last agreed with the victim-survivor's worker" for "pair-1" is now 3 November 2026
    When it is assessed on 3 November 2026
    Then the plan reads "ask police to consider a stalking protection order (pair pair-1): to do, was blocked"

  @TSK-3
  Scenario: An answer comes in: the step that asks for the rest keeps its number and its day
    Given a case
    And a pair "A"
    And it was assessed and planned on 2 November 2026
    And "strangled or choked or held under water" for "A" is now no
    When it is assessed on 3 November 2026
    Then the plan reads "no longer: strangled or choked or held under water"

  @TSK-1
  Scenario: Nothing is otherwise, and nothing is said to be
    Given the case file "case-study-1"
    And it was assessed and planned on 2 November 2026
    When it is assessed on 3 November 2026
    Then the plan does not read "CHANGED SINCE THE LAST PLAN"

Feature: Steps come in an order that keeps people safe
  What must come first is due first, what releases a block comes before what it blocks, and what
  contradicts itself is said and never dropped.

  @rule:court-address-with-a-child @SR-15
  Scenario: The IDVA is warned before children's services go to the home
    Given a case
    And a pair "A" where
      | address given to the court is | the victim-survivor's |
    And a child "C" in "A" where
      | lives with the victim-survivor | yes |
    When it is assessed on 2 November 2026
    Then the plan puts "warn the IDVA" before "ask children's services to visit the home"
    And in the plan "warn the IDVA" is due on 2 November 2026
    And in the plan "make a child-protection referral" is due on 2 November 2026
    And nothing in the plan contradicts itself

  @rule:timing-before-action @SR-20
  Scenario: Before police act, the victim-survivor's worker agrees the timing
    Given a case
    And a pair "A" where
      | credible threats to kill | yes |
    When it is assessed on 2 November 2026
    Then in the plan "ask police to consider a DAPN and DAPO" is blocked
    And in the plan "agree the timing with the victim-survivor's worker" releases "ask police to consider a DAPN and DAPO"
    And in the plan "work indirectly" goes on while "ask police to consider a DAPN and DAPO" is blocked

  @SR-02
  Scenario: A block that holds nothing up adds no step, and is printed
    Given a case
    When it is assessed on 2 November 2026
    Then the plan reads "any direct contact"
    And the plan reads "MUST NOT BE DONE"

  Scenario: A plan is for the professionals who decide
    Given a case
    When it is assessed on 2 November 2026
    Then the plan reads "Not for the perpetrator"

  @TSK-1 @F7.03
  Scenario: The panel minutes who has which task, by when, whom to ring, and who hears of it when it is late
    Given the site "example-site"
    And the case file "case-study-1"
    When it is assessed on 2 November 2026
    Then the minutes read "CHILDREN'S SERVICES: the safeguarding hub, then the child's social worker; if late: panel chair"
    And the minutes read "2 Nov must make a child-protection referral (pair-1)"
    And the minutes read "PROBATION: senior probation officer for public protection; if late: panel chair"

Feature: What must hold of every case is told of one case, and of one answer changed
  A case that a proof finds is a scenario of its own, which fails for as long as the rules break the invariant.

  @rule:danger-to-life-now @SR-09
  Scenario: Danger to life calls 999, whatever else is not known
    Given a case
    And a pair "A" where
      | immediate danger to life | yes |
    When it is assessed on 2 November 2026
    Then the invariant "immediate-danger-calls-999" holds
    And the invariant "life-in-danger-warns-the-idva" holds

  @rule:idva-before-contact @SR-02
  Scenario: Nobody knows when the IDVA was consulted
    Given a case
    And a pair "A"
    And all the pairs are listed
    When it is assessed on 2 November 2026
    Then the invariant "unknown-consultation-never-allows-contact" holds

  @rule:visible-high-risk @SR-25
  Scenario Outline: One more yes to the checklist never lowers the level
    Given a case
    And a pair "A" where
      | <question>     | no  |
      | abuse more severe | yes |
    And all the judgements are listed in "A"
    When it is assessed on 2 November 2026
    Then the invariant "no-yes-to-the-dash-lowers" holds when "<question>" of "A" becomes yes

    Examples:
      | question                                |
      | strangled or choked or held under water |
      | weapon or object used                   |

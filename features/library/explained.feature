Feature: Why an answer is as it is
  Whoever acts on an answer can see what it rests on, and what one more answer would change.

  @rule:prison-blocks-contact @X16
  Scenario: Why the prison is asked, and what would let it be
    Given a case where
      | custody | remand |
    And a pair "A" where
      | unwanted contact from prison | yes | IDVA |
    When it is assessed on 2 November 2026
    Then the explanation of "ask the prison to block contact with the victim-survivor" for "A" reads "calls for it: yes"
    And the explanation of "prison-blocks-contact" for "A" reads "custody is remand or sentenced: yes (it is remand)"
    And the explanation of "prison-blocks-contact" for "A" does not read "cannot tell"
    And "prison-blocks-contact" for "A" would come out otherwise with "unwanted contact from prison" answered otherwise

  @rule:prison-blocks-contact @X16
  Scenario: Why nobody can tell yet, and which answer is missing
    Given a case where
      | custody | remand |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then the explanation of "prison-blocks-contact" for "A" reads "cannot tell (not known)"
    And "unwanted contact from prison" is asked

Feature: What another version of the rules changes
  Whoever reviews a change sees what it does to answers, and not only to words.

  Scenario: A rule that takes another name is the same rule
    Given another version, in which the rule "idva-before-contact" is called "speak-first"
    When it is compared with ours on 2 November 2026
    Then it changes nothing but words

  Scenario: A safety rule that is left out is told, with a case in which it is missed
    Given another version, in which the rule "idva-before-contact" is left out
    When it is compared with ours on 2 November 2026
    Then it changes more than words
    And it is told that the rule "idva-before-contact", which is for safety, is weaker
    And whether "consult the IDVA" is called for differs, as a case that both read shows
    And the decision "risk level" is proved the same

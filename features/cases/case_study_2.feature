Feature: Case study 2: the perpetrator comes to every session and changes nothing
  The victim-survivor hopes because sessions are kept; what is heard has to be true, and risk is not lower.

  @SR-28 @F4.13 @rule:attendance-is-not-change
  Scenario: What the sessions show is said honestly, through the IDVA and to the social worker
    Given the case file "case-study-2"
    When it is assessed on 2 November 2026
    Then the engagement is full
    And the case manager must "give honest feedback through the IDVA" for "pair-1" by 4 November 2026
    And the case manager must "tell the social worker what the sessions show" by 4 November 2026
    And nothing is asked of, or left to, the victim-survivor

  @SR-28
  Scenario Outline: Coming to sessions leaves the <decision> where it was
    Given the case file "case-study-2"
    And "attended" for "contact-1" is now no
    And "two-way" for "contact-1" is now no
    And "attended" for "contact-2" is now no
    And "two-way" for "contact-2" is now no
    And "attended" for "contact-3" is now no
    And "two-way" for "contact-3" is now no
    And it was assessed on 2 November 2026
    And "attended" for "contact-1" is now yes
    And "two-way" for "contact-1" is now yes
    And "attended" for "contact-2" is now yes
    And "two-way" for "contact-2" is now yes
    And "attended" for "contact-3" is now yes
    And "two-way" for "contact-3" is now yes
    When it is assessed on 2 November 2026
    Then nothing about the <decision> of "pair-1" has changed
    And the engagement is full

    Examples:
      | decision      |
      | risk level    |
      | critical sign |
      | high harm     |
      | time to act   |
      | MARAC route   |

  @SR-28
  Scenario: Coming to sessions rules out no level
    Given the case file "case-study-2"
    When it is assessed on 2 November 2026
    Then the risk level of "pair-1" may be high
    And the critical sign of "pair-1" is yes

  @SR-05 @U07 @rule:no-access-no-credit @rule:requests-to-see-the-children
  Scenario: Seeing the children is never arranged; the asking is passed on and watched
    Given the case file "case-study-2"
    When it is assessed on 2 November 2026
    Then "broker contact with the children" is blocked for good, meanwhile "pass the request to see the children to children's services and the IDVA"
    And the case manager must "pass the request to see the children to children's services and the IDVA" by 3 November 2026
    And nobody is called on to "broker contact with the children"

  @SR-05 @rule:no-access-no-credit
  Scenario: Sessions kept are no ground for a letter
    Given the case file "case-study-2"
    When it is assessed on 2 November 2026
    Then "write a letter in the perpetrator's favour" is blocked for good, meanwhile "take the request to the practice advisor"

  @U01 @rule:help-with-drugs-or-alcohol
  Scenario: Drinking or drugs are treated, and the IDVA knows when it begins
    Given the case file "case-study-2"
    When it is assessed on 2 November 2026
    Then drug and alcohol service should "arrange drug or alcohol treatment" by 9 November 2026
    And the case manager should "tell the IDVA when treatment begins" by 30 November 2026

  @MOD-4 @rule:support-never-stands-alone @F7.06 @S4
  Scenario: The panel agrees disruption, though every session is kept
    Given the case file "case-study-2"
    When it is assessed on 2 November 2026
    Then panel chair must "agree disruption at the panel" by 2 November 2026

  Scenario Outline: With <fact> answered <otherwise>, nobody has to "<action>"
    Given the case file "case-study-2"
    And "<fact>" is now <otherwise>
    When it is assessed on 2 November 2026
    Then nobody is called on to "<action>"

    Examples:
      | fact                                 | otherwise | action                                                                   |
      | evidence of change                   | some      | give honest feedback through the IDVA                                    |
      | evidence of change                   | some      | tell the social worker what the sessions show                            |
      | perpetrator asks to see the children | no        | pass the request to see the children to children's services and the IDVA |
      | drugs or alcohol need                | no        | arrange drug or alcohol treatment                                        |
      | drugs or alcohol need                | no        | tell the IDVA when treatment begins                                      |

  Scenario Outline: With <fact> unknown, it is asked before anybody has to "<action>"
    Given the case file "case-study-2"
    And nobody knows "<fact>"
    When it is assessed on 2 November 2026
    Then nobody is called on to "<action>"
    And "<fact>" is asked of "<who>"

    Examples:
      | fact                                 | action                                                                   | who                      |
      | evidence of change                   | give honest feedback through the IDVA                                    | IDVA                     |
      | evidence of change                   | tell the social worker what the sessions show                            | children's services      |
      | perpetrator asks to see the children | pass the request to see the children to children's services and the IDVA | children's services      |
      | drugs or alcohol need                | arrange drug or alcohol treatment                                        | drug and alcohol service |

  Scenario: Contact with the children is never arranged, whatever is asked or answered
    Given the case file "case-study-2"
    And "perpetrator asks to see the children" is now no
    And "evidence of change" is now sustained
    When it is assessed on 2 November 2026
    Then "broker contact with the children" is blocked for good

  @rule:support-never-stands-alone
  Scenario: Without the signs of control and a baby, the panel is asked about nothing yet
    Given the case file "case-study-2"
    And nobody knows "daily life controlled or extreme jealousy" for "pair-1"
    And nobody knows "pregnancy or new baby" for "pair-1"
    When it is assessed on 2 November 2026
    Then nobody is called on to "agree disruption at the panel"
    And "pregnancy or new baby" is asked of "health"

  @SR-28 @rule:attendance-is-not-change @rule:requests-to-see-the-children @rule:help-with-drugs-or-alcohol
  Scenario: In another case the same facts call for the same
    Given a case where
      | evidence of change                   | none seen |
      | perpetrator asks to see the children | yes       |
      | drugs or alcohol need                | yes       |
      | custody                              | none      |
    And a contact "1" where
      | date of the contact | 30 November 2026 |
      | two-way             | yes              |
    And all the contacts are listed
    And a pair "X" where
      | relationship | family member |
    When it is assessed on 7 December 2026
    Then the engagement is partial
    And the case manager must "give honest feedback through the IDVA" for "X" by 9 December 2026
    And the case manager must "tell the social worker what the sessions show" by 9 December 2026
    And the case manager must "pass the request to see the children to children's services and the IDVA" by 8 December 2026
    And drug and alcohol service should "arrange drug or alcohol treatment" by 14 December 2026
    And "broker contact with the children" is blocked for good

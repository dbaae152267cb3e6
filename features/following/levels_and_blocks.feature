Feature: Levels that move, and what may not be done
  What is heard moves what is decided, up or down, and opens or closes what may not be done. It is told at once.

  @F1.08 @rule:critical-items
  Scenario: The victim-survivor was strangled
    Given a case
    And a pair "A"
    And the case is followed from 2 November 2026
    When on 9 November 2026 it becomes known that "strangled or choked or held under water" for "A" is yes, as the IDVA says
    Then the critical sign of "A" settled, from cannot tell to yes

  @rule:staff-are-safe-going-along
  Scenario: Nobody has met the perpetrator yet
    Given a case
    And the case is followed from 2 November 2026
    When on 9 November 2026 it becomes known that "all the contacts are listed" is yes, as the case manager says
    Then the engagement settled, from nothing offered to full to nothing offered
    And one rule fewer forbids "go along to the appointment"
    When on 16 November 2026 a contact "1" becomes known where
      | date of the contact      | 16 November 2026 |
      | session offered          | yes              |
      | cancelled by the service | no               |
      | two-way                  | yes              |
    Then the engagement rose, from nothing offered to partial
    And one rule more forbids "go along to the appointment"

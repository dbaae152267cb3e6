Feature: What is heard late, twice or wrongly
  An event counts from the day it is of, whenever it comes in. What was wrong is taken back, and counts as never
  said. The answer is that of everything that is known, in whatever order it came.

  @SR-15 @rule:court-address-is-the-victim-survivors
  Scenario: The address is heard of a week late: its day is the day of the court, and has passed
    Given a case
    And a pair "A"
    And the case is followed from 2 November 2026
    And nothing is heard until 16 November 2026
    When late, for 9 November 2026, it becomes known that "address given to the court is" for "A" is the victim-survivor's, as the court says
    Then "tell every agency on the case of the address" for "A" started, due 9 November 2026
    And the case stands as of 16 November 2026

  @rule:review-before-release
  Scenario: A late word does not put right what was said later: of one source the later day counts
    Given a case where
      | custody | sentenced |
    And the case is followed from 2 November 2026
    And on 16 November 2026 it became known that "release date" is 15 January 2027, as the prison says
    When late, for 9 November 2026, it becomes known that "release date" is 4 December 2026, as the prison says
    Then the plan of that day has "hold a review before release with prison and probation and the IDVA", due 1 January 2027

  @rule:review-before-bail-ends
  Scenario: What became known was of somebody else: taken back, it counts as never said
    Given a case where
      | criminal proceedings | released on bail |
    And the case is followed from 2 November 2026
    And on 9 November 2026 it became known that "last day of bail" is 30 November 2026, as police say
    When on 16 November 2026 what became known on 9 November 2026 is taken back
    Then "hold a review before bail ends" stopped
    And nobody is called on to "hold a review before bail ends"
    And the case manager must "ask when bail ends" by 4 November 2026

  @rule:review-before-bail-ends
  Scenario: The taking back comes in before what it takes back
    Given a case where
      | criminal proceedings | released on bail |
    And the case is followed from 2 November 2026
    And on 16 November 2026 the next word that comes in is taken back beforehand
    When late, for 9 November 2026, it becomes known that "last day of bail" is 30 November 2026, as police say
    Then nothing changed
    And nobody is called on to "hold a review before bail ends"

  @rule:review-before-bail-ends
  Scenario: The same word sent twice changes nothing the second time, and says so
    Given a case where
      | criminal proceedings | released on bail |
    And the case is followed from 2 November 2026
    And on 9 November 2026 it became known that "last day of bail" is 30 November 2026, as police say
    When the same is sent again
    Then it was known already
    And nothing changed
    And the case manager must "hold a review before bail ends" by 16 November 2026

  Scenario: A word that nobody can read is refused, and changes nothing
    Given a case
    And the case is followed from 2 November 2026
    When on 9 November 2026 it is said, and cannot be read, that "last dya of bail" is 30 November 2026
    Then it is refused, for "did you mean 'last day of bail'?"
    And the case stands as of 2 November 2026

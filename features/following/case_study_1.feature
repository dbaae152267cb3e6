Feature: Case study 1 as it unfolds
  A court refused the address that it was given, and told nobody; weeks later the case manager saw it in the notes.
  Followed live, the alert comes on the day of the court. The study gives no dates: those of the stream are invented.

  @case-96 @SR-15 @rule:court-address-is-the-victim-survivors @rule:court-address-with-a-child
  Scenario: The agencies are told on the day of the court, and not when the notes are read
    Given the stream "case-study-1" is followed from 2 November 2026
    And what comes in until 16 November 2026 is posted
    Then nobody is called on to "tell every agency on the case of the address"
    When what comes in until 23 November 2026 is posted
    Then "tell every agency on the case of the address" for "pair-1" started, due 23 November 2026
    And "make a child-protection referral" for "pair-1" started, due 23 November 2026
    And "ask children's services to visit the home" for "pair-1" started, due 24 November 2026
    And the plan of that day has "warn the IDVA", due 23 November 2026

  @case-96 @SR-15 @rule:court-address-is-the-victim-survivors
  Scenario: Had nobody told of the court before the notes were read, it would be three weeks late by then
    Given the stream "case-study-1" is followed from 2 November 2026
    And what comes in until 16 November 2026 is posted
    And nothing is heard until 14 December 2026
    When late, for 23 November 2026, it becomes known that "address given to the court is" for "pair-1" is the victim-survivor's, as the court says
    Then "tell every agency on the case of the address" for "pair-1" started, due 23 November 2026
    And "tell every agency on the case of the address" for "pair-1" is overdue since 23 November 2026

  @ENG-4 @F4.14 @rule:engagement-by-child-protection-plan
  Scenario: The child is on a plan, and engagement is to be written into it
    Given the stream "case-study-1" is followed from 2 November 2026
    And what comes in until 14 December 2026 is posted
    When what comes in until 21 December 2026 is posted
    Then "ask children's services to write engagement into the child-protection plan" started, due 30 December 2026

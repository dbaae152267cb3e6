Feature: A day that changes everything becomes known, and the review is in the plan that day
  A release, the end of bail, of a tag or of an order, a hearing on the children, a closing: whoever hears of the
  day posts it, and the case manager has the review with its day at once, not at the next look.

  @SR-21 @F1.14 @rule:review-before-release @rule:release-date-to-be-asked
  Scenario: The prison gives the day of release: while nobody knew it, the review was due at once
    Given a case where
      | custody | sentenced |
    And the case is followed from 2 November 2026
    When on 9 November 2026 it becomes known that "release date" is 15 January 2027, as the prison says
    Then "hold a review before release with prison and probation and the IDVA" came later, due 1 January 2027
    And "ask prison and probation for the release date" stopped
    And the plan of that day has "hold a review before release with prison and probation and the IDVA", due 1 January 2027

  @SR-21 @rule:review-before-release
  Scenario: The day of release is moved forward: the review comes sooner, and was called for before
    Given a case where
      | custody | sentenced |
    And the case is followed from 2 November 2026
    And on 9 November 2026 it became known that "release date" is 15 January 2027, as the prison says
    When on 16 November 2026 it becomes known that "release date" is 4 December 2026, as the prison says
    Then "hold a review before release with prison and probation and the IDVA" came sooner, due 20 November 2026
    And the plan of that day has "hold a review before release with prison and probation and the IDVA", due 20 November 2026

  @SR-21 @rule:review-before-bail-ends @rule:end-of-bail-to-be-asked
  Scenario: Police give the last day of bail
    Given a case where
      | criminal proceedings | released on bail |
    And the case is followed from 2 November 2026
    When on 9 November 2026 it becomes known that "last day of bail" is 30 November 2026, as police say
    Then "hold a review before bail ends" started, due 16 November 2026
    And "ask when bail ends" stopped
    And the plan of that day has "hold a review before bail ends", due 16 November 2026

  @SR-21 @rule:review-before-the-tag-comes-off @rule:review-before-closing
  Scenario Outline: <what> becomes known
    Given a case
    And the case is followed from 2 November 2026
    When on 9 November 2026 it becomes known that "<fact>" is 30 November 2026
    Then "<review>" started, due 16 November 2026
    And the plan of that day has "<review>", due 16 November 2026

    Examples:
      | what                       | fact                   | review                               |
      | The last day of the tag    | last day of the tag    | hold a review before the tag comes off |
      | The planned day of closing | planned day of closing | hold a review before closing         |

  @SR-21 @rule:review-before-the-order-ends @rule:review-before-the-hearing-on-the-children
  Scenario Outline: <what> becomes known
    Given a case
    And a pair "A"
    And the case is followed from 2 November 2026
    When on 9 November 2026 it becomes known that "<fact>" for "A" is 30 November 2026
    Then "<review>" for "A" started, due 16 November 2026
    And the plan of that day has "<review>" for "A", due 16 November 2026

    Examples:
      | what                       | fact                                                    | review                                                   |
      | The last day of the order  | last day of the order that protects the victim-survivor | hold a review before the order ends                      |
      | The hearing on the children | next hearing on seeing the children                    | hold a review before the hearing on seeing the children |

  @SR-21 @rule:review-before-the-hearing-on-the-children
  Scenario: The hearing is in four days: the two weeks have passed, and the review is the same day
    Given a case
    And a pair "A"
    And the case is followed from 2 November 2026
    When on 9 November 2026 it becomes known that "next hearing on seeing the children" for "A" is 13 November 2026
    Then "hold a review before the hearing on seeing the children" for "A" started, due 9 November 2026

  @SR-26 @REV-1 @rule:victim-survivor-cannot-be-heard
  Scenario: The IDVA loses touch with the victim-survivor, and is in touch again
    Given a case
    And a pair "A"
    And the case is followed from 2 November 2026
    When on 9 November 2026 it becomes known that "touch with the victim-survivor" for "A" is lost, as the IDVA says
    Then "review the risk while the victim-survivor cannot be heard" for "A" started, due 11 November 2026
    When on 16 November 2026 it becomes known that "touch with the victim-survivor" for "A" is kept, as the IDVA says
    Then "review the risk while the victim-survivor cannot be heard" for "A" stopped

  @SR-22 @F1.22 @rule:new-partner-heard-of @rule:new-pair-is-assessed
  Scenario: A new partner is heard of, and then has a pair of their own
    Given a case
    And the case is followed from 2 November 2026
    When on 9 November 2026 it becomes known that "new partner of the perpetrator" is heard of, as police say
    Then "open a pair for the new partner" started, due 10 November 2026
    When on 16 November 2026 a pair "B" becomes known where
      | relationship | new partner | police |
    Then "make a first assessment of the pair" for "B" started, due 23 November 2026

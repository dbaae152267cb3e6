Feature: A day is near, before which the plan is looked at again
  Release, the end of bail, of a tag, of an order, a hearing on seeing the children, the closing: those who have
  something to do before it hear of it when the notice begins, and not on the day.

  @watch:release-is-near @SR-21 @REV-1
  Scenario Outline: Release on <day>, seen on 2 November 2026
    Given a case where
      | release date | <day> |
    When it is watched on 2 November 2026
    Then the prison is told at once: "A release is near, and the plan is reviewed before it"
    And with it comes "hold a review before release with prison and probation and the IDVA" by <review>
    And it counts from <day>

    Examples:
      | day              | review          |
      | 16 November 2026 | 2 November 2026 |
      | 2 November 2026  | 19 October 2026 |

  @watch:release-is-near @SR-21
  Scenario Outline: Nobody is told of a release <when>
    Given a case where
      | release date | <day> |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

    Examples:
      | when                    | day              |
      | before the notice runs  | 17 November 2026 |
      | that has been           | 1 November 2026  |
      | of which nothing is known | don't know     |

  @watch:release-is-near @SR-21
  Scenario: Only the month of release is known
    Given a case where
      | release date | November 2026 |
    When it is watched on 2 November 2026
    Then probation is told at once, in doubt: "A release is near, and the plan is reviewed before it"

  @watch:release-is-near @SR-21
  Scenario: A site that needs four weeks hears four weeks before
    Given a site where
      | release notice | 28 days |
    And a case where
      | release date | 30 November 2026 |
    When it is watched on 2 November 2026
    Then the IDVA is told at once: "A release is near, and the plan is reviewed before it"

  @watch:release-is-near
  Scenario: On the next day it is the same alert, and on another date another
    Given a case where
      | release date | 12 November 2026 |
    When it is watched on 2 November 2026
    And it is watched on 3 November 2026
    Then the IDVA is told at once: "A release is near, and the plan is reviewed before it"
    And it is the same alert as before

  @watch:end-of-bail-is-near @SR-21
  Scenario Outline: On bail, and its last day is <day>
    Given a case where
      | criminal proceedings | released on bail |
      | last day of bail     | <day>            |
    When it is watched on 2 November 2026
    Then police are told at once: "The end of bail is near, and nothing may be there to take its place"
    And with it comes "hold a review before bail ends" by <review>

    Examples:
      | day              | review          |
      | 2 November 2026  | 19 October 2026 |
      | 16 November 2026 | 2 November 2026 |

  @watch:end-of-bail-is-near @SR-21
  Scenario Outline: No bail that is about to end: <proceedings>, last day <day>
    Given a case where
      | criminal proceedings | <proceedings> |
      | last day of bail     | <day>         |
    When it is watched on 2 November 2026
    Then nobody is told at once: "The end of bail is near, and nothing may be there to take its place"

    Examples:
      | proceedings      | day              |
      | released on bail | 17 November 2026 |
      | released on bail | 1 November 2026  |
      | charged          | 5 November 2026  |
      | don't know       | 5 November 2026  |

  @watch:end-of-the-tag-is-near @SR-21
  Scenario Outline: The tag comes off on <day>
    Given a case where
      | last day of the tag | <day> |
    When it is watched on 2 November 2026
    Then <who> told at once: "The tag comes off soon"

    Examples:
      | who          | day              |
      | probation is | 2 November 2026  |
      | probation is | 16 November 2026 |

  @watch:end-of-the-tag-is-near @SR-21
  Scenario: The tag stays on for another while
    Given a case where
      | last day of the tag | 17 November 2026 |
    When it is watched on 2 November 2026
    Then nobody is told at once: "The tag comes off soon"

  @watch:end-of-the-order-is-near @SR-21
  Scenario Outline: The order ends on <day>
    Given a case
    And a pair "A" where
      | last day of the order that protects the victim-survivor | <day> | court |
    When it is watched on 2 November 2026
    Then police are told at once of "A": "The order that protects the victim-survivor ends soon"
    And with it comes "hold a review before the order ends" by <review>

    Examples:
      | day              | review          |
      | 2 November 2026  | 19 October 2026 |
      | 16 November 2026 | 2 November 2026 |

  @watch:hearing-on-the-children-is-near @SR-21
  Scenario: A hearing on seeing the children in two weeks
    Given a case
    And a pair "A" where
      | next hearing on seeing the children | 16 November 2026 | family court |
    When it is watched on 2 November 2026
    Then children's services are told at once of "A": "A hearing on seeing the children is near"
    And with it comes "hold a review before the hearing on seeing the children" by 2 November 2026

  @watch:closing-is-near @SR-21 @SR-24
  Scenario: The day planned for closing is near
    Given a case where
      | planned day of closing | 9 November 2026 |
    When it is watched on 2 November 2026
    Then the panel chair is told at once: "The day planned for closing is near"
    And with it comes "hold a review before closing" by 26 October 2026

  @watch:end-of-the-order-is-near @watch:hearing-on-the-children-is-near @watch:closing-is-near @SR-21
  Scenario: An order, a hearing and a closing that are more than two weeks off, or past
    Given a case where
      | planned day of closing | 17 November 2026 |
    And a pair "A" where
      | last day of the order that protects the victim-survivor | 17 November 2026 | court        |
      | next hearing on seeing the children                     | 1 November 2026  | family court |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

Feature: The days on which everything can change
  Bail ends, a tag comes off, an order runs out, a court hears about the children, a case is to be closed: two
  weeks before each of them the plan is looked at again. The review is set as soon as the day is known.

  @rule:review-before-bail-ends @rule:end-of-bail-to-be-asked @SR-21 @REV-1
  Scenario: Bail ends in four weeks: the review is two weeks before
    Given a case where
      | criminal proceedings | released on bail |
      | last day of bail     | 30 November 2026 |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before bail ends" by 16 November 2026
    And "hold a review before bail ends" may be requested by police
    And nobody is called on to "ask when bail ends"

  @rule:review-before-bail-ends @SR-21
  Scenario: Bail ends in a week, and the two weeks have passed: the review is today
    Given a case where
      | criminal proceedings | released on bail |
      | last day of bail     | 9 November 2026  |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before bail ends" by 2 November 2026

  @rule:review-before-bail-ends @SR-21
  Scenario: Bail to the last day of a year ahead is planned for already, and a site may ask for more notice
    Given a site where
      | release notice | 28 days |
    And a case where
      | criminal proceedings | released on bail |
      | last day of bail     | 2 November 2027  |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before bail ends" by 5 October 2027

  @rule:review-before-bail-ends @SR-21
  Scenario: A year ahead to the day is planned for already
    Given a case where
      | criminal proceedings | released on bail |
      | last day of bail     | 2 November 2027  |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before bail ends" by 19 October 2027

  @rule:review-before-bail-ends @SR-21
  Scenario Outline: <what>: no review before the end of bail
    Given a case where
      | criminal proceedings | <proceedings> |
      | last day of bail     | <day>         |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before bail ends"

    Examples:
      | what                      | proceedings      | day              |
      | Bail ended yesterday      | released on bail | 1 November 2026  |
      | More than a year ahead    | released on bail | 3 November 2027  |
      | Charged, and not on bail  | charged          | 30 November 2026 |

  @rule:review-before-bail-ends @rule:end-of-bail-to-be-asked @SR-21
  Scenario: On bail, and nobody knows until when: the day is asked for until it is known
    Given a case where
      | criminal proceedings | released on bail |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before bail ends"
    And "last day of bail" is asked of "police"
    And the case manager must "ask when bail ends" by 4 November 2026
    And "ask when bail ends" is done again every 14 days

  @rule:end-of-bail-to-be-asked @SR-21
  Scenario: A month is no day
    Given a case where
      | criminal proceedings | released on bail |
      | last day of bail     | January 2027     |
    When it is assessed on 2 November 2026
    Then the case manager must "ask when bail ends" by 4 November 2026

  @rule:end-of-bail-to-be-asked @SR-21
  Scenario: Nobody asks for the end of bail before it is known that there is bail
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask when bail ends"
    And "criminal proceedings" is asked of "police"

  @rule:end-of-bail-to-be-asked @SR-21
  Scenario: Charged and not on bail: there is no day to ask for
    Given a case where
      | criminal proceedings | charged |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask when bail ends"

  @rule:review-before-the-tag-comes-off @SR-21
  Scenario Outline: The tag comes off on <day>: reviewed by <by>
    Given a case where
      | last day of the tag | <day> |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before the tag comes off" by <by>

    Examples:
      | day              | by               |
      | 2 November 2026  | 2 November 2026  |
      | 30 November 2026 | 16 November 2026 |
      | 2 November 2027  | 19 October 2027  |

  @rule:review-before-the-tag-comes-off @SR-21
  Scenario Outline: The tag comes off on <day>: no review
    Given a case where
      | last day of the tag | <day> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before the tag comes off"

    Examples:
      | day             |
      | 1 November 2026 |
      | 3 November 2027 |
      | don't know      |

  @rule:review-before-the-tag-comes-off @SR-21
  Scenario: Whether and when a tag comes off may be asked of probation
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "last day of the tag" is asked of "probation"

  @rule:review-before-the-order-ends @SR-21
  Scenario Outline: The order ends on <day>: reviewed by <by>
    Given a case
    And a pair "A" where
      | last day of the order that protects the victim-survivor | <day> |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before the order ends" for "A" by <by>
    And "hold a review before the order ends" for "A" may be requested by the IDVA

    Examples:
      | day              | by               |
      | 2 November 2026  | 2 November 2026  |
      | 30 November 2026 | 16 November 2026 |
      | 2 November 2027  | 19 October 2027  |

  @rule:review-before-the-order-ends @SR-21
  Scenario Outline: The order ends on <day>: no review
    Given a case
    And a pair "A" where
      | last day of the order that protects the victim-survivor | <day> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before the order ends"

    Examples:
      | day             |
      | 1 November 2026 |
      | 3 November 2027 |

  @rule:review-before-the-order-ends @SR-21
  Scenario: When the order ends is never asked of the perpetrator
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before the order ends"
    And the case manager reads "last day of the order that protects the victim-survivor? (pair A) Ask: police, court, IDVA; never perpetrator"

  @rule:review-before-the-hearing-on-the-children @SR-21
  Scenario Outline: The court hears about the children on <day>: reviewed by <by>
    Given a case
    And a pair "A" where
      | next hearing on seeing the children | <day> |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before the hearing on seeing the children" for "A" by <by>

    Examples:
      | day              | by               |
      | 2 November 2026  | 2 November 2026  |
      | 30 November 2026 | 16 November 2026 |
      | 2 November 2027  | 19 October 2027  |

  @rule:review-before-the-hearing-on-the-children @SR-21
  Scenario Outline: The court hears about the children on <day>: no review
    Given a case
    And a pair "A" where
      | next hearing on seeing the children | <day> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before the hearing on seeing the children"

    Examples:
      | day             |
      | 1 November 2026 |
      | 3 November 2027 |

  @rule:review-before-the-hearing-on-the-children @SR-21
  Scenario: When a court hears about the children is asked
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before the hearing on seeing the children"
    And "next hearing on seeing the children" is asked of "family court"

  @rule:review-before-closing @SR-21 @CLS-1
  Scenario Outline: Closing is planned for <day>: reviewed by <by>
    Given a case where
      | planned day of closing | <day> |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before closing" by <by>

    Examples:
      | day              | by               |
      | 2 November 2026  | 2 November 2026  |
      | 30 November 2026 | 16 November 2026 |
      | 2 November 2027  | 19 October 2027  |

  @rule:review-before-closing @SR-21
  Scenario Outline: Closing is planned for <day>: no review
    Given a case where
      | planned day of closing | <day> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before closing"

    Examples:
      | day             |
      | 1 November 2026 |
      | 3 November 2027 |

  @rule:review-before-closing @SR-21
  Scenario: Whether a closing is planned is asked of the case manager
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before closing"
    And "planned day of closing" is asked of "case manager"

  @rule:victim-survivor-cannot-be-heard @rule:silence-withholds-the-label @SR-26 @REV-1
  Scenario Outline: Touch with the victim-survivor is <touch>: the risk is reviewed, and is no lower for it
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | touch with the victim-survivor | <touch>         | IDVA |
      | date of the DASH assessment    | 26 October 2026 |      |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "review the risk while the victim-survivor cannot be heard" for "A" by 4 November 2026
    And the case manager reads "no level is printed; not a low-risk result: While the victim-survivor cannot be heard no lower level is printed"
    And nothing is asked of, or left to, the victim-survivor

    Examples:
      | touch                        |
      | lost                         |
      | ended by the victim-survivor |

  @rule:victim-survivor-cannot-be-heard @SR-26 @SR-25
  Scenario: Fourteen indicators stay fourteen when nobody can hear the victim-survivor
    Given a case
    And a pair "A" where
      | touch with the victim-survivor | lost | IDVA |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
    And the case manager must "review the risk while the victim-survivor cannot be heard" for "A" by 4 November 2026

  @rule:victim-survivor-cannot-be-heard @rule:silence-withholds-the-label @SR-26
  Scenario: The victim-survivor is heard, and the level is printed
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | touch with the victim-survivor | kept            | IDVA |
      | date of the DASH assessment    | 26 October 2026 |      |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "risk level (pair A): STANDARD"
    And nobody is called on to "review the risk while the victim-survivor cannot be heard"

  @rule:silence-withholds-the-label @SR-26
  Scenario: Nobody has raised the matter: that alone withholds no level
    Given a case where
      | last change of risk | 1 July 2026 |
    And all the pairs are listed
    And a pair "A" where
      | date of the DASH assessment | 26 October 2026 |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager reads "risk level (pair A): STANDARD"

  @rule:victim-survivor-cannot-be-heard @rule:silence-withholds-the-label @SR-26
  Scenario: Whether there is touch is asked of the IDVA, and of nobody near the perpetrator
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "review the risk while the victim-survivor cannot be heard"
    And the case manager reads "touch with the victim-survivor? (pair A) Ask: IDVA; never perpetrator"

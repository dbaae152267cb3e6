Feature: How often people are seen, spoken with and tried again
  Who comes is seen every week; who does not is tried again. While the risk is high the two workers speak every
  week, and after an incident the same day. How often is not published, so every figure here is ours.

  @rule:need-is-a-way-in @ENG-5 @F4.14
  Scenario: Nobody comes, and there is a housing need: help is offered as a way in
    Given a case where
      | housing need | yes | housing |
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the case manager should "offer help with a need as a way in" by 9 November 2026
    And "any direct contact" is blocked, in doubt, meanwhile "work indirectly"

  @rule:need-is-a-way-in @ENG-5
  Scenario: Who comes needs no way in
    Given a case where
      | housing need | yes | housing |
    And a contact "1" where
      | date of the contact | 19 October 2026 |
      | two-way             | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is partial
    And nobody is called on to "offer help with a need as a way in"

  @rule:need-is-a-way-in @ENG-5
  Scenario: There is no need
    Given the case file "no-lever"
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer help with a need as a way in"

  @rule:need-is-a-way-in @ENG-5
  Scenario: Whether there is a need is asked
    Given the case file "no-lever"
    And all the contacts are listed
    And nobody knows "money need"
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer help with a need as a way in"
    And "money need" is asked of "probation"

  @rule:attempts-go-on @ENG-7 @F4.10 @case-102
  Scenario: Four months without an answer: the next attempts are planned, and nobody offers to close
    Given a case
    And a contact "1" where
      | date of the contact      | 6 July 2026 |
      | two-way                  | no          |
      | session offered          | yes         |
      | cancelled by the service | no          |
      | attended                 | no          |
    And a contact "2" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is none
    And the case manager must "plan the next attempts to engage" by 9 November 2026
    And "plan the next attempts to engage" is done again every 28 days
    And nobody is called on to "close the case"
    And "close the case" is blocked, in doubt,

  @rule:attempts-go-on @ENG-7
  Scenario: Nothing was offered, so there was nothing to answer
    Given a case
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is nothing offered
    And nobody is called on to "plan the next attempts to engage"

  @rule:attempts-go-on @ENG-7
  Scenario: Whether anybody answered is not written down
    Given a case
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | session offered          | yes             |
      | cancelled by the service | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "plan the next attempts to engage"
    And "two-way" is asked of "case manager"

  @rule:seen-every-week-while-engaging @rule:attempts-go-on @ENG-2 @F4.12 @F4.09
  Scenario: Half engaged is engaged: seen every week, and nothing takes it for failure
    Given a case
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | yes             |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is partial
    And the case manager should "offer a session" by 9 November 2026
    And "offer a session" is done again every 1 week
    And nobody is called on to "plan the next attempts to engage"
    And nobody is called on to "ask probation to write engagement into the requirement"
    And nobody is called on to "look for a lever"

  @rule:seen-every-week-while-engaging @F4.09
  Scenario: Who does not come is offered no weekly session
    Given a case
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer a session"

  @rule:seen-every-week-while-engaging @rule:a-fortnight-without-an-offer @F4.09
  Scenario: Who answered none of the offers of September is tried again, and not seen every week
    Given a case
    And a contact "1" where
      | date of the contact      | 28 September 2026 |
      | two-way                  | no                |
      | session offered          | yes               |
      | cancelled by the service | no                |
      | attended                 | no                |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is none
    And nobody is called on to "offer a session"
    And nobody is called on to "find out why no session was offered"

  @rule:seen-every-week-while-engaging @F4.09
  Scenario: Whether anybody comes is not known
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer a session"

  @ENG-3 @F4.13 @rule:attendance-is-not-change
  Scenario: Two who come alike: what they change is another question, and moves no level of engagement
    Given the case file "ready-for-change"
    And it was assessed on 2 November 2026
    And "evidence of change" is now none seen
    When it is assessed on 2 November 2026
    Then nothing about the engagement has changed
    And the engagement is full
    And the case manager must "give honest feedback through the IDVA" for "pair-1" by 4 November 2026

  @rule:a-fortnight-without-an-offer @F4.09
  Scenario Outline: Last offered on <day>
    Given a case
    And a contact "1" where
      | date of the contact      | <day> |
      | two-way                  | yes   |
      | session offered          | yes   |
      | cancelled by the service | <by us> |
      | attended                 | yes   |
    And a contact "2" where
      | date of the contact | 26 October 2026 |
      | two-way             | yes             |
      | session offered     | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the case manager should "find out why no session was offered" by 4 November 2026

    Examples:
      | day             | by us |
      | 18 October 2026 | no    |
      | 26 October 2026 | yes   |

  @rule:a-fortnight-without-an-offer @F4.09
  Scenario: A fortnight ago to the day is inside the fortnight
    Given a case
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | yes             |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "find out why no session was offered"

  @rule:a-fortnight-without-an-offer @F4.09
  Scenario: Who has never come has no habit to lose
    Given a case
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then nobody is called on to "find out why no session was offered"

  @rule:a-fortnight-without-an-offer @F4.09
  Scenario: Whether the list of contacts is whole is asked before anybody is asked why
    Given a case
    And a contact "1" where
      | date of the contact | 26 October 2026 |
      | two-way             | yes             |
      | session offered     | no              |
    When it is assessed on 2 November 2026
    Then nobody is called on to "find out why no session was offered"
    And "all the contacts are listed" is asked

  @rule:family-as-a-lever @F4.16
  Scenario: A mother is the victim-survivor: relatives may have weight, and the IDVA is asked
    Given a case
    And a pair "mother" where
      | relationship                 | family member | IDVA |
      | suspected honour-based abuse | no            | IDVA |
    When it is assessed on 2 November 2026
    Then the case manager may "ask the IDVA whether the family can be a lever" for "mother" by 30 November 2026

  @rule:family-as-a-lever @F4.16
  Scenario Outline: <what>: the family is no lever
    Given a case
    And a pair "A" where
      | relationship                 | <relationship> | IDVA |
      | suspected honour-based abuse | <suspected>    | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the IDVA whether the family can be a lever"

    Examples:
      | what                     | relationship   | suspected  |
      | Honour-based abuse       | family member  | yes        |
      | Perhaps honour-based     | family member  | don't know |
      | A former partner         | former partner | no         |

  @rule:family-as-a-lever @F4.16
  Scenario: Whether it is honour-based abuse is asked of the IDVA, and of no relative
    Given a case
    And a pair "A" where
      | relationship | family member | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the IDVA whether the family can be a lever"
    And "suspected honour-based abuse" is asked of "IDVA"

  @rule:weekly-with-the-idva-at-high-risk @F4.09
  Scenario Outline: High risk, and the IDVA is <status>: the two workers speak every week
    Given a case
    And a pair "A" where
      | IDVA status | <status> | IDVA |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "speak with the IDVA about the risk" for "A" by 9 November 2026
    And "speak with the IDVA about the risk" is done again every 1 week

    Examples:
      | status  |
      | engaged |
      | offered |

  @rule:weekly-with-the-idva-at-high-risk @F4.09
  Scenario Outline: <yes> indicators, and the IDVA is <status>: no weekly talk is called for
    Given a case
    And a pair "A" where
      | IDVA status | <status> | IDVA |
    And the IDVA answers the checklist of "A": <yes> yes, <no> no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "speak with the IDVA about the risk"

    Examples:
      | yes | no | status           |
      | 13  | 11 | engaged          |
      | 14  | 10 | declined         |
      | 14  | 10 | nobody available |

  @rule:weekly-with-the-idva-at-high-risk @F4.09
  Scenario: Whether the risk is high cannot be told yet
    Given a case
    And a pair "A" where
      | IDVA status | engaged | IDVA |
    And the IDVA answers the checklist of "A": 13 yes, 10 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "speak with the IDVA about the risk"
    And "police or criminal record" is asked of "police"

  @rule:the-same-day-after-an-incident @F4.09
  Scenario Outline: An incident on <day>: the two workers speak the same day
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | <day> |
    When it is assessed on 2 November 2026
    Then the case manager must "speak with the IDVA about the risk" for "A" by 2 November 2026

    Examples:
      | day             |
      | 2 November 2026 |
      | 1 November 2026 |

  @rule:the-same-day-after-an-incident @F4.09
  Scenario: The day before yesterday is not the same day
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 31 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "speak with the IDVA about the risk"

  @rule:the-same-day-after-an-incident @F4.09
  Scenario: When it was nobody has said
    Given a case
    And a pair "A"
    And an incident "1" in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "speak with the IDVA about the risk"
    And somebody must find out "date of the incident" from "police", never from "perpetrator"

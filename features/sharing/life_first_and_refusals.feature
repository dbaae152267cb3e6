Feature: A life comes before the form, and a refusal is not the end
  What bears on a life at risk is shared first and written down after. Where another area refuses, it is answered
  with the basis, and MARAC speaks to MARAC. The perpetrator is not told before the IDVA says that it is safe.

  @rule:share-first-where-a-life-is-at-risk @SR-01 @INF-2 @F6.12
  Scenario Outline: It bears on a life at risk, nothing is written down, and it goes to a <recipient> today
    Given a case
    And a disclosure "item" where
      | item bears on a life at risk | yes                      |
      | recipient of the item        | <recipient>              |
      | sender of the item           | voluntary organisation   |
      | item came from               | IDVA                     |
      | basis relied on              | MAPPA duty to co-operate |
      | lawful basis is written down | no                       |
      | purpose is written down      | no                       |
      | decider is written down      | no                       |
      | item is the sender's own     | no                       |
    When it is assessed on 8 November 2026
    Then the case manager must "share at once what protects a life" for "item" by 8 November 2026
    And the case manager must "write down afterwards on what basis and why and who decided" for "item" by 9 November 2026
    And "share at once what protects a life" is not blocked
    And the answer on sharing of "item" is may be shared

    Examples:
      | recipient              |
      | statutory agency       |
      | voluntary organisation |
      | other                  |

  @rule:share-first-where-a-life-is-at-risk @rule:never-to-the-perpetrator @INF-1
  Scenario: A life at risk is no reason to tell the perpetrator
    Given a case
    And a disclosure "item" where
      | item bears on a life at risk | yes             |
      | recipient of the item        | perpetrator     |
      | item came from               | victim-survivor |
    When it is assessed on 2 November 2026
    Then nobody is called on to "share at once what protects a life"
    And nobody is called on to "write down afterwards on what basis and why and who decided"
    And "share the item as proposed" for "item" is blocked for good
    And nobody has to find out "item bears on a life at risk"

  @rule:share-first-where-a-life-is-at-risk @SR-09
  Scenario Outline: Whether it bears on a life at risk is found out the same day, from the <source> among others
    Given a case
    And a disclosure "item" where
      | recipient of the item | statutory agency |
    When it is assessed on 8 November 2026
    Then nobody is called on to "share at once what protects a life"
    And somebody must find out "item bears on a life at risk" from "<source>", never from "perpetrator", by 8 November 2026

    Examples:
      | source       |
      | police       |
      | IDVA         |
      | case manager |

  @rule:share-first-where-a-life-is-at-risk @SR-09
  Scenario: It bears on nobody's life
    Given a case
    And a disclosure "item" where
      | item bears on a life at risk | no               |
      | recipient of the item        | statutory agency |
    When it is assessed on 2 November 2026
    Then nobody is called on to "share at once what protects a life"
    And nobody has to find out "item bears on a life at risk"

  @rule:refusal-from-another-area @case-122 @INF-4 @F6.15
  Scenario: An agency of another area refuses, and is answered
    Given a case
    And a disclosure "item" where
      | sharing was refused by | an agency of another area |
    When it is assessed on 2 November 2026
    Then the case manager must "contest the refusal with its lawful basis" for "item" by 4 November 2026
    And MARAC must "ask the MARAC coordinator to speak with the other area's" for "item" by 4 November 2026
    And "ask the MARAC coordinator to speak with the other area's" may be requested by the case manager

  @rule:refusal-from-another-area @case-122 @INF-4
  Scenario Outline: Nothing crosses a border where it was refused by <whom>
    Given a case
    And a disclosure "item" where
      | sharing was refused by | <whom> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "contest the refusal with its lawful basis"
    And nobody is called on to "ask the MARAC coordinator to speak with the other area's"

    Examples:
      | whom                   |
      | nobody                 |
      | an agency of this area |
      | don't know             |

  @rule:refusal-from-another-area @INF-4
  Scenario: Whether it was refused is asked of the case manager
    Given a case
    And a disclosure "item"
    When it is assessed on 2 November 2026
    Then "sharing was refused by" is asked of "case manager"

  @rule:agreement-where-it-is-safe @F6.13
  Scenario Outline: What came from the <source> goes to a <recipient>, and the victim-survivor is asked through the IDVA
    Given a case
    And a disclosure "item" where
      | item came from               | <source>    |
      | recipient of the item        | <recipient> |
      | item bears on a life at risk | no          |
    When it is assessed on 2 November 2026
    Then IDVA should "ask through the IDVA whether the victim-survivor agrees" for "item" by 4 November 2026
    And "ask through the IDVA whether the victim-survivor agrees" may be requested by the case manager
    And the answer on sharing of "item" cannot be refuse

    Examples:
      | source          | recipient              |
      | victim-survivor | statutory agency       |
      | IDVA            | statutory agency       |
      | victim-survivor | voluntary organisation |
      | victim-survivor | other                  |

  @rule:agreement-where-it-is-safe @F6.13
  Scenario Outline: The victim-survivor is not asked: from <source> to <recipient>, a life at risk: <life>
    Given a case
    And a disclosure "item" where
      | item came from               | <source>    |
      | recipient of the item        | <recipient> |
      | item bears on a life at risk | <life>      |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask through the IDVA whether the victim-survivor agrees"

    Examples:
      | source          | recipient        | life       |
      | agency          | statutory agency | no         |
      | victim-survivor | perpetrator      | no         |
      | victim-survivor | statutory agency | yes        |
      | don't know      | statutory agency | no         |

  @rule:agreement-where-it-is-safe @F6.13
  Scenario: Where an item came from is asked of the case manager
    Given a case
    And a disclosure "item" where
      | recipient of the item        | statutory agency |
      | item bears on a life at risk | no               |
    When it is assessed on 2 November 2026
    Then "item came from" is asked of "case manager"

  @rule:the-perpetrator-is-not-told @F6.13 @SR-03
  Scenario Outline: An item goes to a <recipient>, and the IDVA has not said that the perpetrator may be told
    Given a case
    And a disclosure "item" where
      | recipient of the item                                      | <recipient> |      |
      | IDVA says that the perpetrator may be told of the sharing  | no          | IDVA |
    When it is assessed on 2 November 2026
    Then "tell the perpetrator of the sharing" for "item" is blocked until "ask the IDVA whether the perpetrator may be told of the sharing", meanwhile "share without a word to the perpetrator"

    Examples:
      | recipient              |
      | statutory agency       |
      | voluntary organisation |
      | other                  |

  @rule:the-perpetrator-is-not-told @F6.13
  Scenario: Nobody has asked the IDVA
    Given a case
    And a disclosure "item" where
      | recipient of the item | statutory agency |
    When it is assessed on 2 November 2026
    Then "tell the perpetrator of the sharing" for "item" is blocked, in doubt, until "ask the IDVA whether the perpetrator may be told of the sharing"
    And "IDVA says that the perpetrator may be told of the sharing" is asked of "IDVA"

  @rule:the-perpetrator-is-not-told @F6.13
  Scenario Outline: Nothing is kept from the perpetrator: <why>
    Given a case
    And a disclosure "item" where
      | recipient of the item                                      | <recipient> |      |
      | IDVA says that the perpetrator may be told of the sharing  | <may>       | IDVA |
    When it is assessed on 2 November 2026
    Then "tell the perpetrator of the sharing" is not blocked

    Examples:
      | why                                    | recipient        | may |
      | the IDVA says that it is safe          | statutory agency | yes |
      | it is the perpetrator who would be told | perpetrator      | no  |

  @rule:never-to-the-perpetrator @INF-1
  Scenario: Nothing is to be shared, and nobody is asked whether that is all
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "share the item as proposed" is not blocked
    And "all the disclosures are listed" is not asked
    And nobody has to find out "item bears on a life at risk"

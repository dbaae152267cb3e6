Feature: Nothing of the victim-survivor's reaches the perpetrator
  Not in a session, not in a letter, not in a report. What only the victim-survivor's side knows is left out, and
  no trace of it is left where the perpetrator may look.

  @rule:never-to-the-perpetrator @case-87 @SR-03 @INF-1
  Scenario Outline: The agenda of a session holds something that came from <source>
    Given a case
    And a disclosure "item" where
      | recipient of the item | perpetrator              |
      | item came from        | <source>                 |
      | item is about         | what the perpetrator did |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked for good, meanwhile "leave the item out and keep to what the perpetrator knows"
    And the answer on sharing of "item" is refuse
    And the case manager reads "What only the victim-survivor's side knows never reaches the perpetrator"
    And the subject access does not read "share"
    And the subject access does not read "item"

    Examples:
      | source          |
      | victim-survivor |
      | IDVA            |
      | child           |
      | third party     |

  @rule:never-to-the-perpetrator @SR-04 @INF-1
  Scenario Outline: An agency's own item is refused where it is about <about>
    Given a case
    And a disclosure "item" where
      | recipient of the item              | perpetrator |
      | item came from                     | agency      |
      | item is about                      | <about>     |
      | perpetrator knows the item already | yes         |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked for good
    And the answer on sharing of "item" is refuse

    Examples:
      | about                                   |
      | where the victim-survivor can be found  |
      | how the victim-survivor can be reached  |
      | a child's school or nursery             |
      | a new partner of the victim-survivor    |
      | a meeting of MARAC or the panel         |
      | what police told a partner              |
      | the safety plan                         |

  @rule:never-to-the-perpetrator @SR-03
  Scenario: Where nobody has said where an item came from, it is kept from the perpetrator
    Given a case
    And a disclosure "item" where
      | recipient of the item              | perpetrator              |
      | item is about                      | what the perpetrator did |
      | perpetrator knows the item already | yes                      |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked, in doubt, meanwhile "leave the item out and keep to what the perpetrator knows"
    And the answer on sharing of "item" may be refuse

  @rule:never-to-the-perpetrator @INF-1
  Scenario: What the IDVA said may go to an agency
    Given a case
    And a disclosure "item" where
      | recipient of the item | statutory agency         |
      | item came from        | IDVA                     |
      | item is about         | what the perpetrator did |
    When it is assessed on 2 November 2026
    Then the answer on sharing of "item" cannot be refuse

  @rule:never-to-the-perpetrator @rule:only-what-the-perpetrator-knows @SR-03
  Scenario Outline: Direct work uses what the perpetrator <why>
    Given a case
    And a disclosure "item" where
      | recipient of the item                   | perpetrator   |
      | item came from                          | <from>        |
      | item is about                           | <about>       |
      | perpetrator knows the item already      | yes           |
      | item is the sender's own                | yes           |
      | item is cut to what the purpose needs   | yes           |
      | lawful basis is written down            | yes           |
      | purpose is written down                 | yes           |
      | decider is written down                 | yes           |
      | basis relied on                         | public task   |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" is not blocked
    And the answer on sharing of "item" is may be shared

    Examples:
      | why                       | from        | about                    |
      | has said                  | perpetrator | needs of the perpetrator |
      | was told by the probation | agency      | what the perpetrator did |
      | told somebody else        | perpetrator | something else           |

  @rule:only-what-the-perpetrator-knows @SR-03 @F6.10
  Scenario Outline: What is new to the perpetrator, its owner agreeing <agrees>: <answer>
    Given a case
    And a disclosure "item" where
      | recipient of the item                   | perpetrator              |
      | item came from                          | agency                   |
      | item is about                           | what the perpetrator did |
      | perpetrator knows the item already      | no                       |
      | owner of the item agrees                | <agrees>                 |
      | item is the sender's own                | yes                      |
      | item is cut to what the purpose needs   | yes                      |
      | lawful basis is written down            | yes                      |
      | purpose is written down                 | yes                      |
      | decider is written down                 | yes                      |
      | basis relied on                         | public task              |
    When it is assessed on 2 November 2026
    Then the answer on sharing of "item" is <answer>

    Examples:
      | agrees | answer              |
      | yes    | may be shared       |
      | no     | ask its owner first |

  @rule:only-what-the-perpetrator-knows @SR-03 @F6.10
  Scenario: What an agency knows and the perpetrator does not is that agency's to tell
    Given a case
    And a disclosure "item" where
      | recipient of the item              | perpetrator              |
      | item came from                     | agency                   |
      | item is about                      | what the perpetrator did |
      | perpetrator knows the item already | no                       |
      | owner of the item agrees           | no                       |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked until "ask the owner of the item", meanwhile "leave the item out and keep to what the perpetrator knows"

  @rule:only-what-the-perpetrator-knows @SR-03
  Scenario Outline: <why>
    Given a case
    And a disclosure "item" where
      | recipient of the item                   | <recipient>              |
      | item came from                          | agency                   |
      | item is about                           | what the perpetrator did |
      | perpetrator knows the item already      | <knows>                  |
      | owner of the item agrees                | <agrees>                 |
      | item is the sender's own                | yes                      |
    When it is assessed on 2 November 2026
    Then the case manager <reads> "Direct work keeps to what the perpetrator knows already"

    Examples:
      | why                                                   | recipient        | knows      | agrees     | reads         |
      | The agency agrees that the perpetrator is told        | perpetrator      | no         | yes        | does not read |
      | The perpetrator knows it already                      | perpetrator      | yes        | no         | does not read |
      | It goes to an agency, which may know what is new      | statutory agency | no         | no         | does not read |
      | Nobody has said whether the perpetrator knows         | perpetrator      | don't know | no         | reads         |
      | Nobody has asked the agency whether it agrees         | perpetrator      | no         | don't know | reads         |

  @rule:the-perpetrator-asks-for-the-records @F6.16 @SR-03
  Scenario: The perpetrator asks for the records
    Given a case where
      | perpetrator asks for the records | yes |
    And a pair "A"
    When it is assessed on 30 October 2026
    Then the case manager must "tell the IDVA that the records are asked for" by 2 November 2026
    And data protection officer must "answer the request without what is private" by 30 November 2026

  @rule:the-perpetrator-asks-for-the-records @F6.16
  Scenario Outline: No request to answer: <asks>
    Given a case where
      | perpetrator asks for the records | <asks> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell the IDVA that the records are asked for"
    And nobody is called on to "answer the request without what is private"

    Examples:
      | asks       |
      | no         |
      | don't know |

  @rule:the-perpetrator-asks-for-the-records @F6.16
  Scenario: Whether the records were asked for is a question for the case manager
    Given a case
    When it is assessed on 2 November 2026
    Then "perpetrator asks for the records" is asked of "case manager"

Feature: On which basis, for what, and who decides
  A person decides, for a purpose, on a lawful basis, and writes all three down before an item is shared. The wrong
  basis is no reason to keep silent: another is chosen.

  @rule:mappa-duty-is-not-for-charities @INF-2 @F6.11
  Scenario Outline: The MAPPA duty is relied on, from a <sender> to a <recipient>
    Given a case
    And a disclosure "item" where
      | basis relied on                | MAPPA duty to co-operate |
      | sender of the item             | <sender>                 |
      | recipient of the item          | <recipient>              |
      | item bears on a life at risk   | no                       |
      | another lawful basis is chosen | no                       |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked until "choose another lawful basis", meanwhile "ask the data protection officer"
    And the case manager must "choose another lawful basis" for "item" by 3 November 2026
    And the answer on sharing of "item" cannot be refuse
    And the answer on sharing of "item" cannot be may be shared

    Examples:
      | sender                 | recipient              |
      | statutory agency       | voluntary organisation |
      | statutory agency       | other                  |
      | voluntary organisation | statutory agency       |
      | other                  | statutory agency       |

  @rule:mappa-duty-is-not-for-charities @INF-2 @F6.11
  Scenario Outline: The MAPPA duty stands in nobody's way: <why>
    Given a case
    And a disclosure "item" where
      | basis relied on                | <basis>          |
      | sender of the item             | statutory agency |
      | recipient of the item          | <recipient>      |
      | item bears on a life at risk   | <life>           |
      | another lawful basis is chosen | <another>        |
    When it is assessed on 2 November 2026
    Then nobody is called on to "choose another lawful basis"
    And the answer on sharing of "item" cannot be another basis first

    Examples:
      | why                                       | basis                       | recipient              | life | another |
      | both are authorities that the Act names   | MAPPA duty to co-operate    | statutory agency       | no   | no      |
      | it rests on another basis                 | prevention of serious crime | voluntary organisation | no   | no      |
      | another basis has been chosen since       | MAPPA duty to co-operate    | voluntary organisation | no   | yes     |
      | a life is at risk and nobody waits for it | MAPPA duty to co-operate    | voluntary organisation | yes  | no      |

  @rule:mappa-duty-is-not-for-charities @INF-2
  Scenario: Who sends and who receives is asked before the MAPPA duty is relied on
    Given a case
    And a disclosure "item" where
      | basis relied on              | MAPPA duty to co-operate |
      | item bears on a life at risk | no                       |
      | sender of the item           | statutory agency         |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked, in doubt, until "choose another lawful basis"
    And nobody is called on to "choose another lawful basis"

  @rule:law-enforcement-is-for-its-authorities @F6.14
  Scenario Outline: A <sender> relies on law enforcement
    Given a case
    And a disclosure "item" where
      | basis relied on                | law enforcement by a competent authority |
      | sender of the item             | <sender>                                 |
      | item bears on a life at risk   | no                                       |
      | another lawful basis is chosen | no                                       |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked until "choose another lawful basis", meanwhile "ask the data protection officer"
    And the case manager must "choose another lawful basis" for "item" by 3 November 2026
    And the answer on sharing of "item" cannot be may be shared

    Examples:
      | sender                 |
      | voluntary organisation |
      | other                  |

  @rule:law-enforcement-is-for-its-authorities @F6.14
  Scenario Outline: Law enforcement stands in nobody's way: <why>
    Given a case
    And a disclosure "item" where
      | basis relied on                | <basis>   |
      | sender of the item             | <sender>  |
      | recipient of the item          | statutory agency |
      | item bears on a life at risk   | <life>    |
      | another lawful basis is chosen | <another> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "choose another lawful basis"
    And the answer on sharing of "item" cannot be another basis first

    Examples:
      | why                            | basis                                    | sender                 | life | another |
      | police and prisons rely on it  | law enforcement by a competent authority | statutory agency       | no   | no      |
      | it rests on something else     | legitimate interests                     | voluntary organisation | no   | no      |
      | another basis has been chosen  | law enforcement by a competent authority | voluntary organisation | no   | yes     |
      | a life is at risk              | law enforcement by a competent authority | voluntary organisation | yes  | no      |

  @rule:law-enforcement-is-for-its-authorities @F6.14
  Scenario: Law enforcement is relied on, and nobody has said by whom
    Given a case
    And a disclosure "item" where
      | basis relied on                | law enforcement by a competent authority |
      | item bears on a life at risk   | no                                       |
      | another lawful basis is chosen | no                                       |
    When it is assessed on 2 November 2026
    Then nobody is called on to "choose another lawful basis"
    And "sender of the item" is asked of "case manager"

  @rule:no-basis-found @F6.14
  Scenario: No basis is found, so the data protection officer is asked, and silence is no answer
    Given a case
    And a disclosure "item" where
      | basis relied on                | no basis found |
      | item bears on a life at risk   | no             |
      | another lawful basis is chosen | no             |
    When it is assessed on 6 November 2026
    Then data protection officer must "ask the data protection officer" for "item" by 9 November 2026
    And "share the item as proposed" for "item" is blocked until "choose another lawful basis", meanwhile "ask the data protection officer"
    And the answer on sharing of "item" cannot be another basis first

  @rule:no-basis-found @F6.14
  Scenario Outline: Nobody asks the data protection officer: <why>
    Given a case
    And a disclosure "item" where
      | basis relied on                | <basis>   |
      | recipient of the item          | statutory agency |
      | sender of the item             | statutory agency |
      | item bears on a life at risk   | <life>    |
      | another lawful basis is chosen | <another> |
    When it is assessed on 6 November 2026
    Then nobody is called on to "ask the data protection officer"
    And the answer on sharing of "item" cannot be ask the data protection officer

    Examples:
      | why                                | basis          | life | another |
      | a basis is there                   | public task    | no   | no      |
      | a basis has been found since       | no basis found | no   | yes     |
      | a life is at risk and nobody waits | no basis found | yes  | no      |

  @rule:no-basis-found @F6.14
  Scenario: Nobody has said on which basis
    Given a case
    And a disclosure "item" where
      | item bears on a life at risk | no |
    When it is assessed on 6 November 2026
    Then nobody is called on to "ask the data protection officer"
    And "share the item as proposed" for "item" is blocked, in doubt, until "choose another lawful basis", meanwhile "ask the data protection officer"

  @rule:written-down-first @INF-3 @F6.12
  Scenario Outline: <missing> is not written down
    Given a case
    And a disclosure "item" where
      | lawful basis is written down | <basis>   |
      | purpose is written down      | <purpose> |
      | decider is written down      | <decider> |
      | item bears on a life at risk | no        |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked until "<way out>", meanwhile "keep the item back for now"
    And the answer on sharing of "item" cannot be may be shared

    Examples:
      | missing      | basis | purpose | decider | way out                    |
      | The basis    | no    | yes     | yes     | write down the lawful basis |
      | The purpose  | yes   | no      | yes     | write down the purpose     |
      | Who decides  | yes   | yes     | no      | write down who decides     |

  @rule:written-down-first @INF-3
  Scenario Outline: Nothing waits for a record: <why>
    Given a case
    And a disclosure "item" where
      | lawful basis is written down | yes        |
      | purpose is written down      | <purpose>  |
      | decider is written down      | yes        |
      | item bears on a life at risk | <life>     |
    When it is assessed on 2 November 2026
    Then the case manager does not read "Basis, purpose and decider are written down before an item is shared"

    Examples:
      | why                           | purpose | life |
      | all three are written down    | yes     | no   |
      | a life is at risk             | no      | yes  |

  @rule:written-down-first @INF-3
  Scenario: Nobody has said who decides
    Given a case
    And a disclosure "item" where
      | lawful basis is written down | yes |
      | purpose is written down      | yes |
      | item bears on a life at risk | no  |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked, in doubt, until "write down who decides"

  @rule:no-more-than-the-purpose-needs @F6.12
  Scenario Outline: An item is cut to its purpose: <cut>, a life at risk: <life>
    Given a case
    And a disclosure "item" where
      | item is cut to what the purpose needs | <cut>  |
      | item bears on a life at risk          | <life> |
    When it is assessed on 2 November 2026
    Then the case manager <reads> "An item is cut to what its purpose needs"

    Examples:
      | cut        | life | reads         |
      | no         | no   | reads         |
      | don't know | no   | reads         |
      | yes        | no   | does not read |
      | no         | yes  | does not read |

  @rule:no-more-than-the-purpose-needs @F6.12
  Scenario: What the purpose does not need is cut first
    Given a case
    And a disclosure "item" where
      | item is cut to what the purpose needs | no |
      | item bears on a life at risk          | no |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked until "cut the item to what the purpose needs", meanwhile "keep the item back for now"
    And the answer on sharing of "item" cannot be may be shared

  @rule:its-owner-decides @F6.10
  Scenario: An item of another agency is asked for there
    Given a case
    And a disclosure "item" where
      | item is the sender's own     | no |
      | item bears on a life at risk | no |
      | owner of the item agrees     | no |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked until "ask the owner of the item", meanwhile "point the recipient to the owner of the item"
    And the answer on sharing of "item" cannot be may be shared
    And the answer on sharing of "item" cannot be write it down first

  @rule:its-owner-decides @F6.10
  Scenario Outline: Nobody else is asked: <why>
    Given a case
    And a disclosure "item" where
      | item is the sender's own     | <own>    |
      | item bears on a life at risk | <life>   |
      | owner of the item agrees     | <agrees> |
    When it is assessed on 2 November 2026
    Then the case manager does not read "An item of another agency is that agency's to share"

    Examples:
      | why                 | own | life | agrees |
      | it is their own     | yes | no   | no     |
      | the owner agrees    | no  | no   | yes    |
      | a life is at risk   | no  | yes  | no     |

  @rule:its-owner-decides @F6.10
  Scenario Outline: All is in place for an item of another agency, which agrees: <agrees>
    Given a case
    And a disclosure "item" where
      | basis relied on                       | public task              |
      | recipient of the item                 | statutory agency         |
      | item came from                        | agency                   |
      | item is about                         | what the perpetrator did |
      | item is the sender's own              | no                       |
      | owner of the item agrees              | <agrees>                 |
      | item is cut to what the purpose needs | yes                      |
      | lawful basis is written down          | yes                      |
      | purpose is written down               | yes                      |
      | decider is written down               | yes                      |
      | item bears on a life at risk          | no                       |
    When it is assessed on 2 November 2026
    Then the answer on sharing of "item" is <answer>

    Examples:
      | agrees | answer              |
      | yes    | may be shared       |
      | no     | ask its owner first |

  @rule:its-owner-decides @F6.10
  Scenario: Nobody has said whose the item is
    Given a case
    And a disclosure "item" where
      | item bears on a life at risk | no |
      | owner of the item agrees     | no |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" for "item" is blocked, in doubt, until "ask the owner of the item", meanwhile "point the recipient to the owner of the item"

  @rule:written-down-first @rule:no-more-than-the-purpose-needs @rule:its-owner-decides @INF-3 @F6.14
  Scenario Outline: All is in place, on the basis <basis>: a named person may share it
    Given a case
    And a disclosure "item" where
      | basis relied on                       | <basis>                  |
      | sender of the item                    | voluntary organisation   |
      | recipient of the item                 | statutory agency         |
      | item came from                        | agency                   |
      | item is about                         | what the perpetrator did |
      | item is the sender's own              | yes                      |
      | item is cut to what the purpose needs | yes                      |
      | lawful basis is written down          | yes                      |
      | purpose is written down               | yes                      |
      | decider is written down               | yes                      |
      | item bears on a life at risk          | no                       |
    When it is assessed on 2 November 2026
    Then "share the item as proposed" is not blocked
    And the answer on sharing of "item" is may be shared

    Examples:
      | basis                             |
      | power under section 115           |
      | vital interests                   |
      | legal obligation                  |
      | public task                       |
      | legitimate interests              |
      | recognised legitimate interest    |
      | safeguarding children             |
      | safeguarding adults               |
      | offender management power         |
      | prevention of serious crime       |
      | agreement of the victim-survivor  |

  @rule:written-down-first @rule:no-more-than-the-purpose-needs @rule:its-owner-decides @rule:mappa-duty-is-not-for-charities @rule:law-enforcement-is-for-its-authorities @rule:no-basis-found @rule:never-to-the-perpetrator @rule:only-what-the-perpetrator-knows @INF-1 @INF-2 @INF-3
  Scenario Outline: All is in place, save that "<fact>" is <value>
    Given a case
    And a disclosure "item" where
      | basis relied on                       | public task              |
      | sender of the item                    | voluntary organisation   |
      | recipient of the item                 | statutory agency         |
      | item came from                        | agency                   |
      | item is about                         | what the perpetrator did |
      | perpetrator knows the item already    | no                       |
      | owner of the item agrees              | no                       |
      | another lawful basis is chosen        | no                       |
      | item is the sender's own              | yes                      |
      | item is cut to what the purpose needs | yes                      |
      | lawful basis is written down          | yes                      |
      | purpose is written down               | yes                      |
      | decider is written down               | yes                      |
      | item bears on a life at risk          | no                       |
    And "<fact>" for "item" is now <value>
    When it is assessed on 2 November 2026
    Then the answer on sharing of "item" is <answer>
    And "share the item as proposed" for "item" is blocked

    Examples:
      | fact                                  | value                                    | answer                          |
      | lawful basis is written down          | no                                       | write it down first             |
      | purpose is written down               | no                                       | write it down first             |
      | decider is written down               | no                                       | write it down first             |
      | item is the sender's own              | no                                       | ask its owner first             |
      | recipient of the item                 | perpetrator                              | ask its owner first             |
      | item is cut to what the purpose needs | no                                       | cut it first                    |
      | basis relied on                       | MAPPA duty to co-operate                 | another basis first             |
      | basis relied on                       | law enforcement by a competent authority | another basis first             |
      | basis relied on                       | no basis found                           | ask the data protection officer |

  @rule:never-to-the-perpetrator @INF-1
  Scenario: All is in place, save that it came from the IDVA and would go to the perpetrator
    Given a case
    And a disclosure "item" where
      | basis relied on                       | public task              |
      | recipient of the item                 | perpetrator              |
      | item came from                        | IDVA                     |
      | item is about                         | what the perpetrator did |
      | perpetrator knows the item already    | yes                      |
      | owner of the item agrees              | yes                      |
      | item is the sender's own              | yes                      |
      | item is cut to what the purpose needs | yes                      |
      | lawful basis is written down          | yes                      |
      | purpose is written down               | yes                      |
      | decider is written down               | yes                      |
      | item bears on a life at risk          | no                       |
    When it is assessed on 2 November 2026
    Then the answer on sharing of "item" is refuse
    And "share the item as proposed" for "item" is blocked for good

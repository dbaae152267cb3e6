Feature: Honour-based abuse, forced marriage, mutilation, and abuse by more than one
  There may be one chance to speak, and whoever is close to the perpetrator may be another perpetrator.
  Nothing goes through the family or the community, and the pull of the family is never used.

  @rule:no-word-through-the-family @SR-14 @F4.16
  Scenario Outline: <why>: nothing goes through the family or the community
    Given a case
    And a pair "A" where
      | suspected honour-based abuse     | <honour>     | IDVA |
      | forced marriage feared           | <marriage>   | IDVA |
      | female genital mutilation feared | <mutilation> | IDVA |
      | somebody else threatens too      | <others>     | IDVA |
    When it is assessed on 2 November 2026
    Then "word through the family or the community" for "A" is blocked for good, meanwhile "reach people only through the IDVA and independent interpreters"
    And "contact the family or the community" for "A" is blocked for good
    And "use an interpreter from the family or the community" for "A" is blocked for good
    And "use the pull of the family on the perpetrator" for "A" is blocked for good

    Examples:
      | why                             | honour | marriage | mutilation | others |
      | Honour-based abuse is suspected | yes    | no       | no         | no     |
      | A forced marriage is feared     | no     | yes      | no         | no     |
      | Mutilation is feared            | no     | no       | yes        | no     |
      | Somebody else threatens too     | no     | no       | no         | yes    |

  @rule:no-word-through-the-family @SR-14
  Scenario Outline: While nobody has said about <fact>, the family is not gone to either
    Given a case
    And a pair "A" where
      | suspected honour-based abuse     | no | IDVA |
      | forced marriage feared           | no | IDVA |
      | female genital mutilation feared | no | IDVA |
      | somebody else threatens too      | no | IDVA |
    And nobody knows "<fact>" for "A"
    When it is assessed on 2 November 2026
    Then "word through the family or the community" for "A" is blocked, in doubt, meanwhile "reach people only through the IDVA and independent interpreters"
    And "<fact>" is asked of "IDVA"

    Examples:
      | fact                             |
      | suspected honour-based abuse     |
      | forced marriage feared           |
      | female genital mutilation feared |
      | somebody else threatens too      |

  @rule:no-word-through-the-family @SR-14
  Scenario: One perpetrator, and nobody else takes part
    Given a case
    And a pair "A" where
      | suspected honour-based abuse     | no | IDVA |
      | forced marriage feared           | no | IDVA |
      | female genital mutilation feared | no | IDVA |
      | somebody else threatens too      | no | IDVA |
    When it is assessed on 2 November 2026
    Then "word through the family or the community" is not blocked

  @rule:one-chance @SR-14 @F1.08
  Scenario Outline: <fear>: the first talk is held as the only one
    Given a case
    And a pair "A" where
      | <fact> | yes | IDVA |
    When it is assessed on 2 November 2026
    Then IDVA must "treat each talk with the victim-survivor as the only chance" for "A" by 2 November 2026
    And specialist service must "bring in a specialist service on honour-based abuse" for "A" by 3 November 2026
    And "bring in a specialist service on honour-based abuse" may be requested by the IDVA
    And the case manager should "weigh a professional judgement" for "A" by 3 November 2026
    And nothing is asked of, or left to, the victim-survivor

    Examples:
      | fear                            | fact                             |
      | Honour-based abuse is suspected | suspected honour-based abuse     |
      | A forced marriage is feared     | forced marriage feared           |
      | Mutilation is feared            | female genital mutilation feared |

  @rule:one-chance @SR-14
  Scenario: Somebody else threatens too, and nobody speaks of honour
    Given a case
    And a pair "A" where
      | suspected honour-based abuse     | no  | IDVA |
      | forced marriage feared           | no  | IDVA |
      | female genital mutilation feared | no  | IDVA |
      | somebody else threatens too      | yes | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "treat each talk with the victim-survivor as the only chance"
    And nobody is called on to "bring in a specialist service on honour-based abuse"

  @rule:one-chance @SR-14
  Scenario: Nobody has asked about forced marriage, and only those who can be asked safely are
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "treat each talk with the victim-survivor as the only chance"
    And "forced marriage feared" is asked of "IDVA"
    And nobody has to find out "forced marriage feared"

  @rule:every-perpetrator-recorded @SR-14 @F1.12
  Scenario Outline: <why>: everybody who takes part is recorded
    Given a case
    And a pair "A" where
      | <fact> | yes | IDVA |
    When it is assessed on 2 November 2026
    Then the case manager must "record everybody who takes part in the abuse" for "A" by 4 November 2026
    And "record everybody who takes part in the abuse" may be requested by the IDVA

    Examples:
      | why                             | fact                             |
      | Honour-based abuse is suspected | suspected honour-based abuse     |
      | A forced marriage is feared     | forced marriage feared           |
      | Mutilation is feared            | female genital mutilation feared |
      | Somebody else threatens too     | somebody else threatens too      |

  @rule:every-perpetrator-recorded @SR-14
  Scenario Outline: Nobody else to record, or nobody has said so: somebody else threatens is <others>
    Given a case
    And a pair "A" where
      | suspected honour-based abuse     | no       | IDVA |
      | forced marriage feared           | no       | IDVA |
      | female genital mutilation feared | no       | IDVA |
      | somebody else threatens too      | <others> | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "record everybody who takes part in the abuse"

    Examples:
      | others     |
      | no         |
      | don't know |

  @rule:every-perpetrator-recorded @SR-14
  Scenario: Whether anybody else takes part is a question for the IDVA
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "somebody else threatens too" is asked of "IDVA"

  @rule:forced-marriage-to-marac @rule:what-this-site-refers @SR-14 @F1.12 @X37
  Scenario Outline: <fear>: it goes to MARAC the next working day
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no  | IDVA |
      | <fact>                       | yes | IDVA |
    When it is assessed on 6 November 2026
    Then the case manager must "refer to MARAC" for "A" by 9 November 2026
    And the case manager must "list every perpetrator on the referral" for "A" by 9 November 2026
    And the MARAC route of "A" cannot be no criterion met

    Examples:
      | fear                        | fact                             |
      | A forced marriage is feared | forced marriage feared           |
      | Mutilation is feared        | female genital mutilation feared |

  @rule:forced-marriage-to-marac @SR-14 @F1.12
  Scenario Outline: At a site that refers it only with other grounds it is no ground alone: <fact>
    Given a site where
      | suspected honour-based abuse alone is referred | no |
    And a pair "A" where
      | <fact> | yes | IDVA |
    When it is assessed on 6 November 2026
    Then nobody is called on to "refer to MARAC"
    And nobody is called on to "list every perpetrator on the referral"
    And IDVA must "treat each talk with the victim-survivor as the only chance" for "A" by 6 November 2026

    Examples:
      | fact                             |
      | forced marriage feared           |
      | female genital mutilation feared |

  @rule:forced-marriage-to-marac @SR-14
  Scenario Outline: No referral for it while a marriage feared is <marriage> and mutilation <mutilation>
    Given a case
    And a pair "A" where
      | forced marriage feared           | <marriage>   | IDVA |
      | female genital mutilation feared | <mutilation> | IDVA |
    When it is assessed on 6 November 2026
    Then nobody is called on to "list every perpetrator on the referral"

    Examples:
      | marriage   | mutilation |
      | no         | no         |
      | don't know | no         |
      | no         | don't know |

  @rule:forced-marriage-to-marac @SR-14
  Scenario Outline: Whether <fact> is asked where it is safe to ask
    Given a case
    And a pair "A"
    When it is assessed on 6 November 2026
    Then "<fact>" is asked of "police"

    Examples:
      | fact                             |
      | forced marriage feared           |
      | female genital mutilation feared |

  @rule:forced-marriage-of-a-child @SR-14 @SR-11 @X37
  Scenario Outline: <fear> at 17: it goes to children's services the same day, on a Sunday too
    Given a case
    And a pair "A" where
      | <fact>                     | yes | IDVA |
      | age of the victim-survivor | 17  | IDVA |
    When it is assessed on 8 November 2026
    Then children's services must "make a child-protection referral" for "A" by 8 November 2026

    Examples:
      | fear                        | fact                             |
      | A forced marriage is feared | forced marriage feared           |
      | Mutilation is feared        | female genital mutilation feared |

  @rule:forced-marriage-of-a-child @SR-14
  Scenario Outline: No child-protection referral for it at <age>, a marriage feared being <marriage> and mutilation <mutilation>
    Given a case
    And a pair "A" where
      | forced marriage feared           | <marriage>   | IDVA |
      | female genital mutilation feared | <mutilation> | IDVA |
      | age of the victim-survivor       | <age>        | IDVA |
    When it is assessed on 6 November 2026
    Then nobody is called on to "make a child-protection referral"

    Examples:
      | age | marriage | mutilation |
      | 18  | yes      | yes        |
      | 17  | no       | no         |

  @rule:forced-marriage-of-a-child @SR-14
  Scenario Outline: Nobody has said how old the victim-survivor is, and that is asked: <fact>
    Given a case
    And a pair "A" where
      | <fact> | yes | IDVA |
    When it is assessed on 6 November 2026
    Then nobody is called on to "make a child-protection referral"
    And "age of the victim-survivor" is asked of "IDVA"

    Examples:
      | fact                             |
      | forced marriage feared           |
      | female genital mutilation feared |

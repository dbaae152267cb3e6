Feature: Nothing has happened, and that is the news
  Nobody has spoken with the perpetrator, nobody was offered a session, nobody has looked at an address.

  @watch:no-contact-both-ways @F4.09 @F4.10
  Scenario: Eight weeks without a contact both ways
    Given a case where
      | allocated to a case manager | yes |
    And all the contacts are listed
    And a contact "K" where
      | date of the contact | 7 September 2026 |
      | two-way             | yes              |
    And a contact "L" where
      | date of the contact | 12 October 2026 |
      | two-way             | no              |
    When it is watched on 2 November 2026
    Then the service manager is told at once: "There has been no contact both ways with the perpetrator for a long time"
    And with it comes "plan the next attempts to engage" by 4 November 2026
    And it counts from 2 November 2026

  @watch:no-contact-both-ways @F4.09
  Scenario: The next day it is the same silence, and the same day to be done by
    Given a case where
      | allocated to a case manager | yes |
    And all the contacts are listed
    And a contact "K" where
      | date of the contact | 7 September 2026 |
      | two-way             | yes              |
    When it is watched on 2 November 2026
    And it is watched on 3 November 2026
    Then the service manager is told at once: "There has been no contact both ways with the perpetrator for a long time"
    And it is the same alert as before
    And with it comes "plan the next attempts to engage" by 4 November 2026

  @watch:no-contact-both-ways @F4.09
  Scenario Outline: Last spoken with on <day>
    Given a case where
      | allocated to a case manager | <allocated> |
      | stage of the work           | <stage>     |
    And all the contacts are listed
    And a contact "J" where
      | date of the contact | 1 June 2026 |
      | two-way             | yes         |
    And a contact "K" where
      | date of the contact | <day> |
      | two-way             | yes   |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

    Examples:
      | day              | allocated | stage     |
      | 8 September 2026 | yes       | main work |
      | 2 November 2026  | yes       | main work |
      | 7 September 2026 | no        | main work |
      | 7 September 2026 | yes       | closed    |

  @watch:no-contact-both-ways @F4.09
  Scenario: Contacts may be missing from the list
    Given a case where
      | allocated to a case manager | yes |
    And a contact "K" where
      | date of the contact | 7 September 2026 |
      | two-way             | yes              |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

  @watch:no-session-offered @F4.09
  Scenario Outline: Offered last on <day>, to somebody who comes
    Given a case
    And all the contacts are listed
    And a contact "J" where
      | date of the contact       | 1 October 2026 |
      | two-way                   | yes            |
      | session offered           | yes            |
      | cancelled by the service  | no             |
      | attended                  | yes            |
      | behaviour-change session  | no             |
    And a contact "K" where
      | date of the contact       | <day>          |
      | two-way                   | yes            |
      | session offered           | yes            |
      | cancelled by the service  | no             |
      | attended                  | yes            |
      | behaviour-change session  | no             |
    When it is watched on 2 November 2026
    Then <who>: "No session has been offered for longer than the offer window"

    Examples:
      | day             | who                            |
      | 19 October 2026 | the case manager is told at once |
      | 20 October 2026 | nobody is told at once         |
      | 2 November 2026 | nobody is told at once         |

  @watch:address-proposed-and-not-cleared @SR-04 @SR-15
  Scenario Outline: An address proposed on <proposed>, and cleared last on <cleared>
    Given a case where
      | date an address was proposed for the perpetrator | <proposed> |
    And a pair "A" where
      | proposed address last cleared by the victim-survivor's worker | <cleared> | IDVA |
    When it is watched on 2 November 2026
    Then <who>: "An address was proposed for the perpetrator, and the victim-survivor's worker has not cleared it since"

    Examples:
      | proposed        | cleared         | who                            |
      | 29 October 2026 | 1 October 2026  | the IDVA is told at once of "A" |
      | 5 October 2026  | 5 October 2026  | the IDVA is told at once of "A" |
      | 30 October 2026 | 1 October 2026  | nobody is told at once         |
      | 29 October 2026 | 30 October 2026 | nobody is told at once         |
      | 29 October 2026 | 2 November 2026 | nobody is told at once         |
      | 4 October 2026  | 1 October 2026  | nobody is told at once         |

  @watch:address-proposed-and-not-cleared @SR-04
  Scenario: Whether anybody has cleared it nobody has said
    Given a case where
      | date an address was proposed for the perpetrator | 29 October 2026 |
    And a pair "A"
    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A", in doubt: "An address was proposed for the perpetrator, and the victim-survivor's worker has not cleared it since"
    And with it comes "have the proposed address checked by the victim-survivor's worker"

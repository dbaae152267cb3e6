Feature: Engagement over the last eight weeks
  Nothing offered is not staying away, partial is no failure, and coming is not changing.

  @rule:nothing-offered @rule:engagement-none @F4.11
  Scenario: When nothing was offered nobody stayed away
    Given a case
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is nothing offered

  @rule:nothing-offered @F4.11
  Scenario: A session that the service cancelled was not offered
    Given a case
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is nothing offered

  @rule:nothing-offered @F4.11
  Scenario: While contacts may be missing from the list, nobody says that nothing was offered
    Given a case
    When it is assessed on 2 November 2026
    Then the engagement may be nothing offered
    And the engagement may be full

  @rule:nothing-offered @rule:engagement-none @F4.11
  Scenario: A talk at the door is contact, even without a session
    Given a case
    And a contact "1" where
      | date of the contact | 19 October 2026 |
      | two-way             | yes             |
      | session offered     | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is partial

  @rule:nothing-offered @rule:engagement-none @F4.11
  Scenario: Sessions were offered and nobody answered
    Given a case
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is none

  @rule:engagement-none @F4.11
  Scenario: An answer nine weeks ago does not count for today
    Given a case
    And a contact "1" where
      | date of the contact      | 31 August 2026 |
      | two-way                  | yes            |
      | session offered          | yes            |
      | cancelled by the service | no             |
      | attended                 | yes            |
    And a contact "2" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is none

  @rule:engagement-none @F4.11
  Scenario: A session was offered, and whether anybody answered is not written down
    Given a case
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | session offered          | yes             |
      | cancelled by the service | no              |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement may be none
    And the engagement cannot be nothing offered

  @rule:engagement-full @F4.11
  Scenario: Three sessions in four, and two of them on behaviour, is full engagement
    Given a case
    And a contact "1" where
      | date of the contact      | 7 September 2026 |
      | two-way                  | yes              |
      | session offered          | yes              |
      | cancelled by the service | no               |
      | attended                 | yes              |
      | behaviour-change session | yes              |
    And a contact "2" where
      | date of the contact      | 28 September 2026 |
      | two-way                  | yes               |
      | session offered          | yes               |
      | cancelled by the service | no                |
      | attended                 | yes               |
      | behaviour-change session | yes               |
    And a contact "3" where
      | date of the contact      | 12 October 2026 |
      | two-way                  | yes             |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | yes             |
      | behaviour-change session | no              |
    And a contact "4" where
      | date of the contact      | 26 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | no              |
      | behaviour-change session | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is full

  @rule:engagement-full @F4.11
  Scenario Outline: Full engagement needs <what>
    Given a case
    And a contact "1" where
      | date of the contact      | <first day> |
      | two-way                  | yes         |
      | session offered          | yes         |
      | cancelled by the service | no          |
      | attended                 | yes         |
      | behaviour-change session | yes         |
    And a contact "2" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | yes             |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | <came>          |
      | behaviour-change session | <on behaviour>  |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is partial

    Examples:
      | what                             | first day         | came | on behaviour |
      | a second session on behaviour    | 28 September 2026 | yes  | no           |
      | both sessions inside eight weeks | 6 September 2026  | yes  | yes          |
      | three sessions in four           | 28 September 2026 | no   | yes          |

  @rule:engagement-full @F4.11
  Scenario: Of two sessions attended the perpetrator sat silent in one: that is full engagement still
    Given a case
    And a contact "1" where
      | date of the contact      | 28 September 2026 |
      | two-way                  | yes               |
      | session offered          | yes               |
      | cancelled by the service | no                |
      | attended                 | yes               |
      | behaviour-change session | yes               |
    And a contact "2" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | yes             |
      | behaviour-change session | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is full

  @rule:engagement-full @rule:engagement-none @F4.11
  Scenario: Somebody who sat through both sessions and answered nobody is not engaged
    Given a case
    And a contact "1" where
      | date of the contact      | 28 September 2026 |
      | two-way                  | no                |
      | session offered          | yes               |
      | cancelled by the service | no                |
      | attended                 | yes               |
      | behaviour-change session | yes               |
    And a contact "2" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | yes             |
      | behaviour-change session | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is none

  @rule:engagement-full @F4.11
  Scenario: Work on behaviour that came up without any session offered is not full engagement
    Given a case
    And a contact "1" where
      | date of the contact      | 28 September 2026 |
      | two-way                  | yes               |
      | session offered          | no                |
      | attended                 | yes               |
      | behaviour-change session | yes               |
    And a contact "2" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | yes             |
      | session offered          | no              |
      | attended                 | yes             |
      | behaviour-change session | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is partial

  @rule:engagement-full @F4.11
  Scenario: Where the site asks for one session on behaviour, the only one offered can be enough
    Given a site where
      | behaviour-change sessions of the fully engaged | 1 |
    And a case
    And a contact "1" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | yes             |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | yes             |
      | behaviour-change session | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is full

  @rule:engagement-full @F4.11
  Scenario: Where the site asks for four sessions in five, three in four are not full engagement
    Given a site where
      | attendance of the fully engaged | 80 |
    And a case
    And a contact "1" where
      | date of the contact      | 7 September 2026 |
      | two-way                  | yes              |
      | session offered          | yes              |
      | cancelled by the service | no               |
      | attended                 | yes              |
      | behaviour-change session | yes              |
    And a contact "2" where
      | date of the contact      | 28 September 2026 |
      | two-way                  | yes               |
      | session offered          | yes               |
      | cancelled by the service | no                |
      | attended                 | yes               |
      | behaviour-change session | yes               |
    And a contact "3" where
      | date of the contact      | 12 October 2026 |
      | two-way                  | yes             |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | yes             |
      | behaviour-change session | no              |
    And a contact "4" where
      | date of the contact      | 26 October 2026 |
      | two-way                  | no              |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | no              |
      | behaviour-change session | yes             |
    And all the contacts are listed
    When it is assessed on 2 November 2026
    Then the engagement is partial

  @rule:engagement-full @F4.11
  Scenario: Two good sessions, and the list may not be whole
    Given a case
    And a contact "1" where
      | date of the contact      | 28 September 2026 |
      | two-way                  | yes               |
      | session offered          | yes               |
      | cancelled by the service | no                |
      | attended                 | yes               |
      | behaviour-change session | yes               |
    And a contact "2" where
      | date of the contact      | 19 October 2026 |
      | two-way                  | yes             |
      | session offered          | yes             |
      | cancelled by the service | no              |
      | attended                 | yes             |
      | behaviour-change session | yes             |
    When it is assessed on 2 November 2026
    Then the engagement may be full
    And the engagement may be partial
    And the engagement cannot be none

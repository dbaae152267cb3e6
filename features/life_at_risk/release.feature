Feature: Release changes who can reach whom in a day
  The review is set as soon as the day is known, and the day is asked for until it is.

  @rule:review-before-release @SR-21
  Scenario: The review is set two weeks before the release
    Given a case where
      | custody      | sentenced        |
      | release date | 30 November 2026 |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before release with prison and probation and the IDVA" by 16 November 2026
    And "hold a review before release with prison and probation and the IDVA" may be requested by probation

  @rule:review-before-release @SR-21
  Scenario: Release may come from remand at any hearing, so a review is called for without a day
    Given a case where
      | custody | remand |
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before release with prison and probation and the IDVA"

  @rule:review-before-release @SR-21
  Scenario: Whether the perpetrator is in custody is found out
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before release with prison and probation and the IDVA"
    And somebody must find out "custody" from "prison", by 4 November 2026

  @rule:review-before-release @SR-21
  Scenario Outline: Whose custody is <custody> needs no review before release
    Given a case where
      | custody | <custody> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "hold a review before release with prison and probation and the IDVA"
    And nobody has to find out "custody"

    Examples:
      | custody |
      | none    |
      | licence |

  @rule:release-date-to-be-asked @SR-21
  Scenario: In custody with no release date on record, the date is asked for every two weeks
    Given a case where
      | custody | remand |
    When it is assessed on 2 November 2026
    Then the case manager must "ask prison and probation for the release date" by 4 November 2026
    And "ask prison and probation for the release date" is done again every 14 days

  @rule:release-date-to-be-asked @SR-21
  Scenario: A month is no day
    Given a case where
      | custody      | sentenced    |
      | release date | January 2027 |
    When it is assessed on 2 November 2026
    Then the case manager must "ask prison and probation for the release date" by 4 November 2026

  @rule:release-date-to-be-asked @SR-21
  Scenario: The day of release is on record
    Given a case where
      | custody      | sentenced       |
      | release date | 15 January 2027 |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask prison and probation for the release date"

  @rule:release-date-to-be-asked @SR-21
  Scenario: Nobody asks for a release date before it is known that there is custody
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask prison and probation for the release date"
    And somebody must find out "custody" from "probation"

  @rule:recall @rule:review-before-release @case-81 @X08
  Scenario: Recalled to prison in the middle of the work: the plan changes and the case stays open
    Given a case where
      | custody                     | licence |
      | licence terms broken        | yes     |
      | allocated to a case manager | yes     |
    And it was assessed on 2 November 2026
    And "custody" is now sentenced
    When it is assessed on 16 November 2026
    Then nobody is called on to "ask probation to consider recall"
    And the case manager must "hold a review before release with prison and probation and the IDVA"
    And "close the case" is blocked, in doubt,

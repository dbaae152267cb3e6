Feature: Repeat and serial abuse
  Repeat means the same victim-survivor again. Serial means different victim-survivors inside the look-back.
  Where a date is missing nobody can tell, and somebody is asked.

  @rule:repeat-abuse @HIS-1
  Scenario: A second incident with the same victim-survivor
    Given a case
    And a pair "A"
    And an incident "first" in "A"
    And an incident "second" in "A"
    When it is assessed on 2 November 2026
    Then the repeat abuse of "A" is yes

  @rule:repeat-abuse @HIS-1
  Scenario: One incident, and no other
    Given a case
    And a pair "A"
    And an incident "first" in "A"
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the repeat abuse of "A" is no

  @rule:repeat-abuse @HIS-1
  Scenario: One incident, and nobody has said whether there were others
    Given a case
    And a pair "A"
    And an incident "first" in "A"
    When it is assessed on 2 November 2026
    Then the repeat abuse of "A" may be yes
    And "all the incidents are listed" is asked of "police"

  @rule:repeat-abuse @HIS-1
  Scenario: One incident each with two victim-survivors is repeat abuse of neither
    Given a case
    And a pair "A"
    And an incident "hers" in "A"
    And all the incidents are listed in "A"
    And a pair "B"
    And an incident "the other's" in "B"
    And all the incidents are listed in "B"
    When it is assessed on 2 November 2026
    Then the repeat abuse of "A" is no
    And the repeat abuse of "B" is no

  @rule:serial-abuse @HIS-2 @F3.41
  Scenario: Two victim-survivors inside three years, the first three years ago to the day
    Given a case
    And a pair "A"
    And an incident "then" in "A" where
      | date of the incident | 2 November 2023 |
    And a pair "B"
    And an incident "now" in "B" where
      | date of the incident | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then the serial abuse is yes

  @rule:serial-abuse @HIS-2 @F3.41
  Scenario: One day outside the look-back does not count
    Given a case
    And all the pairs are listed
    And a pair "A"
    And an incident "then" in "A" where
      | date of the incident | 1 November 2023 |
    And all the incidents are listed in "A"
    And a pair "B"
    And an incident "now" in "B" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "B"
    When it is assessed on 2 November 2026
    Then the serial abuse is no

  @rule:serial-abuse @HIS-2
  Scenario: Five incidents with one victim-survivor are repeat abuse, not serial
    Given a case
    And all the pairs are listed
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 June 2026 |
    And an incident "2" in "A" where
      | date of the incident | 1 July 2026 |
    And an incident "3" in "A" where
      | date of the incident | 1 August 2026 |
    And an incident "4" in "A" where
      | date of the incident | 1 September 2026 |
    And an incident "5" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the repeat abuse of "A" is yes
    But the serial abuse is no

  @rule:serial-abuse @HIS-4 @case-46
  Scenario: Two victim-survivors, and one date is missing
    Given a case
    And all the pairs are listed
    And a pair "A"
    And an incident "then" in "A" where
      | date of the incident | don't know |
    And all the incidents are listed in "A"
    And a pair "B"
    And an incident "now" in "B" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "B"
    When it is assessed on 2 November 2026
    Then the serial abuse may be yes
    And somebody must find out "date of the incident" from "police", never from "perpetrator"

  @rule:serial-abuse @F3.41
  Scenario: A site that looks back five years sees further
    Given a site where
      | serial look-back | 60 months |
    And a case
    And a pair "A"
    And an incident "then" in "A" where
      | date of the incident | 1 November 2022 |
    And a pair "B"
    And an incident "now" in "B" where
      | date of the incident | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then the serial abuse is yes

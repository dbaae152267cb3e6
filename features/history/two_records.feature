Feature: One victim-survivor under two names
  A maiden name, a new name: one person looks like two. While that is not settled nobody can tell whether the
  abuse is serial; once it is, one person is counted once, and the records are joined.

  @rule:perhaps-one-person-twice @rule:serial-abuse @HIS-2 @case-47
  Scenario: The records are of one person: repeat abuse, not serial, and the records are joined
    Given a case
    And all the pairs are listed
    And a pair "by the old name"
    And an incident "June" in "by the old name" where
      | date of the incident | 1 June 2026 |
    And all the incidents are listed in "by the old name"
    And a pair "by the new name" where
      | record of the victim-survivor  | perhaps a second one | IDVA |
      | both records are of one person | yes                  | IDVA |
    And an incident "October" in "by the new name" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "by the new name"
    When it is assessed on 2 November 2026
    Then the serial abuse is no
    And the case manager must "join the records if they are of one person" for "by the new name" by 4 November 2026

  @rule:perhaps-one-person-twice @rule:serial-abuse @HIS-4 @case-47
  Scenario: Perhaps it is one person: nobody can tell whether the abuse is serial, and it is found out
    Given a case
    And all the pairs are listed
    And a pair "by the old name"
    And an incident "June" in "by the old name" where
      | date of the incident | 1 June 2026 |
    And all the incidents are listed in "by the old name"
    And a pair "by the new name" where
      | record of the victim-survivor | perhaps a second one | IDVA |
    And an incident "October" in "by the new name" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "by the new name"
    When it is assessed on 2 November 2026
    Then the serial abuse may be yes
    And the case manager must "join the records if they are of one person" for "by the new name" by 4 November 2026, in doubt
    And "both records are of one person" is asked of "IDVA"

  @rule:perhaps-one-person-twice @rule:serial-abuse @HIS-2
  Scenario: They look alike and are two people: the abuse is serial
    Given a case
    And a pair "one"
    And an incident "June" in "one" where
      | date of the incident | 1 June 2026 |
    And a pair "other" where
      | record of the victim-survivor  | perhaps a second one | IDVA |
      | both records are of one person | no                   | IDVA |
    And an incident "October" in "other" where
      | date of the incident | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then the serial abuse is yes
    And nobody is called on to "join the records if they are of one person"

  @rule:perhaps-one-person-twice @rule:serial-abuse @HIS-2
  Scenario: Nobody has thought of one person: two records are two people
    Given a case
    And a pair "one"
    And an incident "June" in "one" where
      | date of the incident | 1 June 2026 |
    And a pair "other"
    And an incident "October" in "other" where
      | date of the incident | 1 October 2026 |
    When it is assessed on 2 November 2026
    Then the serial abuse is yes
    And nobody is called on to "join the records if they are of one person"
    And "record of the victim-survivor" is not asked

Feature: A case that was at MARAC goes back when it goes on
  The threshold was met once already for these two people. A further incident within twelve months goes back,
  whatever the level, and whether or not police were told.

  @rule:repeat-to-marac-from-the-referral @F1.11
  Scenario: Threats eleven months after the referral
    Given a case
    And a pair "A"
    And the IDVA answers the checklist of "A": 2 yes, 22 no
    And a MARAC hearing "December" in "A" where
      | date referred to MARAC | 1 December 2025 |
    And all the MARAC hearings are listed in "A"
    And an incident "now" in "A" where
      | date of the incident | 2 November 2026     |
      | what happened        | violence or threats |
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" is repeat referral
    And the case manager must "refer to MARAC as a repeat case" for "A" by 3 November 2026

  @rule:repeat-to-marac-from-the-referral @F1.11 @case-42
  Scenario: Told to the IDVA and never reported to police: it counts
    Given a case
    And a pair "A"
    And a MARAC hearing "June" in "A" where
      | date referred to MARAC | 1 June 2026 |
    And all the MARAC hearings are listed in "A"
    And an incident "now" in "A" where
      | date of the incident | 2 November 2026         | IDVA   |
      | what happened        | stalking or harassment  | IDVA   |
      | recorded as a crime  | no                      | police |
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC as a repeat case" for "A" by 3 November 2026

  @rule:repeat-to-marac-from-the-referral @F1.11 @case-39
  Scenario: Twelve months to the day is inside the window
    Given a case
    And a pair "A"
    And a MARAC hearing "last year" in "A" where
      | date referred to MARAC | 2 November 2025 |
    And all the MARAC hearings are listed in "A"
    And an incident "now" in "A" where
      | date of the incident | 2 November 2026         |
      | what happened        | rape or sexual abuse    |
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC as a repeat case" for "A" by 3 November 2026

  @rule:repeat-to-marac-from-the-referral @F1.11 @MAR-5
  Scenario: A day over twelve months is no repeat; a new referral is weighed like any other
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 14 yes, 10 no
    And a MARAC hearing "last year" in "A" where
      | date referred to MARAC | 1 November 2025 |
    And all the MARAC hearings are listed in "A"
    And an incident "now" in "A" where
      | date of the incident | 2 November 2026     |
      | what happened        | violence or threats |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MARAC as a repeat case" for "A"
    And the MARAC route of "A" is new referral

  @rule:repeat-to-marac-from-the-referral @F1.11
  Scenario: The incident that brought the referral about is not a further one
    Given a case
    And a pair "A"
    And a MARAC hearing "June" in "A" where
      | date referred to MARAC | 1 June 2026 |
    And all the MARAC hearings are listed in "A"
    And an incident "June" in "A" where
      | date of the incident                            | 1 June 2026         |
      | what happened                                   | violence or threats |
      | came after the MARAC referral made the same day | no                  |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MARAC as a repeat case" for "A"

  @rule:repeat-to-marac-from-the-referral @F1.11 @case-44
  Scenario: A new victim-survivor is no repeat case; with the first the abuse is serial
    Given a case
    And a pair "A"
    And a MARAC hearing "June" in "A" where
      | date referred to MARAC | 1 June 2026 |
    And all the MARAC hearings are listed in "A"
    And an incident "May" in "A" where
      | date of the incident | 30 May 2026 |
    And all the incidents are listed in "A"
    And a pair "B"
    And all the MARAC hearings are listed in "B"
    And an incident "now" in "B" where
      | date of the incident | 2 November 2026     |
      | what happened        | violence or threats |
    And all the incidents are listed in "B"
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MARAC as a repeat case"
    And the serial abuse is yes

  @rule:repeat-to-marac-from-the-referral @F1.11
  Scenario: Nobody knows what happened: it is found out, and never from the perpetrator
    Given a case
    And a pair "A"
    And a MARAC hearing "June" in "A" where
      | date referred to MARAC | 1 June 2026 |
    And all the MARAC hearings are listed in "A"
    And an incident "now" in "A" where
      | date of the incident | 30 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" may be repeat referral
    And nobody is called on to "refer to MARAC as a repeat case" for "A"
    And somebody must find out "what happened" from "IDVA", never from "perpetrator", by 4 November 2026

  @rule:repeat-to-marac-from-the-referral @rule:what-this-site-refers @F1.11
  Scenario: Where the site counts from the meeting, what came between referral and meeting is no repeat
    Given a site where
      | repeat MARAC window runs from | meeting |
    And a case
    And a pair "A"
    And a MARAC hearing "June" in "A" where
      | date referred to MARAC | 1 June 2026  |
      | date heard at MARAC    | 22 June 2026 |
    And all the MARAC hearings are listed in "A"
    And an incident "between" in "A" where
      | date of the incident | 10 June 2026        |
      | what happened        | violence or threats |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MARAC as a repeat case" for "A"

  @rule:repeat-to-marac-from-the-meeting @rule:what-this-site-refers @F1.11 @case-41
  Scenario: Where the site counts from the meeting, twelve months end later
    Given a site where
      | repeat MARAC window runs from | meeting |
    And a case
    And a pair "A"
    And a MARAC hearing "last year" in "A" where
      | date referred to MARAC | 20 October 2025  |
      | date heard at MARAC    | 10 November 2025 |
    And all the MARAC hearings are listed in "A"
    And an incident "now" in "A" where
      | date of the incident | 2 November 2026      |
      | what happened        | violence or threats  |
    When it is assessed on 2 November 2026
    Then the case manager reads "repeat window starts here at: meeting"
    And the MARAC route of "A" is repeat referral
    And the case manager must "refer to MARAC as a repeat case" for "A" by 3 November 2026

  @rule:repeat-to-marac-from-the-meeting @rule:repeat-to-marac-from-the-referral @rule:what-this-site-refers @F1.11 @case-41
  Scenario: Where the site counts from the referral, the same case is no repeat, and the page says which it is
    Given a case
    And a pair "A"
    And a MARAC hearing "last year" in "A" where
      | date referred to MARAC | 20 October 2025  |
      | date heard at MARAC    | 10 November 2025 |
    And all the MARAC hearings are listed in "A"
    And an incident "now" in "A" where
      | date of the incident | 2 November 2026      |
      | what happened        | violence or threats  |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MARAC as a repeat case" for "A"
    And the case manager reads "repeat window starts here at: referral"

  @rule:repeat-to-marac-from-the-meeting @F1.11
  Scenario: Counting from a meeting whose date nobody has written down
    Given a site where
      | repeat MARAC window runs from | meeting |
    And a case
    And a pair "A"
    And a MARAC hearing "last year" in "A" where
      | date referred to MARAC | 20 October 2025 |
    And all the MARAC hearings are listed in "A"
    And an incident "now" in "A" where
      | date of the incident | 2 November 2026     |
      | what happened        | violence or threats |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" may be repeat referral
    And nobody is called on to "refer to MARAC as a repeat case" for "A"
    And "date heard at MARAC" is found out by 4 November 2026 from police, IDVA, MARAC, never from perpetrator

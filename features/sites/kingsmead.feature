Feature: A borough that counts escalation its own way
  A site chooses within what the core allows, adds what is its own, and takes nothing of safety away.

  @rule:escalation-to-marac @rule:what-this-site-refers @F1.10 @case-37
  Scenario: Five incidents that are not getting worse are no escalation in this borough
    Given the site "kingsmead"
    And a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "June" in "A" where
      | date of the incident | 1 June 2026 |
      | recorded as a crime  | no          |
    And an incident "July" in "A" where
      | date of the incident | 1 July 2026 |
      | recorded as a crime  | no          |
    And an incident "August" in "A" where
      | date of the incident | 1 August 2026 |
      | recorded as a crime  | no            |
    And an incident "September" in "A" where
      | date of the incident | 1 September 2026 |
      | recorded as a crime  | no               |
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
      | recorded as a crime  | no             |
    And all the incidents are listed in "A"
    And all the MARAC hearings are listed in "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "refer to MARAC" for "A"

  @rule:escalation-to-marac @F1.10
  Scenario: Under the core's own count the same three are enough
    Given a case
    And a pair "A" where
      | suspected honour-based abuse | no |
    And the IDVA answers the checklist of "A": 5 yes, 19 no
    And every other behaviour of "A" is graded none, and is not getting worse
    And all the judgements are listed in "A"
    And an incident "August" in "A" where
      | date of the incident | 1 August 2026 |
    And an incident "September" in "A" where
      | date of the incident | 1 September 2026 |
    And an incident "October" in "A" where
      | date of the incident | 1 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the case manager must "refer to MARAC" for "A" by 3 November 2026

  @rule:repeat-to-marac-from-the-meeting @F1.11 @case-41
  Scenario: Twelve months run from the meeting here, so an incident after the referral's year still repeats
    Given the site "kingsmead"
    And a case
    And a pair "A"
    And a MARAC hearing "M" in "A" where
      | date referred to MARAC | 1 October 2025  |
      | date heard at MARAC    | 5 November 2025 |
    And all the MARAC hearings are listed in "A"
    And an incident "I" in "A" where
      | date of the incident | 20 October 2026     |
      | what happened        | violence or threats |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then the MARAC route of "A" is repeat referral

  @F1.11
  Scenario: What the council's neighbours reported is asked for
    Given the site "kingsmead"
    And a case where
      | known to the borough's anti-social behaviour team | yes |
    When it is assessed on 2 November 2026
    Then housing should "ask the anti-social behaviour team for what it holds" by 9 November 2026

  @rule:group-programme-besides
  Scenario: The group programme has closed here, and is not offered
    Given the site "kingsmead"
    And a case where
      | perpetrator is willing to join a group programme | yes |
      | a group programme would take the perpetrator     | yes |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "offer the panel a group programme"

Feature: Back to MARAC, or to MARAC for the first time, on the day and not at the next review
  A further incident inside the repeat window, incidents that add up, and whatever grows graver.

  @watch:further-incident-after-the-referral @F1.11 @MAR-4 @case-42
  Scenario Outline: Referred on <referred>, and an incident on <incident>, told to the IDVA alone
    Given a case
    And a pair "A"
    And a MARAC hearing "M" in "A" where
      | date referred to MARAC | <referred> |
    And an incident "I" in "A" where
      | date of the incident | <incident> | IDVA |
      | what happened        | <what>     | IDVA |
    When it is watched on 2 November 2026
    Then the MARAC is told at once of "A": "A further incident inside the repeat window after a MARAC referral"
    And with it comes "refer to MARAC as a repeat case" by <due>

    Examples:
      | referred        | incident         | what                    | due              |
      | 2 November 2025 | 2 November 2026  | violence or threats     | 3 November 2026  |
      | 5 October 2026  | 6 October 2026   | stalking or harassment  | 7 October 2026   |
      | 1 May 2026      | 30 October 2026  | rape or sexual abuse    | 2 November 2026  |

  @watch:further-incident-after-the-referral @MAR-4 @MAR-5
  Scenario Outline: Referred on <referred>, <what> on <incident>: no repeat, or no news
    Given a case
    And a pair "A"
    And a MARAC hearing "M" in "A" where
      | date referred to MARAC | <referred> |
    And an incident "I" in "A" where
      | date of the incident | <incident> |
      | what happened        | <what>     |
    When it is watched on 2 November 2026
    Then nobody is told at once: "A further incident inside the repeat window after a MARAC referral"

    Examples:
      | referred        | incident        | what                |
      | 1 November 2025 | 2 November 2026 | violence or threats |
      | 2 November 2026 | 2 November 2026 | violence or threats |
      | 1 May 2026      | 2 November 2026 | other abuse         |
      | 1 May 2026      | 4 October 2026  | violence or threats |
      | 1 November 2026 | 1 October 2026  | violence or threats |

  @watch:further-incident-after-the-referral @MAR-4
  Scenario: Referred three times before, and one incident: told once
    Given a case
    And a pair "A"
    And a MARAC hearing "L" in "A" where
      | date referred to MARAC | 1 February 2026 |
    And a MARAC hearing "M" in "A" where
      | date referred to MARAC | 1 June 2026 |
    And a MARAC hearing "N" in "A" where
      | date referred to MARAC | 1 May 2026 |
    And an incident "I" in "A" where
      | date of the incident | 1 November 2026     |
      | what happened        | violence or threats |
    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A", once: "A further incident inside the repeat window after a MARAC referral"

  @watch:further-incident-on-the-day-of-the-referral @F1.11
  Scenario: It came after the referral of the same day
    Given a case
    And a pair "A"
    And a MARAC hearing "M" in "A" where
      | date referred to MARAC | 2 November 2026 |
    And an incident "I" in "A" where
      | date of the incident                              | 2 November 2026     |
      | what happened                                     | violence or threats |
      | came after the MARAC referral made the same day | yes                 |
    When it is watched on 2 November 2026
    Then the MARAC is told at once of "A": "A further incident on the day of a MARAC referral, and after it"

  @watch:further-incident-on-the-day-of-the-referral @F1.11
  Scenario Outline: The referring incident itself (after the referral: <after>)
    Given a case
    And a pair "A"
    And a MARAC hearing "M" in "A" where
      | date referred to MARAC | 2 November 2026 |
    And an incident "I" in "A" where
      | date of the incident                              | 2 November 2026     |
      | what happened                                     | violence or threats |
      | came after the MARAC referral made the same day | <after>             |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

    Examples:
      | after      |
      | no         |
      | don't know |

  @watch:further-incident-after-the-meeting @watch:further-incident-after-the-referral @F1.11
  Scenario: A site that counts from the meeting
    Given a site where
      | repeat MARAC window runs from | meeting |
    And a case
    And a pair "A"
    And a MARAC hearing "M" in "A" where
      | date referred to MARAC | 20 October 2025  |
      | date heard at MARAC    | 10 November 2025 |
    And an incident "I" in "A" where
      | date of the incident | 2 November 2026     |
      | what happened        | violence or threats |
    When it is watched on 2 November 2026
    Then the MARAC is told at once of "A": "A further incident inside the repeat window after a MARAC meeting, where the site counts from it"
    And nobody is told at once: "A further incident inside the repeat window after a MARAC referral"

  @watch:further-incident-after-the-meeting @F1.11
  Scenario: Elsewhere the meeting counts for nothing here
    Given a case
    And a pair "A"
    And a MARAC hearing "M" in "A" where
      | date referred to MARAC | 20 October 2025  |
      | date heard at MARAC    | 10 November 2025 |
    And an incident "I" in "A" where
      | date of the incident | 2 November 2026     |
      | what happened        | violence or threats |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

  @watch:incidents-add-up @F1.10 @MAR-3
  Scenario: The third incident in twelve months
    Given a case
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | 2 November 2025 |
    And an incident "J" in "A" where
      | date of the incident | 2 May 2026 |
    And an incident "K" in "A" where
      | date of the incident | 30 October 2026 |
    When it is watched on 2 November 2026
    Then the MARAC is told at once of "A", once: "As many incidents in the escalation window as go to MARAC here"
    And with it comes "refer to MARAC" by 2 November 2026

  @watch:incidents-add-up @F1.10 @MAR-3
  Scenario Outline: Two in twelve months, and one on <first>
    Given a case
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | <first> |
    And an incident "J" in "A" where
      | date of the incident | 2 May 2026 |
    And an incident "K" in "A" where
      | date of the incident | 30 October 2026 |
    When it is watched on 2 November 2026
    Then nobody is told at once: "As many incidents in the escalation window as go to MARAC here"

    Examples:
      | first           |
      | 1 November 2025 |
      | 1 March 2020    |

  @watch:incidents-add-up @F1.10
  Scenario: A site that looks for a worsening trend as well, and whether there is one nobody has said
    Given a site where
      | escalation needs a worsening trend | yes |
    And a case
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | 2 March 2026 |
    And an incident "J" in "A" where
      | date of the incident | 2 May 2026 |
    And an incident "K" in "A" where
      | date of the incident | 30 October 2026 |
    When it is watched on 2 November 2026
    Then nobody is told at once of "A": "As many incidents in the escalation window as go to MARAC here"
    Given "abuse more frequent" for "A" is now yes
    When it is watched on 2 November 2026
    Then the MARAC is told at once of "A": "As many incidents in the escalation window as go to MARAC here"

  @watch:three-incidents-in-a-round @F1.10 @F1.14
  Scenario Outline: Three incidents, the first of them on <first>, are <told>
    Given a case
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | <first> |
    And an incident "J" in "A" where
      | date of the incident | 20 October 2026 |
    And an incident "K" in "A" where
      | date of the incident | 2 November 2026 |
    When it is watched on 2 November 2026
    Then <who>: "Three incidents within one round of the panel"

    Examples:
      | first           | told | who                                 |
      | 5 October 2026  | told | the panel chair is told at once of "A" |
      | 4 October 2026  | not  | nobody is told at once of "A"       |

  @watch:three-incidents-in-a-round @F1.10
  Scenario: With every further incident it is told anew, and once
    Given a case
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | 20 October 2026 |
    And an incident "J" in "A" where
      | date of the incident | 21 October 2026 |
    And an incident "K" in "A" where
      | date of the incident | 22 October 2026 |
    And an incident "L" in "A" where
      | date of the incident | 23 October 2026 |
    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A", twice: "Three incidents within one round of the panel"

  @watch:a-weapon-after-an-incident-without @F1.10
  Scenario Outline: Without a weapon on <first>, with one on <second>
    Given a case
    And a pair "A"
    And an incident "I" in "A" where
      | date of the incident | <first> |
      | weapon and threat    | no      |
    And an incident "J" in "A" where
      | date of the incident | <second> |
      | weapon and threat    | yes      |
    When it is watched on 2 November 2026
    Then <who>: "A weapon and a threat, not long after an incident without"

    Examples:
      | first           | second          | who                             |
      | 2 November 2025 | 2 November 2026 | police are told at once of "A"  |
      | 1 November 2025 | 2 November 2026 | nobody is told at once of "A"   |
      | 2 November 2026 | 1 November 2026 | nobody is told at once of "A"   |

  @watch:judged-higher-than-before @SR-25
  Scenario: Two workers judge, and the second sees more
    Given a case
    And a pair "A"
    And all the judgements are listed in "A"
    And a judgement "J" in "A" where
      | date of the judgement | 1 September 2026 |
      | level judged          | medium           |
    And a judgement "K" in "A" where
      | date of the judgement | 30 October 2026 |
      | level judged          | high            |
    When it is watched on 2 November 2026
    Then the panel chair is told at once of "A": "Somebody judges the risk higher than it was judged before"

  @watch:judged-higher-than-before
  Scenario: There may be another judgement in between
    Given a case
    And a pair "A"
    And a judgement "J" in "A" where
      | date of the judgement | 1 September 2026 |
      | level judged          | medium           |
    And a judgement "K" in "A" where
      | date of the judgement | 30 October 2026 |
      | level judged          | high            |
    When it is watched on 2 November 2026
    Then the panel chair is told at once of "A", in doubt: "Somebody judges the risk higher than it was judged before"

  @watch:judged-higher-than-before
  Scenario Outline: Judged <first>, then <second>: no rise
    Given a case
    And a pair "A"
    And all the judgements are listed in "A"
    And a judgement "J" in "A" where
      | date of the judgement | 1 September 2026 |
      | level judged          | <first>          |
    And a judgement "K" in "A" where
      | date of the judgement | 30 October 2026 |
      | level judged          | <second>        |
    When it is watched on 2 November 2026
    Then nobody is told anything at once

    Examples:
      | first | second |
      | high  | high   |
      | high  | medium |

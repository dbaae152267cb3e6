Feature: Two areas that hand over to each other
  Where a case moves, or a pair spans two areas, the agencies of both are one graph: whoever hands over knows
  whom to ring there, by which way and on which basis. What is done here is told to nobody there.

  @rule:victim-survivor-moves @F6.15
  Scenario: The victim-survivor moves from England to Wales, and each side has somebody to ring
    Given the site "kingsmead"
    And the other area is the site "glan-yr-afon"
    And a case
    And a pair "A" where
      | victim-survivor has moved out of the area | yes | IDVA |
    When it is assessed on 2 November 2026
    Then the plan asks MARAC to "transfer from MARAC to MARAC" for "A"
    And "transfer from MARAC to MARAC" for "A" reaches MARAC of Glan-yr-Afon, "regional MARAC coordinator"
    And "transfer from MARAC to MARAC" for "A" crosses the border on "prevention of crime and serious harm, from MARAC to MARAC"
    And the plan asks IDVA to "hand over from IDVA to IDVA" for "A"
    And "hand over from IDVA to IDVA" for "A" reaches IDVA of Glan-yr-Afon, "duty IDVA of the regional service"
    And the plan reads "There: MARAC of Glan-yr-Afon (contact: regional MARAC coordinator); the law of Wales holds there"
    And the minutes read "there: IDVA of Glan-yr-Afon, duty IDVA of the regional service"
    And nothing that is done here goes through the other area

  @rule:victim-survivor-moves @F6.15
  Scenario: And the other way about
    Given the site "glan-yr-afon"
    And the other area is the site "kingsmead"
    And a case
    And a pair "A" where
      | victim-survivor has moved out of the area | yes | IDVA |
    When it is assessed on 2 November 2026
    Then "transfer from MARAC to MARAC" for "A" reaches MARAC of Kingsmead, "MARAC coordinator of the borough"
    And "hand over from IDVA to IDVA" for "A" reaches IDVA of Kingsmead, "duty IDVA of the borough's service"

  @rule:victim-survivor-moves @F6.15
  Scenario: Which area it is has not been said, and whose contact is missing is
    Given the site "kingsmead"
    And a case
    And a pair "A" where
      | victim-survivor has moved out of the area | yes | IDVA |
    When it is assessed on 2 November 2026
    Then in the plan "transfer from MARAC to MARAC" for "A" is to do
    And "transfer from MARAC to MARAC" for "A" reaches nobody in the other area: the contact of MARAC of the other area is missing, because "which area it is has not been said"
    And "hand over from IDVA to IDVA" for "A" reaches nobody in the other area: the contact of IDVA of the other area is missing, because "which area it is has not been said"
    And the plan reads "MARAC of the other area, step"

  @rule:victim-survivor-moves @F6.15
  Scenario: Nobody is at work there, and nothing is told to somebody else in their place
    Given the site "kingsmead"
    And the other area is the site "glan-yr-afon"
    And MARAC of Glan-yr-Afon is not available, because "no coordinator in post"
    And a case
    And a pair "A" where
      | victim-survivor has moved out of the area | yes | IDVA |
    When it is assessed on 2 November 2026
    Then "transfer from MARAC to MARAC" for "A" reaches nobody in the other area: the contact of MARAC of Glan-yr-Afon is missing, because "no coordinator in post"
    And "hand over from IDVA to IDVA" for "A" reaches IDVA of Glan-yr-Afon, "duty IDVA of the regional service"

  @rule:victim-survivor-moves @F6.15 @F6.12
  Scenario: No basis is in force over the border, and nothing crosses it
    Given the site "kingsmead"
    And the other area is the site "glan-yr-afon"
    And MARAC may not tell MARAC of Glan-yr-Afon anything
    And a case
    And a pair "A" where
      | victim-survivor has moved out of the area | yes | IDVA |
    When it is assessed on 2 November 2026
    Then "transfer from MARAC to MARAC" for "A" reaches MARAC of Glan-yr-Afon, through IDVA and IDVA of Glan-yr-Afon, "regional MARAC coordinator"

  @rule:move-with-its-tasks @rule:moving-is-a-transfer @case-66 @ELG-8 @F6.15
  Scenario: The perpetrator moves, and whoever takes the case on is reached by way of the two IDVAs
    Given the site "glan-yr-afon"
    And the other area is the site "kingsmead"
    And a case where
      | perpetrator has moved out of the area | yes | police    |
      | under probation supervision           | yes | probation |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "speak with whoever takes the case on" reaches the case manager of Kingsmead, through IDVA and IDVA of Kingsmead, "the case manager"
    And "send the plan and the open tasks to the next service" reaches the case manager of Kingsmead, through IDVA and IDVA of Kingsmead, "the case manager"
    And "ask probation who supervises across the border" reaches probation of Kingsmead, "the single point of contact in probation"
    And the plan asks probation to "ask probation who supervises across the border"
    And nothing that is done here goes through the other area

  @rule:refusal-from-another-area @case-122 @INF-4 @F6.15
  Scenario: A refusal is contested with the basis to cite, and MARAC there has a name to ring
    Given the site "kingsmead"
    And the other area is the site "glan-yr-afon"
    And a case
    And a disclosure "item" where
      | sharing was refused by | an agency of another area    |
      | basis relied on        | prevention of serious crime  |
    When it is assessed on 2 November 2026
    Then the case manager must "contest the refusal with its lawful basis" for "item" by 4 November 2026
    And "contest the refusal with its lawful basis" for "item" reaches MARAC of Glan-yr-Afon, through MARAC, "regional MARAC coordinator"
    And "contest the refusal with its lawful basis" for "item" cites "basis relied on: prevention of serious crime"
    And "ask the MARAC coordinator to speak with the other area's" for "item" reaches MARAC of Glan-yr-Afon, "regional MARAC coordinator"
    And the plan reads "To cite: basis relied on: prevention of serious crime"

  @rule:refusal-from-another-area @case-122 @INF-4
  Scenario: On which basis it was to be shared is not known, and that is found out before it is contested
    Given the site "kingsmead"
    And a case
    And a disclosure "item" where
      | sharing was refused by | an agency of another area |
    When it is assessed on 2 November 2026
    Then "contest the refusal with its lawful basis" for "item" cites "basis relied on: not known, so find out first"
    And "contest the refusal with its lawful basis" for "item" reaches nobody in the other area: the contact of MARAC of the other area is missing, because "which area it is has not been said"

  @rule:certificate-review @case-116 @AGY-1
  Scenario: The police here are away, and those of the other area are not asked in their place
    Given the site "kingsmead"
    And the other area is the site "glan-yr-afon"
    And the police are not available, because "no cover this month"
    And a case where
      | firearm or shotgun certificate held | yes |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then the plan asks nobody for "ask police to review the firearm or shotgun certificate": it is for the police, and goes up to the Drive Fellow
    And nothing that is done here goes through the other area

Feature: The right to stay is not lost by what is done to the perpetrator
  A right to stay that hangs on the perpetrator falls with it. Who is safe without it is for a specialist to say.

  @rule:specialist-advice-before-immigration @case-97 @SR-17
  Scenario: Specialist advice is that somebody would be exposed
    Given a case
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | no | IDVA |
    When it is assessed on 2 November 2026
    Then "ask police about a referral to immigration enforcement" for "A" is blocked until "take specialist advice on immigration", meanwhile "agree disruption at the panel"

  @rule:specialist-advice-before-immigration @case-97 @SR-17
  Scenario: Nobody has taken advice, and nobody's right to stay is asked of the perpetrator
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "ask police about a referral to immigration enforcement" for "A" is blocked, in doubt, until "take specialist advice on immigration"
    And "specialist advice is that immigration action exposes nobody" is asked of "IDVA"

  @rule:specialist-advice-before-immigration @SR-17
  Scenario: One victim-survivor of two would be exposed, and that is enough
    Given a case
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | yes | specialist service |
    And a pair "B" where
      | specialist advice is that immigration action exposes nobody | no  | specialist service |
    When it is assessed on 2 November 2026
    Then "ask police about a referral to immigration enforcement" for "B" is blocked
    And "ask police about a referral to immigration enforcement" for "A" is not blocked

  @rule:specialist-advice-before-immigration @SR-17
  Scenario: A specialist has looked, and nobody would be exposed
    Given a case
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | yes | specialist service |
    When it is assessed on 2 November 2026
    Then "ask police about a referral to immigration enforcement" is not blocked

Feature: No right to stay is lost by what is done to the perpetrator
  A referral to immigration enforcement waits for a specialist's advice on each victim-survivor. Nobody's status is written down here.

  @rule:who-would-lose-the-right-to-stay @rule:advice-on-a-proposed-referral @X47 @SR-17 @case-97
  Scenario: A referral is suggested, and the specialist finds that the victim-survivor would lose the right to stay
    Given a case where
      | immigration referral of the perpetrator is proposed | yes | panel chair |
    And all the pairs are listed
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | no | specialist service |
    When it is assessed on 2 November 2026
    Then "ask police about a referral to immigration enforcement" for "A" is blocked until "take specialist advice on immigration", meanwhile "agree disruption at the panel"
    And nobody is called on to "ask police about a referral to immigration enforcement"
    And specialist service should "take specialist advice on immigration" for "A" by 9 November 2026

  @rule:who-would-lose-the-right-to-stay @rule:advice-on-a-proposed-referral @X47 @SR-17 @case-97
  Scenario: Nobody has asked a specialist yet
    Given a case where
      | immigration referral of the perpetrator is proposed | yes | panel chair |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "ask police about a referral to immigration enforcement" for "A" is blocked, in doubt, until "take specialist advice on immigration"
    And nobody is called on to "ask police about a referral to immigration enforcement"
    And "specialist advice is that immigration action exposes nobody" is asked of "specialist service"

  @rule:immigration-referral @rule:advice-on-a-proposed-referral @X47
  Scenario: Every victim-survivor is thought of, and a specialist sees nobody exposed
    Given a case where
      | immigration referral of the perpetrator is proposed | yes | panel chair |
    And all the pairs are listed
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | yes | specialist service |
    And a pair "B" where
      | specialist advice is that immigration action exposes nobody | yes | specialist service |
    When it is assessed on 2 November 2026
    Then police may "ask police about a referral to immigration enforcement" by 30 November 2026
    And nobody is called on to "take specialist advice on immigration"
    And "ask police about a referral to immigration enforcement" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:immigration-referral @rule:who-would-lose-the-right-to-stay @X47 @F1.22
  Scenario: One of two would be exposed, and that is enough
    Given a case where
      | immigration referral of the perpetrator is proposed | yes | panel chair |
    And all the pairs are listed
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | yes | specialist service |
    And a pair "B" where
      | specialist advice is that immigration action exposes nobody | no | specialist service |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police about a referral to immigration enforcement"
    And "ask police about a referral to immigration enforcement" for "B" is blocked until "take specialist advice on immigration"
    And nobody is called on to "take specialist advice on immigration" for "A"

  @rule:immigration-referral @X47
  Scenario: Somebody may be missing from the list
    Given a case where
      | immigration referral of the perpetrator is proposed | yes | panel chair |
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | yes | specialist service |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police about a referral to immigration enforcement"

  @rule:immigration-referral @X47
  Scenario: No victim-survivor is listed yet
    Given a case where
      | immigration referral of the perpetrator is proposed | yes | panel chair |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police about a referral to immigration enforcement"

  @rule:immigration-referral @rule:advice-on-a-proposed-referral @rule:who-would-lose-the-right-to-stay @X47
  Scenario: Nobody proposes a referral, so none is made, no advice is taken and no block is printed
    Given a case where
      | immigration referral of the perpetrator is proposed | no | panel chair |
    And all the pairs are listed
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | yes | specialist service |
    And a pair "B"
    And a pair "C" where
      | specialist advice is that immigration action exposes nobody | no | specialist service |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police about a referral to immigration enforcement"
    And nobody is called on to "take specialist advice on immigration"
    And the case manager does not read "No referral to immigration enforcement"

  @rule:who-would-lose-the-right-to-stay @X47 @SR-17
  Scenario: Nobody has said whether a referral is proposed, so none may be made meanwhile
    Given a case
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | no | specialist service |
    When it is assessed on 2 November 2026
    Then "ask police about a referral to immigration enforcement" for "A" is blocked, in doubt, until "take specialist advice on immigration"

  @rule:immigration-referral @rule:advice-on-a-proposed-referral @X47
  Scenario: Nobody has said whether a referral is proposed, and the perpetrator is never asked
    Given a case
    And all the pairs are listed
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | yes | specialist service |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police about a referral to immigration enforcement"
    And "immigration referral of the perpetrator is proposed" is asked of "police"

  @rule:who-would-lose-the-right-to-stay @SR-04
  Scenario: What a specialist advised is not in the perpetrator's file
    Given a case where
      | immigration referral of the perpetrator is proposed | yes | panel chair |
    And a pair "A" where
      | specialist advice is that immigration action exposes nobody | no | specialist service |
    When it is assessed on 2 November 2026
    Then the subject access does not read "exposes nobody"

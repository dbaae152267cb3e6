Feature: What the perpetrator feels can come back on the victim-survivor
  The victim-survivor's worker agrees the timing first, and the work of keeping safe is the agencies'.

  @rule:timing-before-action @SR-20
  Scenario: Five weeks after the timing was agreed it has to be agreed again
    Given a case
    And a pair "A" where
      | timing of action last agreed with the victim-survivor's worker | 28 September 2026 |
    When it is assessed on 2 November 2026
    Then "action that the perpetrator will feel" for "A" is blocked until "agree the timing with the victim-survivor's worker", meanwhile "work indirectly"

  @rule:timing-before-action @SR-20
  Scenario: A stalking order is wanted, and nobody knows whether the timing was agreed
    Given a case
    And a pair "A" where
      | stalked or harassed | yes |
    When it is assessed on 2 November 2026
    Then "ask police to consider a stalking protection order" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And "timing of action last agreed with the victim-survivor's worker" is asked of "IDVA"

  @rule:timing-before-action @SR-20
  Scenario Outline: Timing agreed <days> before is <held>
    Given a case
    And a pair "A" where
      | timing of action last agreed with the victim-survivor's worker | <day> |
    When it is assessed on 2 November 2026
    Then "ask the landlord to act on the tenancy" for "A" is not blocked

    Examples:
      | days              | held        | day             |
      | the same day      | fresh       | 2 November 2026 |
      | twenty-eight days | still fresh | 5 October 2026  |

  @rule:timing-before-action @SR-20
  Scenario: Twenty-nine days is one day too long
    Given a case
    And a pair "A" where
      | timing of action last agreed with the victim-survivor's worker | 4 October 2026 |
    When it is assessed on 2 November 2026
    Then "ask the landlord to act on the tenancy" for "A" is blocked until "agree the timing with the victim-survivor's worker"

  @rule:the-burden-is-not-the-victim-survivors @SR-19 @X50 @case-92
  Scenario: An agency's plan says to leave the phone ringing
    Given a case
    And a pair "A" where
      | an agency's plan leaves it to the victim-survivor to keep safe | yes |
    When it is assessed on 2 November 2026
    Then the case manager must "put right the plan of the agency" for "A" by 3 November 2026
    And nothing is asked of, or left to, the victim-survivor
    And no reader reads "not answer the phone"

  @rule:the-burden-is-not-the-victim-survivors @SR-19
  Scenario: Nobody has looked at what the agencies' plans leave to the victim-survivor
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "put right the plan of the agency"
    And "an agency's plan leaves it to the victim-survivor to keep safe" is asked of "IDVA"

  @rule:the-burden-is-not-the-victim-survivors @SR-19
  Scenario: The agencies' plans put it to the perpetrator to stop
    Given a case
    And a pair "A" where
      | an agency's plan leaves it to the victim-survivor to keep safe | no |
    When it is assessed on 2 November 2026
    Then nobody is called on to "put right the plan of the agency"
    And "an agency's plan leaves it to the victim-survivor to keep safe" is not asked

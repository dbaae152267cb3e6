Feature: A new partner is a pair of their own
  Named, assessed, offered support; and what there is to tell is told by police, if by anybody.

  @rule:new-partner-heard-of @SR-22 @F1.22
  Scenario: A new partner is heard of, and is in the case by the next working day
    Given a case where
      | new partner of the perpetrator | heard of | police |
    And a pair "A"
    When it is assessed on 6 November 2026
    Then the case manager must "open a pair for the new partner" by 9 November 2026
    And "open a pair for the new partner" may be requested by the IDVA
    And "any direct contact" for "the case" is blocked, in doubt, meanwhile "work indirectly"

  @rule:new-partner-heard-of @SR-22
  Scenario Outline: No pair to open where the new partner is <new partner>
    Given a case where
      | new partner of the perpetrator | <new partner> |
    When it is assessed on 6 November 2026
    Then nobody is called on to "open a pair for the new partner"

    Examples:
      | new partner |
      | nobody      |
      | pair opened |

  @rule:new-partner-heard-of @SR-22
  Scenario: Whether there is a new partner is asked, and never of the perpetrator
    Given a case
    When it is assessed on 6 November 2026
    Then nobody is called on to "open a pair for the new partner"
    And "new partner of the perpetrator" is asked of "IDVA"

  @rule:new-pair-is-assessed @rule:new-partner @rule:offer-support-to-each-partner @SR-22 @X40 @F1.22
  Scenario: The new partner is assessed, offered support, and may be told by police
    Given a case
    And a pair "A" where
      | relationship | former partner |
    And the IDVA answers the checklist of "A": 15 yes, 9 no
    And a pair "B" where
      | relationship                                | new partner | police |
      | support offer to the victim-survivor stands | no          | IDVA   |
    When it is assessed on 2 November 2026
    Then the case manager must "make a first assessment of the pair" for "B" by 9 November 2026
    And "make a first assessment of the pair" may be requested by the IDVA
    And IDVA manager must "make a support offer to the victim-survivor" for "B" by 4 November 2026
    And police should "ask police for a Right to Know disclosure" for "B" by 9 November 2026
    And the risk level of "B" may be standard
    And nobody is called on to "make a first assessment of the pair" for "A"

  @rule:new-pair-is-assessed @SR-22
  Scenario Outline: Nothing to begin: <why>
    Given a case
    And a pair "A" where
      | relationship                | <relationship> |
      | date of the DASH assessment | <assessed>     |
    When it is assessed on 2 November 2026
    Then nobody is called on to "make a first assessment of the pair"

    Examples:
      | why                               | relationship   | assessed        |
      | the new partner has been assessed | new partner    | 30 October 2026 |
      | this is no new partner            | former partner | don't know      |
      | nobody knows who they are         | don't know     | don't know      |

  @rule:new-pair-is-assessed @SR-22
  Scenario: Who they are to each other is asked
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "relationship" is asked of "police"

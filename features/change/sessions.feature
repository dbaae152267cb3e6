Feature: Every session is offered when its conditions are met, and none before
  Sessions are held with the perpetrator, after the IDVA has been heard on every pair and while support stands
  for each victim-survivor; then they are offered, whatever else goes on.

  @rule:engagement-then-contract @rule:change-work-whenever-possible @rule:empathy-after-engagement-and-contract @rule:children-in-the-work @rule:dealing-with-the-child-protection-plan @rule:sexual-respect @rule:jealousy-and-letting-go @rule:accountable-and-against-relapse @rule:step-down-review @BEH-1 @BEH-3 @F5.53
  Scenario Outline: Everything is in place, and the case manager offers: <action>
    Given the case file "ready-for-change"
    And "an engagement session has been held" is now yes
    And "safety and expectations contract stands" is now yes
    And "topics of the sessions last agreed with the victim-survivor's worker" for "pair-1" is now 30 October 2026
    And "sexual abuse at its worst" for "pair-1" is now moderate
    And "on a child-protection plan" for "child-1" is now yes
    And "planned end of the work" is now 1 December 2026
    And "day a step-down is planned for" is now 20 November 2026
    When it is assessed on 2 November 2026
    Then the case manager should "<action>"
    And "<action>" is not blocked
    And in the plan "<action>" is to do
    And panel chair must "agree disruption at the panel"

    Examples:
      | action                                         |
      | hold an engagement session                     |
      | agree the safety and expectations contract     |
      | map the pattern of abuse                       |
      | work on impulse and feeling                    |
      | work on the effects on the victim-survivor     |
      | work on the effects on children                |
      | work on sexual respect                         |
      | work on jealousy and letting go                |
      | work on dealing with the child-protection plan |
      | make a plan of accountability and against relapse |
      | hold a step-down review                        |

  @rule:every-pair-before-contact @rule:no-change-work-without-support @BEH-1 @SR-02 @SR-06
  Scenario Outline: Nothing is known, and nobody may <action>
    Given a case
    When it is assessed on 2 November 2026
    Then "<action>" is blocked, in doubt, until "consult the IDVA", meanwhile "work indirectly"
    And "<action>" is blocked, in doubt, until "make a support offer to the victim-survivor"
    And nobody is called on to "<action>"

    Examples:
      | action                                         |
      | map the pattern of abuse                       |
      | work on impulse and feeling                    |
      | work on the effects on the victim-survivor     |
      | work on the effects on children                |
      | work on sexual respect                         |
      | work on jealousy and letting go                |
      | work on dealing with the child-protection plan |
      | make a plan of accountability and against relapse |
      | hold a step-down review                        |

  @rule:change-work-whenever-possible @BEH-2 @B02
  Scenario Outline: With no contract on safety it is not yet the time to <action>
    Given the case file "ready-for-change"
    And "an engagement session has been held" is now yes
    And "safety and expectations contract stands" is now no
    And "sexual abuse at its worst" for "pair-1" is now moderate
    And "on a child-protection plan" for "child-1" is now yes
    And "planned end of the work" is now 1 December 2026
    When it is assessed on 2 November 2026
    Then "<action>" is not available

    Examples:
      | action                                         |
      | map the pattern of abuse                       |
      | work on impulse and feeling                    |
      | work on the effects on the victim-survivor     |
      | work on the effects on children                |
      | work on sexual respect                         |
      | work on jealousy and letting go                |
      | work on dealing with the child-protection plan |
      | make a plan of accountability and against relapse |

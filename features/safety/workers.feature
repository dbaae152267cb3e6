Feature: Two services, two workers, two files
  Nobody can be the worker of both and be trusted by both. One case manager with two perpetrators of the same
  victim-survivor needs a manager to have looked at it.

  @rule:two-workers @SR-29
  Scenario: The case manager is the victim-survivor's worker too
    Given a case
    And a pair "A" where
      | victim-survivor's worker is another person than the case manager | no | service manager |
    When it is assessed on 6 November 2026
    Then "hold both sides of the case as one worker" for "A" is blocked until "name another worker for the victim-survivor", meanwhile "work indirectly"
    And service manager must "name another worker for the victim-survivor" for "A" by 9 November 2026
    And "name another worker for the victim-survivor" may be requested by the case manager

  @rule:two-workers @SR-29
  Scenario: The two have workers of their own
    Given a case
    And a pair "A" where
      | victim-survivor's worker is another person than the case manager | yes | service manager |
    When it is assessed on 6 November 2026
    Then "hold both sides of the case as one worker" is not blocked
    And nobody is called on to "name another worker for the victim-survivor"

  @rule:two-workers @SR-29
  Scenario: Nobody has said who works with whom
    Given a case
    And a pair "A"
    When it is assessed on 6 November 2026
    Then "hold both sides of the case as one worker" for "A" is blocked, in doubt, until "name another worker for the victim-survivor"
    And nobody is called on to "name another worker for the victim-survivor"
    And "victim-survivor's worker is another person than the case manager" is asked of "service manager"

  @rule:two-files @SR-29 @F6.16
  Scenario Outline: The victim-survivor's file is kept apart: <apart>
    Given a case
    And a pair "A" where
      | victim-survivor's file is kept apart | <apart> | service manager |
    When it is assessed on 2 November 2026
    Then <who> "part the two files" <when>

    Examples:
      | apart      | who                    | when                        |
      | no         | service manager must   | for "A" by 4 November 2026  |
      | yes        | nobody is called on to | for "A"                     |
      | don't know | nobody is called on to | for "A"                     |

  @rule:two-files @SR-29
  Scenario: Whether the files are kept apart is asked of the service manager
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "victim-survivor's file is kept apart" is asked of "service manager"

  @rule:one-manager-two-perpetrators @case-101 @SR-30
  Scenario: The case manager holds another perpetrator of the same victim-survivor
    Given a case
    And a pair "A" where
      | another perpetrator of the victim-survivor with the same case manager | none | service manager |
    And a pair "B" where
      | another perpetrator of the victim-survivor with the same case manager | held too | service manager |
    When it is assessed on 2 November 2026
    Then service manager must "sign off one case manager for both perpetrators or move a case" for "B" by 9 November 2026
    And nobody is called on to "sign off one case manager for both perpetrators or move a case" for "A"
    And the subject access does not read "another perpetrator"

  @rule:one-manager-two-perpetrators @case-101 @SR-30
  Scenario Outline: Nothing to sign off: <held>
    Given a case
    And a pair "A" where
      | another perpetrator of the victim-survivor with the same case manager | <held> | service manager |
    When it is assessed on 2 November 2026
    Then nobody is called on to "sign off one case manager for both perpetrators or move a case"

    Examples:
      | held                    |
      | none                    |
      | signed off by a manager |
      | don't know              |

  @rule:one-manager-two-perpetrators @SR-30
  Scenario: Whether the same case manager holds another is asked of the service manager only
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "another perpetrator of the victim-survivor with the same case manager" is asked of "service manager"

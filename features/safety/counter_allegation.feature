Feature: Who is who, when both are said to have used force
  People who abuse often present as victims, and force used in defence is not abuse. No claim changes a role;
  an assessment of who does what to whom may.

  @rule:roles-are-kept @case-49 @SR-18
  Scenario Outline: <what>: roles are kept, and who does what to whom is assessed
    Given a case
    And a pair "A" where
      | counter-allegation by the perpetrator | <allegation> | police |
      | force used by the victim-survivor     | <force>      | IDVA   |
    When it is assessed on 2 November 2026
    Then the case manager must "keep the roles as they are recorded" for "A" by 2 November 2026
    And the case manager must "tell the IDVA that the victim-survivor is accused" for "A" by 3 November 2026
    And the case manager must "assess who does what to whom" for "A" by 9 November 2026
    And "assess who does what to whom" may be requested by the IDVA
    And nothing is asked of, or left to, the victim-survivor

    Examples:
      | what                                                  | allegation | force    |
      | The perpetrator says to be the one who is abused      | made       | none     |
      | The victim-survivor has hit back in self-defence      | none       | heard of |

  @rule:roles-are-kept @case-49 @SR-18 @SR-25
  Scenario: A counter-allegation lowers no level
    Given a case
    And a pair "A" where
      | counter-allegation by the perpetrator | none |
    And the IDVA answers the checklist of "A": 15 yes, 9 no
    And it was assessed on 2 November 2026
    And "counter-allegation by the perpetrator" for "A" is now made
    When it is assessed on 9 November 2026
    Then the risk level of "A" is high
    And nothing about the risk level of "A" has changed
    And the case manager must "refer to MARAC" for "A"
    And the case manager must "assess who does what to whom" for "A" by 16 November 2026

  @rule:roles-are-kept @SR-18
  Scenario Outline: Nothing is to be assessed: claim <allegation>, force <force>
    Given a case
    And a pair "A" where
      | counter-allegation by the perpetrator | <allegation> | police |
      | force used by the victim-survivor     | <force>      | IDVA   |
    When it is assessed on 2 November 2026
    Then nobody is called on to "assess who does what to whom"
    And nobody is called on to "keep the roles as they are recorded"

    Examples:
      | allegation     | force          |
      | none           | none           |
      | assessed since | assessed since |
      | none           | don't know     |

  @rule:roles-are-kept @SR-18
  Scenario: Whether the perpetrator claims to be the victim is asked, and alarms nobody
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "assess who does what to whom"
    And "counter-allegation by the perpetrator" is asked of "probation"
    And nobody has to find out "counter-allegation by the perpetrator"

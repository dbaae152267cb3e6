Feature: The other cases: what each calls for, of whom, by when
  Each case was made to show one thing; each thing has an owner and a day.

  Scenario: Nothing is known, so a few things are found out and nothing unsafe is let through
    Given the case file "empty"
    When it is assessed on 2 November 2026
    Then somebody must find out "perpetrator is suicidal now" from "health", by 2 November 2026
    And somebody must find out "all the pairs are listed" from "IDVA", never from "perpetrator", by 4 November 2026
    And somebody must find out "custody" from "prison", by 4 November 2026
    And "any direct contact" for "empty" is blocked, in doubt, meanwhile "work indirectly"
    And the case manager reads "BLOCKED (in doubt): any direct contact"
    And the way of working may be indirect only

  @ENG-6 @F3.51 @rule:no-lever
  Scenario: No lever: help is called, and the offer to the victim-survivor is made again
    Given the case file "no-lever"
    When it is assessed on 2 November 2026
    Then practice advisor must "take the case to the practice advisor" by 9 November 2026
    And IDVA manager must "offer an IDVA to each victim-survivor again" by 9 November 2026
    And IDVA manager must "keep the offer of support open" for "pair-1" by 30 November 2026
    And the case manager must "consult the IDVA manager and police about contact" for "pair-1" by 3 November 2026
    And nothing is asked of, or left to, the victim-survivor

  @ENG-6 @rule:no-lever
  Scenario: In another case the same want of levers calls for the same help
    Given a case where
      | custody                          | none  | probation           |
      | under probation supervision      | no    | probation           |
      | criminal proceedings             | ended | court               |
      | children's services are involved | no    | children's services |
      | drugs or alcohol need            | no    | case manager        |
      | housing need                     | no    | case manager        |
      | mental health need               | no    | case manager        |
      | money need                       | no    | case manager        |
      | work need                        | no    | case manager        |
      | physical health need             | no    | case manager        |
      | isolation of the perpetrator     | no    | case manager        |
      | family need                      | no    | case manager        |
      | parenting need                   | no    | case manager        |
    And a pair "X" where
      | IDVA status | offered |
    And all the children are listed in "X"
    And all the pairs are listed
    When it is assessed on 7 December 2026
    Then practice advisor must "take the case to the practice advisor" by 14 December 2026
    And IDVA manager must "offer an IDVA to each victim-survivor again" by 14 December 2026

  @SR-21 @rule:review-before-release @rule:prison-blocks-contact
  Scenario: Release is set: the review comes two weeks before, and the prison stops the letters today
    Given the case file "prison-release"
    When it is assessed on 2 November 2026
    Then the case manager must "hold a review before release with prison and probation and the IDVA" by 1 January 2027
    And prison must "ask the prison to block contact with the victim-survivor" for "pair-1" by 2 November 2026
    And nobody is called on to "ask prison and probation for the release date"
    And the risk level of "pair-1" is high
    And the case manager must "refer to MARAC" for "pair-1" by 3 November 2026

  @F5.53 @rule:all-three-strands
  Scenario: Everything that direct work needs is in place
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then the way of working is all three strands
    And the engagement is full
    And "any direct contact" is not blocked
    And the case manager should "work on impulse and feeling" by 30 November 2026
    And panel chair must "agree disruption at the panel"
    And "broker contact with the children" is blocked for good

  @F3.10 @case-54
  Scenario: At seventeen the panel decides by hand, with children's services and youth justice
    Given the case file "seventeen"
    When it is assessed on 2 November 2026
    Then the eligibility is manual panel
    And panel chair must "put the case to the panel for a decision by hand"
    And youth justice must "bring in youth justice"
    And the case manager must "refer the person under age to children's services"
    And "ask police to consider a DVPN and DVPO" for "pair-1" is not available

  @X32 @F3.53 @rule:stalking-order
  Scenario: Stalking by a former partner: few items are answered yes, and none is forgotten
    Given the case file "stalking"
    When it is assessed on 2 November 2026
    Then the risk level of "pair-1" is high
    And police should "ask police to consider a stalking protection order" for "pair-1"
    And stalking service should "bring in the stalking service" for "pair-1" by 9 November 2026
    And "ask police to consider a stalking protection order" for "pair-1" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And "any direct contact" for "pair-1" is blocked until "ask the IDVA how contact can be made safe"
    And panel chair must "agree disruption at the panel"

  @F3.02 @case-59
  Scenario: A son abuses his mother in a home that they share
    Given the case file "family-pair"
    When it is assessed on 2 November 2026
    Then the eligibility is eligible
    And the case manager must "agree a contact plan for the shared home with the IDVA" for "pair-1" by 4 November 2026, in doubt
    And mental health service should "arrange mental health support" by 9 November 2026
    And drug and alcohol service should "arrange drug or alcohol treatment" by 9 November 2026
    And panel chair must "agree disruption at the panel"
    And nothing is asked of, or left to, the victim-survivor

  @F1.22 @case-24 @SR-02
  Scenario: Two victim-survivors: the one with few answers holds the contact with both
    Given the case file "two-pairs"
    When it is assessed on 2 November 2026
    Then the risk level of "pair-1" is high
    And the risk level of "pair-2" may be standard
    And the case manager must "consult the IDVA" for "pair-2" by 4 November 2026, in doubt
    And nobody is called on to "consult the IDVA" for "pair-1"
    And "any direct contact" for "two-pairs" is blocked, in doubt, meanwhile "work indirectly"
    And the case manager must "refer to MARAC" for "pair-1" by 3 November 2026
    And nobody is called on to "refer to MARAC" for "pair-2"
    And IDVA manager must "make a support offer to the victim-survivor" for "pair-2" by 4 November 2026, in doubt

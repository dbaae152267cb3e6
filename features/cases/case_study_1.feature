Feature: Case study 1: the court is given the victim-survivor's address
  On probation; children's services close each time it is said to be over; a court refused the address and told
  nobody. What was done is called for by what was known, falls with it, and comes back wherever it is known.

  @case-96 @SR-15 @rule:court-address-is-the-victim-survivors
  Scenario: Every agency learns of the address the same day
    Given the case file "case-study-1"
    When it is assessed on 2 November 2026
    Then the case manager must "tell every agency on the case of the address" for "pair-1" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And children's services must "make a safeguarding check" for "pair-1" by 2 November 2026

  @case-96 @SR-15 @X41 @rule:court-address-with-a-child
  Scenario: The child is referred the same day, and somebody looks at the home the next
    Given the case file "case-study-1"
    When it is assessed on 2 November 2026
    Then children's services must "make a child-protection referral" for "pair-1" by 2 November 2026
    And children's services must "ask children's services to visit the home" for "pair-1" by 3 November 2026
    And "ask children's services to visit the home" for "pair-1" may be requested by the case manager
    And the plan puts "warn the IDVA" before "ask children's services to visit the home"

  @SR-12 @rule:not-closed-because-it-is-over
  Scenario: The word that it is over is checked with others than the victim-survivor
    Given the case file "case-study-1"
    When it is assessed on 2 November 2026
    Then children's services must "ask children's services to assess the risk before they close" for "pair-1" by 2 November 2026
    And the case manager must "check the separation from the perpetrator's side" for "pair-1" by 4 November 2026
    And nothing is asked of, or left to, the victim-survivor

  @ENG-4 @F4.14 @rule:engagement-by-requirement
  Scenario: Engagement is written into the probation requirement
    Given the case file "case-study-1"
    When it is assessed on 2 November 2026
    Then the engagement is nothing offered
    And probation should "ask probation to write engagement into the requirement" by 9 November 2026
    And probation is tasked with "ask probation to write engagement into the requirement"

  @ENG-4 @F4.14 @rule:engagement-by-child-protection-plan
  Scenario: Once the child is on a plan, engagement is written into the plan as well
    Given the case file "case-study-1"
    And "on a child-protection plan" for "child-1" is now yes
    When it is assessed on 2 November 2026
    Then children's services should "ask children's services to write engagement into the child-protection plan" by 9 November 2026
    And probation should "ask probation to write engagement into the requirement" by 9 November 2026

  @BEH-4 @SR-02 @rule:children-in-the-work
  Scenario: Work on what children live through waits until contact is safe
    Given the case file "case-study-1"
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on the effects on children"
    And "work on the effects on children" is blocked, in doubt, until "consult the IDVA", meanwhile "work indirectly"
    And "work on the effects on children" is blocked, in doubt, until "make a support offer to the victim-survivor"

  @BEH-4 @B06 @B09 @rule:children-in-the-work
  Scenario: Indirect leads to direct: contact is safe, and the work on children begins
    Given the case file "case-study-1"
    And "all the pairs are listed" is now yes
    And "all the incidents are listed" for "pair-1" is now yes
    And "IDVA last consulted about contact" for "pair-1" is now 30 October 2026
    And "contact is safe in the IDVA's view" for "pair-1" is now yes
    And "IDVA status" for "pair-1" is now engaged
    And "immediate danger to life" for "pair-1" is now no
    And "support offer to the victim-survivor stands" for "pair-1" is now yes
    And "on a child-protection plan" for "child-1" is now yes
    When it is assessed on 2 November 2026
    Then the case manager should "work on the effects on children" by 30 November 2026
    And the case manager should "work on dealing with the child-protection plan" by 30 November 2026
    And "work on the effects on children" is not blocked
    And children's services should "ask children's services to write engagement into the child-protection plan" by 9 November 2026

  @rule:court-address-is-the-victim-survivors @rule:court-address-with-a-child
  Scenario Outline: Had the address been another, nobody would "<action>"
    Given the case file "case-study-1"
    And "address given to the court is" for "pair-1" is now elsewhere
    When it is assessed on 2 November 2026
    Then nobody is called on to "<action>"

    Examples:
      | action                                       |
      | tell every agency on the case of the address |
      | make a child-protection referral             |
      | ask children's services to visit the home    |
      | warn the IDVA                                |

  @rule:court-address-is-the-victim-survivors @rule:court-address-with-a-child
  Scenario Outline: With the address unknown, it is found out before anybody has to "<action>"
    Given the case file "case-study-1"
    And nobody knows "address given to the court is" for "pair-1"
    When it is assessed on 2 November 2026
    Then nobody is called on to "<action>"
    And somebody must find out "address given to the court is" from "court", never from "perpetrator", by 2 November 2026

    Examples:
      | action                                       |
      | tell every agency on the case of the address |
      | make a child-protection referral             |
      | ask children's services to visit the home    |

  @rule:court-address-with-a-child
  Scenario Outline: Had no child lived there, nobody would "<action>"
    Given the case file "case-study-1"
    And "lives with the victim-survivor" for "child-1" is now no
    And "all the children are listed" for "pair-1" is now yes
    When it is assessed on 2 November 2026
    Then nobody is called on to "<action>"
    And the case manager must "tell every agency on the case of the address" for "pair-1" by 2 November 2026

    Examples:
      | action                                    |
      | make a child-protection referral          |
      | ask children's services to visit the home |

  @rule:court-address-with-a-child
  Scenario: With the child's home unknown, it is found out where the child lives
    Given the case file "case-study-1"
    And nobody knows "lives with the victim-survivor" for "child-1"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to visit the home"
    And nobody is called on to "make a child-protection referral"
    And somebody must find out "lives with the victim-survivor" from "children's services", never from "perpetrator", by 2 November 2026

  @rule:not-closed-because-it-is-over
  Scenario: Had children's services gone on, nobody would have to ask them to
    Given the case file "case-study-1"
    And "children's services close on the word that it is over" for "pair-1" is now no
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to assess the risk before they close"
    And nobody is called on to "check the separation from the perpetrator's side"

  @rule:not-closed-because-it-is-over
  Scenario: With their intention unknown, children's services are asked for it
    Given the case file "case-study-1"
    And nobody knows "children's services close on the word that it is over" for "pair-1"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to assess the risk before they close"
    And somebody must find out "children's services close on the word that it is over" from "children's services", by 2 November 2026

  @rule:engagement-by-requirement
  Scenario: Had probation no hold, there would be no requirement to write it into
    Given the case file "case-study-1"
    And "under probation supervision" is now no
    And "custody" is now none
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to write engagement into the requirement"
    And "under probation supervision" is not asked

  @rule:engagement-by-requirement
  Scenario: With supervision unknown, probation is asked
    Given the case file "case-study-1"
    And nobody knows "under probation supervision"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to write engagement into the requirement"
    And "under probation supervision" is asked of "probation"

  @rule:engagement-by-child-protection-plan
  Scenario: While nobody has said that the child is on a plan, children's services are asked
    Given the case file "case-study-1"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to write engagement into the child-protection plan"
    And "on a child-protection plan" is asked of "children's services"

  @rule:engagement-by-child-protection-plan
  Scenario: With no child on a plan there is no plan to write it into
    Given the case file "case-study-1"
    And "on a child-protection plan" for "child-1" is now no
    And "all the children are listed" for "pair-1" is now yes
    And "all the pairs are listed" is now yes
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services to write engagement into the child-protection plan"
    And "on a child-protection plan" is not asked

  @rule:children-in-the-work
  Scenario Outline: Work on children stays away while contact is <answer>
    Given the case file "case-study-1"
    And "all the pairs are listed" is now yes
    And "all the incidents are listed" for "pair-1" is now yes
    And "IDVA last consulted about contact" for "pair-1" is now <consulted>
    And "contact is safe in the IDVA's view" for "pair-1" is now <safe>
    When it is assessed on 2 November 2026
    Then nobody is called on to "work on the effects on children"

    Examples:
      | answer                          | consulted        | safe       |
      | talked of too long ago          | 1 September 2026 | yes        |
      | talked of and not called safe   | 30 October 2026  | don't know |
      | called safe and never talked of | don't know       | yes        |

  @SR-15 @X41 @rule:court-address-with-a-child
  Scenario: In another case the same address calls for the same
    Given a case where
      | custody                     | none |
      | perpetrator is suicidal now | no   |
    And a pair "X" where
      | relationship                  | family member         |
      | address given to the court is | the victim-survivor's |
    And a child "Y" in "X" where
      | lives with the victim-survivor | yes |
    And a pair "Z" where
      | address given to the court is | elsewhere |
    When it is assessed on 7 December 2026
    Then the case manager must "tell every agency on the case of the address" for "X" by 7 December 2026
    And children's services must "make a child-protection referral" for "X" by 7 December 2026
    And children's services must "ask children's services to visit the home" for "X" by 8 December 2026
    And nobody is called on to "tell every agency on the case of the address" for "Z"
    And nobody is called on to "make a child-protection referral" for "Z"

  @SR-12 @rule:not-closed-because-it-is-over
  Scenario: In another case the same word closes nothing either
    Given a case where
      | under probation supervision | no |
    And a pair "X" where
      | relationship                                          | former partner |
      | children's services close on the word that it is over | yes            |
    And a child "Y" in "X" where
      | lives with or sees the perpetrator | yes |
    When it is assessed on 7 December 2026
    Then children's services must "ask children's services to assess the risk before they close" for "X" by 7 December 2026
    And the case manager must "check the separation from the perpetrator's side" for "X" by 9 December 2026

  @ENG-4 @rule:engagement-by-requirement @rule:engagement-by-child-protection-plan
  Scenario: In another case the same levers are written in
    Given a case where
      | under probation supervision | yes |
      | drugs or alcohol need       | yes |
    And a contact "1" where
      | date of the contact      | 23 November 2026 |
      | session offered          | yes              |
      | cancelled by the service | no               |
      | two-way                  | no               |
    And all the contacts are listed
    And a pair "X"
    And a child "Y" in "X" where
      | on a child-protection plan | yes |
    When it is assessed on 7 December 2026
    Then the engagement is none
    And probation should "ask probation to write engagement into the requirement" by 14 December 2026
    And children's services should "ask children's services to write engagement into the child-protection plan" by 14 December 2026

  @BEH-4 @rule:children-in-the-work
  Scenario: In another case the work on children begins on the same terms
    Given the case file "ready-for-change"
    When it is assessed on 2 November 2026
    Then the case manager should "work on the effects on children" by 30 November 2026
    And "work on the effects on children" is not blocked

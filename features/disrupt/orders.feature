Feature: Protective orders by place, and by what was done
  Police can act without the victim-survivor's support; which order there is depends on where the perpetrator lives.

  @rule:protection-order-by-place @X30 @X31
  Scenario: In an area of the pilot the wider order is preferred
    Given a case where
      | age of the perpetrator         | 30      |
      | area the perpetrator lives in  | Croydon |
      | bail conditions forbid contact | no      |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 28             |
      | credible threats to kill   | yes            |
      | immediate danger to life   | yes            |
    When it is assessed on 2 November 2026
    Then police should "ask police to consider a DAPN and DAPO" for "A" by 2 November 2026
    And police should "ask police to consider a DVPN and DVPO" for "A" by 2 November 2026
    And "ask police to consider a DAPN and DAPO" for "A" is preferred to "ask police to consider a DVPN and DVPO"
    And "ask police to consider a DAPN and DAPO" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:protection-order-by-place @X31
  Scenario: Outside the pilot the older order is there and the wider one is not
    Given a case where
      | age of the perpetrator         | 30        |
      | area the perpetrator lives in  | elsewhere |
      | bail conditions forbid contact | no        |
    And a pair "A" where
      | relationship               | former partner |
      | age of the victim-survivor | 28             |
      | credible threats to kill   | yes            |
    When it is assessed on 2 November 2026
    Then "ask police to consider a DAPN and DAPO" for "A" is not available
    And police should "ask police to consider a DVPN and DVPO" for "A"

  @rule:protection-order-by-place @X31
  Scenario: Control that leaves no mark is reason enough to ask
    Given a case
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes |
    When it is assessed on 2 November 2026
    Then police should "ask police to consider a DAPN and DAPO" for "A"
    And "ask police to consider a DAPN and DAPO" for "A" is available once the owner answers

  @rule:protection-order-by-place @X30
  Scenario: At seventeen neither order can be had
    Given a case where
      | age of the perpetrator | 17 |
    And a pair "A" where
      | credible threats to kill | yes |
    When it is assessed on 2 November 2026
    Then "ask police to consider a DVPN and DVPO" for "A" is not available
    And "ask police to consider a DAPN and DAPO" for "A" is not available

  @rule:protection-order-by-place @X30
  Scenario: Nothing is known of any abuse yet, so nobody asks for an order
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to consider a DVPN and DVPO"
    And "daily life controlled or extreme jealousy" is asked of "IDVA"

  @rule:stalking-order @X32 @F3.53
  Scenario: Stalking brings the order that police alone can seek, and people who know stalking
    Given a case
    And a pair "A" where
      | stalked or harassed | yes |
    When it is assessed on 2 November 2026
    Then police should "ask police to consider a stalking protection order" for "A"
    And stalking service should "bring in the stalking service" for "A" by 9 November 2026

  @rule:stalking-order @X32
  Scenario: Stalking that is graded moderate is stalking, whatever the checklist says
    Given a case
    And a pair "A" where
      | stalked or harassed         | no       | IDVA   |
      | stalking and harassment now | moderate | police |
    When it is assessed on 2 November 2026
    Then stalking service should "bring in the stalking service" for "A" by 9 November 2026

  @rule:stalking-order @X32
  Scenario: No stalking on the checklist and none on the grid
    Given a case
    And a pair "A" where
      | stalked or harassed         | no   | IDVA |
      | stalking and harassment now | none | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to consider a stalking protection order"
    And nobody is called on to "bring in the stalking service"

  @rule:stalking-order @X32
  Scenario: Nobody has graded the stalking yet
    Given a case
    And a pair "A" where
      | stalked or harassed | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "bring in the stalking service"
    And "stalking and harassment now" is asked of "police"

  @rule:new-partner @X40 @SR-22 @F1.22
  Scenario: A new partner is offered support, and then told of the past by police
    Given a case
    And a pair "A" where
      | relationship                                | new partner |        |
      | support offer to the victim-survivor stands | yes         | IDVA   |
      | new partner has been told by police         | no          | police |
    When it is assessed on 2 November 2026
    Then IDVA manager should "make a support offer to the victim-survivor" for "A" by 4 November 2026
    And police should "ask police for a Right to Know disclosure" for "A" by 9 November 2026
    And the plan puts "make a support offer to the victim-survivor" before "ask police for a Right to Know disclosure"

  @rule:new-partner @X40 @case-99
  Scenario: Nobody is told of the past while no support stands ready
    Given a case
    And a pair "A" where
      | relationship                                | new partner |      |
      | support offer to the victim-survivor stands | no          | IDVA |
    When it is assessed on 2 November 2026
    Then "ask police for a Right to Know disclosure" for "A" is not available
    And IDVA manager must "make a support offer to the victim-survivor" for "A" by 4 November 2026

  @rule:new-partner @X40 @case-99
  Scenario: Nobody knows whether support stands ready
    Given a case
    And a pair "A" where
      | relationship | new partner |
    When it is assessed on 2 November 2026
    Then "ask police for a Right to Know disclosure" for "A" is available once the owner answers

  @rule:new-partner @X40
  Scenario Outline: Somebody who is <relationship> is not told as a new partner
    Given a case
    And a pair "A" where
      | relationship | <relationship> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police for a Right to Know disclosure"

    Examples:
      | relationship   |
      | former partner |
      | family member  |
      | don't know     |

Feature: What a court can be asked for
  Breach goes back to court; what the sentence holds is proposed by probation, and a place on this service is no
  reason for a lighter or a heavier one.

  @rule:order-broken @X09
  Scenario: A broken order is taken back to court, once the worker has agreed the timing
    Given a case where
      | community order or suspended sentence in force | yes | probation |
      | order or suspended sentence broken             | yes | probation |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then probation should "ask probation to take the broken order to court" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And "ask probation to take the broken order to court" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And in the plan "ask probation to take the broken order to court" waits for "warn the IDVA"

  @rule:order-broken @X09
  Scenario: Danger is ruled out, so a broken order goes to court inside the working week
    Given a case where
      | community order or suspended sentence in force | yes |
      | order or suspended sentence broken             | yes |
      | perpetrator is suicidal now                    | no  |
    And a pair "A" where
      | immediate danger to life                                       | no              |
      | credible threats to kill                                       | yes             |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then probation should "ask probation to take the broken order to court" by 9 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And in the plan "ask probation to take the broken order to court" is to do

  @rule:order-broken @X09
  Scenario: An order that is kept stays out of court
    Given a case where
      | community order or suspended sentence in force | yes |
      | order or suspended sentence broken             | no  |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to take the broken order to court"
    And nobody is called on to "warn the IDVA"

  @rule:order-broken @X09
  Scenario: Whether an order is kept is asked of probation
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to take the broken order to court"
    And nobody is called on to "warn the IDVA"
    And "order or suspended sentence broken" is asked of "probation"

  @rule:order-broken @X09
  Scenario Outline: With an order in force <force>, court is <available>
    Given a case where
      | community order or suspended sentence in force | <force> |
      | order or suspended sentence broken             | yes     |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "ask probation to take the broken order to court" is <available>

    Examples:
      | force      | available                        |
      | no         | not available                    |
      | don't know | available once the owner answers |

  @rule:pre-sentence-report @rule:sentencing-note @X10 @F3.05 @ELG-10
  Scenario: Convicted, and the sentence is to come: probation proposes, and the note is on the report first
    Given a case where
      | criminal proceedings | awaiting sentence | court |
    When it is assessed on 2 November 2026
    Then probation should "ask probation to propose requirements in the pre-sentence report" by 9 November 2026
    And the case manager must "put the sentencing note on every report" by 2 November 2026
    And in the plan "ask probation to propose requirements in the pre-sentence report" waits for "put the sentencing note on every report"
    And "ask probation to propose requirements in the pre-sentence report" may be requested by the case manager
    And in the plan "ask probation to propose requirements in the pre-sentence report" is to do

  @rule:pre-sentence-report @X10 @case-51
  Scenario Outline: With proceedings <proceedings> there is no report to propose in
    Given a case where
      | criminal proceedings | <proceedings> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to propose requirements in the pre-sentence report"

    Examples:
      | proceedings         |
      | none                |
      | under investigation |
      | released on bail    |
      | charged             |
      | ended               |

  @rule:pre-sentence-report @X10
  Scenario: Whether a sentence is to come is asked of the court
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask probation to propose requirements in the pre-sentence report"
    And "criminal proceedings" is asked of "court"

  @rule:restraining-order @X11
  Scenario Outline: <proceedings>: a restraining order is asked for, whatever the verdict
    Given a case where
      | criminal proceedings | <proceedings> | police |
    And a pair "A" where
      | restraining order protects the victim-survivor | no | police |
    When it is assessed on 2 November 2026
    Then court should "ask the court for a restraining order" for "A" by 2 November 2026
    And "ask the court for a restraining order" for "A" may be requested by the Crown Prosecution Service
    And "ask the court for a restraining order" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And "ask the court for a restraining order" for "A" is blocked, in doubt, until "draw up the conditions with the victim-survivor's worker"
    And the plan reads "Legal basis: Sentencing Act 2020, section 360 (conviction); Protection from Harassment Act 1997, section 5A (acquittal)"

    Examples:
      | proceedings       |
      | charged           |
      | awaiting sentence |

  @rule:restraining-order @X11
  Scenario: Danger is ruled out, so the restraining order is asked for inside the working week
    Given a case where
      | criminal proceedings        | charged |
      | perpetrator is suicidal now | no      |
    And a pair "A" where
      | immediate danger to life                                       | no              |
      | credible threats to kill                                       | yes             |
      | restraining order protects the victim-survivor                 | no              |
      | timing of action last agreed with the victim-survivor's worker | 30 October 2026 |
      | conditions last drawn up with the victim-survivor's worker     | 30 October 2026 |
    And all the incidents are listed in "A"
    When it is assessed on 2 November 2026
    Then court should "ask the court for a restraining order" for "A" by 9 November 2026
    And in the plan "ask the court for a restraining order" for "A" is to do

  @rule:restraining-order @X11
  Scenario Outline: With proceedings <proceedings> no criminal court can make one
    Given a case where
      | criminal proceedings | <proceedings> |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the court for a restraining order"

    Examples:
      | proceedings         |
      | none                |
      | under investigation |
      | released on bail    |
      | ended               |
      | don't know          |

  @rule:restraining-order @X11
  Scenario Outline: With a restraining order in place <placed>, another is <available>
    Given a case where
      | criminal proceedings | charged |
    And a pair "A" where
      | restraining order protects the victim-survivor | <placed> |
    When it is assessed on 2 November 2026
    Then "ask the court for a restraining order" for "A" is <available>

    Examples:
      | placed     | available                        |
      | yes        | not available                    |
      | don't know | available once the owner answers |

  @rule:court-address-is-challenged @X20 @SR-15 @DIS-07 @case-96
  Scenario Outline: The court is asked the same day to refuse an address that is <address>
    Given a case
    And a pair "A" where
      | address given to the court is | <address> | court |
      | court has refused the address | no        | court |
    And all the children are listed in "A"
    When it is assessed on 2 November 2026
    Then court should "ask the court to refuse the address" for "A" by 2 November 2026
    And the plan asks the court, through police, to "ask the court to refuse the address" for "A"
    And in the plan "ask the court to refuse the address" waits for "warn the IDVA"
    And the case manager must "tell every agency on the case of the address" for "A" by 2 November 2026
    And "ask the court to refuse the address" for "A" is not blocked
    And in the plan "ask the court to refuse the address" for "A" is to do

    Examples:
      | address                        |
      | the victim-survivor's          |
      | close to the victim-survivor's |

  @rule:court-address-is-challenged @X20
  Scenario Outline: An address that is <address> is for nobody to refuse
    Given a case
    And a pair "A" where
      | address given to the court is | <address> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the court to refuse the address"

    Examples:
      | address          |
      | elsewhere        |
      | no address given |

  @rule:court-address-is-challenged @X20
  Scenario: Nobody asks a court to refuse an address that nobody knows
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the court to refuse the address"
    And somebody must find out "address given to the court is" from "court", never from "perpetrator", by 2 November 2026

  @rule:court-address-is-challenged @X20
  Scenario Outline: Case study 1: with the address refused <refused>, asking the court is <available>
    Given the case file "case-study-1"
    And "court has refused the address" for "pair-1" is now <refused>
    When it is assessed on 2 November 2026
    Then "ask the court to refuse the address" for "pair-1" is <available>
    And the case manager must "tell every agency on the case of the address" for "pair-1" by 2 November 2026

    Examples:
      | refused    | available                        |
      | yes        | not available                    |
      | don't know | available once the owner answers |

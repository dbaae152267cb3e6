Feature: What agencies can do with the powers they have
  Each power has an owner, a limit and a moment. None is used as a pretext, and none before its danger to the victim-survivor is weighed.

  # A disclosure to somebody at risk (X40 besides what stands in the feature on orders)

  @rule:new-partner @X40 @case-99
  Scenario Outline: Support that stands with an IDVA <status> is <ready>
    Given a case
    And a pair "A" where
      | relationship                                | new partner |        |
      | support offer to the victim-survivor stands | yes         | IDVA   |
      | IDVA status                                 | <status>    | IDVA   |
      | new partner has been told by police         | no          | police |
    When it is assessed on 2 November 2026
    Then in the plan "ask police for a Right to Know disclosure" for "A" is <standing>

    Examples:
      | status           | ready             | standing                |
      | engaged          | ready             | to do                   |
      | offered          | ready             | to do                   |
      | declined         | ready, if wanted  | to do                   |
      | nobody available | not there         | not available           |
      | don't know       | to be asked about | for the owner to answer |

  @rule:new-partner @X40
  Scenario: What is told stays with whoever is told, and police say within four weeks what they decided
    Given a case
    And a pair "A" where
      | relationship                                | new partner |        |
      | support offer to the victim-survivor stands | yes         | IDVA   |
      | IDVA status                                 | engaged     | IDVA   |
      | new partner has been told by police         | no          | police |
    When it is assessed on 2 November 2026
    Then police should "ask police to agree confidence with whoever is told" for "A" by 9 November 2026
    And police should "hear from police what they decided on the disclosure" for "A" by 30 November 2026
    And the plan reads "Domestic Abuse Act 2021, section 77"
    And the plan puts "ask police for a Right to Know disclosure" before "hear from police what they decided on the disclosure"

  @rule:new-partner @X40 @SR-04
  Scenario: The perpetrator's file does not show that somebody may be told
    Given a case
    And a pair "A" where
      | relationship                                | new partner |        |
      | support offer to the victim-survivor stands | yes         | IDVA   |
      | new partner has been told by police         | no          | police |
    When it is assessed on 2 November 2026
    Then the case manager reads "ask police for a Right to Know disclosure"
    And the subject access does not read "Right to Know"
    And the subject access does not read "told by police"

  # Driving

  @rule:driving-concern @X45
  Scenario: Driving that is a danger is told to the licensing agency
    Given a case where
      | driving is a danger through drink or drugs or health | yes | police |
    When it is assessed on 2 November 2026
    Then police should "ask police to tell DVLA of the danger" by 9 November 2026

  @rule:driving-concern @X45 @SR-20
  Scenario: Even so the timing is agreed first
    Given a case where
      | driving is a danger through drink or drugs or health | yes | police |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "ask police to tell DVLA of the danger" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:driving-concern @X45
  Scenario: Somebody who drinks and drives safely is not reported
    Given a case where
      | drugs or alcohol need                                | yes | probation |
      | driving is a danger through drink or drugs or health | no  | police    |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to tell DVLA of the danger"

  @rule:driving-concern @X45
  Scenario: Nobody has asked about driving
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to tell DVLA of the danger"
    And "driving is a danger through drink or drugs or health" is asked of "police"

  # Money as a means of abuse

  @rule:maintenance-withheld @X46
  Scenario: Maintenance that is withheld as abuse may be enforced, if the victim-survivor wants it
    Given a case
    And a pair "A" where
      | child maintenance is withheld as abuse | yes | IDVA |
    When it is assessed on 2 November 2026
    Then IDVA may "support the victim-survivor to have child maintenance enforced" for "A" by 30 November 2026
    And "support the victim-survivor to have child maintenance enforced" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"
    And nothing is asked of, or left to, the victim-survivor

  @rule:maintenance-withheld @X46
  Scenario: Maintenance is paid, or was never due
    Given a case
    And a pair "A" where
      | child maintenance is withheld as abuse | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "support the victim-survivor to have child maintenance enforced"

  @rule:maintenance-withheld @X46
  Scenario: Nobody has asked about maintenance
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "support the victim-survivor to have child maintenance enforced"
    And "child maintenance is withheld as abuse" is asked of "IDVA"

  @rule:false-claims @X46
  Scenario: False claims that are part of the abuse go to the authority, through police
    Given a case
    And a pair "A" where
      | false claims for money are part of the abuse                   | yes             | IDVA |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 | IDVA |
    When it is assessed on 2 November 2026
    Then benefits and tax authority may "report the false claims to the benefits or tax authority" for "A" by 30 November 2026
    And the plan asks benefits and tax authority, through police, to "report the false claims to the benefits or tax authority" for "A"

  @rule:false-claims @X46 @SR-20
  Scenario: A report can come back on the victim-survivor, so the timing is agreed first
    Given a case
    And a pair "A" where
      | false claims for money are part of the abuse | yes | IDVA |
    When it is assessed on 2 November 2026
    Then "report the false claims to the benefits or tax authority" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:false-claims @X46
  Scenario: Without a link to the abuse nobody is reported
    Given a case
    And a pair "A" where
      | false claims for money are part of the abuse | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "report the false claims to the benefits or tax authority"

  @rule:false-claims @X46
  Scenario: Nobody has asked about claims
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "report the false claims to the benefits or tax authority"
    And "false claims for money are part of the abuse" is asked of "IDVA"

  # A position of trust

  @rule:trusted-with-children @X48
  Scenario: Work with children goes to the designated officer by the next working day
    Given a case where
      | work in a position of trust | work with children |
    When it is assessed on 6 November 2026
    Then employer's designated officer should "tell the designated officer of the work with children" by 9 November 2026
    And the plan asks employer's designated officer, through children's services, to "tell the designated officer of the work with children"

  @rule:trusted-with-adults @X48
  Scenario: Work with adults at risk goes to adult social care
    Given a case where
      | work in a position of trust | work with adults at risk |
    When it is assessed on 2 November 2026
    Then adult social care should "ask adult social care to act on the work with adults at risk" by 9 November 2026
    And the plan asks adult social care to "ask adult social care to act on the work with adults at risk"

  @rule:licensed-work @X48
  Scenario: Licensed work goes to police, who decide what the licensing authority is told
    Given a case where
      | work in a position of trust | licensed work |
    When it is assessed on 2 November 2026
    Then police should "ask police to tell the body that licenses or bars" by 9 November 2026

  @rule:trusted-with-children @rule:trusted-with-adults @rule:licensed-work @X48
  Scenario Outline: With <work> only <whose> is told
    Given a case where
      | work in a position of trust | <work> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "<not>"
    And nobody is called on to "<nor>"

    Examples:
      | work                     | whose        | not                                                          | nor                                                          |
      | no such work             | nobody       | tell the designated officer of the work with children        | ask police to tell the body that licenses or bars            |
      | no such work             | nobody       | ask adult social care to act on the work with adults at risk | tell the designated officer of the work with children        |
      | work with children       | its own body | ask adult social care to act on the work with adults at risk | ask police to tell the body that licenses or bars            |
      | work with adults at risk | its own body | tell the designated officer of the work with children        | ask police to tell the body that licenses or bars            |
      | licensed work            | its own body | tell the designated officer of the work with children        | ask adult social care to act on the work with adults at risk |

  @rule:trusted-with-children @rule:trusted-with-adults @rule:licensed-work @X48
  Scenario: Nobody has asked where the perpetrator works
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell the designated officer of the work with children"
    And nobody is called on to "ask adult social care to act on the work with adults at risk"
    And nobody is called on to "ask police to tell the body that licenses or bars"
    And "work in a position of trust" is asked of "probation"

  @rule:trusted-with-children @rule:trusted-with-adults @rule:licensed-work @X48 @SR-20
  Scenario Outline: "<action>" waits for the timing
    Given a case where
      | work in a position of trust | <work> |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then "<action>" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

    Examples:
      | work                     | action                                                       |
      | work with children       | tell the designated officer of the work with children        |
      | work with adults at risk | ask adult social care to act on the work with adults at risk |
      | licensed work            | ask police to tell the body that licenses or bars            |

  # School and nursery

  @rule:school-knows @X49
  Scenario Outline: The school of a child who <lives> knows how to keep the child safe
    Given a case
    And a pair "A"
    And a child "C" in "A" where
      | goes to school or nursery          | yes    |
      | lives with the victim-survivor     | <with> |
      | lives with or sees the perpetrator | <sees> |
    When it is assessed on 2 November 2026
    Then children's services should "tell the school or nursery how to keep the child safe" for "A" by 9 November 2026
    And "tell the school or nursery how to keep the child safe" for "A" is not blocked

    Examples:
      | lives                          | with | sees |
      | lives with the victim-survivor | yes  | no   |
      | sees the perpetrator           | no   | yes  |

  @rule:school-knows @rule:school-hears-of-the-incident @X49
  Scenario Outline: No school is told of a child who <why>
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 November 2026 |
      | police attended      | yes             |
    And a child "C" in "A" where
      | goes to school or nursery          | <school> |
      | lives with the victim-survivor     | <with>   |
      | lives with or sees the perpetrator | no       |
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell the school or nursery how to keep the child safe"
    And nobody is called on to "ask police to tell the school before the next school day"

    Examples:
      | why                        | school | with |
      | goes to none               | no     | yes  |
      | is in neither of the homes | yes    | no   |

  @rule:school-knows @rule:school-hears-of-the-incident @X49
  Scenario: Nobody has asked whether the child goes to school
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 November 2026 |
      | police attended      | yes             |
    And a child "C" in "A" where
      | lives with the victim-survivor | yes |
    When it is assessed on 2 November 2026
    Then nobody is called on to "tell the school or nursery how to keep the child safe"
    And nobody is called on to "ask police to tell the school before the next school day"
    And "goes to school or nursery" is asked of "school"

  @rule:school-hears-of-the-incident @X49
  Scenario Outline: Police attended <when>, and the school hears before the child is there
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | <day> |
      | police attended      | yes   |
    And a child "C" in "A" where
      | goes to school or nursery      | yes |
      | lives with the victim-survivor | yes |
    When it is assessed on 2 November 2026
    Then police should "ask police to tell the school before the next school day" for "A" by 2 November 2026
    And the plan reads "Domestic Abuse Act 2021, section 49A"

    Examples:
      | when          | day             |
      | today         | 2 November 2026 |
      | on the Friday | 30 October 2026 |

  @rule:school-hears-of-the-incident @X49
  Scenario Outline: <what> is not for the school today
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | <day>      |
      | police attended      | <attended> |
    And all the incidents are listed in "A"
    And a child "C" in "A" where
      | goes to school or nursery      | yes |
      | lives with the victim-survivor | yes |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to tell the school before the next school day"

    Examples:
      | what                                   | day             | attended |
      | An incident of the week before         | 29 October 2026 | yes      |
      | An incident that police did not attend | 1 November 2026 | no       |

  @rule:school-hears-of-the-incident @X49
  Scenario: Nobody knows whether police attended
    Given a case
    And a pair "A"
    And an incident "1" in "A" where
      | date of the incident | 1 November 2026 |
    And a child "C" in "A" where
      | goes to school or nursery      | yes |
      | lives with the victim-survivor | yes |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to tell the school before the next school day"
    And "police attended" is asked of "police"

  @rule:contact-is-supervised @X49 @U07
  Scenario: A child sees the perpetrator, and children's services say whether that is supervised
    Given a case
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes | IDVA |
    And a child "C" in "A" where
      | lives with or sees the perpetrator | yes |
    When it is assessed on 2 November 2026
    Then children's services should "ask children's services whether contact is to be supervised" for "A" by 9 November 2026

  @rule:contact-is-supervised @X49
  Scenario Outline: Nothing to supervise where <why>
    Given a case
    And a pair "A" where
      | daily life controlled or extreme jealousy | <control> | IDVA |
    And the IDVA answers the checklist of "A": <yes> yes, <no> no
    And every other behaviour of "A" is graded none, and is not getting worse
    And a child "C" in "A" where
      | lives with or sees the perpetrator | <sees> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services whether contact is to be supervised"

    Examples:
      | why                                    | control | yes | no | sees |
      | the child does not see the perpetrator | yes     | 1   | 23 | no   |
      | there was no abuse of any kind         | no      | 0   | 24 | yes  |

  @rule:contact-is-supervised @X49
  Scenario: Nobody has said whether the child sees the perpetrator
    Given a case
    And a pair "A" where
      | daily life controlled or extreme jealousy | yes | IDVA |
    And a child "C" in "A" where
      | lives with the victim-survivor | yes |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask children's services whether contact is to be supervised"
    And "lives with or sees the perpetrator" is asked of "school"

  # What agencies write down, and where the perpetrator is

  @rule:the-record-is-put-right @X50
  Scenario: An agency has written down that the two are as bad as each other
    Given a case
    And a pair "A" where
      | an agency's record of the abuse is wrong | yes | IDVA |
    When it is assessed on 2 November 2026
    Then the case manager must "have the agency's record put right" for "A" by 9 November 2026

  @rule:the-record-is-put-right @X50
  Scenario: The records are right
    Given a case
    And a pair "A" where
      | an agency's record of the abuse is wrong | no | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "have the agency's record put right"

  @rule:the-record-is-put-right @X50
  Scenario: Nobody has read the records
    Given a case
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody is called on to "have the agency's record put right"
    And "an agency's record of the abuse is wrong" is asked of "IDVA"

  @rule:where-the-perpetrator-stays @X51
  Scenario: Nobody knows where the perpetrator stays: it is asked, once the basis for asking is recorded
    Given a case where
      | agencies know where the perpetrator stays | no | police |
    When it is assessed on 6 November 2026
    Then the case manager should "record the lawful basis for asking" by 10 November 2026
    And the case manager should "ask police and probation and housing where the perpetrator stays and goes" by 13 November 2026
    And the plan puts "record the lawful basis for asking" before "ask police and probation and housing where the perpetrator stays and goes"
    And in the plan "ask police and probation and housing where the perpetrator stays and goes" comes after "record the lawful basis for asking"

  @rule:where-the-perpetrator-stays @X51
  Scenario Outline: With a basis that is <basis> recorded the question is <standing>
    Given a case where
      | agencies know where the perpetrator stays | no      |
      | lawful basis for asking is recorded       | <basis> |
    When it is assessed on 2 November 2026
    Then in the plan "ask police and probation and housing where the perpetrator stays and goes" is <standing>

    Examples:
      | basis      | standing                |
      | yes        | to do                   |
      | no         | not available           |
      | don't know | for the owner to answer |

  @rule:where-the-perpetrator-stays @X51
  Scenario: It is known where the perpetrator stays
    Given a case where
      | agencies know where the perpetrator stays | yes |
    When it is assessed on 2 November 2026
    Then nobody is called on to "record the lawful basis for asking"
    And nobody is called on to "ask police and probation and housing where the perpetrator stays and goes"

  @rule:where-the-perpetrator-stays @X51
  Scenario: Nobody has said whether it is known
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "record the lawful basis for asking"
    And "agencies know where the perpetrator stays" is asked of "probation"

  # When an agency does not act

  @rule:police-do-not-act @X52 @F4.18
  Scenario: A task of police is refused or overdue: the Drive Fellow takes it up
    Given a case where
      | a police task is refused or overdue | yes |
    When it is assessed on 6 November 2026
    Then Drive Fellow should "take the stuck task to the Drive Fellow" by 9 November 2026
    And nobody is called on to "take the stuck task to the practice advisor"

  @rule:another-agency-does-not-act @X52
  Scenario: A task of another agency is refused or overdue: the practice advisor takes it up
    Given a case where
      | another agency's task is refused or overdue | yes |
    When it is assessed on 6 November 2026
    Then practice advisor should "take the stuck task to the practice advisor" by 10 November 2026
    And nobody is called on to "take the stuck task to the Drive Fellow"

  @rule:police-do-not-act @rule:another-agency-does-not-act @X52
  Scenario: Every task is in hand
    Given a case where
      | a police task is refused or overdue         | no |
      | another agency's task is refused or overdue | no |
    When it is assessed on 2 November 2026
    Then nobody is called on to "take the stuck task to the Drive Fellow"
    And nobody is called on to "take the stuck task to the practice advisor"

  @rule:police-do-not-act @rule:another-agency-does-not-act @X52
  Scenario: Nobody has looked at the tasks
    Given a case
    When it is assessed on 2 November 2026
    Then nobody is called on to "take the stuck task to the Drive Fellow"
    And nobody is called on to "take the stuck task to the practice advisor"
    And "a police task is refused or overdue" is asked of "case manager"
    And "another agency's task is refused or overdue" is asked of "case manager"

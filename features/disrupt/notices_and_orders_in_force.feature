Feature: A notice runs out in two days, and an order is worth what is done when it is broken
  Whoever asked for an order looks at what came of it: the hearing, the length, the tag, the register, the breach.

  # The hearing that follows a notice

  @rule:notice-comes-to-court @X30 @case-141
  Scenario: Served on the Friday before a bank holiday, and every day counts here
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order                           | DVPN           |
      | date the order was served               | 28 August 2026 |
      | hearing that follows the notice is held | no             |
    When it is assessed on 28 August 2026
    Then police must "ask police to bring the notice to court in time" for "A" by 30 August 2026
    And the case manager reads "due within 2 days of date the order was served"

  @rule:notice-comes-to-court @X30 @case-141 @Bank-holidays
  Scenario: The same notice where the site leaves out weekends and bank holidays
    Given a site where
      | time that a notice runs | 2 working days |
    And a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order                           | DVPN           |
      | date the order was served               | 28 August 2026 |
      | hearing that follows the notice is held | no             |
    When it is assessed on 28 August 2026
    Then police must "ask police to bring the notice to court in time" for "A" by 2 September 2026
    And the case manager reads "due within 2 working days of date the order was served"

  @rule:notice-comes-to-court @X31
  Scenario: A notice under the wider law runs as short
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order                           | DAPN            |
      | date the order was served               | 2 November 2026 |
      | hearing that follows the notice is held | no              |
    When it is assessed on 3 November 2026
    Then police must "ask police to bring the notice to court in time" for "A" by 4 November 2026

  @rule:notice-comes-to-court @X30
  Scenario: Nobody has said whether the hearing was held, so police are asked to see to it
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order             | DVPN            |
      | date the order was served | 2 November 2026 |
    When it is assessed on 3 November 2026
    Then police must "ask police to bring the notice to court in time" for "A" by 4 November 2026, in doubt
    And "hearing that follows the notice is held" is asked of "court"

  @rule:notice-comes-to-court @X30
  Scenario Outline: A <sort>, hearing held "<held>", calls for no hearing
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order                           | <sort>          |
      | date the order was served               | 2 November 2026 |
      | hearing that follows the notice is held | <held>          |
    When it is assessed on 3 November 2026
    Then nobody is called on to "ask police to bring the notice to court in time"

    Examples:
      | sort                      | held |
      | DVPN                      | yes  |
      | DAPN                      | yes  |
      | DVPO                      | no   |
      | DAPO                      | no   |
      | stalking protection order | no   |

  # How long an order runs

  @rule:length-of-the-order @X30 @X32
  Scenario Outline: A <sort> of <days> days is put right
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order       | <sort> |
      | days the order runs | <days> |
    When it is assessed on 6 November 2026
    Then police must "ask police to have the length of the order put right" for "A" by 9 November 2026

    Examples:
      | sort                      | days |
      | DVPO                      | 13   |
      | DVPO                      | 29   |
      | stalking protection order | 729  |

  @rule:length-of-the-order @X30 @X31 @X32
  Scenario Outline: A <sort> of <days> days is within the law
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order       | <sort> |
      | days the order runs | <days> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to have the length of the order put right"

    Examples:
      | sort                              | days |
      | DVPO                              | 14   |
      | DVPO                              | 28   |
      | stalking protection order         | 730  |
      | interim stalking protection order | 28   |
      | DAPO                              | 7    |
      | DAPO                              | 1096 |

  @rule:length-of-the-order @X30
  Scenario: Nobody has read how long the DVPO runs
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order | DVPO |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to have the length of the order put right"
    And "days the order runs" is asked of "court"

  # Electronic monitoring under a DAPO

  @rule:monitoring-is-lawful @X31 @case-106
  Scenario: An order of three years with two years of monitoring: the monitoring is put right, and the order stands
    Given a case where
      | home of the perpetrator | private tenancy |
    And a pair "A"
    And an order "1" in "A" where
      | sort of order                                        | DAPO |
      | days the order runs                                  | 1096 |
      | months of electronic monitoring                      | 24   |
      | perpetrator was in court when monitoring was ordered | yes  |
      | everybody needed for the monitoring agrees           | yes  |
    When it is assessed on 2 November 2026
    Then police must "ask police to have the electronic monitoring put right" for "A" by 3 November 2026
    And nobody is called on to "ask police to have the length of the order put right"

  @rule:monitoring-is-lawful @X31 @case-106 @case-107
  Scenario Outline: Monitoring is put right where <why>
    Given a case where
      | home of the perpetrator | <home> |
    And a pair "A"
    And an order "1" in "A" where
      | sort of order                                        | DAPO     |
      | months of electronic monitoring                      | <months> |
      | perpetrator was in court when monitoring was ordered | <there>  |
      | everybody needed for the monitoring agrees           | <agree>  |
    When it is assessed on 6 November 2026
    Then police must "ask police to have the electronic monitoring put right" for "A" by 9 November 2026

    Examples:
      | why                                   | months | home            | there | agree |
      | it runs a month too long              | 13     | private tenancy | yes   | yes   |
      | there is no fixed abode               | 12     | no fixed abode  | yes   | yes   |
      | there is none, and it runs one month  | 1      | no fixed abode  | yes   | yes   |
      | the perpetrator was not in court      | 12     | private tenancy | no    | yes   |
      | the householder was not for it        | 12     | private tenancy | yes   | no    |

  @rule:monitoring-is-lawful @X31
  Scenario Outline: Nothing is amiss with <months> months of monitoring in a <sort> where the home is <home>
    Given a case where
      | home of the perpetrator | <home> |
    And a pair "A"
    And an order "1" in "A" where
      | sort of order                                        | <sort>   |
      | months of electronic monitoring                      | <months> |
      | perpetrator was in court when monitoring was ordered | <there>  |
      | everybody needed for the monitoring agrees           | yes      |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to have the electronic monitoring put right"

    Examples:
      | months | sort              | home            | there |
      | 12     | DAPO              | private tenancy | yes   |
      | 0      | DAPO              | no fixed abode  | no    |
      | 24     | restraining order | no fixed abode  | no    |

  @rule:monitoring-is-lawful @X31
  Scenario: There is monitoring, and nobody has asked whether the householder agrees
    Given a case where
      | home of the perpetrator | somebody else's home |
    And a pair "A"
    And an order "1" in "A" where
      | sort of order                                        | DAPO |
      | months of electronic monitoring                      | 6    |
      | perpetrator was in court when monitoring was ordered | yes  |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to have the electronic monitoring put right"
    And "everybody needed for the monitoring agrees" is asked of "police"

  @rule:monitoring-with-the-order @X31
  Scenario: What was ordered before was broken, so the order may be watched over
    Given a case where
      | age of the perpetrator        | 30              |
      | area the perpetrator lives in | Croydon         |
      | home of the perpetrator       | private tenancy |
    And a pair "A" where
      | credible threats to kill          | yes | IDVA   |
      | order or bail or agreement broken | yes | police |
    When it is assessed on 2 November 2026
    Then police may "ask police to seek electronic monitoring with the DAPO" for "A" by 30 November 2026
    And "ask police to seek electronic monitoring with the DAPO" for "A" is blocked, in doubt, until "agree the timing with the victim-survivor's worker"

  @rule:monitoring-with-the-order @X31 @case-107
  Scenario Outline: Somebody whose home is <home> and who lives in <area> is <standing> for monitoring
    Given a case where
      | area the perpetrator lives in | <area> |
      | home of the perpetrator       | <home> |
    And a pair "A" where
      | credible threats to kill                                       | yes             | IDVA   |
      | order or bail or agreement broken                              | yes             | police |
      | timing of action last agreed with the victim-survivor's worker | 1 November 2026 | IDVA   |
    When it is assessed on 2 November 2026
    Then in the plan "ask police to seek electronic monitoring with the DAPO" for "A" is <standing>

    Examples:
      | home                           | area      | standing                |
      | no fixed abode                 | Croydon   | not available           |
      | social tenancy                 | elsewhere | not available           |
      | social tenancy                 | Croydon   | to do                   |
      | private tenancy                | Croydon   | to do                   |
      | owned home                     | Croydon   | to do                   |
      | somebody else's home           | Croydon   | to do                   |
      | supported or approved premises | Croydon   | to do                   |
      | don't know                     | Croydon   | for the owner to answer |

  @rule:monitoring-with-the-order @X31
  Scenario: Nothing that was ordered or agreed has been broken
    Given a case
    And a pair "A" where
      | credible threats to kill          | yes | IDVA   |
      | order or bail or agreement broken | no  | police |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to seek electronic monitoring with the DAPO"

  @rule:monitoring-with-the-order @X31
  Scenario: An order was broken and nothing else is answered yes
    Given a case
    And a pair "A" where
      | order or bail or agreement broken | yes | police |
    And the IDVA answers the checklist of "A": 1 yes, 23 no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to seek electronic monitoring with the DAPO"

  @rule:monitoring-with-the-order @X31
  Scenario: Nobody has asked whether anything was broken
    Given a case
    And a pair "A" where
      | credible threats to kill | yes | IDVA |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to seek electronic monitoring with the DAPO"
    And "order or bail or agreement broken" is asked of "police"

  # Name and address

  @rule:registration-is-checked @X31 @X32
  Scenario Outline: Three days after a <sort> was served police look whether the perpetrator has registered
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order                              | <sort>          |
      | date the order was served                  | 6 November 2026 |
      | perpetrator has registered under the order | no              |
    When it is assessed on 7 November 2026
    Then police must "ask police to check that the perpetrator has registered" for "A" by 9 November 2026

    Examples:
      | sort                              |
      | DAPO                              |
      | stalking protection order         |
      | interim stalking protection order |

  @rule:registration-is-checked @X31
  Scenario: Nobody has looked whether the perpetrator has registered
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order             | DAPO            |
      | date the order was served | 6 November 2026 |
    When it is assessed on 7 November 2026
    Then police must "ask police to check that the perpetrator has registered" for "A" by 9 November 2026, in doubt

  @rule:registration-is-checked @X31
  Scenario Outline: Under a <sort>, registered "<registered>", nothing is to be checked
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order                              | <sort>          |
      | date the order was served                  | 6 November 2026 |
      | perpetrator has registered under the order | <registered>    |
    When it is assessed on 7 November 2026
    Then nobody is called on to "ask police to check that the perpetrator has registered"

    Examples:
      | sort                  | registered |
      | DAPO                  | yes        |
      | DVPO                  | no         |
      | non-molestation order | no         |

  # Breach

  @rule:breach-goes-to-police @rule:breach-goes-to-court @X30 @X31 @X32 @X33 @X37
  Scenario Outline: A broken <sort> is for police the same day, and the IDVA knows first
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order    | <sort> |
      | order was broken | yes    |
    When it is assessed on 2 November 2026
    Then police must "ask police to act on the broken order" for "A" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And the plan puts "warn the IDVA" before "ask police to act on the broken order"
    And in the plan "ask police to act on the broken order" comes after "warn the IDVA"
    And "ask police to act on the broken order" for "A" is not blocked
    And nobody is called on to "ask police whether the order carries a power of arrest"

    Examples:
      | sort                              |
      | DVPN                              |
      | DVPO                              |
      | DAPN                              |
      | DAPO                              |
      | stalking protection order         |
      | interim stalking protection order |
      | non-molestation order             |
      | restraining order                 |
      | forced marriage protection order  |
      | FGM protection order              |

  @rule:breach-goes-to-court @rule:breach-goes-to-police @X34 @X35
  Scenario Outline: A broken <sort> goes back to court, unless police may arrest
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order    | <sort> |
      | order was broken | yes    |
    When it is assessed on 2 November 2026
    Then police must "ask police whether the order carries a power of arrest" for "A" by 2 November 2026
    And the case manager must "warn the IDVA" by 2 November 2026
    And the plan puts "warn the IDVA" before "ask police whether the order carries a power of arrest"
    And in the plan "ask police whether the order carries a power of arrest" comes after "warn the IDVA"
    And IDVA may "support the victim-survivor to take the broken order back to court" for "A" by 30 November 2026
    And nobody is called on to "ask police to act on the broken order"
    And nothing is asked of, or left to, the victim-survivor

    Examples:
      | sort             |
      | occupation order |
      | civil injunction |

  @rule:breach-goes-to-police @rule:breach-goes-to-court @X30
  Scenario Outline: A <sort> that is kept calls for nothing
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order    | <sort> |
      | order was broken | no     |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to act on the broken order"
    And nobody is called on to "ask police whether the order carries a power of arrest"
    And nobody is called on to "warn the IDVA"

    Examples:
      | sort             |
      | DAPO             |
      | occupation order |

  @rule:breach-goes-to-police @rule:breach-goes-to-court @X30
  Scenario Outline: Nobody has asked whether the <sort> was broken
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order | <sort> |
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask police to act on the broken order"
    And nobody is called on to "ask police whether the order carries a power of arrest"
    And "order was broken" is asked of "IDVA"

    Examples:
      | sort             |
      | DAPO             |
      | occupation order |

  @rule:breach-goes-to-police @SR-04
  Scenario: That the victim-survivor's side spoke of a breach is not for the perpetrator's file
    Given a case
    And a pair "A"
    And an order "1" in "A" where
      | sort of order    | non-molestation order |      |
      | order was broken | yes                   | IDVA |
    When it is assessed on 2 November 2026
    Then the case manager reads "ask police to act on the broken order"
    And the subject access does not read "broken order"

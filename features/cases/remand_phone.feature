Feature: On remand the perpetrator phones the victim-survivor
  The prison can stop the calls. The victim-survivor keeps safe by answering, and is told to do nothing.

  @X16 @SR-19 @case-92 @rule:prison-blocks-contact
  Scenario: The prison is asked the same day to stop the calls, and the IDVA is warned
    Given the case file "remand-phone"
    When it is assessed on 2 November 2026
    Then prison must "ask the prison to block contact with the victim-survivor" for "pair-1" by 2 November 2026
    And "ask the prison to block contact with the victim-survivor" for "pair-1" may be requested by the case manager
    And the case manager must "warn the IDVA" by 2 November 2026

  @SR-19 @X50 @case-92 @rule:the-burden-is-not-the-victim-survivors
  Scenario: The plan that says to leave the phone ringing is put right
    Given the case file "remand-phone"
    When it is assessed on 2 November 2026
    Then the case manager must "put right the plan of the agency" for "pair-1" by 3 November 2026

  @SR-19 @case-92
  Scenario: Nothing is left to the victim-survivor
    Given the case file "remand-phone"
    When it is assessed on 2 November 2026
    Then nothing is asked of, or left to, the victim-survivor

  @SR-19 @case-92
  Scenario Outline: On no page does anybody read "<words>"
    Given the case file "remand-phone"
    When it is assessed on 2 November 2026
    Then no reader reads "<words>"

    Examples:
      | words                      |
      | don't answer               |
      | do not answer              |
      | not to answer              |
      | not answer the phone       |
      | stop answering             |
      | let it ring                |
      | leave the phone            |
      | change her number          |
      | change their number        |
      | block his number           |
      | advise the victim-survivor |
      | tell the victim-survivor   |
      | the victim-survivor must   |
      | the victim-survivor should |

  @SR-27 @case-104
  Scenario Outline: On no page is anybody promised "<words>"
    Given the case file "remand-phone"
    When it is assessed on 2 November 2026
    Then no reader reads "<words>"

    Examples:
      | words     |
      | will stop |
      | safe now  |
      | guarantee |

  @SR-03 @case-87
  Scenario: What the IDVA said of the calls reaches nobody who asks for the perpetrator's file
    Given the case file "remand-phone"
    When it is assessed on 2 November 2026
    Then the case manager reads "ask the prison to block contact with the victim-survivor"
    And the subject access does not read "unwanted contact"
    And the subject access does not read "jealousy"

  @SR-21 @rule:release-date-to-be-asked @rule:review-before-release
  Scenario: Remand may end at any hearing, so the date is asked for and the review is called for
    Given the case file "remand-phone"
    When it is assessed on 2 November 2026
    Then the case manager must "ask prison and probation for the release date" by 4 November 2026
    And the case manager must "hold a review before release with prison and probation and the IDVA"

  @rule:prison-blocks-contact
  Scenario: Without calls from the prison there is nothing to stop
    Given the case file "remand-phone"
    And "unwanted contact from prison" for "pair-1" is now no
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the prison to block contact with the victim-survivor"
    And nobody is called on to "warn the IDVA"

  @rule:prison-blocks-contact
  Scenario: Whether there are calls is asked before the prison is
    Given the case file "remand-phone"
    And nobody knows "unwanted contact from prison" for "pair-1"
    When it is assessed on 2 November 2026
    Then nobody is called on to "ask the prison to block contact with the victim-survivor"
    And "unwanted contact from prison" is asked of "prison"

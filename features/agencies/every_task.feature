Feature: Every task has somebody who is asked and a person to ring
  A task without a name, a contact or a day is nobody's. One agency's yes is no other agency's leave to stop:
  Drive works alongside, and takes no duty away.

  @rule:certificate-review @TSK-1 @F7.03
  Scenario: The task for police says who is asked, by when, and whom to ring
    Given a case where
      | firearm or shotgun certificate held | yes |
    When it is assessed on 2 November 2026
    Then the plan asks the police to "ask police to review the firearm or shotgun certificate"
    And in the plan "ask police to review the firearm or shotgun certificate" is due on 3 November 2026
    And the plan reads "contact: the single point of contact in the police"

  @TSK-1
  Scenario Outline: No task of <case> is nobody's, or without somebody to ring
    Given the case file "<case>"
    When it is assessed on 2 November 2026
    Then every task of the plan has somebody who is asked and can be rung, or a gap with a name
    And every task of the plan has a day, or goes on from now

    Examples:
      | case           |
      | case-study-1   |
      | case-study-2   |
      | prison-release |
      | two-pairs      |

  @TSK-5 @F7.06
  Scenario: A rule that lets an agency go because another has taken the case is not read
    Given rule files that also say
      """
      rules:
        probation-has-it:
          title: Probation has the case, so police may close it
          for each: case
          when:
            under probation supervision: yes
          may:
            - do: hold a case review
          because: One agency is enough.
          source: F7.06
          provenance: our assumption, to confirm
          for example:
            applies:
              under probation supervision: yes
            does not:
              under probation supervision: no
      """
    Then they are refused, for words that say an agency may close

  @TSK-5 @F7.06 @rule:prison-blocks-contact @rule:the-burden-is-not-the-victim-survivors
  Scenario: That the prison is asked releases nobody else who has a part
    Given the case file "remand-phone"
    When it is assessed on 2 November 2026
    Then the plan asks the prison to "ask the prison to block contact with the victim-survivor" for "pair-1"
    And in the plan "put right the plan of the agency" for "pair-1" is to do
    And in the plan "warn the IDVA" is to do

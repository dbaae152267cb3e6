Feature: What may be called a change
  Scores are compared where the form was the same and enough was answered, both times. What falls while the
  perpetrator can reach nobody is no fall.

  @rule:two-forms-are-not-compared @F1.27 @case-26
  Scenario: SafeLives at intake, Drive-DASH at the end: nothing is worked out between them
    Given a case
    And a pair "A" where
      | form used at intake      | SafeLives Dash |
      | form used at the end     | Drive-DASH     |
      | items answered at intake | 24             |
      | items answered at the end | 24            |
    When it is assessed on 2 November 2026
    Then the scores may be compared of "A" is no
    And the case manager reads "scores may be compared (pair A): no"

  @rule:two-forms-are-not-compared @rule:too-little-answered-to-compare @F1.27
  Scenario Outline: The same form, and <then> and <now> answers
    Given a case
    And a pair "A" where
      | form used at intake       | SafeLives Dash |
      | form used at the end      | SafeLives Dash |
      | items answered at intake  | <then>         |
      | items answered at the end | <now>          |
    When it is assessed on 2 November 2026
    Then the scores may be compared of "A" is <answer>

    Examples:
      | then | now | answer |
      | 18   | 18  | yes    |
      | 17   | 18  | no     |
      | 18   | 17  | no     |

  @rule:two-forms-are-not-compared @F1.27
  Scenario: Which form was used at the end nobody has said
    Given a case
    And a pair "A" where
      | form used at intake       | SafeLives Dash |
      | items answered at intake  | 24             |
      | items answered at the end | 24             |
    When it is assessed on 2 November 2026
    Then nobody can tell the scores may be compared of "A" yet
    And "form used at the end" is asked of "IDVA"

  @rule:too-little-answered-to-compare @F1.27 @F1.26
  Scenario: Twice another form: what its items are nobody here knows
    Given a case
    And a pair "A" where
      | form used at intake       | another form |
      | form used at the end      | another form |
      | items answered at intake  | 27           |
      | items answered at the end | 27           |
    When it is assessed on 2 November 2026
    Then the scores may be compared of "A" is no

  @rule:too-little-answered-to-compare @F1.27
  Scenario: How much was answered at intake nobody has said
    Given a case
    And a pair "A" where
      | form used at intake       | SafeLives Dash |
      | form used at the end      | SafeLives Dash |
      | items answered at the end | 24             |
    When it is assessed on 2 November 2026
    Then nobody can tell the scores may be compared of "A" yet
    And "items answered at intake" is asked of "case manager"

  @rule:fall-without-opportunity @F1.27 @CLS-2 @TIM-2
  Scenario Outline: <what> the perpetrator could reach nobody
    Given a case where
      | custody | <custody> |
    And a pair "A" where
      | victim-survivor is in refuge | <refuge> | IDVA |
    When it is assessed on 2 November 2026
    Then the fall in risk counts of "A" is <answer>

    Examples:
      | what                    | custody   | refuge | answer |
      | On remand               | remand    | no     | no     |
      | After a sentence        | sentenced | no     | no     |
      | With refuge             | none      | yes    | no     |
      | Nowhere is it said that | licence   | no     | yes    |

  @rule:fall-without-opportunity @F1.27
  Scenario: Whether the victim-survivor is in refuge is asked of the IDVA, and never of the perpetrator
    Given a case where
      | custody | none |
    And a pair "A"
    When it is assessed on 2 November 2026
    Then nobody can tell the fall in risk counts of "A" yet
    And "victim-survivor is in refuge" is asked of "IDVA"
    And somebody must find out "victim-survivor is in refuge" from "IDVA", never from "perpetrator"

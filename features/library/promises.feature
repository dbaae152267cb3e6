Feature: What the library promises of every answer
  Whatever the rules say: the same case gives the same answer, what is assumed says so, and a rule without
  its reasons is not read.

  @case-129
  Scenario: The same case on the same day gives the same bytes
    Given a case where
      | custody | remand |
    And a pair "A" where
      | unwanted contact from prison | yes |
    When it is assessed on 2 November 2026
    And it is assessed on 2 November 2026
    Then both answers are the same to the byte

  @case-131
  Scenario: A rule that does not say where it comes from is not read
    Given rule files that also say
      """
      rules:
        no-reason:
          title: Nobody says why
          for each: case
          when:
            custody: remand
          should:
            - do: agree disruption at the panel
          because: It seems right.
          for example:
            applies:
              custody: remand
            does not:
              custody: none
      """
    Then they are refused, for 'source' is not said
    And they are refused, for 'provenance' is not said

  @case-132
  Scenario: What rests on our assumption says so
    Given a case
    And a pair "A" where
      | IDVA status | engaged |
    When it is assessed on 2 November 2026
    Then the case manager reads "our assumption, to confirm"

  @case-134
  Scenario: Words of any language, and very long notes
    Given a case
    And a pair "Siân Ŵyn-Llŷr" where
      | IDVA status | engaged |
    And a judgement "barn" in "Siân Ŵyn-Llŷr" where
      | level judged | high   |
      | withdrawn by | nobody |
    And the reasons of "barn" run to 2000 letters
    When it is assessed on 2 November 2026
    Then the risk level of "Siân Ŵyn-Llŷr" is high

  @case-136
  Scenario: Rule files that try to run something are refused
    Given rule files that also say
      """
      rules: !!python/object/apply:os.system ["echo"]
      """
    Then they are refused, for a tag

  @case-136
  Scenario: Rule files that repeat themselves by anchors are refused
    Given rule files that also say
      """
      rules: &all
        one: *all
      """
    Then they are refused, for an anchor

  @case-137 @SR-03
  Scenario: No log and no error holds a word of the case
    Given a case where
      | custody | remand |
    And a pair "Zebedee-Smythe" where
      | unwanted contact from prison | yes |
    When it is assessed on 2 November 2026
    Then no log holds "Zebedee-Smythe"

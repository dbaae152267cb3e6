Feature: What is said of many cases at once
  Figures that do not add up are sent back, and a handful of cases is no ground for a comparison.

  @F8.22 @case-126
  Scenario: Shares that come to more than all are refused, and nothing is made to fit
    Given a profile of invented cases that reads "      1: 92%" where ours reads "      1: 82%"
    Then it is refused: "the shares come to 110%, not to 100%"
    And it is refused: "nothing is made to fit"

  @case-127
  Scenario: Five cases are too few to hold against a published figure
    Given a case
    When it is assessed on 2 November 2026
    Then the summary of a caseload of 5 such cases reads "too few to be held against a published figure"
    And the summary of a caseload of 9 such cases reads "small numbers can point to a person"

  @case-127
  Scenario: From ten on nothing is said of that
    Given a case
    When it is assessed on 2 November 2026
    Then the summary of a caseload of 10 such cases does not read "too few"

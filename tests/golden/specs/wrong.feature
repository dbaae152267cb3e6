Feature: Wrong

  Scenario: A step that is not there
    Given a case where
      | armed | yes |
    When it is assessed on 1 November 2026
    Then the level shall be high

  Scenario: A level that it is not
    Given a case where
      | armed | no |
    When it is assessed on 1 November 2026
    Then the level is high

  Scenario: A fact that is not there
    Given a case where
      | amred | no |
    When it is assessed on 1 November 2026
    Then the level is high

  Scenario: A decision that is not there
    Given a case where
      | armed | no |
    When it is assessed on 1 November 2026
    Then the levle is high

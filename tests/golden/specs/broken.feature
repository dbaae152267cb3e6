Feature: Broken

  Scenario: One
    Given a case
    Sometimes it rains

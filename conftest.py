"""The steps and options of the behaviour specs, for every test."""

pytest_plugins = ["drive_rules.testing.plugin"]

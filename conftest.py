"""The steps and options of the behaviour specs, for every test; and no test is held to a clock."""

from hypothesis import settings

pytest_plugins = ["drive_rules.testing.plugin"]

settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")

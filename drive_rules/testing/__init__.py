"""For those who write rules and those who check them: Gherkin steps and a pytest plugin.

``drive_rules.testing.steps`` holds the sentences of the behaviour specs; a ``conftest.py`` that says
``from drive_rules.testing.steps import *`` can read any ``.feature`` file written in them.
``drive_rules.testing.journals`` holds a journal of one's own to what it must promise.
"""

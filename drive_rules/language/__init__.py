"""Rule files to IR: ``read_ruleset`` takes the texts and tables of a package and gives an ``ir.Ruleset``.

Reading has two rounds: every name of the vocabulary is declared with its kind and type, then whatever
rests on names is resolved.  All problems of all files are collected before one ``RulesetError`` is
raised; the order of files, entries and lines never matters to what is read.  ``write_ruleset`` is the
way back, ``write_table`` the way to a table, ``sentences`` the way to people, ``ruleset_schema`` the
way to editors.
"""

from __future__ import annotations

from drive_rules.language.reading import read_ruleset, read_texts
from drive_rules.language.schema import ruleset_schema
from drive_rules.language.sentences import sentences
from drive_rules.language.write import write_ruleset
from drive_rules.language.write_tables import write_table

__all__ = ["read_ruleset", "read_texts", "ruleset_schema", "sentences", "write_ruleset", "write_table"]

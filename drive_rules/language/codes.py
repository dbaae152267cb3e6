"""Every problem that a rule file or a table can have, by its stable code.

A code never changes its meaning and is never used again once it is gone.  Each has a golden file in
``tests/language/problems`` or ``tests/language/tables`` that shows it as an author sees it.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """The stable codes of problems in rule files; ``MEANINGS`` says what each one means."""

    # the file as text
    CANNOT_READ = "DR001"
    COLON = "DR002"
    SIGN = "DR003"
    TAB = "DR004"
    COMMENT = "DR005"
    ANCHOR = "DR006"
    TAG = "DR007"
    BRACES = "DR008"
    DOCUMENTS = "DR009"
    TOO_BIG = "DR010"
    TOO_DEEP = "DR011"
    CHARACTER = "DR012"
    BLOCK_TEXT = "DR013"
    # the file as keys
    TWICE = "DR014"
    UNKNOWN_KEY = "DR015"
    EMPTY = "DR016"
    MISSING = "DR017"
    SHAPE = "DR018"
    RESERVED = "DR019"
    # names
    UNKNOWN_NAME = "DR020"
    DECLARED_TWICE = "DR021"
    NEARLY_THE_SAME = "DR022"
    BAD_NAME = "DR023"
    CODE_TAKEN = "DR024"
    OPTION = "DR025"
    SOURCE = "DR026"
    # vocabulary
    JUDGED = "DR029"
    KIND = "DR030"
    TYPE = "DR031"
    OPERATION = "DR032"
    OVER = "DR033"
    OTHERWISE = "DR034"
    TAKE = "DR035"
    SETTING = "DR036"
    SITE_SETTING = "DR037"
    SITE_FILE = "DR038"
    EMPTY_GROUP = "DR039"
    CHECKLIST = "DR040"
    MAKES_TRUE = "DR041"
    SITE_CORE = "DR042"
    SITE_WEAKENS = "DR043"
    SWITCH_OFF = "DR044"
    # values and tests
    VALUE = "DR045"
    RANGE = "DR046"
    FORM = "DR047"
    WORDING = "DR048"
    OPERAND = "DR049"
    REACH = "DR050"
    SHARE = "DR051"
    NOT_TESTED = "DR052"
    # rules
    NOTHING_CALLED_FOR = "DR055"
    IN_DOUBT = "DR056"
    SAFETY_ASKS = "DR057"
    ACT_ON_SUSPICION = "DR058"
    FIND_OUT = "DR059"
    NO_UNTIL = "DR060"
    NO_INSTEAD = "DR061"
    NEVER_BLOCKED = "DR062"
    NO_WAY_OUT = "DR063"
    UNTIL_DATE = "DR064"
    DUE = "DR065"
    DONE_TO = "DR066"
    GROUP_CALLED_FOR = "DR067"
    DUTY_KEY = "DR068"
    CONCLUSION = "DR069"
    # the whole
    LOOP = "DR070"
    RECORD_UNDECLARED = "DR071"
    RECORD_REACHES = "DR072"
    PROTECTED = "DR073"
    MONITORING = "DR074"
    LANGUAGE = "DR075"
    # examples
    NO_EXAMPLE = "DR080"
    EDGE = "DR081"
    EXAMPLE = "DR082"
    # packages
    NO_PACKAGE = "DR090"
    NO_SITE = "DR091"
    NOT_TEXT = "DR092"
    NO_VERSION = "DR107"
    # tables
    TABLE_FILE = "DR093"
    NO_READER = "DR094"
    BROKEN_TABLE = "DR095"
    FORMULA = "DR096"
    MERGED = "DR097"
    HIDDEN = "DR098"
    CELL = "DR099"
    NO_RULES = "DR100"
    NO_COLUMN = "DR101"
    OUTSIDE = "DR102"
    # invariants, and what people let stand
    CLAIM = "DR103"
    CLAIMED = "DR104"
    NO_RULE_DOES = "DR105"
    GONE = "DR106"
    # watch rules
    HAPPENING = "DR108"
    TOGETHER = "DR109"
    JOIN = "DR110"


MEANINGS: dict[Code, str] = {
    Code.CANNOT_READ: "the file cannot be read as YAML here",
    Code.COLON: "a sentence holds a colon and a space, and is not in quotes",
    Code.SIGN: "a comparison is written as a sign",
    Code.TAB: "a tab",
    Code.COMMENT: "a comment after text on the same line",
    Code.ANCHOR: "an anchor or an alias",
    Code.TAG: "a YAML tag",
    Code.BRACES: "braces",
    Code.DOCUMENTS: "several documents, or a directive, in one file",
    Code.TOO_BIG: "a file over the greatest size",
    Code.TOO_DEEP: "nested too deeply",
    Code.CHARACTER: "a character that no rule file may hold",
    Code.BLOCK_TEXT: "a block of text (| or >) where words are expected",
    Code.TWICE: "the same key twice",
    Code.UNKNOWN_KEY: "a key that means nothing here",
    Code.EMPTY: "nothing is said",
    Code.MISSING: "something that is required is not said",
    Code.SHAPE: "a list, words or a block where another is expected",
    Code.RESERVED: "a word kept for a later version of the language",
    Code.UNKNOWN_NAME: "a name that is not in the vocabulary",
    Code.DECLARED_TWICE: "one name for two things",
    Code.NEARLY_THE_SAME: "two names with nearly the same words",
    Code.BAD_NAME: "a name or value that could not be told from the words of a test",
    Code.CODE_TAKEN: "one stable code, or earlier word, for two things",
    Code.OPTION: "not one of the words that this key knows",
    Code.SOURCE: "a source that is not in the register",
    Code.KIND: "a kind that is not there, or is part of itself",
    Code.TYPE: "keys that do not fit the type",
    Code.OPERATION: "a measure with no operation, or with several",
    Code.OVER: "a measure over things that are not below",
    Code.OTHERWISE: "no answer for when nothing counts",
    Code.TAKE: "a take that does not fit the type",
    Code.SETTING: "a setting whose value does not fit",
    Code.SITE_SETTING: "a site changes what it may not",
    Code.SITE_FILE: "a site's file holds what is not a site's to say",
    Code.EMPTY_GROUP: "a group with no action",
    Code.CHECKLIST: "an item of a checklist that is no yes-or-no fact of its kind",
    Code.MAKES_TRUE: "an action makes true what is no yes-or-no or date fact of its kind",
    Code.SITE_CORE: "a site changes what is the core's",
    Code.SITE_WEAKENS: "a rule of a site takes away what the core calls for, or settles what is the core's",
    Code.SWITCH_OFF: "a site switches off what it may not, or without saying why",
    Code.JUDGED: "`judged by` of a decision names a fact that cannot hold what a person decides",
    Code.VALUE: "a value that the name cannot have",
    Code.RANGE: "a value outside the range, or finer than the name's decimals",
    Code.FORM: "a form of test that does not fit the type of the name",
    Code.WORDING: "a second way to say what has a way of its own",
    Code.OPERAND: "a name or setting of another type",
    Code.REACH: "a name that cannot be read from here",
    Code.SHARE: "a share used outside a test",
    Code.NOT_TESTED: "something that is no name to test",
    Code.NOTHING_CALLED_FOR: "a rule that concludes nothing and calls for nothing",
    Code.IN_DOUBT: "a rule with a must that does not say what holds while it cannot tell",
    Code.SAFETY_ASKS: "a safety rule that only asks while it cannot tell",
    Code.ACT_ON_SUSPICION: "acting in doubt with an action that is not for suspicion",
    Code.FIND_OUT: "find out without its block, or the block without find out",
    Code.NO_UNTIL: "a must not that does not say what releases it",
    Code.NO_INSTEAD: "a must not that does not say what is done meanwhile",
    Code.NEVER_BLOCKED: "a must not names an action that is never blocked",
    Code.NO_WAY_OUT: "a block that no action can release",
    Code.UNTIL_DATE: "a block released by a date that its rule does not read",
    Code.DUE: "a due that is not of a known form",
    Code.DONE_TO: "an action done to a kind that the rule cannot speak for",
    Code.GROUP_CALLED_FOR: "a group where one action is needed",
    Code.DUTY_KEY: "a key that this word of duty does not take",
    Code.CONCLUSION: "a conclusion that its decision cannot take",
    Code.LOOP: "names that rest on each other in a circle",
    Code.RECORD_UNDECLARED: "reads what is about the record and does not say so",
    Code.RECORD_REACHES: "a rule about the record that reaches into the world",
    Code.PROTECTED: "a decision rests on a protected fact",
    Code.MONITORING: "a fact for monitoring is read",
    Code.LANGUAGE: "words that no output says",
    Code.NO_EXAMPLE: "a rule without the examples it needs",
    Code.EDGE: "no example on one side of an edge",
    Code.EXAMPLE: "an example gives what it cannot",
    Code.NO_PACKAGE: "no ruleset of that name, and no such folder",
    Code.NO_SITE: "no site of that name, and no such folder",
    Code.NOT_TEXT: "a file that is not text",
    Code.NO_VERSION: "no folder, bundled ruleset or git revision of that name",
    Code.TABLE_FILE: "a spreadsheet of a sort that is not read, or one that holds macros",
    Code.NO_READER: "a workbook, and nothing installed that reads workbooks",
    Code.BROKEN_TABLE: "a table file that cannot be read",
    Code.FORMULA: "a formula in a table",
    Code.MERGED: "merged cells in a table",
    Code.HIDDEN: "a hidden sheet, row or column that holds something",
    Code.CELL: "a cell whose value is not said in words: an error, or a time of day",
    Code.NO_RULES: "a table without the row of heads that begins with `rule`",
    Code.NO_COLUMN: "a head that no column of a table can have",
    Code.OUTSIDE: "a cell that stands under no head, or beside what is said",
    Code.CLAIM: "an invariant that claims nothing, half of something, or several things at once",
    Code.CLAIMED: "an invariant that claims of a name what that name cannot be",
    Code.NO_RULE_DOES: "an invariant of what is always called for or forbidden, and no rule does",
    Code.GONE: "something that is said to be gone, and is there",
    Code.HAPPENING: "a happening that is neither a thing of a dated kind, nor a date, nor today",
    Code.TOGETHER: "keys of a watch rule that do not go together, or of which one is missing",
    Code.JOIN: "a line that does not join one happening to another",
}

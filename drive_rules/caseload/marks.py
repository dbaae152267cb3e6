"""How a table of invented cases says so, and how anybody who is sent it can tell.

The schema of every such table holds ``synthetic``: ``yes``, which Arrow keeps in memory and Parquet in
files.  Where there is no schema, as in CSV, the key of every case (and case manager) begins with
``SYNTHETIC-``.  A folder holds a notice.  A table that went through a library that drops what a schema
says besides types, as polars and pandas do, can no longer be told by itself.

Whoever makes something of such a table says it again: in a summary, and in the schema of what comes out.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

KEY, YES = b"synthetic", b"yes"
SAID = "SYNTHETIC: every case is invented; nobody stands behind any of them."
PREFIX = "SYNTHETIC-"
"""With what every key of an invented case begins in a file that has no schema."""
NOTICE = "SYNTHETIC.txt"
"""The file beside the tables that says so to people."""


def says_synthetic(metadata: Mapping[bytes, bytes] | None) -> bool:
    """Whether the metadata of a schema says that the cases are invented."""
    return (metadata or {}).get(KEY) == YES


def marked(schema: pa.Schema) -> pa.Schema:
    """The schema, saying that the cases are invented."""
    return schema.with_metadata({**(schema.metadata or {}), KEY: YES})


def is_synthetic(table: pa.Table) -> bool:
    """Whether a table says that its cases are invented: its schema does, or the key in its first row."""
    if says_synthetic(table.schema.metadata):
        return True
    keys = [name for name in ("case", "id") if name in table.column_names]
    if not keys or not table.num_rows:
        return False
    return str(table[keys[0]][0].as_py()).startswith(PREFIX)

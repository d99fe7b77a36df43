"""Reads Chinese government minutes: pure Python, no database, no Django.

`read_source` gets the text out of a file, `parse` makes records of it, `reassemble` puts the text together again.
"""

from gusu_minutes.importing.parser.directory import Directory
from gusu_minutes.importing.parser.errors import SourceError
from gusu_minutes.importing.parser.marks import Marks, Role, marks_from
from gusu_minutes.importing.parser.model import (
    Chair,
    Cut,
    ParsedAssignment,
    ParsedAttendee,
    ParsedClause,
    ParsedItem,
    ParsedMeeting,
    ParsedMinutes,
    Part,
    start_of,
)
from gusu_minutes.importing.parser.parse import parse
from gusu_minutes.importing.parser.reader import MAX_BYTES, read_source
from gusu_minutes.importing.parser.reassemble import reassemble

__all__ = [
    "MAX_BYTES",
    "Chair",
    "Cut",
    "Directory",
    "Marks",
    "ParsedAssignment",
    "ParsedAttendee",
    "ParsedClause",
    "ParsedItem",
    "ParsedMeeting",
    "ParsedMinutes",
    "Part",
    "Role",
    "SourceError",
    "marks_from",
    "parse",
    "read_source",
    "reassemble",
    "start_of",
]

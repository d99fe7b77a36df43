"""The original beside the records, and what can be said of each of its lines."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.original import SourceLine, original_lines
from gusu_minutes.importing.parser import ParsedMinutes, Role
from gusu_minutes.importing.reading import marks_of, text_of

# How a line may be mended, with the key that does it: what it is, then where it belongs.
ROLES: dict[str, tuple[Any, str]] = {
    Role.HEADING: (_("heading"), "h"),
    Role.CLAUSE: (_("resolution"), "c"),
    Role.PREAMBLE: (_("preamble"), "b"),
    Role.CLOSING: (_("closing"), "e"),
    Role.IGNORE: (_("set aside"), "x"),
}
ATTENDANCE: dict[str, tuple[Any, str]] = {
    Role.PRESENT: (_("present"), "p"),
    Role.IN_ATTENDANCE: (_("in attendance"), "l"),
    Role.INVITED: (_("invited"), "i"),
    Role.LEAVE: (_("on leave"), "o"),
    Role.ABSENT: (_("absent"), "a"),
    Role.RECORDER: (_("recorder"), "r"),
}
_KINDS = {
    "heading": _("heading"),
    "clause": _("resolution"),
    "attendance": _("attendance"),
    "closing": _("closing"),
    "preamble": _("preamble"),
    "unparsed": _("not recognised"),
}


class MendForm(forms.Form):
    """What is said of the line that begins at `at`."""

    version = forms.IntegerField(min_value=0)
    at = forms.IntegerField(min_value=0)
    how = forms.ChoiceField(choices=[(name, name) for name in (*Role, "join", "split", "auto")])


class Original:
    """The left side of the wizard: the lines of the text, one of them picked (`at`, as the address says it)."""

    def __init__(self, parsed: ParsedMinutes, minutes_import: MinutesImport, at: str) -> None:
        self.lines = original_lines(text_of(minutes_import), parsed, marks_of(minutes_import))
        self.picked = next((line for line in self.lines if str(line.at) == at), None)

    def rows(self) -> Iterator[tuple[SourceLine, Any, bool]]:
        """Yield each line with the name of its kind and whether it is picked."""
        for line in self.lines:
            yield line, _KINDS.get(line.kind, _("of the sheet")), line is self.picked

    @property
    def can_join(self) -> bool:
        """Whether a line stands before the picked one."""
        return self.picked is not None and self.picked is not self.lines[0]

    @property
    def roles(self) -> list[tuple[str, Any, str]]:
        return [(name, label, key) for name, (label, key) in ROLES.items()]

    @property
    def attendance(self) -> list[tuple[str, Any, str]]:
        return [(name, label, key) for name, (label, key) in ATTENDANCE.items()]

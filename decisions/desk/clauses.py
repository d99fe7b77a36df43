"""The clauses behind assignments, as issued: read from the current internal editions, never from the drafts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gusu_minutes.common.texts import typeset
from gusu_minutes.documents.papers.assignment import Ground
from gusu_minutes.publishing.models import InternalClause


@dataclass(frozen=True, slots=True)
class IssuedClause:
    """One clause and where it stands."""

    key: str
    number: str
    text: str
    item_number: str
    item_title: str
    series: str
    meeting_number: int | None
    meeting_title: str
    address: str

    @property
    def place(self) -> str:
        """Name the meeting, the item and the clause shortly: 第39次常务会议 五(三)."""
        meeting = self.meeting_title
        if self.meeting_number is not None:
            meeting = _("%(series)s no. %(number)d") % {"series": self.series, "number": self.meeting_number}
        return f"{meeting} {self.item_number}{self.number}".strip()

    @property
    def ground(self) -> Ground:
        """What the assignment sheet says of the clause."""
        mark = "、" if self.item_number and self.item_title else ""
        item = f"{self.item_number}{mark}{self.item_title}"
        return Ground(self.meeting_title, typeset(item) or "—", typeset(f"{self.number}{self.text}"))

    @property
    def url(self) -> str:
        """Return the address of the clause in the officials' minutes."""
        return reverse("internal:meeting", args=[self.address]) + f"#c-{self.key}"


_COLUMNS = (
    "key", "number", "text", "item_number", "item_title",
    "edition__series_name", "edition__meeting_number", "edition__title", "edition__address",
)  # fmt: skip


def issued_clauses(keys: Iterable[str]) -> dict[str, IssuedClause]:
    """Return the clauses by their keys; one that no current edition holds (withdrawn, left out) is missing."""
    rows = InternalClause.objects.filter(key__in=list(keys)).values_list(*_COLUMNS)
    return {row[0]: IssuedClause(*row) for row in rows}

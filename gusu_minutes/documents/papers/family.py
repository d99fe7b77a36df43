"""The family of papers that are made from the records of a meeting: what each is called, and who builds it."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise

from gusu_minutes.documents.enums import PaperKind
from gusu_minutes.documents.paper import Paper
from gusu_minutes.documents.papers.agenda import agenda_paper
from gusu_minutes.documents.papers.notice import notice_paper
from gusu_minutes.documents.papers.sign_in import sign_in_paper
from meetings.models import Meeting


class Kin(NamedTuple):
    """A kind of paper: its label for a menu, and the function that makes it of a meeting."""

    label: str | Promise
    build: Callable[[Meeting], Paper]


# The minutes are made of the frozen document, the excerpt of it and a department, the sheet of an assignment, the
# volume of many documents: they need more than a meeting, and are called where that is at hand.
FAMILY: dict[str, Kin] = {
    PaperKind.AGENDA.value: Kin(PaperKind.AGENDA.label, agenda_paper),
    PaperKind.NOTICE.value: Kin(PaperKind.NOTICE.label, notice_paper),
    PaperKind.SIGN_IN.value: Kin(PaperKind.SIGN_IN.label, sign_in_paper),
}

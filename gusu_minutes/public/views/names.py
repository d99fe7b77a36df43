"""Pages of what minutes name: people, documents, themes and matters, each with all minutes that do."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gusu_minutes.documents.model import Attendee
from gusu_minutes.public import mentions
from gusu_minutes.public.metadata import About, every_meeting, one_of
from gusu_minutes.public.views.base import ReadingView
from gusu_minutes.public.views.home import documents_of
from gusu_minutes.public.views.search import Results
from gusu_minutes.publishing.models import Edition
from gusu_minutes.search import engine
from gusu_minutes.search.enums import NameKind
from gusu_minutes.search.rows import CHAIR, MARK_OF, chair_of
from gusu_minutes.search.terms import mark
from meetings.enums import AttendanceKind

# In the plural, as lists are headed.
TITLES: dict[str, Promise] = {
    NameKind.PERSON: pgettext_lazy("heading", "People"),
    NameKind.DOCUMENT: gettext_lazy("Documents"),
    NameKind.THEME: gettext_lazy("Themes"),
    NameKind.MATTER: gettext_lazy("Matters"),
}
LEADS: dict[str, Promise] = {
    NameKind.PERSON: gettext_lazy("Who chaired and attended the meetings, and in which post."),
    NameKind.DOCUMENT: gettext_lazy("The documents that the meetings dealt with, the last meeting first."),
    NameKind.THEME: gettext_lazy("What the meetings dealt with, filed under themes."),
    NameKind.MATTER: gettext_lazy("What several meetings dealt with, one after the other."),
}


class NamesView(ReadingView):
    """A list, or a page, of names of one `kind`; `section` is also the name of the list's address."""

    kind: ClassVar[str]


class NameListView(NamesView):
    """Every name of a kind, with how often it stands in the minutes."""

    template_name = "public/names.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kind=self.kind, **self.shown(), **kwargs)

    def shown(self) -> dict[str, Any]:
        """Return one page of the list."""
        page, notice = self.page_of(mentions.codes(self.audience, self.kind))
        return {"page": page, "notice": notice, "rows": mentions.listed(self.audience, self.kind, page.object_list)}

    def about(self, context: dict[str, Any]) -> About:
        return About(str(TITLES[self.kind]), str(LEADS[self.kind]), follow=(every_meeting(self.audience),))


class PersonListView(NameListView):
    kind, section = NameKind.PERSON, "people"


class ThemeListView(NameListView):
    kind, section = NameKind.THEME, "themes"


class MatterListView(NameListView):
    kind, section = NameKind.MATTER, "matters"


class DocumentListView(NameListView):
    """The documents in the order in which meetings dealt with them: there are too many for a list by name."""

    kind, section = NameKind.DOCUMENT, "documents"
    template_name = "public/documents.html"

    def shown(self) -> dict[str, Any]:
        page, notice = self.page_of(self.audience.edition.objects.current())
        rows = [(edition, list(dict.fromkeys(documents_of(edition)))) for edition in page]
        return {"page": page, "notice": notice, "rows": rows}


class NameView(NamesView):
    """The page of one name. Raises Http404 for a code that no current minutes of the audience name."""

    has_feed: ClassVar[bool] = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = mentions.find(self.audience, self.kind, self.kwargs["code"])
        if named is None:
            raise Http404
        everything = reverse(f"{self.audience.namespace}:{self.section}")
        crumbs = [(str(TITLES[self.kind]), everything), (named.name, "")]
        return super().get_context_data(named=named, crumbs=crumbs, **self.shown(named), **kwargs)

    def shown(self, named: mentions.Named) -> dict[str, Any]:
        """Return what the page shows of it, one page of a list among it."""
        raise NotImplementedError

    def describe(self, name: str) -> str:
        """Return one line about the page, for programs."""
        raise NotImplementedError

    def about(self, context: dict[str, Any]) -> About:
        code, name = context["named"].code, context["named"].name
        feed = one_of(self.audience, self.kind, code, name) if self.has_feed else every_meeting(self.audience)
        return About(name, self.describe(name), follow=(feed,))


class PersonView(NameView):
    """The meetings that somebody chaired or attended, the newest first; ?role= keeps those in one role."""

    kind, section = NameKind.PERSON, "people"
    template_name = "public/person.html"

    def shown(self, named: mentions.Named) -> dict[str, Any]:
        tallies = mentions.roles(self.audience, named)
        role = self.request.GET.get("role", "")
        role = role if role in tallies else ""
        page, notice = self.page_of(mentions.meetings(self.audience, named, role))
        previous, following = mentions.beside(self.audience, named)
        order = [CHAIR, *AttendanceKind.values]
        return {
            "page": page,
            "notice": notice,
            "role": role,
            "tallies": sorted(tallies.items(), key=lambda entry: order.index(entry[0])),
            "rows": self.rows(named, [row["meeting_id"] for row in page]),
            "previous": previous,
            "next": following,
        }

    def rows(self, named: mentions.Named, meetings: list[int]) -> list[tuple[Edition, bool, list[Attendee]]]:
        """Return each edition, whether the person chaired, and as what the minutes record them. Queries: one."""
        current = self.audience.edition.objects.current().filter(meeting_id__in=meetings)
        editions = {edition.meeting_id: edition for edition in current}
        found = []
        for edition in (editions[meeting] for meeting in meetings if meeting in editions):
            document = edition.document
            chaired = any(one.code == named.code for one in chair_of(document))
            found.append((edition, chaired, [one for one in document.attendance if one.code == named.code]))
        return found

    def describe(self, name: str) -> str:
        return _("The meetings that %(name)s chaired or attended, and in which post.") % {"name": name}


class TimelineView(NameView):
    """All agenda items that deal with something, in the order of time."""

    template_name = "public/timeline.html"

    def shown(self, named: mentions.Named) -> dict[str, Any]:
        page, notice = self.page_of(mentions.items(self.audience, named))
        rows = mentions.occasions(self.audience, named, page.object_list)
        span = mentions.span(self.audience, named)
        return {"page": page, "notice": notice, "rows": rows, "span": span, "kind": self.kind}


class DocumentView(TimelineView):
    kind, section = NameKind.DOCUMENT, "documents"

    def describe(self, name: str) -> str:
        return _("The document %(name)s through all meetings that dealt with it.") % {"name": f"《{name}》"}


class MatterView(TimelineView):
    kind, section = NameKind.MATTER, "matters"
    has_feed = True

    def describe(self, name: str) -> str:
        return _("%(name)s: what one meeting after the other agreed on.") % {"name": name}


class ThemeView(NameView):
    """The resolutions filed under a theme, the newest meeting first."""

    kind, section = NameKind.THEME, "themes"
    has_feed = True
    template_name = "public/theme.html"

    def shown(self, named: mentions.Named) -> dict[str, Any]:
        asked = engine.Asked(marks=((mark(MARK_OF[self.kind], named.code),),))
        results = Results(self.audience, asked, engine.DATE)
        page, notice = self.page_of(results)  # type: ignore[arg-type]
        return {"page": page, "notice": notice}

    def describe(self, name: str) -> str:
        return _("What the meetings agreed on, filed under the theme “%(name)s”.") % {"name": name}

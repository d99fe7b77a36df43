from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from gusu_minutes.common.downloads import hand_out_bytes
from gusu_minutes.documents.akoma import MEDIA_TYPE, Issue, to_akoma_ntoso
from gusu_minutes.documents.papers.minutes import minutes_name
from gusu_minutes.public.downloads import downloads_of
from gusu_minutes.public.metadata import About
from gusu_minutes.public.views.meetings import AddressView
from gusu_minutes.publishing.diff import Change, compare
from gusu_minutes.publishing.links import absolute
from gusu_minutes.publishing.models import Edition


class EditionListView(AddressView):
    """All editions of a meeting's minutes. Withdrawn from the public means all of them."""

    template_name = "public/editions.html"

    @cached_property
    def all(self) -> list[Edition]:
        return list(self.editions().order_by("number"))

    @cached_property
    def latest(self) -> Edition:
        if not self.all:
            raise Http404
        return self.all[-1]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        withdrawn = self.gone() if self.audience.is_public else None
        return withdrawn or self.taken_back() or self.answer()

    @cached_property
    def withheld(self) -> dict[int, int]:
        """The keys of the editions that are not handed out any more, since a later one took back what they said."""
        return self.audience.withheld(self.kwargs["address"]) if len(self.all) > 1 else {}

    def taken_back(self) -> HttpResponse | None:
        return None

    def answer(self) -> HttpResponse:
        crumbs = self.crumbs((_("Editions"), ""))
        held = [edition.pk for edition in self.handed_out if not edition.is_withdrawal]
        context = self.get_context_data(
            editions=self.all[::-1], comparable=held[1:], withheld=self.withheld, edition=self.latest, crumbs=crumbs
        )
        return self.render_to_response(context)

    @property
    def handed_out(self) -> list[Edition]:
        return [edition for edition in self.all if edition.pk not in self.withheld]


class EditionView(EditionListView):
    """One edition: what it is, what changed since the one before, and the document as it stood."""

    template_name = "public/edition.html"

    @cached_property
    def edition(self) -> Edition:
        """The edition of the address. Raises Http404."""
        for edition in self.all:
            if edition.number == self.kwargs["number"]:
                return edition
        raise Http404

    def taken_back(self) -> HttpResponse | None:
        """Say that the edition is not handed out any more, in the words of what stands."""
        if self.edition.pk not in self.withheld:
            return None
        crumbs = self.crumbs(*self.trail())
        context = self.get_context_data(edition=self.latest, withheld=True, crumbs=crumbs)
        return self.response_class(self.request, ["410.html"], context, status=410)

    def trail(self) -> tuple[tuple[str, str], ...]:
        number = _("Edition %(number)d") % {"number": self.edition.number}
        return (_("Editions"), self.reverse("editions", self.edition.address)), (number, "")

    def answer(self) -> HttpResponse:
        edition = self.edition
        crumbs = self.crumbs(*self.trail())
        return self.render_to_response(
            self.get_context_data(
                edition=edition,
                latest=self.latest,
                document=edition.document,
                downloads=downloads_of(edition, self.audience),
                former=self.former,
                later=self.later,
                changes=self.changes(),
                crumbs=crumbs,
            )
        )

    @cached_property
    def former(self) -> Edition | None:
        """The edition before, if it is handed out; where it is not, none before it is."""
        return next((edition for edition in self.handed_out[::-1] if edition.number < self.edition.number), None)

    @cached_property
    def later(self) -> Edition | None:
        return next((edition for edition in self.all if edition.number > self.edition.number), None)

    def about(self, context: dict[str, Any]) -> About:
        """What no longer stands is kept for who looks for it, and not offered to searchers."""
        if "withheld" in context:
            return replace(super().about(context), indexed=False)
        edition = context["edition"]
        title = _("Edition %(number)d") % {"number": edition.number} + f" · {edition.title}"
        stands = edition.number == self.latest.number and not edition.is_withdrawal
        return replace(super().about(context), title=title, indexed=stands)

    def changes(self) -> list[Change]:
        if self.former is None or self.edition.is_withdrawal:
            return []
        return compare(self.former.document, self.edition.document)


class EditionFileView(EditionView):
    """The bytes that the digest covers: whoever hashes the file gets the digest."""

    def answer(self) -> HttpResponse:
        edition = self.edition
        name = f"{edition.address.replace('/', '-')}-{edition.number}.json"
        return HttpResponse(
            edition.payload.encode(),
            content_type="application/json; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class AkomaNtosoView(EditionView):
    """An edition as Akoma Ntoso XML, made when asked for. Raises Http404 for a withdrawal, which has no text."""

    def answer(self) -> HttpResponse:
        edition = self.edition
        if edition.is_withdrawal:
            raise Http404
        audience = self.audience.namespace
        issue = Issue(
            number=edition.number,
            kind=edition.kind,
            audience=edition.audience,
            published_on=timezone.localdate(edition.published_at),
            algorithm=edition.algorithm,
            digest=edition.digest,
            previous_digest=edition.previous_digest,
            root=absolute(audience, reverse(f"{audience}:home")),
            url=absolute(audience, self.reverse("edition", edition.address, edition.number)),
        )
        content = to_akoma_ntoso(edition.document, issue)
        response = hand_out_bytes(content, f"{minutes_name(edition.document)}.xml", MEDIA_TYPE)
        response["ETag"] = f'"{edition.digest}-xml"'
        return response

"""Two editions of one meeting's minutes, side by side or in one text."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from gusu_minutes.public.metadata import About
from gusu_minutes.public.views.editions import EditionView
from gusu_minutes.publishing.comparison import blocks, compare_whole, tally
from gusu_minutes.publishing.models import Edition

LOOKS = ("side", "inline")


class ComparisonView(EditionView):
    """An edition beside a former one, by default the one before; `?look=inline` sets both in one text.

    What was withdrawn holds no text to compare. Raises Http404 for that, and where there is nothing before.
    """

    template_name = "public/comparison.html"

    @cached_property
    def comparable(self) -> list[Edition]:
        return [edition for edition in self.handed_out if not edition.is_withdrawal]

    @cached_property
    def pair(self) -> tuple[Edition, Edition]:
        """The former and the later edition. Raises Http404."""
        before = [edition for edition in self.comparable if edition.number < self.edition.number]
        wanted = self.kwargs.get("other", before[-1].number if before else None)
        for edition in before:
            if edition.number == wanted and not self.edition.is_withdrawal:
                return edition, self.edition
        raise Http404

    def answer(self) -> HttpResponse:
        chosen = [self.request.GET.get(name, "") for name in ("old", "new")]
        numbers = {edition.number for edition in self.comparable}
        picked = sorted({int(value) for value in chosen if value.isdecimal()} & numbers)
        look = LOOKS[self.request.GET.get("look") == "inline"]
        if len(picked) == 2:
            address = self.reverse("comparison", self.edition.address, picked[1], picked[0])
            return redirect(f"{address}?look={look}" if look != LOOKS[0] else address)
        old, new = self.pair
        rows = compare_whole(old.document, new.document)
        return self.render_to_response(
            self.get_context_data(
                edition=new,
                old=old,
                new=new,
                sides=(old, new),
                comparable=self.comparable,
                look=look,
                blocks=blocks(rows),
                tally=tally(rows),
                crumbs=self.crumbs((_("Editions"), self.reverse("editions", new.address)), (self.name(old, new), "")),
            )
        )

    def name(self, old: Edition, new: Edition) -> str:
        return _("Editions %(old)d and %(new)d compared") % {"old": old.number, "new": new.number}

    def about(self, context: dict[str, Any]) -> About:
        """Both texts are found under their own addresses."""
        about = super().about(context)
        if "old" not in context:
            return about
        title = f"{self.name(context['old'], context['new'])} · {context['new'].title}"
        return replace(about, title=title, indexed=False)

"""Drafts whose step is not possible any more: nothing that was typed is lost, it can be copied."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from decisions.desk.panels import PANELS, Offer
from decisions.desk.situation import Situation

_WRITTEN = (forms.CharField, forms.DateField, forms.IntegerField)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """The words of a draft, by the labels of the fields they stood in."""

    verb: str
    title: Any
    saved_at: datetime
    words: list[tuple[Any, str]]


def left_over(situation: Situation, offers: list[Offer]) -> list[LeftOver]:
    """Return the person's drafts that no panel of the page shows."""
    shown = {offer.panel.verb for offer in offers}
    return [
        LeftOver(verb, PANELS[verb].title, draft.saved_at, _words(verb, draft.data))
        for verb, draft in situation.drafts.items()
        if verb in PANELS and verb not in shown
    ]


def _words(verb: str, data: dict[str, Any]) -> list[tuple[Any, str]]:
    fields = PANELS[verb].form.base_fields
    return [(fields[name].label, data[name]) for name in fields if name in data and isinstance(fields[name], _WRITTEN)]

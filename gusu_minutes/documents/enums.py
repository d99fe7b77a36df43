"""Kinds of official documents. Values stand in addresses and in the database: they never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperKind(TextChoices):
    """The minutes and their family."""

    MINUTES = "minutes", _("minutes (document)")
    AGENDA = "agenda", _("agenda (document)")
    NOTICE = "notice", _("meeting notice")
    SIGN_IN = "sign_in", _("sign-in sheet")
    EXCERPT = "excerpt", _("excerpt for a department")
    ASSIGNMENT = "assignment", _("assignment sheet")
    VOLUME = "volume", _("bound volume of a year")

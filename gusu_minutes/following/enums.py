"""Choices of saved searches. Values stand in the database: they never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tell(TextChoices):
    """How the owner of a search hears of what is new."""

    NOT = "not", _("no e-mail")
    DAILY = "daily", _("daily e-mail, when there is something new")


class Room(TextChoices):
    """Which minutes are searched: the keys of `public.audience.AUDIENCES`."""

    PUBLIC = "public", _("public minutes")
    INTERNAL = "internal", _("minutes for officials")

"""Choices of tokens. Values stand in the database and in descriptions of the API: they never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Scope(TextChoices):
    """What a token opens."""

    PUBLIC = "public", _("what everybody may read, with more requests a minute")
    INTERNAL = "internal", _("what officials may read")


class TokenEvent(TextChoices):
    CREATED = "created", pgettext_lazy("token", "made")
    REVOKED = "revoked", pgettext_lazy("token", "revoked")
    REFUSED = "refused", pgettext_lazy("token", "refused")


class Refusal(TextChoices):
    """Why a token that we know was refused."""

    REVOKED = "revoked", _("the token was revoked")
    EXPIRED = "expired", _("the token has expired")
    INACTIVE = "inactive", _("the account of its owner is closed")
    NO_RIGHT = "no_right", _("its owner may no longer read what officials read")

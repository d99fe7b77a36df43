from django.db import models
from django.utils.translation import gettext_lazy as _

from gusu_minutes.common.folding import fold
from gusu_minutes.common.models import Versioned, history, new_key
from meetings.querysets import CodeManager


class Theme(Versioned):
    """What agenda items are filed under, across all meetings. `code` stands in web addresses and never changes."""

    code = models.SlugField(_("code"), max_length=20, unique=True, default=new_key, editable=False)
    name = models.CharField(_("name"), max_length=60, unique=True, help_text=_("Everybody reads it."))
    words = models.TextField(
        _("words that suggest it"),
        blank=True,
        help_text=_("One a line, in Simplified or Traditional characters; the name itself suggests it too."),
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("One that is not is no longer offered; what is filed under it stays.")
    )

    objects = CodeManager()
    history = history()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def is_spoken_of(self, folded: str) -> bool:
        """Whether the name or one of the words stands in a folded text."""
        words = (fold(word).strip() for word in (self.name, *self.words.splitlines()))
        return any(word in folded for word in words if word)


class Matter(Versioned):
    """One 事项 that several meetings deal with; `code` stands in web addresses and never changes."""

    code = models.SlugField(_("code"), max_length=20, unique=True, default=new_key, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True, help_text=_("Officials read it."))
    public_name = models.CharField(
        _("public name"),
        max_length=120,
        blank=True,
        help_text=_("Everybody reads it. Left empty, the public sees nothing of the matter."),
    )

    objects = CodeManager()
    history = history()

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

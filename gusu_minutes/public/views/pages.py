from typing import Any

from django.utils.translation import gettext as _

from gusu_minutes.public.metadata import About
from gusu_minutes.public.views.base import ReadingView


class VerifyView(ReadingView):
    """How anybody can check an edition."""

    template_name = "public/verify.html"

    def about(self, context: dict[str, Any]) -> About:
        return About(_("Verify minutes"), _("How anybody can check that minutes are those that were issued."))


class AccessibilityView(ReadingView):
    """What the site does for readers with disabilities (GB/T 37668-2019)."""

    template_name = "public/accessibility.html"

    def about(self, context: dict[str, Any]) -> About:
        return About(_("Accessibility"), _("What this site does for readers with disabilities."))

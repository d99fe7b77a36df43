from gusu_minutes.public.views.base import ReadingView


class VerifyView(ReadingView):
    """How anybody can check an edition."""

    template_name = "public/verify.html"


class AccessibilityView(ReadingView):
    """What the site does for readers with disabilities (GB/T 37668-2019)."""

    template_name = "public/accessibility.html"

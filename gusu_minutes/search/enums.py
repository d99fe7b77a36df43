from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """What an entry is."""

    CLAUSE = "clause", _("resolution")
    MEETING = "meeting", _("meeting")
    ATTACHMENT = "attachment", _("attachment")


class NameKind(models.TextChoices):
    """What a name names."""

    DEPARTMENT = "department", _("department")
    PERSON = "person", _("person")
    DOCUMENT = "document", _("document")
    THEME = "theme", _("theme")
    MATTER = "matter", _("matter")
    BODY = "body", _("body")
    SERIES = "series", _("series")

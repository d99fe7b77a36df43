"""Choices of the directory."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DepartmentKind(TextChoices):
    """What sort of unit a department is."""

    GOVERNMENT = "government", _("government department")
    PARTY = "party", _("party organ")
    SUBDISTRICT = "subdistrict", _("subdistrict")
    BRANCH = "branch", _("branch of a higher authority")
    ENTERPRISE = "enterprise", _("state-owned enterprise")
    OTHER = "other", _("other unit")


class DirectoryTable(TextChoices):
    """What of the directory goes out and comes in as one table."""

    DEPARTMENTS = "departments", _("departments")
    POSTS = "posts", _("people and posts")

"""Choices of editions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EditionKind(TextChoices):
    ISSUE = "issue", pgettext_lazy("edition", "issued")
    CORRECTION = "correction", pgettext_lazy("edition", "corrected")
    WITHDRAWAL = "withdrawal", pgettext_lazy("edition", "withdrawn")


class Algorithm(TextChoices):
    """Hash algorithms by their name in hashlib; SM3 (GB/T 32905-2016) where OpenSSL has it."""

    SHA256 = "sha256", "SHA-256"
    SM3 = "sm3", "SM3"


class FileFormat(TextChoices):
    """What an edition is frozen as, by the ending of the file's name."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
    OFD = "ofd", "OFD"


class RenderingState(TextChoices):
    WAITING = "waiting", _("files are being made")
    MADE = "made", _("files are made")
    FAILED = "failed", _("files could not be made")

"""Choices of editions."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class EditionKind(TextChoices):
    ISSUE = "issue", pgettext_lazy("edition", "issued")
    CORRECTION = "correction", pgettext_lazy("edition", "corrected")
    WITHDRAWAL = "withdrawal", pgettext_lazy("edition", "withdrawn")


class Algorithm(TextChoices):
    """Hash algorithms by their name in hashlib; SM3 (GB/T 32905-2016) where OpenSSL has it."""

    SHA256 = "sha256", "SHA-256"
    SM3 = "sm3", "SM3"

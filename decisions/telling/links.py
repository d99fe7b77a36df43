"""Addresses for messages that leave the program."""

from django.conf import settings
from django.urls import reverse

from decisions.models import Assignment


def absolute(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path


def assignment_url(assignment: Assignment) -> str:
    return absolute(reverse("desk:assignment", args=[assignment.key]))

"""Conditional requests: what a page says follows from its address, the audience's last edition and the program."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.http import http_date

from gusu_minutes.public.audience import Audience

# Counted up whenever the same editions are told in another way.
REPRESENTATION = 1
# RFC 9110 §8.8.2.2: seconds tell two states apart only when the state has stood a while.
SETTLED_AFTER = timedelta(seconds=60)


class Validators:
    """ETag and Last-Modified of the address `url` for an audience.

    `files` are those that the answer tells of: they are made after the edition. Queries: one, or two with files.
    """

    def __init__(self, audience: Audience, url: str, *, files: QuerySet | None = None) -> None:
        head = audience.edition.objects.order_by("-sequence").values_list("digest", "published_at").first()
        times = [head[1]] if head else []
        marks: list[Any] = [REPRESENTATION, audience.namespace, url, head[0] if head else ""]
        if files is not None:
            made = files.order_by().aggregate(number=Count("pk"), last=Max("made_at"))
            marks.append(made["number"])
            times += [made["last"]] if made["last"] else []
        digest = hashlib.sha256("\n".join(map(str, marks)).encode()).hexdigest()
        self.etag = f'"{digest[:32]}"'
        self._changed_at: datetime | None = max(times, default=None)

    @property
    def last_modified(self) -> int | None:
        """Return seconds since 1970; None while another edition might still fall into the same second."""
        if self._changed_at is None or self._changed_at > timezone.now() - SETTLED_AFTER:
            return None
        return int(self._changed_at.timestamp())

    @property
    def headers(self) -> dict[str, str]:
        changed = self.last_modified
        return {"ETag": self.etag} | ({"Last-Modified": http_date(changed)} if changed is not None else {})

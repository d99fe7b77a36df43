"""Keeps the files that are issued with minutes, byte for byte, beside the editions that name them."""

import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext as _

from gusu_minutes.common.errors import IllegalMove
from gusu_minutes.documents.model import AttachedFile
from gusu_minutes.publishing.models import Edition
from meetings.models import Attachment, Meeting


def keep_attachments(*, meeting: Meeting, editions: Iterable[Edition]) -> None:
    """Keep each file that the editions name, unless its bytes are kept. The caller holds the lock of the chains.

    Raises IllegalMove if what the store holds is not what was uploaded. Queries: one for each edition with files, and
    two for each file that is new.
    """
    for edition in editions:
        wanted = {file.sha256: file for file in edition.document.attached}
        if not wanted:
            continue
        known = set(edition.attachment.objects.filter(sha256__in=wanted).values_list("sha256", flat=True))
        for digest, file in wanted.items():
            if digest not in known:
                uploaded = Attachment.objects.filter(meeting=meeting, sha256=digest)[:1].get()
                edition.attachment.objects.create(sha256=digest, content=_bytes(uploaded, file), text=uploaded.text)


def _bytes(uploaded: Attachment, file: AttachedFile) -> bytes:
    try:
        with uploaded.file.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != file.sha256:
        message = _("The file “%(title)s” is not in the store as it was uploaded. Take it out, or upload it anew.")
        raise IllegalMove(message % {"title": file.title})
    return content

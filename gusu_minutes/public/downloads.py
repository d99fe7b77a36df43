"""The download menu of a page of minutes."""

from dataclasses import dataclass

from django.http import HttpResponse

from gusu_minutes.common.downloads import hand_out_bytes
from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.documents.papers.minutes import minutes_name
from gusu_minutes.public.audience import Audience
from gusu_minutes.publishing.enums import FileFormat
from gusu_minutes.publishing.models import Edition


@dataclass(frozen=True, slots=True)
class Download:
    """One line of the download menu; `size` in bytes and `sha256` are empty for what is made when asked for."""

    form: str
    label: str
    size: int | None = None
    sha256: str = ""


def frozen_file(edition: Edition, audience: Audience, form: str) -> HttpResponse | None:
    """Return the file that the edition was frozen as, byte for byte, or None where there is none. Queries: one."""
    stored = audience.file.objects.filter(edition=edition, format=form).first()
    if stored is None:
        return None
    name = f"{minutes_name(edition.document)}.{form}"
    response = hand_out_bytes(bytes(stored.content), name, FORMATS[form].media_type)
    response["ETag"] = f'"{stored.sha256}"'
    return response


def attached_file(edition: Edition, key: str) -> HttpResponse | None:
    """Return a file that was issued with the edition, byte for byte, or None where it names none such. Queries: one."""
    file = next((file for file in edition.document.attached if file.key == key), None)
    if file is None:
        return None
    content = edition.attachment.objects.values_list("content", flat=True).get(sha256=file.sha256)
    response = hand_out_bytes(bytes(content), file.name, "application/octet-stream")
    response["ETag"] = f'"{file.sha256}"'
    return response


def downloads_of(edition: Edition, audience: Audience) -> list[Download]:
    """Return what the edition can be had as; the frozen files only once they are made. Queries: one."""
    if edition.is_withdrawal:
        return []
    frozen = {
        form: (size, sha256)
        for form, size, sha256 in audience.file.objects.filter(edition=edition).values_list("format", "size", "sha256")
    }
    return [
        Download(form, entry.label, *frozen.get(form, ()))
        for form, entry in FORMATS.items()
        if form in frozen or form not in FileFormat.values
    ]

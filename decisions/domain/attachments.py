"""Files that prove a report: which are taken, under what name, and how they are kept."""

import hashlib
import secrets
import unicodedata
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import PurePath
from typing import NamedTuple

from django.core.files import File
from django.utils.translation import gettext as _

from decisions.models import ProgressReport, ReportAttachment
from gusu_minutes.common.errors import DomainError

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 10


class Kind(NamedTuple):
    """A type of file: its media type, how it begins and, for packages, a member that it must hold."""

    media_type: str
    magic: bytes
    member: str = ""


_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_JPEG = Kind("image/jpeg", b"\xff\xd8\xff")

# No archives and nothing that a browser would run.
KINDS: dict[str, Kind] = {
    ".pdf": Kind("application/pdf", b"%PDF-"),
    ".ofd": Kind("application/ofd", _ZIP, "OFD.xml"),
    ".docx": Kind(_OFFICE + "wordprocessingml.document", _ZIP, "word/document.xml"),
    ".xlsx": Kind(_OFFICE + "spreadsheetml.sheet", _ZIP, "xl/workbook.xml"),
    ".pptx": Kind(_OFFICE + "presentationml.presentation", _ZIP, "ppt/presentation.xml"),
    ".doc": Kind("application/msword", _OLE),
    ".xls": Kind("application/vnd.ms-excel", _OLE),
    ".ppt": Kind("application/vnd.ms-powerpoint", _OLE),
    ".wps": Kind("application/vnd.ms-works", _OLE),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".png": Kind("image/png", b"\x89PNG\r\n\x1a\n"),
}


class CheckedFile(NamedTuple):
    """A file that may be kept; `size` in bytes."""

    name: str
    size: int
    sha256: str
    file: File


def clean_name(name: str) -> str:
    """Return the bare file name: no folders, no invisible or reserved characters, at most 200 characters."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Category C: controls and direction marks, with which a name can pretend to have another ending.
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    path = PurePath(name.translate(str.maketrans('<>:"|?*', "_______")).strip(" ."))
    return path.stem[: 200 - len(path.suffix)] + path.suffix


def check(file: File) -> CheckedFile:
    """Return `file` as it may be kept. Raises DomainError if it is empty, too large or not what its name says."""
    name, size = clean_name(file.name or ""), file.size
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        allowed = _(", ").join(ending[1:] for ending in KINDS)
        raise DomainError(
            _("“%(name)s” cannot be taken. Allowed are: %(allowed)s.") % {"name": name, "allowed": allowed}
        )
    if size == 0:
        raise DomainError(_("“%(name)s” is empty.") % {"name": name})
    if size > MAX_BYTES:
        raise DomainError(_("“%(name)s” is larger than %(mb)d MB.") % {"name": name, "mb": MAX_BYTES // 1024**2})
    if not _is(file, kind):
        raise DomainError(_("“%(name)s” is not what the ending of its name says.") % {"name": name})
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return CheckedFile(name, size, digest.hexdigest(), file)


def check_all(files: Iterable[File]) -> list[CheckedFile]:
    """Return the files as they may be kept. Raises DomainError for the first that may not, or for too many."""
    files = list(files)
    if len(files) > MAX_FILES:
        raise DomainError(_("At most %(number)d files go with a report.") % {"number": MAX_FILES})
    return [check(file) for file in files]


def keep(report: ProgressReport, files: Iterable[CheckedFile]) -> None:
    """Store the files with `report`, under names that tell nothing. If one fails, none stays behind."""
    with ExitStack() as undo:
        for checked in files:
            stored = File(checked.file, name=secrets.token_hex(16) + PurePath(checked.name).suffix.lower())
            stored.seek(0)
            row = ReportAttachment(
                report=report, name=checked.name, file=stored, size=checked.size, sha256=checked.sha256
            )
            row.save()
            undo.callback(row.file.delete, save=False)
        undo.pop_all()


def media_type(name: str) -> str:
    """Return the media type of a kept file by its name."""
    kind = KINDS.get(PurePath(name).suffix.lower())
    return kind.media_type if kind else "application/octet-stream"


def _is(file: File, kind: Kind) -> bool:
    file.seek(0)
    if file.read(len(kind.magic)) != kind.magic:
        return False
    if not kind.member:
        return True
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            return kind.member in package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False

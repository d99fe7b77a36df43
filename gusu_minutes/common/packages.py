"""Office files are zip archives: every refusal of a harmful one before anything in it is read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Container

MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200  # an office file packs its XML 10 to 40 times
MAX_ENTRIES = 5_000

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class PackageError(ValueError):
    """An archive that is not opened. `code`: damaged, zip_bomb, too_tight, macros, unsafe_path, encrypted,
    external_entity."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_package(data: bytes, parts: Container[str]) -> None:
    """Raise PackageError for what is no office file, or is made to harm. `parts`: lower-case names of which one at
    least is in every file of the kind."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise PackageError("damaged") from error
    with package:
        entries = package.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
            raise PackageError("zip_bomb")
        for entry in entries:
            check_entry(entry)
            if entry.filename.lower().endswith((".xml", ".rels")):
                _check_xml(package, entry)
        names = {entry.filename.lower() for entry in entries}
        if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
            raise PackageError("macros")
        if not any(name in parts for name in names):
            raise PackageError("damaged")


def check_entry(entry: zipfile.ZipInfo) -> None:
    """Raise PackageError for a file inside that points outside, is encrypted, or is packed too tightly."""
    for name in (entry.filename.replace("\\", "/"), entry.orig_filename.replace("\\", "/")):
        if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name) or "\x00" in name:
            raise PackageError("unsafe_path")
    if entry.flag_bits & 0x1:
        raise PackageError("encrypted")
    if entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise PackageError("too_tight")


def _check_xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """XML with a DOCTYPE could name files of this machine; no office program writes one."""
    try:
        with package.open(entry) as stream:
            head = stream.read(64 * 1024)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise PackageError("damaged") from error
    if b"\x00" in head[:4]:
        head = head.replace(b"\x00", b"")
    if _DOCTYPE.search(head):
        raise PackageError("external_entity")

"""Old Word, WPS and RTF files: LibreOffice, where it is installed, makes a .docx of them."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from gusu_minutes.importing.parser import MAX_BYTES, SourceError

logger = logging.getLogger(__name__)

SECONDS = 60
_SUFFIXES = {".doc", ".dot", ".wps", ".wpt", ".rtf"}
_PROGRAMS = ("soffice", "libreoffice")
# Bounds that the program inherits: seconds of processor time, blocks of 512 bytes for a file, no core dump.
_BOUNDS = 'ulimit -t 60; ulimit -f 204800; ulimit -c 0; exec "$@"'
# Nothing is run, linked or fetched: macros off, links never followed, and a proxy that nobody listens on.
_SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "0", "Field": "false", "Chart": "false"},
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetNoProxy": "",
    },
}


def find_soffice() -> str | None:
    """Return the program that converts: what GUSU_SOFFICE names ('' for none), or LibreOffice on the path."""
    named = settings.SOFFICE
    if named is not None:
        return shutil.which(named) if named else None
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def convert_legacy(data: bytes, suffix: str) -> bytes:
    """Return the .docx that LibreOffice makes of an old file.

    Raises SourceError `legacy_word` where there is no LibreOffice, `legacy_word_failed` where it does not succeed
    within a minute. What it printed goes to the log.
    """
    program = find_soffice()
    if program is None:
        raise SourceError(
            "legacy_word",
            "This is an old Word or WPS file. Open it in Word or WPS, save it as .docx, and take that file.",
        )
    with tempfile.TemporaryDirectory(prefix="gusu-convert-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "in" + (suffix if suffix in _SUFFIXES else ".doc"))
        source.write_bytes(data)
        _write_profile(Path(folder, "profile"))
        problem = _run(program, Path(folder), source)
        result = Path(folder, "out", "in.docx")
        if not problem and result.is_file() and 0 < result.stat().st_size <= MAX_BYTES:
            return result.read_bytes()
    logger.warning("An old Word file could not be converted: %s", problem or "no result")
    raise SourceError("legacy_word_failed", "The old Word or WPS file could not be converted. Save it as .docx.")


def _run(program: str, folder: Path, source: Path) -> str:
    """Convert, and return what went wrong ('' for nothing). Nothing that was started is left running."""
    command = [
        *("/bin/sh", "-c", _BOUNDS, "sh", program),
        f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source)),
    ]
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",  # draws on no screen
    }
    try:
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        return str(error)
    try:
        output, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return "it took too long"
    finally:
        _end(process)
    return "" if process.returncode == 0 else f"status {process.returncode}: {output[-2000:].decode(errors='replace')}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started: all of its process group."""
    with suppress(ProcessLookupError, PermissionError):  # where all of it has ended by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )

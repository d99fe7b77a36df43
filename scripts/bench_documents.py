"""How long official documents take, beside LibreOffice turning the same Word file into PDF. Part of `make bench`."""

import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from scripts.libreoffice import find_libreoffice

SAMPLE = Path(__file__).resolve().parent.parent / "fixtures" / "gusu-39.txt"
ROUNDS = 10
AT_ONCE, THREADS = 50, 4


def measure_documents() -> None:
    """Print milliseconds of each format for the 39th session; every round sets other pages, so none is a repeat."""
    from gusu_minutes.documents.formats import render
    from gusu_minutes.documents.papers.minutes import minutes_paper
    from gusu_minutes.importing.document import document_of
    from gusu_minutes.importing.parser import parse

    document = document_of(parse(SAMPLE.read_text(encoding="utf-8")))

    def paper(number: int) -> Any:
        return minutes_paper(
            replace(document, number_line=f"第{number}次", preamble=(f"第{number}次。", *document.preamble))
        )

    print(f"The 39th session as an official document, least of {ROUNDS} rounds, each of other pages.")
    taken = {form: _least(lambda number, form=form: render(paper(number), form)) for form in ("pdf", "docx", "ofd")}  # type: ignore[misc]
    office = find_libreoffice()
    reference = _least(lambda number: _convert(str(office), render(paper(number), "docx"))) if office else None
    for form, milliseconds in taken.items():
        ratio = f"{reference / milliseconds:7.1f} × faster" if reference else ""
        print(f"{milliseconds:8.1f} ms  {form:5}{ratio}")
    print(
        f"{reference:8.1f} ms  LibreOffice, the same Word file to PDF" if reference else "LibreOffice is not installed."
    )
    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        made = list(pool.map(lambda number: render(paper(number), "pdf"), range(1000, 1000 + AT_ONCE)))
    seconds = time.perf_counter() - start
    whole = sum(pdf.startswith(b"%PDF-") for pdf in made)
    print(f"{seconds * 1000 / AT_ONCE:8.1f} ms  each of {AT_ONCE} PDFs in {THREADS} threads, {whole} of them whole\n")


def _least(call: Callable[[int], object]) -> float:
    """Return the milliseconds of the fastest round; the first, which opens the fonts, is not counted."""
    times = []
    for number in range(ROUNDS + 1):
        start = time.perf_counter()
        call(number)
        times.append(time.perf_counter() - start)
    return min(times[1:]) * 1000


def _convert(office: str, word: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="gusu-bench-") as folder:
        path = Path(folder) / "minutes.docx"
        path.write_bytes(word)
        profile = f"-env:UserInstallation=file://{tempfile.gettempdir()}/gusu-bench-profile"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        assert path.with_suffix(".pdf").exists()

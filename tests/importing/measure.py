"""Reads files, each in a fork of its own, and prints what came of it: python -m tests.importing.measure FOLDER.

Each file of the folder is named NUMBER-NAME. For each the code of its refusal, its seconds, and the megabytes that
reading it took above what this process, and a worker for PDF files that has nothing to do, take anyway.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

from gusu_minutes.importing.parser import SourceError, read_source
from tests.importing import pdf_files

EASY = pdf_files.document([b"BT /F1 12 Tf 72 700 Td (a) Tj ET"])


def memory(name: str) -> float:
    """A line of /proc/self/status in megabytes."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith(name)) / 1024


def of_children() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def in_a_fork(path: Path, idle: float) -> dict[str, object]:
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        with os.fdopen(reader) as answer:
            text = answer.read()
        os.waitpid(child, 0)
        return json.loads(text) if text else {"code": "crashed", "seconds": 0, "megabytes": 0}
    data = path.read_bytes()
    before, begin = memory("VmRSS"), time.monotonic()
    try:
        read_source(data, path.name)
        code = ""
    except SourceError as error:
        code = error.code
    grown = memory("VmHWM") - before + max(0.0, of_children() - idle)
    with os.fdopen(writer, "w") as answer:
        json.dump({"code": code, "seconds": time.monotonic() - begin, "megabytes": grown}, answer)
    os._exit(0)


def main() -> None:
    """Measure every file of a folder."""
    read_source(EASY, "a.pdf")
    idle = of_children()
    results = {path.name.split("-")[0]: in_a_fork(path, idle) for path in sorted(Path(sys.argv[1]).iterdir())}
    sys.stdout.write(json.dumps(results))


if __name__ == "__main__":
    main()

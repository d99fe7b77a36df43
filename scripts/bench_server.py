"""Measure a server as `make serve` runs it, with one process: requests a second beside a view that does nothing."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from operator import truediv
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scripts.sides import ROOT, Side

ROUNDS, SECONDS = 5, 1.5
LOAD = [sys.executable, str(Path(__file__).resolve().parent / "load.py")]
Requests = list[tuple[str, dict[str, str]]]


@contextmanager
def server_on(side: Side) -> Iterator[tuple[int, int]]:
    """Serve a side on a free port, and give port and process; the process ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = f"sqlite:///{side.name}" if side.connection.vendor == "sqlite" else _postgres_url(side)
    limit = {f"GUSU_API_{kind}": "1000000" for kind in ("LIMIT", "TOKEN_LIMIT")}
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--blocking-threads", "4", "--no-ws", "--log-level", "warn"]
    environment = {**os.environ, "DATABASE_URL": database, **limit}
    server = subprocess.Popen([*command, "gusu_minutes.wsgi:application"], env=environment, cwd=ROOT)
    try:
        _wait(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def _postgres_url(side: Side) -> str:
    before, _slash, _name = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")
    query = os.environ["DATABASE_URL"].partition("?")[2]
    return f"{before}/{side.name}" + (f"?{query}" if query else "")


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/hello/", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def measure_server(side: Side, rare: list[str]) -> dict[str, dict[str, Any]]:
    """Return for each page requests a second as a ratio to the view that does nothing, which takes turns with it."""
    with server_on(side) as (port, pid):
        wanted = pages_of(side, rare, port)
        before = _memory(pid)
        for requests in wanted.values():  # what is kept is made once, for whoever comes first
            urllib.request.urlopen(f"http://127.0.0.1:{port}{requests[0][0]}", timeout=60).close()
        speeds: dict[str, list[float]] = {name: [] for name in wanted}
        for _ in range(ROUNDS):
            for name, requests in wanted.items():
                speeds[name].append(_speed(port, requests, 304 if name.endswith("304") else 200))
        after = _memory(pid)
    figures = {
        name: {
            # Within a round: the machine is noisy from one to the next.
            "to_hello": round(statistics.median(map(truediv, found, speeds["hello"])), 2),
            "per_second": round(statistics.median(found)),
        }
        for name, found in speeds.items()
    }
    return {**figures, "memory": {"MB_before": before, "MB_after": after}}


def pages_of(side: Side, rare: list[str], port: int) -> dict[str, Requests]:
    """Return what is asked for: one address, or many so that no answer is kept."""
    from gusu_minutes.publishing.models import PublicEdition

    editions: Any = PublicEdition.objects
    addresses = side.call(lambda: list(editions.order_by("?").values_list("address", flat=True)[:3000]))
    meeting = f"/meetings/{addresses[0]}/"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{meeting}") as answer:
        tag = answer.headers["ETag"]
    plain: dict[str, str] = {}
    return {
        "hello": [("/hello/", plain)],
        "meeting": [(meeting, plain)],
        "meeting, 304": [(meeting, {"If-None-Match": tag})],
        "meeting, another each time": [(f"/meetings/{address}/", plain) for address in addresses],
        "home": [("/", plain)],
        "list of meetings": [("/meetings/", plain)],
        "list of meetings, another page": [(f"/meetings/?page={n}", plain) for n in range(2, 1500)],
        "list of resolutions": [("/resolutions/", plain)],
        "search, one rare word": [(f"/search/?q={quote(rare[0])}", plain)],
        "search, another rare word": [(f"/search/?q={quote(word)}", plain) for word in rare],
        "API, resolutions": [("/api/v1/resolutions/", plain)],
        "API, a meeting": [(f"/api/v1/meetings/{addresses[0]}/", plain)],
    }


def _speed(port: int, requests: Requests, expected: int) -> float:
    asked = json.dumps(requests)
    done = subprocess.run([*LOAD, str(port), str(SECONDS)], input=asked, capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    if set(result["statuses"]) != {str(expected)}:
        raise SystemExit(f"{requests[0][0]} answers {result['statuses']}")
    return result["per_second"]


def _memory(pid: int) -> int:
    """Return the megabytes of the largest process of the server: its worker."""
    found = []
    for place in Path("/proc").glob("[0-9]*/status"):
        try:
            status = dict(line.split(":", 1) for line in place.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(status["PPid"]) == pid or int(status["Pid"]) == pid:
            found.append(int(status.get("VmRSS", "0 kB").split()[0]) // 1024)
    return max(found)

#!/usr/bin/env python
"""Ask a server on this machine for pages as fast as it answers, in a process of its own; tell how many a second.

usage: scripts/load.py PORT SECONDS < requests, a JSON list of [path, headers]; writes JSON.
Plain sockets, one request at a time on each connection: the client must cost less than the server that it measures.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter
from itertools import cycle

CONNECTIONS = 8


class Connection:
    """One connection and the answer that is coming in on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.got, self.end, self.status = b"", 0, 0

    def read(self) -> bool:
        """Read what is there; returns whether the answer is whole."""
        data = self.socket.recv(1 << 18)
        if not data:
            raise SystemExit("the server hung up")
        self.got += data
        if not self.end:
            head, separator, _rest = self.got.partition(b"\r\n\r\n")
            if not separator:
                return False
            lines = head.lower().split(b"\r\n")
            self.status = int(lines[0].split()[1])
            length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), None)
            if length is None and self.status != 304:
                raise SystemExit("an answer without its length")
            self.end = len(head) + 4 + (length or 0)
        return len(self.got) >= self.end


def request_of(path: str, headers: dict[str, str]) -> bytes:
    """Return the bytes of a request, with what a browser would accept."""
    known = {"Host": "127.0.0.1", "Accept-Encoding": "gzip", **headers}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in known.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def load(port: int, seconds: float, requests: list[bytes]) -> dict[str, object]:
    """Return requests a second and how often each status came."""
    waiting, statuses = selectors.DefaultSelector(), Counter[int]()
    following = cycle(requests)
    start = time.perf_counter()
    for _ in range(CONNECTIONS):
        one = Connection(port)
        waiting.register(one.socket, selectors.EVENT_READ, one)
        one.socket.sendall(next(following))
    while time.perf_counter() - start < seconds:
        for ready, _events in waiting.select(timeout=1):
            one = ready.data
            if one.read():
                statuses[one.status] += 1
                one.got, one.end = b"", 0
                one.socket.sendall(next(following))
    taken = time.perf_counter() - start
    for ready in list(waiting.get_map().values()):
        ready.data.socket.close()
    return {"per_second": sum(statuses.values()) / taken, "statuses": statuses}


if __name__ == "__main__":
    wanted = [request_of(path, headers) for path, headers in json.load(sys.stdin)]
    print(json.dumps(load(int(sys.argv[1]), float(sys.argv[2]), wanted)))

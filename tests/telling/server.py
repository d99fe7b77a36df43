"""A small server on this machine that takes what webhooks send."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


class Receiver:
    """What was received, and what to answer: (status, headers).

    `silent` never answers until it is closed, `drips` never comes to the end of its answer.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.answer: tuple[int, dict[str, str]] = (204, {})
        self.silent = self.drips = False
        self.closing = Event()
        self.url = ""


@contextmanager
def receiver() -> Iterator[Receiver]:
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.requests.append((self.path, dict(self.headers.items()), body))
            if state.silent:
                state.closing.wait()
                return
            if state.drips:
                self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
                with suppress(OSError):  # the other side went away
                    while not state.closing.wait(0.01):
                        self.wfile.write(b".")
                return
            status, headers = state.answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def do_GET(self) -> None:
            state.requests.append((self.path, dict(self.headers.items()), b"GET"))

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/hook?office=1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        state.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()

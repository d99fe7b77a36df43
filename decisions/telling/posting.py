"""One POST to a checked address: no proxy, no redirect, no second look at the name, an end to waiting and reading."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Any

from decisions.telling.guard import Target

CONNECT_TIMEOUT = 5.0  # seconds
ANSWER_TIMEOUT = 15.0  # seconds for the whole of an attempt, however slowly the answer drips
READ_AT_MOST = 16 * 1024  # bytes of an answer that are read, and thrown away


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was asked for (Host, SNI, certificate)."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_TIMEOUT)
        self.target = target
        self.wire: Any = None
        self.default_port = 443 if target.scheme == "https" else 80

    def connect(self) -> None:
        plain = self._first_that_answers()
        plain.settimeout(ANSWER_TIMEOUT)
        self.sock = self.wire = plain
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            # The handshake comes after, so that it can be cut too.
            self.sock = self.wire = context.wrap_socket(
                plain, server_hostname=self.target.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _first_that_answers(self) -> Any:
        failure: OSError = OSError("no address")
        for address in self.target.addresses:
            try:
                return socket.create_connection((address, self.target.port), timeout=CONNECT_TIMEOUT)
            except OSError as error:
                failure = error
        raise failure

    def cut(self) -> None:
        """End whatever waits for the other side: also an answer without a length, which http.client takes over whole.

        Of TLS only the line is cut: its own shutdown would take away what the reader is reading with.
        """
        if self.wire is not None:
            with contextlib.suppress(OSError):  # it was closed already
                socket.socket.shutdown(self.wire, socket.SHUT_RDWR)


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    """Send `body` and return the status of the answer, a redirect's too: it is not followed.

    Raises OSError or http.client.HTTPException.
    """
    connection = _Pinned(target)
    deadline = threading.Timer(ANSWER_TIMEOUT, connection.cut)
    deadline.daemon = True
    deadline.start()
    try:
        connection.request("POST", target.path, body, dict(headers))
        answer = connection.getresponse()
        answer.read(READ_AT_MOST)
        return answer.status
    finally:
        deadline.cancel()
        connection.close()

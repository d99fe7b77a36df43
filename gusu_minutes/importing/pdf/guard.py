"""pdfminer with bounds: what a stream may unpack to, how much may be drawn, how long it may take."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Sequence
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFBaseXRef, PDFDocument, PDFNoValidXRef
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFObjRef,
    PDFStream,
    int_value,
    stream_value,
)
from pdfminer.runlength import rldecode
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

MAX_PAGES = 300
MAX_STREAM = 24 * 1024 * 1024  # a whole Chinese font has up to 20 MB
MAX_STREAMS = 40 * 1024 * 1024  # all that is unpacked and kept
MAX_DRAWN = 24 * 1024 * 1024  # content streams, each time that they are drawn
MAX_DRAWINGS = 10_000
MAX_XREFS = 200
MAX_CHARACTERS = 1_000_000
SECONDS = 12  # of processor time
_LONGEST_CHAIN = 16


class Refused(Exception):  # not a ValueError: pdfminer swallows those
    """The file asks for more than it may have. `code` is that of the SourceError to come."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Budget:
    """What one document may still use."""

    def __init__(self) -> None:
        self._unpacked = self._drawn = self._drawings = 0
        self._deadline = time.process_time() + SECONDS

    def unpack(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > MAX_STREAMS:
            raise Refused("pdf_bomb")

    @property
    def room(self) -> int:
        """Bytes that the next stream may unpack to."""
        return min(MAX_STREAM, MAX_STREAMS - self._unpacked)

    def draw(self, size: int) -> None:
        self._drawn += size
        self._drawings += 1
        if self._drawn > MAX_DRAWN or self._drawings > MAX_DRAWINGS:
            raise Refused("pdf_bomb")
        self.tick()

    def tick(self) -> None:
        if time.process_time() > self._deadline:
            raise Refused("too_complex")


class BoundedStream(PDFStream):
    """A stream that unpacks within the budget; pictures stay packed."""

    budget: Budget

    def decode(self) -> None:
        data = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for name, parameters in self.get_filters():
            data = self._unpacked(name, data)
            if isinstance(parameters, dict) and "Predictor" in parameters:
                data = _unpredicted(parameters, data)
        self.budget.unpack(len(data))
        self.data, self.rawdata = data, None

    def _unpacked(self, name: Any, data: bytes) -> bytes:
        room = self.budget.room
        if name in LITERALS_FLATE_DECODE:
            return _inflated(data, room)
        if name in LITERALS_LZW_DECODE:
            return _within(LZWDecoder(io.BytesIO(data)).run(), room)
        if name in LITERALS_RUNLENGTH_DECODE:
            if len(data) * 8 > room:
                raise Refused("pdf_bomb")
            return rldecode(data)
        if name in LITERALS_ASCII85_DECODE:
            return ascii85decode(data)
        if name in LITERALS_ASCIIHEX_DECODE:
            return asciihexdecode(data)
        return data


def _within(pieces: Any, room: int) -> bytes:
    out = bytearray()
    for piece in pieces:
        out += piece
        if len(out) > room:
            raise Refused("pdf_bomb")
    return bytes(out)


def _inflated(data: bytes, room: int) -> bytes:
    """Inflate up to `room` bytes; of damaged data what can be had."""
    unpacker = zlib.decompressobj()
    out = bytearray()
    try:
        for start in range(0, len(data), 65536):
            out += unpacker.decompress(data[start : start + 65536], room + 1 - len(out))
            while unpacker.unconsumed_tail and len(out) <= room:
                out += unpacker.decompress(unpacker.unconsumed_tail, room + 1 - len(out))
            if len(out) > room:
                raise Refused("pdf_bomb")
            if unpacker.eof:
                break
    except zlib.error:
        pass
    return bytes(out)


def _unpredicted(parameters: dict[str, Any], data: bytes) -> bytes:
    kind = int_value(parameters["Predictor"])
    colors, columns, bits = (
        int_value(parameters.get(name, default))
        for name, default in (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))
    )
    if colors * columns * bits > 8 * 1024 * 1024:
        raise Refused("pdf_bomb")
    if kind >= 10:
        return apply_png_predictor(kind, colors, columns, bits, data)
    return apply_tiff_predictor(colors, columns, bits, data) if kind == 2 else data


class BoundedParser(PDFParser):
    """Makes bounded streams."""

    def __init__(self, stream: Any, budget: Budget) -> None:
        super().__init__(stream)
        self.budget = budget

    def push(self, *objs: Any) -> None:
        for _position, value in objs:
            if type(value) is PDFStream:
                value.__class__ = BoundedStream
                value.budget = self.budget  # type: ignore[attr-defined]
        super().push(*objs)


class BoundedDocument(PDFDocument):
    """Follows no chain of references for ever."""

    def __init__(self, parser: BoundedParser) -> None:
        self.budget = parser.budget
        self._seen_xrefs: set[int] = set()
        super().__init__(parser)

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[PDFBaseXRef]) -> None:
        self.budget.tick()
        if start in self._seen_xrefs or len(self._seen_xrefs) > MAX_XREFS:
            raise PDFNoValidXRef("A table of references points back to itself.")
        self._seen_xrefs.add(start)
        super().read_xref_from(parser, start, xrefs)

    def getobj(self, objid: int) -> object:
        self.budget.tick()
        found = super().getobj(objid)
        for _ in range(_LONGEST_CHAIN):
            if not isinstance(found, PDFObjRef):
                return found
            found = super().getobj(found.objid)
        raise PDFException("References that point to each other.")


class BoundedInterpreter(PDFPageInterpreter):
    """Draws within the budget: forms that draw forms that draw forms come to an end."""

    def execute(self, streams: Sequence[object]) -> None:
        budget: Budget = self.device.budget  # type: ignore[attr-defined]
        for one in streams:
            budget.draw(len(stream_value(one).get_data()))
        super().execute(streams)

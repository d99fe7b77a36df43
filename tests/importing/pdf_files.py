"""Small PDF files, written by hand."""

import zlib

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def packed(data: bytes, extra: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + extra)


def file_of(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects; 1 is the catalogue."""
    out = b"%PDF-1.4\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    return out + b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, trailer, start)


def document(pages: list[bytes], resources: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    """A PDF of pages with the given content streams. /F1 is Helvetica; objects of one's own begin at 1000."""
    objects = {3: FONT}
    kids = []
    for index, content in enumerate(pages):
        number = 10 + 2 * index
        kids.append(b"%d 0 R" % number)
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s >> >>" % (number + 1, resources)
        )
        objects[number + 1] = content if content.startswith(b"<<") else stream(content)
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(kids))
    return file_of({**objects, **(more or {})})

"""Files that must not be opened, or must not cost much: each with the code of its refusal."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.importing import pdf_files

HERE = Path(__file__).parent
SAMPLE = HERE / "samples" / "dongpu-31.docx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MB = 1024 * 1024
Case = tuple[Callable[[], bytes], str, str]


def word_file(change: Callable[[dict[str, bytes]], None] | None = None) -> bytes:
    """The sample document, with its parts changed."""
    with zipfile.ZipFile(SAMPLE) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if change:
        change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def with_parts(**parts: bytes) -> bytes:
    """The sample with parts put in; __ stands for a slash, and _xml for .xml."""
    names = {
        name.replace("__", "/").replace("_xml", ".xml").replace("_rels", ".rels"): part for name, part in parts.items()
    }
    return word_file(lambda old: old.update(names))


def with_path(name: str) -> bytes:
    return word_file(lambda parts: parts.update({name: b"<a/>"}))


def document(body: bytes, before: bytes = b"") -> bytes:
    return with_parts(word__document_xml=before + b"<w:document " + W + b"><w:body>" + body + b"</w:body></w:document>")


def package(parts: dict[str, bytes]) -> bytes:

    def change(old: dict[str, bytes]) -> None:
        old.clear()
        old.update(parts)

    return word_file(change)


def doctype(part: str, encoding: str = "utf-8", entity: str = 'SYSTEM "file:///etc/passwd"') -> bytes:
    """The sample with an entity defined at the head of one part, in an encoding."""

    def change(parts: dict[str, bytes]) -> None:
        text = parts[part].decode("utf-8").split("?>", 1)[-1]
        head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-le")}"?><!DOCTYPE d [<!ENTITY x {entity}>]>'
        mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
        parts[part] = mark + (head + text).encode(encoding)

    return word_file(change)


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{entities}]>'.encode()
    return document(b"<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", before=head)


def marked_encrypted(data: bytes) -> bytes:
    """Set the 'encrypted' bit of every entry in the central directory."""
    out, position = bytearray(data), 0
    while (position := out.find(b"PK\x01\x02", position)) >= 0:
        out[position + 8] |= 1
        position += 4
    return bytes(out)


def lying_sizes(size: int) -> bytes:
    """A document part of 60 MB whose entry says that it is small."""
    data = with_parts(word__document_xml=b"<w:document " + W + b">" + b" " * 60 * MB + b"</w:document>")
    out, position = bytearray(data), 0
    while (position := out.find(b"PK\x01\x02", position)) >= 0:
        length = struct.unpack_from("<H", out, position + 28)[0]
        if out[position + 46 : position + 46 + length] == b"word/document.xml":
            struct.pack_into("<I", out, position + 24, size)
        position += 46
    return bytes(out)


def overlapping() -> bytes:
    """Many entries of one and the same data (a quadratic bomb)."""
    out = bytearray(word_file(lambda parts: parts.update({"word/media/a.bin": bytes(range(256)) * 4000})))
    end = out.rfind(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<HII", out, end + 10)
    directory = bytes(out[start : start + size])
    position = directory.find(b"word/media/a.bin") - 46
    entry = directory[position : position + 46 + len("word/media/a.bin")]
    copies = b"".join(entry[:28] + struct.pack("<H", 20) + entry[30:46] + b"word/media/%05d.bin" % n for n in range(50))
    tail = bytearray(out[end:])
    struct.pack_into("<HHII", tail, 8, count + 50, count + 50, size + len(copies), start)
    return bytes(out[:start]) + directory + copies + bytes(tail)


def many_entries(number: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bomb:
        for n in range(number):
            bomb.writestr(f"word/{n}.xml", b"")
    return out.getvalue()


def nested_zip() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("0", b"0" * 50 * MB)
    data = inner.getvalue()
    return package({f"{n}.zip": data for n in range(50)})


def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x01" * 100


def word_stream(flags: int) -> bytes:
    """The beginning of an old Word file: the header of its main stream in the second sector."""
    return OLE + b"\x00" * 504 + b"\xec\xa5" + b"\x00" * 8 + struct.pack("<H", flags) + b"\x01" * 2000


def pdf_forms(depth: int = 12, width: int = 12) -> bytes:
    """Forms that draw forms that draw forms, each a dozen times."""
    more = {}
    for level in range(depth):
        calls = b"/X Do " * width if level < depth - 1 else b"BT /F1 12 Tf (a) Tj ET"
        extra = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources "
        extra += b"<< /Font << /F1 3 0 R >> /XObject << /X %d 0 R >> >>"
        more[1000 + level] = pdf_files.stream(calls, extra % (1001 + level))
    return pdf_files.document([b"/X Do"], b"/XObject << /X 1000 0 R >>", more)


def pdf_object(pages: bytes, more: dict[int, bytes] | None = None) -> bytes:
    return pdf_files.file_of({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: pages, **(more or {})})


def pdf_scan() -> bytes:
    image = pdf_files.packed(
        b"\xff" * 10_000,
        b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceGray",
    )
    return pdf_files.document([b"q 595 0 0 842 0 0 cm /I Do Q"] * 3, b"/XObject << /I 1000 0 R >>", {1000: image})


def pdf_font(extra: bytes, more: dict[int, bytes]) -> bytes:
    """A page in a Chinese font whose description is one's own."""
    page = b"BT /F2 12 Tf 72 700 Td <0001> Tj ET"
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
    )
    descendant += b" /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /A /Flags 4 >> %s >>" % extra
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 1002 0 R"
    font += b" /DescendantFonts [1001 0 R] >>"
    to_unicode = more.get(1002) or pdf_files.stream(b"1 beginbfchar <0001> <4E00> endbfchar")
    data = pdf_files.document([page], b"", {1000: font, 1001: descendant, **more, 1002: to_unicode})
    return data.replace(b"/Font << /F1 3 0 R >>", b"/Font << /F2 1000 0 R>>")


def pdf_xref_loop() -> bytes:
    data = pdf_files.document([b"BT /F1 12 Tf 72 700 Td (a) Tj ET"])
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    return data.replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d " % start)


def pdf_bomb_packed_twice() -> bytes:
    twice = zlib.compress(zlib.compress(b" " * 200 * MB, 9), 9)
    return pdf_files.document([pdf_files.stream(twice, b"/Filter [/FlateDecode /FlateDecode]")])


def pdf_bomb_of_runs() -> bytes:
    return pdf_files.document([pdf_files.stream(b"\x81 " * 4 * MB, b"/Filter /RunLengthDecode")])


def cases() -> Iterator[tuple[str, Case]]:
    """Every hostile file: what makes its bytes, its name, the code of its refusal ('' where it is read)."""
    yield "nothing", (lambda: b"", "a.docx", "empty")
    yield "white space", (lambda: b" \r\n\t", "a.txt", "empty")
    yield "zero bytes", (lambda: b"\x00" * 100, "a.txt", "empty")
    yield "too large", (lambda: b"x" * (20 * MB + 1), "a.txt", "too_large")
    yield from _zips()
    yield from _paths_and_xml()
    yield from _other_types()
    yield from _pdfs()


def _zips() -> Iterator[tuple[str, Case]]:
    yield "bomb of one entry", (lambda: with_parts(word__document_xml=b"<a>" + b" " * 90 * MB), "a.docx", "zip_bomb")
    yield "bomb of size", (lambda: with_parts(word__a_xml=b"0" * 110 * MB), "a.docx", "zip_bomb")
    yield "bomb of ratio", (lambda: with_parts(word__media=b"0" * 30 * MB), "a.docx", "zip_bomb")
    yield "bomb in a bomb", (lambda: nested_zip(), "a.docx", "not_docx")
    yield "many entries", (lambda: many_entries(6000), "a.docx", "zip_bomb")
    yield "overlapping entries", (lambda: overlapping(), "a.docx", "zip_bomb")
    yield "small by its header", (lambda: lying_sizes(1000), "a.docx", "not_docx")
    yield "large by its header", (lambda: lying_sizes(0xFFFFFFF), "a.docx", "zip_bomb")
    yield "bomb of tags", (lambda: document(b"<w:p/>" * 2 * MB), "a.docx", "zip_bomb")
    yield "truncated", (lambda: word_file()[:5000], "a.docx", "not_docx")
    yield "first half", (lambda: word_file()[: len(word_file()) // 2], "a.docx", "not_docx")
    yield "no document", (lambda: word_file(lambda parts: parts.__delitem__("word/document.xml")), "a.docx", "not_docx")
    yield "some zip", (lambda: package({"a.txt": b"a"}), "a.docx", "not_docx")
    yield "encrypted entries", (lambda: marked_encrypted(word_file()), "a.docx", "encrypted")
    yield "broken data", (lambda: word_file()[:300] + b"\xff" * 900 + word_file()[1200:], "a.docx", "not_docx")


def _paths_and_xml() -> Iterator[tuple[str, Case]]:
    paths = ("../../evil.xml", "/etc/evil", "C:\\evil.exe", "word\\..\\..\\evil", "..\\evil", "word/../../evil")
    for path in paths:
        yield f"path {path}", (partial(with_path, path), "a.docx", "unsafe_path")
    yield "entity", (lambda: doctype("word/document.xml"), "a.docx", "external_entity")
    yield "entity in UTF-16", (lambda: doctype("word/document.xml", "utf-16-le"), "a.docx", "external_entity")
    yield "entity in relations", (lambda: doctype("word/_rels/document.xml.rels"), "a.docx", "external_entity")
    yield "entity in numbering", (lambda: doctype("word/numbering.xml"), "a.docx", "external_entity")
    yield "entity in types", (lambda: doctype("[Content_Types].xml"), "a.docx", "external_entity")
    yield (
        "entity from afar",
        (lambda: doctype("word/styles.xml", entity='SYSTEM "http://127.0.0.1:9/x"'), "a.docx", "external_entity"),
    )
    yield "billion laughs", (lambda: billion_laughs(), "a.docx", "external_entity")
    hidden = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE d+AD4-<a/>'
    yield "entity in UTF-7", (lambda: with_parts(word__document_xml=hidden), "a.docx", "not_docx")
    yield "deep XML", (lambda: document(b"<w:smartTag>" * 20_000 + b"</w:smartTag>" * 20_000), "a.docx", "not_docx")
    yield (
        "deep runs",
        (lambda: document(b"<w:p>" + b"<w:smartTag>" * 240 + b"</w:smartTag>" * 240 + b"</w:p>"), "a.docx", ""),
    )
    yield "broken XML", (lambda: with_parts(word__document_xml=b"<w:document"), "a.docx", "not_docx")
    yield "macros", (lambda: with_path("word/vbaProject.bin"), "a.docx", "macros")
    types = partial(word_file, lambda parts: parts.update({"[Content_Types].xml": parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml")}))  # fmt: skip
    yield "macros by type", (types, "a.docx", "macros")
    yield "macros by name", (lambda: word_file(), "a.docm", "macros")


def _other_types() -> Iterator[tuple[str, Case]]:
    yield "picture", (lambda: png(), "a.docx", "picture")
    yield "photograph", (lambda: b"\xff\xd8\xff\xe0" + b"\x01" * 100, "a.txt", "picture")
    yield "picture as PDF", (lambda: png(), "a.pdf", "picture")
    yield "encrypted by Word", (lambda: OLE + "EncryptedPackage".encode("utf-16-le") * 2, "a.docx", "encrypted")
    yield "encrypted old Word", (lambda: word_stream(0x0100), "a.doc", "encrypted")
    yield "old Word", (lambda: word_stream(0), "a.doc", "legacy_word")
    yield "old Word as docx", (lambda: word_stream(0), "a.docx", "legacy_word")
    yield "WPS", (lambda: word_stream(0), "a.wps", "legacy_word")
    yield "RTF", (lambda: b"{\\rtf1\\ansi abc}", "a.rtf", "legacy_word")
    yield (
        "spreadsheet",
        (lambda: package({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}), "a.docx", "spreadsheet"),
    )
    yield "presentation", (lambda: package({"ppt/presentation.xml": b"<a/>"}), "a.docx", "presentation")
    yield "OFD", (lambda: package({"OFD.xml": b"<a/>"}), "a.ofd", "ofd")
    yield "web page", (lambda: b"<!DOCTYPE html><html><body>abc</body></html>", "a.doc", "web_page")
    yield "web page of Word", (lambda: b"\xef\xbb\xbf\r\n<html xmlns:o='urn:x'><p>abc", "a.doc", "web_page")
    yield "web archive", (lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a.doc", "web_page")
    yield "program", (lambda: b"MZ\x90\x00" + b"\x01" * 1000, "a.docx", "program")
    yield "program of Linux", (lambda: b"\x7fELF\x02\x01" + b"\x01" * 1000, "a.pdf", "program")
    yield "archive", (lambda: b"Rar!\x1a\x07\x01\x00" + b"\x01" * 100, "a.docx", "archive")
    yield "text named docx", (lambda: "会议同意。".encode(), "a.docx", "not_docx")
    yield "text of another type", (lambda: "会议同意。".encode(), "a.xyz", "unknown_type")
    yield "binary as text", (lambda: b"abc\x00def\x00\x00\x01xyz", "a.txt", "unknown_type")
    yield "bytes of no encoding", (lambda: b"\xff\xff\xff\x80\x80\x80a", "a.txt", "undecodable")
    # What a file is, its content says: a good file with a wrong name is read.
    yield "PDF named docx", (lambda: (HERE / "samples-pdf" / "columns.pdf").read_bytes(), "a.docx", "")
    yield "docx named PDF", (lambda: word_file(), "a.pdf", "")


def _pdfs() -> Iterator[tuple[str, Case]]:
    text = b"BT /F1 12 Tf 72 700 Td (a) Tj ET"
    yield "PDF bomb", (lambda: pdf_files.document([pdf_files.packed(b" " * 60 * MB)]), "a.pdf", "pdf_bomb")
    yield "PDF bomb packed twice", (pdf_bomb_packed_twice, "a.pdf", "pdf_bomb")
    yield "many PDF bombs", (lambda: pdf_files.document([pdf_files.packed(b" " * 20 * MB)] * 20), "a.pdf", "pdf_bomb")
    yield (
        "PDF bomb of runs",
        (
            lambda: pdf_files.document([pdf_files.stream(b"\x81 " * 4 * MB, b"/Filter /RunLengthDecode")]),
            "a.pdf",
            "pdf_bomb",
        ),
    )
    yield "forms of forms", (lambda: pdf_forms(), "a.pdf", "pdf_bomb")
    yield (
        "form of itself",
        (lambda: pdf_forms(1).replace(b"(a) Tj", b"/X Do ").replace(b"1001 0 R", b"1000 0 R"), "a.pdf", "no_text"),
    )
    yield "pages in a circle", (lambda: pdf_object(b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"), "a.pdf", "not_pdf")
    nested = {n: b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (n + 1) for n in range(3, 5000)}
    yield (
        "pages without end",
        (lambda: pdf_object(b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", nested), "a.pdf", "not_pdf"),
    )
    yield "itself", (lambda: pdf_object(b"2 0 R"), "a.pdf", "not_pdf")
    yield "each other", (lambda: pdf_object(b"3 0 R", {3: b"4 0 R", 4: b"3 0 R"}), "a.pdf", "not_pdf")
    yield "tables in a circle", (lambda: pdf_xref_loop(), "a.pdf", "")
    yield "deep arrays", (lambda: pdf_object(b"[" * 200_000), "a.pdf", "not_pdf")
    yield "too many pages", (lambda: pdf_files.document([text] * 301), "a.pdf", "too_many_pages")
    ranges = {1002: pdf_files.stream(b"1 beginbfrange <00000000> <FFFFFFF0> <0000> endbfrange")}
    yield "characters without end", (lambda: pdf_font(b"", ranges), "a.pdf", "too_complex")
    yield "widths without end", (lambda: pdf_font(b"/W [0 2000000000 500]", {}), "a.pdf", "too_complex")
    unknown = {1002: pdf_files.stream(b"1 beginbfchar <0002> <4E00> endbfchar")}
    yield "glyphs without characters", (lambda: pdf_font(b"", unknown), "a.pdf", "no_characters")
    yield "scan", (lambda: pdf_scan(), "a.pdf", "no_text")
    yield "encrypted PDF", (lambda: (HERE / "samples-pdf" / "password.pdf").read_bytes(), "a.pdf", "encrypted")
    yield "truncated PDF", (lambda: (HERE / "samples-pdf" / "columns.pdf").read_bytes()[:4000], "a.pdf", "not_pdf")
    yield "no PDF", (lambda: b"%PDF-1.7\nand so on", "a.pdf", "not_pdf")
    yield "text named PDF", (lambda: b"abc", "a.pdf", "not_pdf")
    yield "one long line", (lambda: b"%PDF-1.4 " + b"1 " * 9 * MB, "a.pdf", "not_pdf")
    yield "one long object", (lambda: b"%PDF-1.4\n" + b"1 " * 9 * MB + b"\nstartxref\n9\n%%EOF", "a.pdf", "too_complex")

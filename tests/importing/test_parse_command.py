"""`manage.py parse_minutes`: one object a line, errors apart, nothing written."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

SAMPLES = Path(__file__).parent / "samples"


def test_one_object_a_line_in_the_order_given(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("parse_minutes", SAMPLES / "qinglan-42.txt", SAMPLES / "dongpu-31.docx")
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["meeting"]["number"] for line in lines] == [42, 31]
    assert "青岚区" in lines[0]


def test_text_gives_every_character_again(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("parse_minutes", SAMPLES / "gusu-39.txt", "--format", "text")
    source = (SAMPLES / "gusu-39.txt").read_text(encoding="utf-8")
    assert "".join(capsys.readouterr().out.split()) == "".join(source.split())


def test_simplify_converts_first(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("parse_minutes", SAMPLES / "gusu-39.txt", "--simplify")
    assert json.loads(capsys.readouterr().out)["meeting"]["bodies"] == ["保护区管委会", "姑苏区政府"]


def test_a_dash_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    data = (SAMPLES / "dongpu-31.docx").read_bytes()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    call_command("parse_minutes", "-")
    assert json.loads(capsys.readouterr().out)["meeting"]["number"] == 31


def test_what_cannot_be_read_is_named_and_the_others_are_printed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"no Word file")
    with pytest.raises(CommandError, match="2 of 3"):
        call_command("parse_minutes", broken, tmp_path / "missing.txt", SAMPLES / "qinglan-42.txt")
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert "broken.docx" in err
    assert "missing.txt" in err

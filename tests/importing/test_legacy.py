"""Old Word files: converted where LibreOffice is, refused with words that help where it is not."""

import json
import os
import shlex
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from django.core.management import call_command
from pytest_django import Settings

from gusu_minutes.importing import legacy
from gusu_minutes.importing.parser import SourceError, parse
from gusu_minutes.importing.sources import explain, read_file, text_of_file
from scripts.libreoffice import find_libreoffice
from tests.importing import score

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00\x01" * 300
HERE = Path(__file__).parent
Install = Callable[[str], None]


@pytest.fixture
def office(tmp_path: Path, settings: Settings) -> Install:
    """Puts a script in the place of LibreOffice. It finds the folder for results in $out and the file in $in."""

    def install(script: str) -> None:
        program = tmp_path / "soffice"
        find = 'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done; in=$1'
        program.write_text(f"#!/bin/sh\necho $$ > {shlex.quote(str(tmp_path))}/pid\n{find}\n{script}\n")
        program.chmod(0o755)
        settings.SOFFICE = str(program)

    return install


def word_file(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("会议同意《办法》。")
    document.save(str(tmp_path / "made.docx"))
    return tmp_path / "made.docx"


@pytest.mark.parametrize("name", ["纪要.doc", "纪要.wps", "纪要.DOC", "纪要.docx"])
def test_the_result_is_read(name: str, office: Install, tmp_path: Path) -> None:
    office(f'mkdir "$out"; cp {word_file(tmp_path)} "$out/in.docx"')
    assert text_of_file(OLE, name).strip() == "会议同意《办法》。"


def test_without_a_program_the_message_says_how_to_convert(settings: Settings) -> None:
    settings.SOFFICE = ""
    with pytest.raises(SourceError) as refused:
        text_of_file(OLE, "a.doc")
    assert refused.value.code == "legacy_word"
    assert "另存为 .docx" in explain(refused.value)


def test_a_named_program_that_is_not_there_is_none(settings: Settings) -> None:
    settings.SOFFICE = "/nowhere/soffice"
    assert legacy.find_soffice() is None


@pytest.mark.parametrize(
    "script",
    ["exit 0", "echo secret >&2; exit 77", 'mkdir "$out"; : > "$out/in.docx"', 'mkdir "$out"; mkdir "$out/in.docx"'],
    ids=["no result", "status", "empty result", "no file"],
)
def test_failure_is_one_sentence(script: str, office: Install) -> None:
    office(script)
    with pytest.raises(SourceError) as refused:
        text_of_file(OLE, "a.doc")
    assert refused.value.code == "legacy_word_failed"
    assert "未能转换" in explain(refused.value)
    assert "secret" not in explain(refused.value) + str(refused.value)


def test_the_result_is_checked_like_any_word_file(office: Install) -> None:
    office('mkdir "$out"; echo "no Word file" > "$out/in.docx"')
    with pytest.raises(SourceError) as refused:
        text_of_file(OLE, "a.doc")
    assert refused.value.code == "not_docx"


def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    office: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "SECONDS", 1)
    office(f"sleep 300 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(SourceError) as refused:
        text_of_file(OLE, "a.doc")
    assert refused.value.code == "legacy_word_failed"
    for name in ("pid", "child"):
        assert is_gone(int((tmp_path / name).read_text()))


def is_gone(process: int) -> bool:
    """Whether a process has ended; one that nobody has collected yet has."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_it_runs_in_a_folder_of_its_own_with_macros_and_links_off(office: Install, tmp_path: Path) -> None:
    office(
        f"pwd > {tmp_path}/seen; env >> {tmp_path}/seen; cat profile/user/registrymodifications.xcu >> {tmp_path}/seen"
    )
    with pytest.raises(SourceError):
        text_of_file(OLE, "../../etc/a.doc")
    seen = (tmp_path / "seen").read_text()
    folder = seen.splitlines()[0]
    assert f"HOME={folder}" in seen
    assert "GUSU_SECRET_KEY" not in seen
    assert "DisableMacrosExecution" in seen
    assert not os.path.exists(folder)  # noqa: PTH110


def test_the_commands_convert_too(office: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office(f'mkdir "$out"; cp {word_file(tmp_path)} "$out/in.docx"')
    (tmp_path / "old.doc").write_bytes(OLE)
    call_command("parse_minutes", tmp_path / "old.doc")
    assert json.loads(capsys.readouterr().out)["items"][0]["outcome"] == "approved"


@pytest.mark.office
@pytest.mark.parametrize("name", ["qinglan-42.doc", "qinglan-42.wps", "qinglan-42.rtf"])
def test_libreoffice_gives_the_same_records(name: str, settings: Settings) -> None:
    settings.SOFFICE = find_libreoffice()
    if settings.SOFFICE is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer")
    path = HERE / "samples-legacy" / name
    data = (path if path.exists() else path.with_suffix(".doc")).read_bytes()  # a .wps is a .doc by another name
    gold = json.loads((HERE / "samples" / "qinglan-42.json").read_text(encoding="utf-8"))
    tally = score.score_one(gold, parse(read_file(data, name)).to_dict())
    assert score.overall(tally) == [1.0] * 8, tally.misses


@pytest.mark.office
def test_libreoffice_makes_nothing_of_a_file_that_only_begins_like_one(settings: Settings) -> None:
    settings.SOFFICE = find_libreoffice()
    if settings.SOFFICE is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer")
    with pytest.raises(SourceError) as refused:
        read_file(OLE, "a.doc")
    assert refused.value.code == "legacy_word_failed"

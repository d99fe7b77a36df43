"""Languages and scripts: Simplified by default, Traditional content, English frame; the switches."""

import pytest

from gusu_minutes.public.language import html_in_traditional

ADDRESS = "/meetings/executive/2024/39/"


@pytest.mark.parametrize("accepted", ["en-US,en;q=0.9", "zh-TW", "", "xx;;q=", "*"])
def test_simplified_chinese_whatever_the_browser_asks_for(client, minutes, accepted):
    answer = client.get(ADDRESS, headers={"Accept-Language": accepted})
    assert '<html lang="zh-Hans"' in answer.text
    assert answer.headers["Content-Language"] == "zh-hans"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("language", ["", "de", "../../etc", "zh-hans\0", "x" * 5000])
def test_unknown_languages_fall_back(client, minutes, language):
    client.cookies["django_language"] = language
    assert '<html lang="zh-Hans"' in client.get(ADDRESS).text


def test_traditional_content(client, minutes):
    client.cookies["django_language"] = "zh-hant"
    text = client.get(ADDRESS).text
    assert '<html lang="zh-Hant"' in text
    assert "聽取關於重點項目" in text
    assert 'lang="zh-Hant"' in text.split("<article")[1].split(">")[0]
    assert "范劍軍" in text
    assert ">简</button>" in text


def test_traditional_search_leaves_what_was_typed(client, minutes):
    client.cookies["django_language"] = "zh-hant"
    text = client.get("/resolutions/?q=汇报&kind=hear").text
    assert 'value="汇报"' in text
    assert "<option" in text
    assert 'value="姑苏区政府"' in text
    assert ">姑蘇區政府<" in text


def test_english_frame_around_chinese_minutes(client, minutes):
    client.cookies["django_language"] = "en"
    text = client.get(ADDRESS).text
    assert '<html lang="en"' in text
    assert "Skip to the content" in text
    assert 'class="document" lang="zh-Hans"' in text


def test_forms_that_edit_are_not_converted(client, db):
    client.cookies["django_language"] = "zh-hant"
    assert 'value="汇报"' in client.post("/accounts/login/", {"username": "汇报", "password": "x"}).text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>汇报</p>", "<p>彙報</p>"),
        ('<a href="/汇报" title="汇报">x</a>', '<a href="/汇报" title="彙報">x</a>'),
        ('<input value="汇报" placeholder="汇报">', '<input value="汇报" placeholder="彙報">'),
        ('<b translate="no">汇报</b>汇报', '<b translate="no">汇报</b>彙報'),
        ("<span data-name>于亮</span>于此", "<span data-name>于亮</span>於此"),
        ("a &lt;汇报&gt; b", "a &lt;彙報&gt; b"),
        ("", ""),
    ],
)
def test_only_words_are_converted(html, expected):
    assert html_in_traditional(html) == expected


def test_the_language_is_set_by_a_form(client, minutes):
    answer = client.post("/i18n/setlang/", {"language": "zh-hant", "next": ADDRESS})
    assert (answer.status_code, answer.url) == (302, ADDRESS)
    assert answer.cookies["django_language"].value == "zh-hant"


@pytest.mark.parametrize(
    ("name", "value", "mark"), [("type", "large", "data-type"), ("contrast", "high", "data-contrast")]
)
def test_display_switches(client, minutes, name, value, mark):
    assert mark not in client.get(ADDRESS).text
    answer = client.post("/display/", {name: value, "next": ADDRESS})
    assert (answer.status_code, answer.url) == (302, ADDRESS)
    assert f'{mark}="{value}"' in client.get(ADDRESS).text
    client.post("/display/", {name: "normal", "next": ADDRESS})
    assert mark not in client.get(ADDRESS).text


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org", "javascript:alert(1)", "", "\\\\example.org"]
)
@pytest.mark.parametrize("switch", [("/display/", {"type": "large"}), ("/i18n/setlang/", {"language": "en"})])
def test_switches_never_lead_elsewhere(client, db, target, switch):
    address, data = switch
    assert client.post(address, {**data, "next": target}).url == "/"


def test_display_takes_only_what_it_knows(client, db):
    answer = client.post("/display/", {"type": '"><script>', "sessionid": "x"})
    assert not answer.cookies
    assert client.get("/display/").status_code == 405

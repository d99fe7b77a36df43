"""The translations tool finds every kind of message, and what is wrong with a catalogue."""

from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, override

from scripts import messages

TEMPLATE = """
{% load i18n %}
    <p title="{% translate "A title" %}">it's (open
  {% translate "May" context "month" %}{{ _("in a variable") }}
{% blocktranslate trimmed count n=items|length %}
  {{ n }} item
{% plural %}
  {{ n }} items
{% endblocktranslate %}
"""
PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext_lazy, pgettext
a = _("joined "
      "text"), ngettext("one", "many", 2), pgettext("month", "March"), npgettext_lazy("c", "cat", "cats", 2)
"""


def test_every_kind_of_message_is_found(tmp_path):
    for file, text in {"templates/a.html": TEMPLATE, "meetings/a.py": PYTHON}.items():
        path = tmp_path / file
        path.parent.mkdir()
        path.write_text(text)
    assert {(key, plural) for key, plural, _path in messages.messages(tmp_path)} == {
        ((None, "A title"), None),
        (("month", "May"), None),
        ((None, "in a variable"), None),
        ((None, "%(n)s item"), "%(n)s items"),
        ((None, "joined text"), None),
        ((None, "one"), "many"),
        (("month", "March"), None),
        (("c", "cat"), "cats"),
    }


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (polib.POEntry(msgid="%(n)s days", msgstr="%(n)s 天"), None),
        (polib.POEntry(msgid="%(n)s days", msgstr="天"), "other placeholders"),
        (polib.POEntry(msgid="%(n)s days", msgstr=""), "not translated"),
        (polib.POEntry(msgid="%(n)s days", msgstr="%(n)s 天", flags=["fuzzy"]), "not translated"),
        (polib.POEntry(msgid="%(n)s days", msgctxt="x", msgstr="%(n)s 天"), "not in the catalogue"),
        (polib.POEntry(msgid="%(n)s days", msgid_plural="%(n)s days", msgstr_plural={0: "天"}), "other placeholders"),
    ],
)
def test_a_problem_is_seen(entry, problem):
    catalogue = polib.POFile()
    catalogue.append(entry)
    found = "\n".join(messages.problems(catalogue, [((None, "%(n)s days"), None, Path("a.py"))]))
    assert not found if problem is None else problem in found


def test_a_library_text_may_be_ours():
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Change history", msgstr="变更历史", tcomment="library: simple_history"))
    assert not list(messages.problems(catalogue, []))


@pytest.mark.parametrize(("language", "text"), [("zh-hans", "议题"), ("zh-hant", "議題"), ("en", "agenda item")])
def test_each_language_speaks_for_itself(language, text):
    with override(language):
        assert gettext("agenda item") == text

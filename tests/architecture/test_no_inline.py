"""No inline style or script, so that the Content-Security-Policy can refuse them all; nothing from other hosts."""

import ast
import re

import pytest

from tests.architecture.sources import name, python_files, static_files, template_files

INLINE = {
    "inline style": re.compile(r"<style\b|<[^<>]*\sstyle\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
    "inline handler": re.compile(r"<[^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
}
# The names of XML vocabularies look like addresses; nothing is fetched from them.
OTHER_HOST = re.compile(
    r"""https?://(?!www\.w3\.org/(?:\d|XML)|www\.sitemaps\.org/schemas/)[\w.-]|(?:src|href)\s*=\s*["']//|url\(["']?//"""
)


def faults(text: str, *, markup: bool) -> list[str]:
    """Name what is wrong in a text; `markup` says that it is HTML or XML."""
    found = [fault for fault, pattern in INLINE.items() if markup and pattern.search(text)]
    return found + ["another host"] * bool(OTHER_HOST.search(text))


def test_templates():
    assert not [(name(path), bad) for path in template_files() if (bad := faults(path.read_text("utf-8"), markup=True))]


def test_style_sheets_and_scripts():
    assert not [(name(path), bad) for path in static_files() if (bad := faults(path.read_text("utf-8"), markup=False))]


def test_markup_made_in_python():
    found = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                bad = [
                    fault for fault in faults(node.value, markup=True) if fault in {"inline style", "inline handler"}
                ]
                found += [f"{name(path)}:{node.lineno} {fault}" for fault in bad]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        '<p class="a" style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<button\n onclick="go()">',
        '<a href="javascript:go()">',
        '<img src="https://cdn.example.org/a.png">',
        '<script src="//cdn.example.org/a.js"></script>',
        "@import url(https://fonts.example.org/css);",
    ],
)
def test_a_fault_is_seen(text):
    assert faults(text, markup=True)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "js/a.js" %}" defer></script>',
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        '<p data-one="1">',
    ],
)
def test_what_is_right_passes(text):
    assert not faults(text, markup=True)

#!/usr/bin/env python
"""Keep the translations: scripts/messages.py merge | compile | check. Needs Babel and polib, not GNU gettext.

English is the language of the sources. Simplified Chinese is translated in locale/zh_Hans; Traditional Chinese is made
from it by OpenCC when the catalogues are compiled, so the two are always in step. Compiled catalogues are not in git.

A text of a library that we translate ourselves stands in no source of ours: give its entry a translator comment that
begins with "library:", and it is kept. djangojs.po holds nothing else: texts of the admin's scripts that Django lacks.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize
from opencc import OpenCC

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("attendees", "meetings", "decisions", "gusu_minutes", "templates")
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
SCRIPTS = CATALOGUE.with_name("djangojs.po")
METADATA = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "zh_Hans",
    "Plural-Forms": "nplurals=1; plural=0;",
    "MIME-Version": "1.0",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
LAZY = ("gettext", "ngettext", "pgettext", "npgettext")
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_noop": None, **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in LAZY}}

Key = tuple[str | None, str]  # context and msgid: what identifies a message


def read_template(path: Path) -> bytes:
    """Return a template as Python calls of gettext; indentation means nothing in it and would stop the tokenizer."""
    lines = templatize(path.read_text(encoding="utf-8")).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def messages(root: Path = ROOT) -> Iterator[tuple[Key, str | None, Path]]:
    """Give key, plural form and file of every message in the Python files and templates under `root`."""
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                source = path.read_bytes()
            elif path.suffix in {".html", ".txt", ".xml"} and "templates" in path.parts:
                source = read_template(path)
            else:
                continue
            for _line, found, _comments, context in extract("python", BytesIO(source), KEYWORDS):
                singular, plural = found if isinstance(found, tuple) else (found, None)
                yield (context, singular), plural, path.relative_to(root)


def load(path: Path = CATALOGUE) -> polib.POFile:
    """Read a Simplified Chinese catalogue."""
    return polib.pofile(str(path), wrapwidth=0, check_for_duplicates=True)


def key_of(entry: polib.POEntry) -> Key:
    """Return what identifies an entry."""
    return entry.msgctxt, entry.msgid


def is_of_library(entry: polib.POEntry) -> bool:
    """Whether the entry translates a library's text."""
    return entry.tcomment.startswith("library:")


def merge() -> int:
    """Add what the sources say and the catalogue lacks, drop what they no longer say. Returns 0."""
    catalogue = load()
    wanted: dict[Key, str | None] = {}
    for key, plural, _path in messages():
        wanted[key] = plural or wanted.get(key)
    kept = {key_of(e): e for e in catalogue if not e.obsolete and (key_of(e) in wanted or is_of_library(e))}
    added = 0
    for key, plural in wanted.items():
        if key not in kept:
            context, msgid = key
            kept[key] = polib.POEntry(msgid=msgid, msgctxt=context)
            added += 1
        entry = kept[key]
        if plural is not None:
            entry.msgid_plural = plural
            entry.msgstr_plural = entry.msgstr_plural or {0: entry.msgstr}
            entry.msgstr = ""
        entry.flags = ["python-format"] if "%(" in entry.msgid else []
    merged = polib.POFile(wrapwidth=0)
    merged.metadata = METADATA
    merged.extend(sorted(kept.values(), key=lambda entry: (entry.msgid, entry.msgctxt or "")))
    merged.save(str(CATALOGUE))
    untranslated = sum(not entry.translated() for entry in merged)
    print(f"{len(merged)} messages, {added} new, {untranslated} to translate in {CATALOGUE.relative_to(ROOT)}")
    return 0


def compile_catalogues() -> int:
    """Write what is compiled of each catalogue, in zh_Hans and zh_Hant, where it is older. Returns 0."""
    for path in (CATALOGUE, SCRIPTS):
        _compile(path)
    return 0


def _compile(path: Path) -> None:
    simplified = path.with_suffix(".mo")
    traditional = ROOT / "locale/zh_Hant/LC_MESSAGES" / simplified.name
    if all(mo.exists() and mo.stat().st_mtime > path.stat().st_mtime for mo in (simplified, traditional)):
        return
    catalogue = load(path)
    catalogue.save_as_mofile(str(simplified))
    convert = OpenCC("s2tw").convert
    for entry in catalogue:
        entry.msgstr = convert(entry.msgstr)
        entry.msgstr_plural = {form: convert(text) for form, text in entry.msgstr_plural.items()}
    catalogue.metadata["Language"] = "zh_Hant"
    traditional.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save_as_mofile(str(traditional))


def problems(catalogue: polib.POFile, sources: list[tuple[Key, str | None, Path]]) -> Iterator[str]:
    """Say what is wrong between a catalogue and the messages of the sources, one line each."""
    entries = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    said = set()
    for key, plural, path in sources:
        entry = entries.get(key)
        if entry is None:
            yield f"{path}: not in the catalogue: {key[1]!r}"
        elif plural is not None and entry.msgid_plural != plural:
            yield f"{path}: another plural in the catalogue: {key[1]!r}"
        said.add(key)
    for entry in catalogue:
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if entry.obsolete or not (key_of(entry) in said or is_of_library(entry)):
            yield f"no longer said: {entry.msgid!r}"
        elif entry.fuzzy or not all(texts):
            yield f"not translated: {entry.msgid!r}"
        for text in filter(None, texts):
            if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)):
                yield f"other placeholders: {entry.msgid!r} -> {text!r}"


def check() -> int:
    """Print every problem; 1 if there is one."""
    found = sorted({*problems(load(), list(messages())), *problems(load(SCRIPTS), [])})
    print("\n".join(found) or "translations: complete")
    if found:
        print(f"{len(found)} problems. `make messages` adds and drops entries; translate what is empty.")
    return 1 if found else 0


COMMANDS = {"merge": merge, "compile": compile_catalogues, "check": check}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]]())

"""What a reader types into the search box: words, "phrases", key:value and -exclusions, in Chinese and in English.

Words are ANDed. Keys may be written in either language, with a narrow or a wide colon (年份：2024 is year:2024); a
value with spaces stands in quotes. A key that is none is a word like any other: 比例3:1 is looked for as it stands.
"""

import re
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gusu_minutes.common.folding import fold

MAX_LENGTH = 200  # characters of a query; forms refuse a longer one
MAX_WORDS = 20

KEYS: dict[str, str] = {
    key: name
    for name, keys in {
        "body": ("body", "机构", "主体"),
        "series": ("series", "会议类型", "类型", "系列"),
        "year": ("year", "年份", "年"),
        "number": ("number", "届次", "次数", "次"),
        "outcome": ("outcome", "结果", "议定结果"),
        "department": ("department", "dept", "单位", "部门"),
        "person": ("person", "人员", "参会人", "人"),
        "document": ("document", "doc", "文件"),
        "theme": ("theme", "tag", "主题", "标签"),
        "matter": ("matter", "事项"),
        "kind": ("kind", "范围"),
    }.items()
    for key in keys
}

# On folded text: quotes of every script were made to stay apart by folding, except for width.
_PART = re.compile(
    r"""(?P<minus>-)?
        (?:(?P<key>[^\s":“”「」-][^\s":“”「」]{0,9}):(?=\S))?
        (?:["“「](?P<phrase>[^"“”「」]*)(?:["”」]|$)|(?P<word>[^\s"“”「」]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood: folded words and phrases that must stand there, those that must not, and what it is
    narrowed down to (each value of a key is an alternative; different keys are ANDed), and what must not be there."""

    words: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    without: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.excluded or self.fields or self.without)

    def narrowed(self, **fields: str) -> "Query":
        """Return this query with values of fields added, as a form gives them; empty ones are none."""
        more = {name: (*self.fields.get(name, ()), value) for name, value in fields.items() if value}
        return replace(self, fields={**self.fields, **more})


def at_most_words(text: str) -> None:
    """Raise ValidationError if a query has more words than are looked for."""
    query = _parsed(text)
    if max(len(query.words), len(query.excluded)) > MAX_WORDS:
        raise ValidationError(_("Ask for at most %(number)d words.") % {"number": MAX_WORDS})


def parse(text: str) -> Query:
    """Return what a query asks for. Whatever is typed has a meaning: a quote left open ends with the text."""
    query = _parsed(text)
    return replace(query, words=query.words[:MAX_WORDS], excluded=query.excluded[:MAX_WORDS])


def _parsed(text: str) -> Query:
    words: list[str] = []
    excluded: list[str] = []
    fields: dict[str, list[str]] = {}
    without: dict[str, list[str]] = {}
    for part in _PART.finditer(fold(text[:MAX_LENGTH].replace("\0", " "))):
        said = part["phrase"] if part["phrase"] is not None else part["word"]
        said = " ".join(said.split())
        key = part["key"] and KEYS.get(part["key"])
        if part["key"] and not key:
            said = f"{part['key']}:{said}"
        if not said or said == "-":
            continue
        if key:
            (without if part["minus"] else fields).setdefault(key, []).append(said)
        elif part["minus"]:
            excluded.append(said)
        else:
            words.append(said)
    return Query(
        tuple(dict.fromkeys(words)),
        tuple(dict.fromkeys(excluded)),
        *({name: tuple(dict.fromkeys(values)) for name, values in keyed.items()} for keyed in (fields, without)),
    )

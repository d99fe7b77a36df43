"""Readable, unique codes for records that an import makes: 区财政局 becomes qu-cai-zheng-ju."""

from collections.abc import Container

from django.utils.text import slugify
from pypinyin import lazy_pinyin

MAX_LENGTH = 60


def code_for(name: str, taken: Container[str]) -> str:
    """Return a slug made of the name's pinyin, with a number where `taken` holds it already."""
    base = slugify("-".join(lazy_pinyin(name)))[: MAX_LENGTH - 5].strip("-") or "x"
    code, count = base, 1
    while code in taken:
        count += 1
        code = f"{base}-{count}"
    return code

"""Who presented an agenda item: the X of 会议听取了X关于…的汇报 and of X作了汇报, where X is a unit."""

import re
from collections.abc import Iterable

from gusu_minutes.common.folding import fold

_HEARD = re.compile(
    r"听取了?([^,。;:《》“”]{2,60}?)(?:(?:关于|就|对)[^。;]*?)?的?(?:汇报|报告|说明)"
    r"|(?:^|[。;])([^,。;:《》“”]{2,60}?)(?:(?:关于|就|对)[^。;]*?)?(?:作了?(?:专题|工作)?汇报|汇报了)"
)
# 县文旅局局长纪红同志: the unit ends before the post.
_UNIT = re.compile(
    r".*?(?:委员会|办公室|人武部|开发区|街道|中心|集团|公司|分局|大队|支队|法院|检察院|[委局办院部处所镇乡署站社队])"
    r"(?=$|[、和及与]|(?:常务)?副?(?:局长|主任|书记|镇长|乡长|部长|院长|队长|大队长|支队长|总经理|董事长)|(?:主要|有关|分管)?负责)"
)
_NOT_A_UNIT = re.compile(r"工作|情况|各|有关|相关|全[区县市]|项目")
_BETWEEN = re.compile(r"[、和及与]")


def presenters(texts: Iterable[str], known_names: Iterable[str]) -> tuple[str, ...]:
    """Return the units that presented, as written and in order. `known_names` (directory, roll) are believed first."""
    names = sorted({name for name in known_names if len(name) > 1}, key=len, reverse=True)
    folded_names = [(fold(name), name) for name in names]
    found: dict[str, None] = {}
    for text in texts:
        for heard in _HEARD.finditer(fold(text)):
            start, end = heard.span(heard.lastindex or 1)
            for unit in _units(text[start:end], folded_names):
                found.setdefault(unit)
    return tuple(found)


def _units(words: str, known: list[tuple[str, str]]) -> Iterable[str]:
    """Yield the units at the beginning of `words` and after each 、."""
    rest = words
    while rest:
        folded = fold(rest)
        length = next((len(name) for name, _ in known if folded.startswith(name)), 0)
        unit = _UNIT.match(folded)
        if unit and length < unit.end() <= 20 and not _NOT_A_UNIT.search(unit.group()):
            length = unit.end()
        if not length:
            return
        yield rest[:length]
        following = _BETWEEN.match(folded[length:])
        if following is None:
            return
        rest = rest[length + following.end() :]

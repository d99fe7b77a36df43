"""Papers for the tests of renderers, and sample minutes as papers."""

from pathlib import Path

from gusu_minutes.documents.paper import Block, Head, Imprint, Paper, Paragraph, Title
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.importing.document import document_of
from gusu_minutes.importing.parser import parse, read_source

HEAD = Head("苏州市姑苏区人民政府常务会议纪要", "第39次")
IMPRINT = Imprint(
    ("区委各部委", "区人大常委会办公室", "区政协办公室", "区法院", "区检察院", "区人武部", "各民主党派"),
    "苏州市姑苏区人民政府办公室",
    "2024年12月16日",
)
SENTENCE = "会议原则同意《姑苏区城市道路隔离护栏导则》，请按照相应程序尽快印发实施。"


def paper(*blocks: Block, watermark: str = "", numbered: bool = True, day: str | None = "2024-12-13") -> Paper:
    return Paper("第39次常务会议纪要", "常务会议纪要", "区政府办公室", blocks, day, watermark, numbered)


def items(count: int) -> list[Block]:
    """Return blocks of a meeting with so many items, two clauses each."""
    blocks: list[Block] = []
    for number in range(1, count + 1):
        blocks.append(Paragraph(lead=f"{number}、听取关于第{number}个重点项目的汇报", level=1, key=f"item-{number}"))
        blocks += [Paragraph(SENTENCE * (number % 4 + 1), lead="（一）", level=2) for _ in range(2)]
    return blocks


def minutes(count: int = 3, *, watermark: str = "") -> Paper:
    title = Title("姑苏区政府第39次常务会议纪要", key="cw/2024/39")
    return paper(HEAD, title, Paragraph(SENTENCE), *items(count), IMPRINT, watermark=watermark)


def paper_of(path: Path) -> Paper:
    """Return a sample text as the official document that it makes."""
    return minutes_paper(document_of(parse(read_source(path.read_bytes(), path.name))))

"""A year's minutes of a series as one bound volume (年度汇编): cover, contents, every minutes from a new page on."""

from collections.abc import Iterable, Iterator

from gusu_minutes.documents.model import MinutesDocument
from gusu_minutes.documents.paper import Block, Contents, Gap, PageBreak, Paper, Paragraph, Title
from gusu_minutes.documents.papers.minutes import minutes_blocks


def volume_paper(documents: Iterable[MinutesDocument], series_name: str, year: int) -> Paper:
    """Return the volume of `documents`, all public or all internal, in the order in which the meetings were held.

    Pure. The cover names the office that issued last; where no minutes name one, the bodies that met.
    """
    bound = sorted(documents, key=lambda document: (document.held_on, document.number or 0, document.address))
    name = f"{series_name}纪要汇编（{year}年）"
    office = next((document.issuer for document in reversed(bound) if document.issuer), "")
    if not office and bound:
        office = "、".join(bound[-1].bodies)
    return Paper(
        name=name,
        subject="会议纪要汇编",
        author=office,
        blocks=tuple(_blocks(bound, series_name, year, office)),
        day=None,
    )


def _blocks(documents: list[MinutesDocument], series_name: str, year: int, office: str) -> Iterator[Block]:
    yield Gap(6)
    yield Title(f"{series_name}纪要汇编")
    yield Gap()
    yield Paragraph(f"（{year}年）", align="center")
    yield Gap(10)
    if office:
        yield Paragraph(office, align="center")
    yield PageBreak()
    if not documents:
        yield Paragraph("本年度没有会议纪要。", align="center")
        return
    yield Contents()
    for document in documents:
        yield PageBreak()
        yield from minutes_blocks(document)

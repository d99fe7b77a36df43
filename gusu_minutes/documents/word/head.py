"""The red head of the minutes (GB/T 9704-2012 §7.2, §10.3) and titles."""

from collections.abc import Iterator

from gusu_minutes.documents.paper import Head
from gusu_minutes.documents.word.lines import Shape, shape_of_size, shape_on_one_line
from gusu_minutes.documents.word.markup import Element, paragraph, run, w
from gusu_minutes.documents.word.measures import PITCH, SIZE_2, WIDTH, mm, pt

# The mark's top edge stands 35 mm below that of the type area (§10.3).
_MARK_TOP = mm(35)
# “Smaller than the mark of a letter” (§10.3): 初号.
_LARGEST_MARK = 42.0
_MOST_ON_A_LINE = 20
# An exact line puts its baseline at four fifths: with one of 1.2 ems the characters' ink begins here below its top.
_LINE, _INK = 1.2, 0.12
_MEASURE = WIDTH / 20


def mark_shape(mark: str) -> Shape:
    """Return how the mark stands."""
    return shape_on_one_line(mark, measure=_MEASURE, largest=_LARGEST_MARK, most=_MOST_ON_A_LINE)


def title_shape(title: str) -> Shape:
    """Return how a title in 2号 stands."""
    return shape_of_size(title, measure=_MEASURE, size=SIZE_2)


def head_paragraphs(head: Head) -> Iterator[Element]:
    """Yield notes, mark, number line and rule."""
    for note in head.notes:
        yield paragraph("Notes", run(note))
    if head.mark:
        yield _mark(head)
    if head.number_line:
        yield paragraph("NumberLine", run(head.number_line))
    yield paragraph("RedRule")


def _mark(head: Head) -> Element:
    shape = mark_shape(head.mark)
    above = max(0, _MARK_TOP - len(head.notes) * PITCH - pt(shape.size * _INK))
    text = run(head.mark)
    text.insert(0, w("rPr", w("sz", val=round(shape.size * 2)), w("szCs", val=round(shape.size * 2))))
    spacing = w("spacing", before=above, line=pt(shape.size * _LINE), lineRule="exact")
    return paragraph("Mark", text, properties=(spacing, narrowed(shape)))


def narrowed(shape: Shape) -> Element | None:
    """Return the indents that make a centred text break where it is balanced: no line break is in its words."""
    if shape.lines == 1:
        return None
    side = max(0, (WIDTH - pt(shape.measure)) // 2)
    return w("ind", left=side, right=side)


def head_height(head: Head) -> int:
    """Return how high the head is, in twips, with the blank lines below."""
    shape = mark_shape(head.mark)
    height = max(_MARK_TOP, len(head.notes) * PITCH) + pt(shape.size * _LINE) * shape.lines if head.mark else 0
    number = 2 * PITCH + pt(20) if head.number_line else 0
    return height + number + mm(3) + 2 * PITCH

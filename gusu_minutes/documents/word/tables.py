"""Tables in 4号, as wide as the type area."""

from gusu_minutes.documents.paper import Cell, Table
from gusu_minutes.documents.word.lines import line_count
from gusu_minutes.documents.word.markup import Element, element, paragraph, run, w
from gusu_minutes.documents.word.measures import SIZE_4, WIDTH, mm, pt

_EDGE = 4  # eighths of a point
_SIDE = mm(1.5)
_LINE = pt(20)


def table(block: Table) -> Element:
    """Return the table; its header stands again on each page, no row is torn by the end of one."""
    columns = _columns(block)
    header = tuple(Cell(text, label=True) for text in block.header)
    rows = [_row(block, columns, header, repeats=True)] if header else []
    rows += [_row(block, columns, cells, repeats=False) for cells in block.rows]
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblW", w=sum(columns), type="dxa"),
            w("tblBorders", *(_edge(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))),
            w("tblLayout", type="fixed"),
            w("tblCellMar", w("left", w=_SIDE, type="dxa"), w("right", w=_SIDE, type="dxa")),
        ),
        w("tblGrid", *(w("gridCol", w=column) for column in columns)),
        *rows,
    )


def table_height(block: Table) -> list[int]:
    """Return about how high the rows are, header first, in twips."""
    columns = _columns(block)
    header = (tuple(Cell(text, label=True) for text in block.header),) if block.header else ()
    heights = []
    for cells in (*header, *block.rows):
        lines, place = 1, 0
        for cell in cells:
            room = (sum(columns[place : place + cell.span]) - 2 * _SIDE) / pt(SIZE_4)
            lines = max(lines, line_count(cell.text, max(1.0, room)))
            place += cell.span
        heights.append(max(mm(block.row_height), lines * _LINE))
    return heights


def _columns(block: Table) -> list[int]:
    shares = block.widths or (1.0,)
    whole = sum(shares) or 1
    columns = [round(WIDTH * share / whole) for share in shares]
    columns[-1] += WIDTH - sum(columns)
    return columns


def _row(block: Table, columns: list[int], cells: tuple[Cell, ...], *, repeats: bool) -> Element:
    made, place = [], 0
    for cell in cells:
        made.append(_cell(cell, sum(columns[place : place + cell.span])))
        place += cell.span
    height = w("trHeight", val=mm(block.row_height), hRule="atLeast")
    return w("tr", w("trPr", w("cantSplit"), height, w("tblHeader") if repeats else None), *made)


def _cell(cell: Cell, width: int) -> Element:
    style = "TableLabel" if cell.label else "TableText"
    centred = (w("jc", val="center"),) if cell.align == "center" and not cell.label else ()
    return w(
        "tc",
        w(
            "tcPr",
            w("tcW", w=width, type="dxa"),
            w("gridSpan", val=cell.span) if cell.span > 1 else None,
            w("vAlign", val="center"),
        ),
        paragraph(style, run(cell.text) if cell.text else None, properties=centred),
    )


def _edge(side: str) -> Element:
    return element(f"w:{side}", **{"w:val": "single", "w:sz": _EDGE, "w:space": 0, "w:color": "000000"})

"""The text put together again from the records: nothing of the source may be missing."""

from __future__ import annotations

from collections.abc import Iterable

from gusu_minutes.importing.parser.model import Cut, ParsedMinutes, Part


def reassemble(parsed: ParsedMinutes) -> str:
    """Every character of the source again, in order, line by line; white space inside a line may be gone."""
    pieces = [piece for cut in (*parsed.cuts(), *parsed.literals) for piece in _characters(cut)]
    pieces.sort(key=lambda piece: (piece[0].start, -piece[0].end))
    lines: list[str] = []
    line = cursor = 0
    for part, text in pieces:
        fresh = text[max(0, cursor - part.start) :]  # what lies inside another cut is there already
        if not fresh:
            continue
        if part.line != line:
            lines.append("")
            line = part.line
        lines[-1] += fresh
        cursor = part.end
    return "\n".join(lines) + "\n" if lines else ""


def _characters(cut: Cut) -> Iterable[tuple[Part, str]]:
    """The cut's own characters, dealt out to its parts."""
    position = 0
    for part in cut.parts:
        length = part.end - part.start
        yield part, cut[position : position + length]
        position += length


def unclaimed(source: str, lines: Iterable[Part], cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """The runs of visible characters that no cut covers, line by line, as cuts of their own."""
    covered = sorted(part for cut in cuts for part in cut.parts)
    literals: list[Cut] = []
    position = 0
    for line in lines:
        cursor = line.start
        while position < len(covered) and covered[position].start < line.end:
            part = covered[position]
            literals += _literal(source, cursor, min(part.start, line.end), line.line)
            cursor = max(cursor, part.end)
            position += 1
        literals += _literal(source, cursor, line.end, line.line)
    return tuple(literals)


def _literal(source: str, start: int, end: int, line: int) -> list[Cut]:
    text = source[start:end] if start < end else ""
    if not text.strip():
        return []
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return [Cut(text, (Part(start, start + len(text), line),))]

"""The sheet in Word's units: A4, the type area of 156 × 225 mm, its grid (GB/T 9704-2012 §5.2).

Word counts in twips, twentieths of a point.
"""

from gusu_minutes.documents.paper import COLUMNS

LINES = 22


def mm(millimetres: float) -> int:
    """Return twips."""
    return round(millimetres * 1440 / 25.4)


def pt(points: float) -> int:
    """Return twips."""
    return round(points * 20)


def emu(twips: int) -> int:
    """Return the unit of drawings: 635 to a twip."""
    return twips * 635


PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # as every word processor writes A4
TOP, LEFT, RIGHT = mm(37), mm(28), mm(26)
PITCH = 580  # 225 mm / 22
# 22 lines of a pitch in whole twips are 0.08 mm higher than 225 mm, and LibreOffice rounds margins to 0.01 mm: with
# less room there would be 21. So the bottom margin is 0.2 mm less than 35.
BOTTOM = PAGE_HEIGHT - TOP - LINES * PITCH - 8
WIDTH = PAGE_WIDTH - LEFT - RIGHT
HEIGHT = LINES * PITCH

SIZE_2, SIZE_3, SIZE_4 = 22.0, 16.0, 14.0  # 2号, 3号, 4号 in points
# (156 mm - 28 × 16 pt) / 28 is -4.1 twips; with -4 the 28th character would stand 3 twips outside. What is left
# over, justification spreads.
TRACKING = -5
CHARACTER = pt(SIZE_3) + TRACKING
assert COLUMNS * CHARACTER <= WIDTH

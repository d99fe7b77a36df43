"""Where measurements are kept for the next reader: bench/results.json, a part for each thing measured."""

import json
from pathlib import Path
from typing import Any

PLACE = Path(__file__).resolve().parent.parent / "bench" / "results.json"


def keep(part: str, figures: Any) -> None:
    """Put the figures of one part in the place of its former ones; the others stay."""
    known = json.loads(PLACE.read_text()) if PLACE.exists() else {}
    PLACE.parent.mkdir(exist_ok=True)
    known[part] = figures
    PLACE.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n")

"""What clerks chose in imports that are not finished names entries by their code."""

from typing import Any

from gusu_minutes.importing.merging.references import Save
from gusu_minutes.importing.models import MinutesImport


def move_choices(kind: str, old: str, new: str, save: Save) -> None:
    """Let the choices of `kind` (departments or people) that name the code `old` name `new`."""
    for record in MinutesImport.objects.select_for_update().filter(meeting=None).order_by("pk"):
        chosen: dict[str, Any] = record.choices.get(kind, {})
        moved = {name: f"{how.partition(':')[0]}:{new}" for name, how in chosen.items() if how.partition(":")[2] == old}
        if moved:
            record.choices = {**record.choices, kind: {**chosen, **moved}}
            save(record)

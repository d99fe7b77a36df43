"""Two entries of the directory that mean the same are put together.

It stands here and not with the directory, because references of every part move: those of meetings, of decisions, and
the choices of imports that are not finished. Most duplicates come of imports, too.
"""

from gusu_minutes.importing.merging.departments import merge_departments
from gusu_minutes.importing.merging.people import merge_people
from gusu_minutes.importing.merging.references import Moving, what_moves

__all__ = ["Moving", "merge_departments", "merge_people", "what_moves"]

"""What was published, frozen, and the searchable rows of what is current.

The public tables (PublicEdition with its files, PublicClause with its departments) are all that public pages read.
Foreign keys to other apps are strings: nothing here imports the records.
"""

from gusu_minutes.publishing.models.clause import (
    Clause,
    ClauseDepartment,
    InternalClause,
    InternalClauseDepartment,
    PublicClause,
    PublicClauseDepartment,
)
from gusu_minutes.publishing.models.edition import Edition, InternalEdition, PublicEdition
from gusu_minutes.publishing.models.file import EditionFile, InternalEditionFile, PublicEditionFile, Rendering

__all__ = [
    "Clause",
    "ClauseDepartment",
    "Edition",
    "EditionFile",
    "InternalClause",
    "InternalClauseDepartment",
    "InternalEdition",
    "InternalEditionFile",
    "PublicClause",
    "PublicClauseDepartment",
    "PublicEdition",
    "PublicEditionFile",
    "Rendering",
]

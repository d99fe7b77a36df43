"""What was published, frozen, and the searchable rows of what is current.

The public tables (PublicEdition with its files, WithheldEdition, PublicAttachment, PublicClause with its departments)
are all that public pages read.
Foreign keys to other apps are strings: nothing here imports the records.
"""

from gusu_minutes.publishing.models.attachment import InternalAttachment, IssuedAttachment, PublicAttachment
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
from gusu_minutes.publishing.models.withheld import WithheldEdition

__all__ = [
    "Clause",
    "ClauseDepartment",
    "Edition",
    "EditionFile",
    "InternalAttachment",
    "InternalClause",
    "InternalClauseDepartment",
    "InternalEdition",
    "InternalEditionFile",
    "IssuedAttachment",
    "PublicAttachment",
    "PublicClause",
    "PublicClauseDepartment",
    "PublicEdition",
    "PublicEditionFile",
    "Rendering",
    "WithheldEdition",
]

"""What was published, frozen, and the searchable rows of what is current.

The public pair (PublicEdition, PublicClause with its departments) is all that public pages read. Foreign keys to other
apps are strings: nothing here imports the records.
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

__all__ = [
    "Clause",
    "ClauseDepartment",
    "Edition",
    "InternalClause",
    "InternalClauseDepartment",
    "InternalEdition",
    "PublicClause",
    "PublicClauseDepartment",
    "PublicEdition",
]

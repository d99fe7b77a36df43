"""Who reads: the public or the officials. The same views serve both, over different tables."""

from dataclasses import dataclass

from gusu_minutes.publishing.models import (
    Clause,
    ClauseDepartment,
    Edition,
    EditionFile,
    InternalClause,
    InternalClauseDepartment,
    InternalEdition,
    InternalEditionFile,
    PublicClause,
    PublicClauseDepartment,
    PublicEdition,
    PublicEditionFile,
    WithheldEdition,
)
from gusu_minutes.search.tables import TABLES, Tables

# What signing in reads; only officials' pages may.
ACCOUNT_TABLES = (
    "django_session",
    "django_content_type",
    "auth_user",
    "auth_group",
    "auth_permission",
    "auth_user_groups",
    "auth_group_permissions",
    "auth_user_user_permissions",
)


@dataclass(frozen=True, slots=True)
class Audience:
    """One URL namespace and all that its pages may read. `permission` is empty where anybody may look."""

    namespace: str
    edition: type[Edition]
    file: type[EditionFile]
    clause: type[Clause]
    department: type[ClauseDepartment]
    permission: str = ""

    @property
    def is_public(self) -> bool:
        return not self.permission

    def withheld(self, address: str) -> dict[int, int]:
        """Return which editions of an address are not handed out any more, each with the one since which: keys.

        Queries: one for the public, none for officials.
        """
        if not self.is_public:
            return {}
        return dict(WithheldEdition.objects.filter(edition__address=address).values_list("edition", "since"))

    @property
    def search(self) -> Tables:
        """What its search reads."""
        return TABLES[self.namespace]

    @property
    def tables(self) -> frozenset[str]:
        """The tables that a page for this audience may touch; `public.wall` refuses all others."""
        found = self.search
        models = (
            self.edition,
            self.file,
            self.edition.attachment,
            self.clause,
            self.department,
            found.entry,
            found.name,
            found.mention,
            found.term,
        )
        own = {found.index, *(model._meta.db_table for model in models)}
        return frozenset(own | {WithheldEdition._meta.db_table} if self.is_public else own.union(ACCOUNT_TABLES))


AUDIENCES = {
    audience.namespace: audience
    for audience in (
        Audience("public", PublicEdition, PublicEditionFile, PublicClause, PublicClauseDepartment),
        Audience(
            "internal",
            InternalEdition,
            InternalEditionFile,
            InternalClause,
            InternalClauseDepartment,
            permission="publishing.view_internaledition",
        ),
    )
}

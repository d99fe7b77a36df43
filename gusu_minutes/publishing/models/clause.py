from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gusu_minutes.publishing.models.edition import InternalEdition, PublicEdition


class Clause(models.Model):
    """One resolution of a current edition as lists read it; made anew from the edition at any time."""

    meeting_id = models.BigIntegerField(db_index=True)
    key = models.CharField(max_length=20, unique=True)
    position = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=20, blank=True)
    text = models.TextField(_("text"))
    item_key = models.CharField(max_length=20, db_index=True)
    item_number = models.CharField(max_length=20, blank=True)
    item_title = models.TextField(blank=True)
    item_kind = models.CharField(max_length=20)
    outcome = models.CharField(max_length=30, blank=True)
    held_on = models.DateField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        ordering = ["-held_on", "edition", "position"]

    def __str__(self) -> str:
        return f"{self.number}{self.text[:40]}"


class ClauseDepartment(models.Model):
    """A department named by a clause (lead, responsible, supporting) or by its item (presenting)."""

    role = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    due_on = models.DateField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.role} {self.name}"


class InternalClause(Clause):
    edition = models.ForeignKey(InternalEdition, models.PROTECT, related_name="clauses")

    class Meta(Clause.Meta):
        indexes = [models.Index(fields=["-held_on", "edition", "position"], name="internal_clause_order")]


class PublicClause(Clause):
    edition = models.ForeignKey(PublicEdition, models.PROTECT, related_name="clauses")

    class Meta(Clause.Meta):
        indexes = [models.Index(fields=["-held_on", "edition", "position"], name="public_clause_order")]


class InternalClauseDepartment(ClauseDepartment):
    clause = models.ForeignKey(InternalClause, models.CASCADE, related_name="departments")

    class Meta:
        indexes = [models.Index(fields=["code", "role", "clause"], name="internal_clause_department")]


class PublicClauseDepartment(ClauseDepartment):
    clause = models.ForeignKey(PublicClause, models.CASCADE, related_name="departments")

    class Meta:
        indexes = [models.Index(fields=["code", "role", "clause"], name="public_clause_department")]

"""What can be found: entries made of the current editions, the names in them, and who is named where.

Each audience has its own tables. They repeat what editions hold and can be made anew at any time; `id` is chosen so
that the newest meeting comes first by descending id, its entries in the order of the document.
"""

from typing import Any, ClassVar

from django.db import models

from gusu_minutes.search.enums import EntryKind, NameKind


class Entry(models.Model):
    """One thing to find: a clause, a meeting as a whole (its numbers, people and opening), or an attached file.

    `folded` is all text of it, folded; `tokens` the terms of `folded`, `marks` those by which it is narrowed down
    (see `search.terms`). Both are kept, since the index of SQLite must know what it has to forget.
    """

    id = models.BigIntegerField(primary_key=True)
    meeting_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    key = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    series_code = models.CharField(max_length=60)
    outcome = models.CharField(max_length=30, blank=True)
    folded = models.TextField()
    tokens = models.TextField()
    marks = models.TextField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key or self.meeting_id}"


class Name(models.Model):
    """A department, person, document, theme, matter or body as editions name it: once for each spelling."""

    kind = models.CharField(max_length=10, choices=NameKind.choices)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=500)
    folded = models.CharField(max_length=500)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "code", "name"], name="%(class)s_once")]

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """That an entry names somebody or something; `role` says as what: presenting, lead, chair, present."""

    role = models.CharField(max_length=20, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.role


class TermCount(models.Model):
    """How many entries held a frequent term when the edition `sequence` was the last of the chain (PostgreSQL only)."""

    term = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveIntegerField()
    sequence = models.PositiveBigIntegerField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.term} {self.number}"


class PublicTermCount(TermCount):
    pass


class InternalTermCount(TermCount):
    pass


class PublicEntry(Entry):
    pass


class PublicName(Name):
    pass


class PublicMention(Mention):
    entry = models.ForeignKey(PublicEntry, models.CASCADE, related_name="mentions")
    name = models.ForeignKey(PublicName, models.CASCADE, related_name="mentions")


class InternalEntry(Entry):
    pass


class InternalName(Name):
    pass


class InternalMention(Mention):
    entry = models.ForeignKey(InternalEntry, models.CASCADE, related_name="mentions")
    name = models.ForeignKey(InternalName, models.CASCADE, related_name="mentions")

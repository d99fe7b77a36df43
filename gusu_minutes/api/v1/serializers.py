"""What the API tells of each thing, in the words of the glossary.

Dates are ISO 8601, instants in the zone of the office. Links are absolute; `view.link` makes them.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from gusu_minutes.publishing.enums import EditionKind, FileFormat
from meetings.enums import HalfDay, ItemKind, MeetingKind, Outcome


def codes(choices: Any, label: Any) -> Any:
    """Return a field that holds one of the codes of `choices`, or nothing."""
    return serializers.ChoiceField(choices=choices, allow_blank=True, help_text=label)


def text(label: Any = "") -> Any:
    return serializers.CharField(help_text=label)


class Linked(serializers.Serializer):
    """Something with addresses."""

    def link(self, name: str, **kwargs: Any) -> str:
        return self.context["view"].link(name, **kwargs)

    def at(self, address: str, name: str = "meeting", **kwargs: Any) -> str:
        """Return a link to a meeting's resource by its permanent address."""
        series, year, number = address.split("/")
        return self.link(name, series=series, year=int(year), number=number, **kwargs)


class UnitSerializer(Linked):
    """A department as the minutes name it; the code is empty for a unit that is not in the directory."""

    code = text(_("code of the department, or empty"))
    name = text(_("name as it stands in the minutes"))
    url = serializers.SerializerMethodField(help_text=_("its resource, null without a code"))

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_url(self, unit: Any) -> str | None:
        return self.link("department", code=unit.code) if unit.code else None


class ResponsibilitySerializer(serializers.Serializer):
    """Who must do what a resolution says."""

    role = serializers.ChoiceField(choices=["lead", "responsible"], help_text=_("lead or responsible"))
    lead = UnitSerializer(help_text=_("who leads"))
    supporting = UnitSerializer(many=True, help_text=_("who helps"))
    due_on = serializers.DateField(allow_null=True, help_text=_("due date"))
    due_text = text(_("due date in words"))


class ClauseSerializer(Linked):
    """A resolution inside the minutes."""

    key = text(_("its key, which never changes"))
    url = serializers.SerializerMethodField()
    number = text(_("its number as written, or empty"))
    text = text(_("what was decided"))
    responsibilities = ResponsibilitySerializer(many=True)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, clause: Any) -> str:
        return self.link("resolution", key=clause.key)


class ItemSerializer(Linked):
    """An agenda item inside the minutes."""

    key = text(_("its key, which never changes"))
    url = serializers.SerializerMethodField()
    number = text(_("its number as written, or empty"))
    title = text(_("title"))
    kind = codes(ItemKind.choices, _("kind of item"))
    outcome = codes(Outcome.choices, _("outcome"))
    presenting = UnitSerializer(many=True, help_text=_("presenting departments"))
    documents = serializers.ListField(child=serializers.CharField(), help_text=_("documents that stand in 《》"))
    forwarded_to = serializers.ListField(child=serializers.CharField(), help_text=_("meetings it goes to next"))
    resolutions = ClauseSerializer(many=True, source="clauses")

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, item: Any) -> str:
        return self.link("agenda-item", key=item.key)


class AttendeeSerializer(Linked):
    """Somebody at the meeting, as recorded."""

    kind = text(_("present, in_attendance, invited, on_leave, absent or recorder"))
    name = text(_("name"))
    department = text(_("department as recorded"))
    title = text(_("post as recorded"))
    substitutes_for = text(_("for whom, if for somebody else"))
    code = text(_("code of the person, or empty"))
    url = serializers.SerializerMethodField(help_text=_("its resource, null without a code"))

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_url(self, person: Any) -> str | None:
        return self.link("person", code=person.code) if person.code else None


class SeriesInfoSerializer(Linked):
    code = text(_("code of the series"))
    name = text(_("name of the series"))
    kind = codes(MeetingKind.choices, _("kind of meeting"))
    url = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, series: Any) -> str:
        return self.link("series", code=series.code)


class DocumentSerializer(serializers.Serializer):
    """The minutes of one meeting, whole."""

    title = text(_("title"))
    number_line = text(_("number of the meeting in words"))
    document_number = text(_("document number"))
    series = SeriesInfoSerializer()
    bodies = serializers.ListField(child=serializers.CharField(), help_text=_("bodies that met"))
    number = serializers.IntegerField(allow_null=True, help_text=_("number in its series"))
    term = serializers.IntegerField(allow_null=True, help_text=_("term"))
    held_on = serializers.DateField(help_text=_("day of the meeting"))
    half_day = codes(HalfDay.choices, _("half of the day"))
    place = text(_("place"))
    chair_name = text(_("who was in the chair"))
    chair_title = text(_("post of who was in the chair"))
    preamble = serializers.ListField(child=serializers.CharField(), help_text=_("paragraphs before the items"))
    items = ItemSerializer(many=True)
    closing = serializers.ListField(child=serializers.CharField(), help_text=_("paragraphs after the items"))
    attendance = AttendeeSerializer(many=True, help_text=_("who was there"))
    annexes = serializers.ListField(child=serializers.CharField(), help_text=_("annexes"))
    issuer = text(_("who issued it"))
    issued_on = serializers.DateField(allow_null=True, help_text=_("day of issue"))


class FileSerializer(Linked):
    """An edition as a frozen file."""

    format = serializers.ChoiceField(choices=FileFormat.values, help_text=_("format"))
    size = serializers.IntegerField(help_text=_("size in bytes"))
    sha256 = text("SHA-256")
    url = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, file: Any) -> str:
        edition = file.edition
        return self.at(edition.address, "edition-file", edition=edition.number, form=file.format)


class EditionSerializer(Linked):
    """One state of the minutes as issued: what the digest covers is served at `payload_url`, to be hashed again."""

    edition = serializers.IntegerField(source="number", help_text=_("number of the edition, from 1"))
    kind = serializers.ChoiceField(choices=EditionKind.choices, help_text=_("issued, corrected or withdrawn"))
    sequence = serializers.IntegerField(help_text=_("place in the chain of all editions"))
    published_at = serializers.DateTimeField(help_text=_("when it was issued"))
    reason = serializers.CharField(source="told_reason", help_text=_("why it was corrected or withdrawn"))
    withheld = serializers.BooleanField(
        source="taken_back",
        help_text=_("no longer handed out, for a correction took back what it said"),
    )
    algorithm = text(_("hash algorithm"))
    digest = text(_("digest of the payload"))
    previous_digest = text(_("digest of the edition before in the chain"))
    url = serializers.SerializerMethodField()
    payload_url = serializers.SerializerMethodField()
    files = FileSerializer(many=True, source="shown_files")

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, edition: Any) -> str:
        return self.at(edition.address, "edition", edition=edition.number)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_payload_url(self, edition: Any) -> str:
        return self.at(edition.address, "edition-payload", edition=edition.number)


class MeetingSerializer(Linked):
    """A meeting as lists tell it."""

    address = text(_("permanent address: series/year/number"))
    url = serializers.SerializerMethodField()
    page_url = serializers.SerializerMethodField(help_text=_("the page for people"))
    title = text(_("title"))
    series = serializers.CharField(source="series_code", help_text=_("code of the series"))
    series_name = text(_("name of the series"))
    bodies = serializers.ListField(child=serializers.CharField(), source="body_names", help_text=_("bodies that met"))
    year = serializers.IntegerField(help_text=_("year"))
    number = serializers.IntegerField(source="meeting_number", allow_null=True, help_text=_("number in its series"))
    held_on = serializers.DateField(help_text=_("day of the meeting"))
    item_count = serializers.IntegerField(help_text=_("number of agenda items"))
    resolution_count = serializers.IntegerField(source="clause_count", help_text=_("number of resolutions"))
    edition = serializers.IntegerField(source="number", help_text=_("number of the current edition"))
    sequence = serializers.IntegerField(help_text=_("place in the chain of all editions"))
    published_at = serializers.DateTimeField(help_text=_("when the current edition was issued"))
    digest = text(_("digest of the current edition"))

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, edition: Any) -> str:
        return self.at(edition.address)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_page_url(self, edition: Any) -> str:
        return self.context["view"].page("meeting", address=edition.address)


class AttachmentSerializer(Linked):
    """A file that was issued with the minutes."""

    title = text(_("title"))
    name = text(_("name of the file"))
    size = serializers.IntegerField(help_text=_("size in bytes"))
    sha256 = text("SHA-256")
    item = text(_("key of its agenda item, or empty"))
    url = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, file: Any) -> str:
        return self.at(self.context["view"].address, "attachment", key=file.key)


class MeetingDetailSerializer(MeetingSerializer):
    """A meeting with its minutes."""

    document = DocumentSerializer(help_text=_("the minutes"))
    attachments = AttachmentSerializer(many=True, source="document.attached", help_text=_("files issued with it"))
    editions_url = serializers.SerializerMethodField()
    files = FileSerializer(many=True, source="shown_files")

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_editions_url(self, edition: Any) -> str:
        return self.at(edition.address, "editions")

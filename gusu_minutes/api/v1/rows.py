"""What lists tell: clauses and items with the meeting they belong to, departments, series, bodies, changes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from gusu_minutes.api.v1.serializers import (
    AttachmentSerializer,
    ItemSerializer,
    Linked,
    MeetingSerializer,
    UnitSerializer,
    codes,
    text,
)
from gusu_minutes.publishing.enums import EditionKind
from meetings.enums import ItemKind, Outcome

ROLES = ["presenting", "lead", "responsible", "supporting"]
URI = {"type": "string", "format": "uri"}


class MeetingOfRowSerializer(Linked):
    """The meeting that something was decided at."""

    address = text(_("permanent address: series/year/number"))
    title = text(_("title"))
    series = serializers.CharField(source="series_code", help_text=_("code of the series"))
    held_on = serializers.DateField(help_text=_("day of the meeting"))
    published_at = serializers.DateTimeField(help_text=_("when the current edition was issued"))
    sequence = serializers.IntegerField(help_text=_("place in the chain of all editions"))
    url = serializers.SerializerMethodField()

    @extend_schema_field(URI)
    def get_url(self, edition: Any) -> str:
        return self.at(edition.address)


class NamedUnitSerializer(UnitSerializer):
    """A department that a resolution or its item names."""

    role = serializers.ChoiceField(choices=ROLES, help_text=_("part that it has"))
    due_on = serializers.DateField(allow_null=True, help_text=_("due date"))


class ItemOfRowSerializer(Linked):
    """The agenda item of a resolution."""

    key = serializers.CharField(source="item_key", help_text=_("its key, which never changes"))
    number = serializers.CharField(source="item_number", help_text=_("its number as written, or empty"))
    title = serializers.CharField(source="item_title", help_text=_("title"))
    kind = serializers.ChoiceField(
        choices=ItemKind.choices, source="item_kind", allow_blank=True, help_text=_("kind of item")
    )
    outcome = codes(Outcome.choices, _("outcome"))
    url = serializers.SerializerMethodField()

    @extend_schema_field(URI)
    def get_url(self, clause: Any) -> str:
        return self.link("agenda-item", key=clause.item_key)


class ResolutionSerializer(Linked):
    """A resolution, with its item and its meeting."""

    key = text(_("its key, which never changes"))
    url = serializers.SerializerMethodField()
    page_url = serializers.SerializerMethodField(help_text=_("the page for people"))
    number = text(_("its number as written, or empty"))
    text = text(_("what was decided"))
    item = ItemOfRowSerializer(source="*")
    meeting = MeetingOfRowSerializer(source="edition")
    departments = NamedUnitSerializer(many=True, source="departments.all", help_text=_("departments named"))

    @extend_schema_field(URI)
    def get_url(self, clause: Any) -> str:
        return self.link("resolution", key=clause.key)

    @extend_schema_field(URI)
    def get_page_url(self, clause: Any) -> str:
        return f"{self.context['view'].page('meeting', address=clause.edition.address)}#c-{clause.key}"


class ItemRowSerializer(ItemSerializer):
    """An agenda item with its resolutions and its meeting."""

    meeting = serializers.SerializerMethodField()

    @extend_schema_field(MeetingOfRowSerializer)
    def get_meeting(self, item: Any) -> Any:
        edition = self.context["view"].edition_of[item.key]
        return MeetingOfRowSerializer(edition, context=self.context).data


class DepartmentSerializer(Linked):
    """A department that minutes name, and how often."""

    code = text(_("code of the department, or empty"))
    name = text(_("name as it stands in the minutes"))
    url = serializers.SerializerMethodField()
    page_url = serializers.SerializerMethodField(help_text=_("the page for people"))
    presented = serializers.IntegerField(help_text=_("number of items that it presented"))
    presented_url = serializers.SerializerMethodField()
    assigned = serializers.IntegerField(help_text=_("number of resolutions that give it something to do"))
    assigned_url = serializers.SerializerMethodField()

    @extend_schema_field(URI)
    def get_url(self, department: Any) -> str:
        return self.link("department", code=department["code"])

    @extend_schema_field(URI)
    def get_page_url(self, department: Any) -> str:
        return self.context["view"].page("department", code=department["code"])

    @extend_schema_field(URI)
    def get_presented_url(self, department: Any) -> str:
        return f"{self.link('agenda-items')}?presenting={department['code']}"

    @extend_schema_field(URI)
    def get_assigned_url(self, department: Any) -> str:
        return f"{self.link('resolutions')}?assigned={department['code']}"


class NameSerializer(Linked):
    """A person, document, theme or matter that minutes name."""

    code = text(_("its code, which never changes"))
    name = text(_("name as it stands in the minutes most often"))
    names = serializers.ListField(child=serializers.CharField(), help_text=_("each spelling, the most frequent first"))
    mentions = serializers.IntegerField(help_text=_("number of mentions"))
    url = serializers.SerializerMethodField()
    page_url = serializers.SerializerMethodField(help_text=_("the page for people"))
    mentions_url = serializers.SerializerMethodField(help_text=_("where it is mentioned"))

    @extend_schema_field(URI)
    def get_url(self, named: Any) -> str:
        return self.link(self.context["view"].kind, code=named["code"])

    @extend_schema_field(URI)
    def get_page_url(self, named: Any) -> str:
        return self.context["view"].page(self.context["view"].kind, code=named["code"])

    @extend_schema_field(URI)
    def get_mentions_url(self, named: Any) -> str:
        return self.link(f"{self.context['view'].kind}-mentions", code=named["code"])


class MentionSerializer(Linked):
    """That a resolution, an agenda item without any, or a meeting as a whole names somebody or something."""

    name = serializers.CharField(source="name.name", help_text=_("name as it stands there"))
    role = text(_("as what a person was there; else empty"))
    key = serializers.CharField(source="entry.key", help_text=_("key of the resolution or item, empty for a meeting"))
    url = serializers.SerializerMethodField(help_text=_("the resolution, the item or the meeting"))
    meeting = serializers.SerializerMethodField()

    @extend_schema_field(URI)
    def get_url(self, mention: Any) -> str:
        view, key = self.context["view"], mention.entry.key
        if not key:
            return self.at(view.edition_of[mention.entry.meeting_id].address)
        return self.link("agenda-item" if key in view.items else "resolution", key=key)

    @extend_schema_field(MeetingOfRowSerializer)
    def get_meeting(self, mention: Any) -> Any:
        edition = self.context["view"].edition_of[mention.entry.meeting_id]
        return MeetingOfRowSerializer(edition, context=self.context).data


class FoundAttachmentSerializer(AttachmentSerializer):
    """An attached file with its meeting."""

    title = serializers.CharField(source="file.title", help_text=_("title"))
    name = serializers.CharField(source="file.name", help_text=_("name of the file"))
    size = serializers.IntegerField(source="file.size", help_text=_("size in bytes"))
    sha256 = serializers.CharField(source="file.sha256", help_text="SHA-256")
    item = serializers.CharField(source="file.item", help_text=_("key of its agenda item, or empty"))
    meeting = MeetingOfRowSerializer(source="edition", help_text=_("the meeting"))

    @extend_schema_field(URI)
    def get_url(self, found: Any) -> str:
        return self.at(found.edition.address, "attachment", key=found.file.key)


class ResultSerializer(serializers.Serializer):
    """What a search found: one of the four, the others are null."""

    resolution = ResolutionSerializer(allow_null=True)
    agenda_item = ItemRowSerializer(allow_null=True, help_text=_("an agenda item without resolutions"))
    meeting = MeetingSerializer(allow_null=True, help_text=_("a meeting as a whole"))
    attachment = FoundAttachmentSerializer(allow_null=True, help_text=_("a file that was issued with minutes"))


class BodySerializer(Linked):
    """A body that met."""

    name = text(_("name of the body"))
    meetings = serializers.IntegerField(help_text=_("number of meetings"))
    first_held_on = serializers.DateField(help_text=_("day of the first meeting"))
    last_held_on = serializers.DateField(help_text=_("day of the last meeting"))


class YearSerializer(serializers.Serializer):
    """A year of a series."""

    year = serializers.IntegerField(help_text=_("year"))
    meetings = serializers.IntegerField(help_text=_("number of meetings"))


class SeriesSerializer(Linked):
    """A series of meetings."""

    code = text(_("code of the series"))
    name = text(_("name of the series"))
    url = serializers.SerializerMethodField()
    meetings_url = serializers.SerializerMethodField()
    meetings = serializers.IntegerField(help_text=_("number of meetings"))
    first_held_on = serializers.DateField(help_text=_("day of the first meeting"))
    last_held_on = serializers.DateField(help_text=_("day of the last meeting"))

    @extend_schema_field(URI)
    def get_url(self, series: Any) -> str:
        return self.link("series", code=series["code"])

    @extend_schema_field(URI)
    def get_meetings_url(self, series: Any) -> str:
        return f"{self.link('meetings')}?series={series['code']}"


class SeriesDetailSerializer(SeriesSerializer):
    """A series with its years."""

    years = YearSerializer(many=True, help_text=_("years in which it met"))


class ChangeSerializer(Linked):
    """The last thing that happened to the minutes of a meeting. Of withdrawn ones nothing is told but the notice."""

    sequence = serializers.IntegerField(help_text=_("place in the chain of all editions"))
    kind = serializers.ChoiceField(choices=EditionKind.choices, help_text=_("issued, corrected or withdrawn"))
    address = text(_("permanent address: series/year/number"))
    url = serializers.SerializerMethodField()
    edition = serializers.IntegerField(source="number", help_text=_("number of the edition, from 1"))
    published_at = serializers.DateTimeField(help_text=_("when it was issued"))
    digest = text(_("digest of the edition"))
    title = serializers.SerializerMethodField(help_text=_("title; null of withdrawn minutes"))
    held_on = serializers.SerializerMethodField(help_text=_("day of the meeting; null of withdrawn minutes"))
    reason = text(_("why it was corrected; of withdrawn minutes the notice"))

    @extend_schema_field(URI)
    def get_url(self, edition: Any) -> str:
        return self.at(edition.address)

    @extend_schema_field({"type": ["string", "null"]})
    def get_title(self, edition: Any) -> str | None:
        return None if edition.is_withdrawal else edition.title

    @extend_schema_field({"type": ["string", "null"], "format": "date"})
    def get_held_on(self, edition: Any) -> str | None:
        return None if edition.is_withdrawal else edition.held_on.isoformat()

"""Meetings by their permanent addresses, their editions and files."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework.negotiation import DefaultContentNegotiation

from gusu_minutes.api.v1.base import ApiView, DetailView, ListView
from gusu_minutes.api.v1.filters import ChangeFilter, MeetingFilter
from gusu_minutes.api.v1.pagination import ByChange
from gusu_minutes.api.v1.problems import Gone, TakenBack
from gusu_minutes.api.v1.rows import ChangeSerializer
from gusu_minutes.api.v1.schema import described
from gusu_minutes.api.v1.serializers import (
    AttendeeSerializer,
    EditionSerializer,
    MeetingDetailSerializer,
    MeetingSerializer,
)
from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.documents.model import Attendee
from gusu_minutes.public.downloads import attached_file, frozen_file
from gusu_minutes.publishing.enums import FileFormat
from gusu_minutes.publishing.models import Edition


@described("meetings")
class MeetingListView(ListView):
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter

    def get_queryset(self) -> QuerySet[Any]:
        return self.audience.edition.objects.current().defer("content")


@described("changes")
class ChangeListView(ListView):
    serializer_class = ChangeSerializer
    filterset_class = ChangeFilter
    pagination_class = ByChange

    def get_queryset(self) -> QuerySet[Any]:
        return self.audience.edition.objects.latest_per_meeting().defer("content")


class AtAddress:
    """A view of a meeting's address. Withdrawn from the public means all of its editions."""

    keeps_editions = False  # whether officials read on when the minutes were withdrawn

    def files(self: Any) -> QuerySet[Any]:
        return self.audience.file.objects.filter(edition__address=self.address)

    def editions(self: Any) -> list[Edition]:
        """Return the editions of the address, the last first. Raises Gone."""
        rows = self.audience.edition.objects.filter(address=self.address).order_by("-number")
        editions = list(rows.prefetch_related(Prefetch("files", self._listed_files(), to_attr="made_files")))
        withheld = self.audience.withheld(self.address) if len(editions) > 1 else {}
        for edition in editions:
            for file in edition.made_files:
                file.edition = edition
            edition.taken_back = edition.pk in withheld
            edition.told_reason = "" if edition.taken_back else edition.reason
            edition.shown_files = [] if edition.is_withdrawal or edition.taken_back else edition.made_files
        if editions and editions[0].is_withdrawal and (self.audience.is_public or not self.keeps_editions):
            last = editions[0]
            raise Gone(notice=last.reason, withdrawn_at=timezone.localtime(last.published_at).isoformat())
        return editions

    def standing(self) -> Edition | None:
        """Return the last edition of the address. Raises Gone."""
        return next(iter(self.editions()), None)

    def edition(self: Any) -> Edition | None:
        wanted = self.kwargs["edition"]
        return next((edition for edition in self.editions() if edition.number == wanted), None)

    def _listed_files(self: Any) -> QuerySet[Any]:
        return self.audience.file.objects.defer("content").order_by("pk")


@described("meeting")
class MeetingView(AtAddress, DetailView):
    serializer_class = MeetingDetailSerializer

    def found(self) -> Edition | None:
        return self.standing()


class Whatever(DefaultContentNegotiation):
    """A file has the one form that its address names; what else a reader takes does not matter."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


@described("attendance")
class AttendanceView(AtAddress, DetailView):
    """Who was at a meeting, in the order of the minutes that stand."""

    many = True
    serializer_class = AttendeeSerializer

    def found(self) -> list[Attendee] | None:
        edition = self.standing()
        return list(edition.document.attendance) if edition else None


@described("attachment", {(200, "application/octet-stream"): OpenApiTypes.BINARY})
class AttachmentView(AtAddress, ApiView):
    """A file issued with the minutes that stand, as it was uploaded."""

    content_negotiation_class = Whatever

    def answer(self, request: Any) -> HttpResponse:
        edition = self.standing()
        response = attached_file(edition, self.kwargs["key"]) if edition else None
        if response is None:
            raise Http404
        return response


@described("editions")
class EditionListView(AtAddress, DetailView):
    many = True
    serializer_class = EditionSerializer
    keeps_editions = True

    def found(self) -> list[Edition] | None:
        return self.editions() or None


@described("edition")
class EditionView(AtAddress, DetailView):
    serializer_class = EditionSerializer
    keeps_editions = True

    def found(self) -> Edition | None:
        return self.edition()


class BytesView(AtAddress, ApiView):
    """Bytes as they are kept, whose digest an edition tells. Officials read on after a withdrawal."""

    content_negotiation_class = Whatever
    keeps_editions = True

    def answer(self, request: Any) -> HttpResponse:
        edition = self.edition()
        if edition is not None and edition.taken_back:  # type: ignore[attr-defined]
            raise TakenBack
        response = self.bytes_of(edition) if edition is not None else None
        if response is None:
            raise Http404
        return response

    def bytes_of(self, edition: Edition) -> HttpResponse | None:
        """Return the file, or None where there is none."""
        raise NotImplementedError


@described("edition_payload", {(200, "application/json"): OpenApiTypes.OBJECT})
class PayloadView(BytesView):
    """What the digest covers."""

    def bytes_of(self, edition: Edition) -> HttpResponse:
        return HttpResponse(edition.payload.encode(), content_type="application/json; charset=utf-8")


@described("edition_file", {(200, FORMATS[form].media_type): OpenApiTypes.BINARY for form in FileFormat.values})
class FileView(BytesView):
    """A frozen file."""

    def bytes_of(self, edition: Edition) -> HttpResponse | None:
        return None if edition.is_withdrawal else frozen_file(edition, self.audience, self.kwargs["form"])

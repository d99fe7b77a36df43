from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gusu_minutes.public.calendar import MEDIA_TYPE, calendar_of
from gusu_minutes.public.views.base import ReadingView

YEARS = 3  # this year and those before it
AT_MOST = 1000  # meetings, the last held first
AT_ONCE = 100  # editions in memory


class CalendarView(ReadingView):
    """The meetings of the last years as a calendar; a withdrawn one is marked as such."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        first_year = timezone.localdate().year - YEARS + 1
        rows = self.audience.edition.objects.latest_per_meeting().filter(held_on__year__gte=first_year)
        rows = rows.order_by("-held_on", "-sequence")[:AT_MOST]
        content = calendar_of(rows.iterator(chunk_size=AT_ONCE), self.audience.namespace)
        return HttpResponse(content, content_type=MEDIA_TYPE)

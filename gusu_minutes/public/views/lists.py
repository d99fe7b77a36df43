"""A filtered list, page by page."""

from typing import Any

from django.db.models import QuerySet

from gusu_minutes.public.filters import ReadingFilter
from gusu_minutes.public.views.base import ReadingView


class FilteredListView(ReadingView):
    """Shows the rows that the filters of the address keep; nonsense is answered with words."""

    filterset: type[ReadingFilter]

    def rows(self) -> QuerySet:
        """Return all rows of the audience, in order."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filtered = self.filterset(self.request.GET, self.rows(), self.audience)
        valid = filtered.is_valid()
        page, notice = self.page_of(filtered.qs if valid else self.rows().none())
        return super().get_context_data(
            form=filtered.form,
            page=page,
            notice=notice,
            problems=[] if valid else filtered.form.sentences(),
            filtered=any(self.request.GET.get(name) for name in filtered.filters),
            active=filtered.form.in_use(self.request.GET) if valid else [],
            words=filtered.form.cleaned_data.get("q", "") if valid else "",
            **kwargs,
        )

"""The daily mail about saved searches. Mail passes machines that are not ours: it carries the names that the person
gave, numbers and links, never what was searched for or found."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import ngettext, override

from decisions.telling.links import absolute
from decisions.telling.mail import letter, post
from decisions.telling.sending import NotMeant
from gusu_minutes.following.enums import Tell
from gusu_minutes.following.models import SavedSearch, SearchMail
from gusu_minutes.following.news import may_read


def send(mail: SearchMail) -> None:
    """Send one mail, in the language of the records. Raises SendingFailed, or NotMeant if nothing of it may be told."""
    post(compose(mail))


def compose(mail: SearchMail) -> EmailMessage:
    """Return the message as it has to be now: without what was deleted, switched off or may not be read any more.

    Raises NotMeant if nothing is left.
    """
    user = mail.user
    own = SavedSearch.objects.of(user).filter(tell=Tell.DAILY).in_bulk([key for key, _number in mail.lines])
    told = [(own[key], number) for key, number in mail.lines if key in own and may_read(user, own[key].room)]
    if not (user.is_active and user.email and told):
        raise NotMeant
    lines = [
        {"name": search.name, "number": number, "url": absolute(reverse("saved_search", args=[search.pk]))}
        for search, number in told
    ]
    total = sum(number for _search, number in told)
    with override(settings.LANGUAGE_CODE):
        subject = ngettext("Saved searches: %(n)d new result", "Saved searches: %(n)d new results", total) % {
            "n": total
        }
        context = {
            "lines": lines,
            "searches_url": absolute(reverse("saved_searches")),
            "site_name": settings.SITE_NAME,
        }
        return letter(mail, user, subject, "emails/searches.txt", context)

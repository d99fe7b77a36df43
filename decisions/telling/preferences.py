"""How each person wants to hear of each topic."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from decisions.telling.enums import AT_ONCE_AS_USUAL, How, Topic
from decisions.telling.models import Notice, Preference

Choices = dict[tuple[int, str], str]


def choices_of(users: Iterable[Any]) -> Choices:
    """Return what the users (or their keys) chose, by (user, topic); nothing where all is as usual."""
    rows = Preference.objects.filter(user__in=users).values_list("user", "topic", "how")
    return {(user, topic): how for user, topic, how in rows}


def how_to_tell(notice: Notice, choices: Choices) -> str:
    """Return How.INBOX, AT_ONCE or DIGEST for a notice."""
    chosen = choices.get((notice.user_id, notice.topic), How.USUAL)
    if chosen != How.USUAL:
        return chosen
    return How.AT_ONCE if notice.event and notice.event.verb in AT_ONCE_AS_USUAL else How.DIGEST


@transaction.atomic
def choose(*, user: Any, choices: Mapping[str, str]) -> None:
    """Keep what a person chose, by topic; what is not named stays."""
    for topic, how in choices.items():
        Preference.objects.update_or_create(user=user, topic=Topic(topic), defaults={"how": How(how)})

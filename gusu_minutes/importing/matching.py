"""Finds in the directory what minutes name: departments, people, bodies, series.

Names are compared folded, so that Simplified and Traditional, full and half width match.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from attendees.domain.naming import DepartmentNames, key_of, within
from attendees.models import Appointment, Department, Person
from meetings.enums import MeetingKind
from meetings.models import Body, Series

Record = TypeVar("Record", Department, Person)

_KINDS = (
    ("常务会", MeetingKind.EXECUTIVE),
    ("全体会", MeetingKind.PLENARY),
    ("办公会", MeetingKind.OFFICE),
    ("专题会", MeetingKind.SPECIAL),
    ("党组", MeetingKind.PARTY_GROUP),
)


@dataclass(frozen=True, slots=True)
class Match(Generic[Record]):
    """What a name means: `found`, or several `candidates` among which somebody must choose, or neither."""

    found: Record | None = None
    candidates: tuple[Record, ...] = ()


def kind_of(words: str) -> MeetingKind:
    """Return the kind of a meeting from the words the minutes use, 常务会议."""
    folded = key_of(words)
    return next((kind for mark, kind in _KINDS if mark in folded), MeetingKind.OTHER)


def active_on(post: Appointment, day: date | None) -> bool:
    """Whether a post was held on `day`; unknown days do not exclude."""
    return within(post.valid_from, post.valid_to, day)


@dataclass(slots=True)
class Known:
    """The directory, loaded once: five queries, whatever the size of the minutes."""

    departments: Sequence[Department]
    bodies: Sequence[Body]
    series: Sequence[Series]
    people: Sequence[Person]
    posts: dict[int, list[Appointment]]
    _departments: DepartmentNames = field(init=False)
    _people: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._departments = DepartmentNames(self.departments)
        for person in self.people:
            for key in {key_of(name) for name in (person.name, *person.aliases)}:
                self._people[key].append(person)

    @classmethod
    def load(cls) -> "Known":
        people = list(Person.objects.all())
        departments = list(Department.objects.all())
        by_pk = {person.pk: person for person in people}
        units = {department.pk: department for department in departments}
        posts: dict[int, list[Appointment]] = defaultdict(list)
        for post in Appointment.objects.order_by("pk"):
            post.person = by_pk[post.person_id]
            if post.department_id is not None:
                post.department = units[post.department_id]
            posts[post.person_id].append(post)
        return cls(
            departments, list(Body.objects.all()), list(Series.objects.prefetch_related("bodies")), people, posts
        )

    def department(self, name: str, day: date | None) -> Match[Department]:
        """Find a department by short name, full name, alias or what it was called before, as of the day."""
        meant = self._departments.meant(name, day)
        return _only(meant) or Match(candidates=tuple(meant))

    def similar_departments(self, name: str) -> list[Department]:
        """Return departments of which one name holds the characters of the other in order (发改局, 发展和改革局)."""
        key = key_of(name)
        return [
            department
            for department in self.departments
            if any(_within(key, other) or _within(other, key) for other in map(key_of, department.all_names))
        ]

    def posts_on(self, person: Person, day: date | None) -> list[Appointment]:
        return [post for post in self.posts.get(person.pk, []) if active_on(post, day)]

    def post_in(self, person: Person, department: Department | None, day: date | None) -> Appointment | None:
        """Return the post that the person held in the department on the day, if it is one; without a department,
        the person's only post."""
        held = self.posts_on(person, day)
        if department is not None:
            held = [post for post in held if post.department_id == department.pk]
        return held[0] if len(held) == 1 else None

    def later_post_in(self, person: Person, department: Department | None, day: date | None) -> Appointment | None:
        """Return the person's first post in the department if it starts after the day: older minutes prove it older."""
        if department is None or day is None:
            return None
        posts = [post for post in self.posts.get(person.pk, []) if post.department_id == department.pk]
        if any(active_on(post, day) for post in posts):
            return None
        later = [post for post in posts if post.valid_from is not None and post.valid_from > day]
        return min(later, key=lambda post: str(post.valid_from), default=None)

    def person(self, name: str, department: Department | None, title: str, day: date | None) -> Match[Person]:
        """Find a person by name or alias, first among those with a post in the department on the day.

        Somebody who held another post that day may be a namesake: that is for the clerk to say.
        """
        named = self._people.get(key_of(name), [])
        if department is not None:
            inside = [one for one in named if any(p.department_id == department.pk for p in self.posts_on(one, day))]
            if inside:
                return _only(inside) or _only(self._titled(inside, title, day)) or Match(candidates=tuple(named))
            ever = [one for one in named if any(p.department_id == department.pk for p in self.posts.get(one.pk, []))]
            named_free = [one for one in named if not self.posts_on(one, day)]
            return _only(ever) or (_only(named_free) if len(named) == 1 else None) or Match(candidates=tuple(named))
        return _only(named) or _only(self._titled(named, title, day)) or Match(candidates=tuple(named))

    def colleagues(self, department: Department | None, day: date | None) -> list[Person]:
        """Return who held a post in the department on the day."""
        if department is None:
            return []
        held = (post for posts in self.posts.values() for post in posts if post.department_id == department.pk)
        return list({post.person_id: post.person for post in held if active_on(post, day)}.values())

    def _titled(self, people: Iterable[Person], title: str, day: date | None) -> list[Person]:
        key = key_of(title)
        return [one for one in people if key and any(key_of(post.title) == key for post in self.posts_on(one, day))]

    def body(self, name: str) -> Body | None:
        """Find a body by name; minutes leave the place out where it is clear (区政府 for 姑苏区政府)."""
        key = key_of(name)
        named = [body for body in self.bodies if key in (key_of(body.short_name), key_of(body.name))]
        if not named and len(key) > 1:
            named = [body for body in self.bodies if any(key_of(n).endswith(key) for n in (body.short_name, body.name))]
        return named[0] if len(named) == 1 else None

    def series_of(self, bodies: Sequence[Body | None], kind: str, title: str) -> Series | None:
        """Find the series whose bodies are exactly these and whose kind fits; the title decides among several."""
        wanted = {body.pk for body in bodies if body is not None}
        if None in bodies:
            return None
        if not wanted:
            fitting = [one for one in self.series if key_of(one.name) == key_of(kind or title)]
        else:
            fitting = [one for one in self.series if {body.pk for body in one.bodies.all()} == wanted]
            code = kind_of(kind or title)
            fitting = [one for one in fitting if one.kind == code]
            if code == MeetingKind.OTHER or len(fitting) > 1:
                fitting = [one for one in fitting if key_of(one.name) in key_of(title + kind)]
        return fitting[0] if len(fitting) == 1 else None


def _only(records: list[Record]) -> Match[Record] | None:
    return Match(found=records[0]) if len(records) == 1 else None


def _within(short: str, long: str) -> bool:
    """Whether all characters of `short` stand in `long` in their order."""
    rest = iter(long)
    return len(short) > 1 and all(character in rest for character in short)

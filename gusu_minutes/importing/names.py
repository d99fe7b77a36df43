"""Names met in minutes, each settled once: by the clerk's choice, otherwise by what the directory says."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from attendees.models import Appointment, Department, Person
from gusu_minutes.importing.matching import Known, Match, key_of
from gusu_minutes.importing.plan import (
    NEW,
    NONE,
    SHORT_NAME,
    AttendancePlan,
    Candidate,
    DepartmentPlan,
    MeetingPlan,
    PersonPlan,
    Post,
    Status,
)

_SIMILAR = 5


class Names:
    """Collects the departments and people of one import."""

    def __init__(self, known: Known, choices: dict[str, Any], *, day: date | None) -> None:
        self.known = known
        self.day = day
        self.departments: dict[str, DepartmentPlan] = {}
        self._chosen_departments = choices.get("departments", {})
        self._chosen_people = choices.get("people", {})
        # What the names mean in the draft that is imported into again: see reimport/held.py.
        held = choices.get("held", {})
        self._held_departments, self._held_people = held.get("departments", {}), held.get("people", {})
        self._by_code = {department.code: department for department in known.departments}
        self._people_by_code = {person.code: person for person in known.people}

    def department(self, name: str) -> DepartmentPlan:
        """Settle a department by the name written."""
        if name not in self.departments:
            self.departments[name] = self._settle_department(name)
        return self.departments[name]

    def _settle_department(self, name: str) -> DepartmentPlan:
        held = self._by_code.get(self._held_departments.get(name, ""))
        match = Match(held) if held else self.known.department(name, self.day)
        if match.found:
            status, choice = Status.MATCHED, f"is:{match.found.code}"
        elif match.candidates:
            status, choice = Status.AMBIGUOUS, NONE
        else:
            status, choice = Status.NEW, NEW if len(name) <= SHORT_NAME else NONE
        wanted = self._chosen_departments.get(name)
        chosen = wanted is not None and (wanted in (NEW, NONE) or wanted.partition(":")[2] in self._by_code)
        if chosen and (wanted != NEW or (status == Status.NEW and choice == NEW)):
            choice = wanted
        return DepartmentPlan(
            name=name,
            status=status,
            choice=choice,
            chosen=chosen,
            department=self._by_code.get(choice.partition(":")[2]),
            similar=(match.found,) if match.found else match.candidates or self._similar(name),
        )

    def _similar(self, name: str) -> tuple[Department, ...]:
        return tuple(self.known.similar_departments(name)[:_SIMILAR])

    @staticmethod
    def key(name: str, department: str) -> str:
        """Return what tells a person of these minutes from the others: unit and name."""
        return f"{department} {name}".strip()

    def chair(self, name: str, roll: Sequence[AttendancePlan]) -> str:
        """Return the key of the chair: of the one on the roll with that name, if it is only one."""
        namesakes = {entry.person for entry in roll if key_of(entry.name) == key_of(name)}
        return namesakes.pop() if len(namesakes) == 1 else name

    def people(self, roll: Sequence[AttendancePlan], meeting: MeetingPlan) -> dict[str, PersonPlan]:
        """Settle everybody on the roll, and the chair."""
        people: dict[str, PersonPlan] = {}
        named = [(entry.person, entry.name, entry.department, entry.title) for entry in roll]
        if meeting.chair:
            named.insert(
                0, (meeting.chair, meeting.chair_name, self._unit_of(meeting.chair, roll), meeting.chair_title)
            )
        for key, name, unit, title in named:
            if key not in people:
                people[key] = self._settle_person(key, name, unit, title)
        return people

    @staticmethod
    def _unit_of(key: str, roll: Sequence[AttendancePlan]) -> str:
        return next((entry.department for entry in roll if entry.person == key), "")

    def _settle_person(self, key: str, name: str, unit: str, title: str) -> PersonPlan:
        department = self.department(unit).department if unit else None
        held = self._people_by_code.get(self._held_people.get(key, ""))
        match = Match(held) if held else self.known.person(name, department, title, self.day)
        if match.found:
            status, choice = Status.MATCHED, f"is:{match.found.code}"
        elif match.candidates:
            status, choice = Status.AMBIGUOUS, NONE
        else:
            status, choice = Status.NEW, NEW
        wanted = self._chosen_people.get(key)
        chosen = wanted is not None and (wanted in (NEW, NONE) or wanted.partition(":")[2] in self._people_by_code)
        if chosen:
            choice = wanted
        person = self._people_by_code.get(choice.partition(":")[2])
        post, appointment = self._post(
            person, department, choice, unit=unit, title=title, settled=match.found == person
        )
        colleagues = [] if match.found else self.known.colleagues(department, self.day)
        return PersonPlan(
            key=key, name=name, title=title, department=unit, status=status, choice=choice, chosen=chosen,
            person=person,
            candidates=self._candidates((match.found,) if match.found else match.candidates),
            colleagues=self._candidates([one for one in colleagues if one not in match.candidates]),
            post=post, appointment=appointment,
        )  # fmt: skip

    def _candidates(self, people: Iterable[Person]) -> tuple[Candidate, ...]:
        return tuple(Candidate(one.code, self._label(one)) for one in people)

    def _label(self, person: Person) -> str:
        """Return the name with the posts of the day, or with the code where there is none."""
        posts = [f"{post.department or ''}{post.title}" for post in self.known.posts_on(person, self.day)]
        return f"{person.name}（{'、'.join(filter(None, posts)) or person.code}）"

    def _post(
        self, person: Person | None, department: Department | None, choice: str, *, unit: str, title: str, settled: bool
    ) -> tuple[Post, Appointment | None]:
        """Return what becomes of the post. A person chosen by hand gets the post that the minutes show."""
        if person is None:
            has_post = choice == NEW and (title or (unit and self.departments[unit].choice != NONE))
            return (Post.NEW if has_post else Post.NONE), None
        held = self.known.post_in(person, department, self.day)
        if held is not None and (department is not None or not unit):
            return Post.HELD, held
        later = self.known.later_post_in(person, department, self.day)
        if later is not None:
            return Post.EARLIER, later
        return (Post.NEW if department is not None and not settled else Post.NONE), None

"""Writes what an import adds to the directory: series, bodies, departments, people, posts, aliases."""

from collections.abc import Iterable
from typing import Any, TypeVar

from attendees.enums import DepartmentKind
from attendees.models import Appointment, Department, Person
from gusu_minutes.common.codes import code_for
from gusu_minutes.common.folding import fold
from gusu_minutes.common.models import Versioned
from gusu_minutes.importing.matching import key_of
from gusu_minutes.importing.plan import NEW, DepartmentPlan, ImportPlan, PersonPlan, Post
from meetings.enums import Numbering
from meetings.models import Body, Series

Record = TypeVar("Record", bound=Versioned)

_KINDS = (
    (("街道", "镇", "乡"), DepartmentKind.SUBDISTRICT),
    (("集团", "公司"), DepartmentKind.ENTERPRISE),
    (("分局", "税务局", "大队", "支队"), DepartmentKind.BRANCH),
    (("纪委", "纪委监委", "组织部", "宣传部", "统战部", "政法委", "党校", "工委", "党政办"), DepartmentKind.PARTY),
)
_NUMBER_PATTERNS = {Numbering.BY_YEAR: "{year}年第{number}次"}


class Register:
    """The directory as the plan wants it; made before the meeting is."""

    def __init__(self, plan: ImportPlan, *, by: Any, reason: str) -> None:
        self._by, self._reason = by, reason
        self.series = plan.series.found or self._series(plan)
        self.departments = self._departments(plan)
        self.people: dict[str, Person | None] = {}
        self.appointments: dict[str, Appointment | None] = {}
        taken = set(Person.objects.values_list("code", flat=True))
        for key, person in plan.people.items():
            self.people[key] = self._person(person, taken)
            self.appointments[key] = self._post(plan, person, self.people[key])

    def save(self, record: Record) -> Record:
        """Save a record with its author and reason."""
        record.save_as(by=self._by, reason=self._reason)
        return record

    def linked(self, names: Iterable[str]) -> list[Department]:
        """Return the departments of these names, without those left unlinked."""
        return [department for name in names if (department := self.departments[name]) is not None]

    def _series(self, plan: ImportPlan) -> Series:
        wanted = plan.series
        bodies = [body.found or self._body(body.name) for body in wanted.bodies]
        series = self.save(
            Series(
                code=code_for(wanted.name, set(Series.objects.values_list("code", flat=True))),
                name=wanted.name,
                kind=wanted.kind,
                numbering=wanted.numbering,
                document_title="".join(["、".join(body.name for body in bodies), wanted.name])[:118] + "纪要",
                number_pattern=_NUMBER_PATTERNS.get(Numbering(wanted.numbering), "第{number}次"),
            )
        )
        series.bodies.set(bodies)
        return series

    def _body(self, name: str) -> Body:
        return self.save(
            Body(code=code_for(name, set(Body.objects.values_list("code", flat=True))), name=name, short_name=name)
        )

    def _departments(self, plan: ImportPlan) -> dict[str, Department | None]:
        taken = set(Department.objects.values_list("code", flat=True))
        last = max(Department.objects.values_list("position", flat=True), default=0)
        made: dict[str, Department | None] = {}
        new: dict[str, Department] = {}
        for name, wanted in plan.departments.items():
            department = wanted.department
            if wanted.choice == NEW:
                last += 1
                # One text may spell one unit in two ways.
                department = new.get(key_of(name)) or self._department(wanted, taken, last)
                new[key_of(name)] = department
            elif department is not None and wanted.adds_alias and name not in department.all_names:
                department.aliases = [*department.aliases, name]
                self.save(department)
            made[name] = department
        return made

    def _department(self, wanted: DepartmentPlan, taken: set[str], position: int) -> Department:
        code = code_for(wanted.name, taken)
        taken.add(code)
        words = fold(wanted.name)
        kind = next((kind for endings, kind in _KINDS if words.endswith(endings)), DepartmentKind.GOVERNMENT)
        return self.save(Department(code=code, name=wanted.name, short_name=wanted.name, kind=kind, position=position))

    def _person(self, wanted: PersonPlan, taken: set[str]) -> Person | None:
        person = wanted.person
        if wanted.choice == NEW:
            code = code_for(wanted.name, taken)
            taken.add(code)
            return self.save(Person(code=code, name=wanted.name))
        if person is not None and wanted.adds_alias and wanted.name not in (person.name, *person.aliases):
            person.aliases = [*person.aliases, wanted.name]
            self.save(person)
        return person

    def _post(self, plan: ImportPlan, wanted: PersonPlan, person: Person | None) -> Appointment | None:
        """Return the post in which somebody attended. A new one begins on the meeting's day: no more is known."""
        post = wanted.appointment
        if wanted.post == Post.EARLIER and post is not None:
            post.valid_from = plan.meeting.held_on
            return self.save(post)
        if wanted.post == Post.NEW and person is not None:
            department = self.departments[wanted.department] if wanted.department else None
            return self.save(
                Appointment(
                    person=person, department=department, title=wanted.title[:100], valid_from=plan.meeting.held_on
                )
            )
        return post

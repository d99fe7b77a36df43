"""What an import would write: plain values and the records of the directory they were matched with. Writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from attendees.models import Appointment, Department, Person
from decisions.enums import LeadRole
from meetings.enums import AttendanceKind, ItemKind, Outcome
from meetings.models import Body, Meeting, Series

# What may be chosen for a name: "new", "none", "is:CODE" (an existing record), "alias:CODE" (and remember the name).
NEW, NONE = "new", "none"
# The longest name of a department.
SHORT_NAME = 60


class Status(StrEnum):
    """How a name of the minutes stands to the directory."""

    MATCHED = "matched"
    NEW = "new"
    AMBIGUOUS = "ambiguous"


class Post(StrEnum):
    """What is done about the post in which somebody attended."""

    NONE = "none"  # nothing is known or written
    HELD = "held"  # the directory has it
    EARLIER = "earlier"  # the directory lets it begin later: it is dated back to the meeting's day
    NEW = "new"  # written, from the meeting's day on


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    """A department as the minutes name it. `choices` are what the clerk may choose, likeliest first."""

    name: str
    status: Status
    choice: str
    chosen: bool
    department: Department | None
    similar: tuple[Department, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody has to choose."""
        return self.status == Status.AMBIGUOUS and not self.chosen

    @property
    def is_linked(self) -> bool:
        return self.choice != NONE

    @property
    def can_be_new(self) -> bool:
        """Whether the directory could hold a department of this name."""
        return len(self.name) <= SHORT_NAME

    @property
    def adds_alias(self) -> bool:
        return self.choice.startswith("alias:")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a name may mean, told from namesakes by the posts in `label`."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """Somebody as the minutes name them: the same name in two departments is two plans."""

    key: str
    name: str
    title: str
    department: str
    status: Status
    choice: str
    chosen: bool
    person: Person | None
    candidates: tuple[Candidate, ...] = ()
    colleagues: tuple[Candidate, ...] = ()
    post: Post = Post.NONE
    appointment: Appointment | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to choose."""
        return self.status == Status.AMBIGUOUS and not self.chosen

    @property
    def adds_alias(self) -> bool:
        return self.choice.startswith("alias:")


@dataclass(frozen=True, slots=True)
class AssignmentPlan:
    """A task with its lead (by the name written), as it will stand under a clause."""

    task: str
    lead: str
    role: str
    supporting: tuple[str, ...] = ()
    due_on: date | None = None
    due_text: str = ""

    @property
    def role_label(self) -> str:
        return str(LeadRole(self.role).label)


@dataclass(frozen=True, slots=True)
class ClausePlan:
    """A resolution; `at` is where it begins in the text, None where it was not cut from it."""

    number: str
    text: str
    assignments: tuple[AssignmentPlan, ...] = ()
    at: int | None = None


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """An agenda item; `kind` and `outcome` are codes of meetings.enums, `documents` are shown and not stored."""

    number: str
    title: str
    kind: str
    outcome: str
    documents: tuple[str, ...]
    forwarded_to: tuple[str, ...]
    presenting: tuple[str, ...]
    clauses: tuple[ClausePlan, ...]
    at: int | None = None

    @property
    def assignment_count(self) -> int:
        return sum(len(clause.assignments) for clause in self.clauses)

    @property
    def kind_label(self) -> str:
        return str(ItemKind(self.kind).label)

    @property
    def outcome_label(self) -> str:
        return str(Outcome(self.outcome).label) if self.outcome else ""


@dataclass(frozen=True, slots=True)
class AttendancePlan:
    """A line of the roll; `person` is the key of its PersonPlan."""

    kind: str
    name: str
    title: str
    department: str
    substitutes_for: str
    person: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class RollLine:
    """A line of the roll with what it was matched with."""

    entry: AttendancePlan
    department: DepartmentPlan | None
    person: PersonPlan


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """A convening body: `found`, or made anew under its name as written."""

    name: str
    found: Body | None


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """The series of the meeting: `found`, or the defaults of a new one."""

    found: Series | None
    name: str
    kind: str
    numbering: str
    bodies: tuple[BodyPlan, ...]


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """The frame of the minutes; `chair` is the key of a PersonPlan, texts hold one paragraph a line."""

    title: str
    term: int | None
    year: int | None
    number: int | None
    held_on: date | None
    half_day: str
    place: str
    chair: str
    chair_name: str
    chair_title: str
    document_number: str
    recorder: str
    preamble: str
    closing: str
    unplaced: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that must be mended before a draft can be made; `meeting` is the record in the way, if one is."""

    field: str
    message: str
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything that one import would write, and what stands against it."""

    meeting: MeetingPlan
    series: SeriesPlan
    items: tuple[ItemPlan, ...]
    attendance: tuple[AttendancePlan, ...]
    departments: dict[str, DepartmentPlan]
    people: dict[str, PersonPlan]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def clause_count(self) -> int:
        return sum(len(item.clauses) for item in self.items)

    @property
    def assignment_count(self) -> int:
        return sum(item.assignment_count for item in self.items)

    @property
    def made_assignments(self) -> int:
        """Count the assignments whose lead is linked: only those are made."""
        return sum(
            self.departments[one.lead].is_linked
            for item in self.items
            for clause in item.clauses
            for one in clause.assignments
        )

    @property
    def open_choices(self) -> int:
        departments, people = self.departments.values(), self.people.values()
        return sum(one.is_open for one in departments) + sum(one.is_open for one in people)

    @property
    def new_departments(self) -> list[DepartmentPlan]:
        return [one for one in self.departments.values() if one.choice == NEW]

    @property
    def new_people(self) -> list[PersonPlan]:
        return [one for one in self.people.values() if one.choice == NEW]

    def roll(self) -> Iterator[tuple[str, list[RollLine]]]:
        """Yield (label, lines) for each kind of attendance, in the order written."""
        groups: dict[str, list[RollLine]] = {}
        for entry in self.attendance:
            line = RollLine(entry, self.departments.get(entry.department), self.people[entry.person])
            groups.setdefault(entry.kind, []).append(line)
        for kind, lines in groups.items():
            yield str(AttendanceKind(kind).label), lines

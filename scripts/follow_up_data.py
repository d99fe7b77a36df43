"""A database full of follow-up, quickly: for measuring. Seeded: the same numbers give the same rows, by today's date.

Rows are written past verbs and history, but fit together as verbs would have left them: states, who and when, numbers,
times and counts, supporting departments, reports, requests, ten events an assignment and notices of them. Editions
hold no document: their clauses can be read, their chain cannot be verified.
"""

import hashlib
import math
import random
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from gusu_minutes.common import append_only
from scripts.rows import insert

DEPARTMENTS, LEADERS, A_YEAR, MEETINGS_A_YEAR, EVENTS = 40, 8, 2_500, 40, 10
# After so many years one in e is still open: about a thousand of 2,500 a year.
YEARS_OPEN = 0.4
_NOUNS = "促消费活动 城中村改造 老旧小区 河道整治 古城保护 政务服务 招商项目 安全生产 养老服务 停车设施".split()
_DEEDS = "制定方案 推进实施 组织验收 开展排查 落实资金 完善机制 报送总结 协调用地".split()


class Crowd(NamedTuple):
    """The people: by department its officer, and a supervisor who does the rest."""

    departments: list[Any]
    officers: list[User]
    supervisor: User
    leader: User


def model(name: str) -> Any:
    return apps.get_model(name)


@transaction.atomic
def fill(assignments: int, *, seed: int = 5, today: date | None = None) -> Crowd:
    """Fill an empty, migrated database with so many assignments, the newest a few days old; return its people."""
    chance = random.Random(seed)  # noqa: S311
    today = today or timezone.localdate()
    crowd = _people()
    books = _Books(chance, crowd, today)
    if connection.vendor == "sqlite":
        append_only.remove(connection)  # its triggers look at every row that comes in
    books.write(assignments)
    if connection.vendor == "sqlite":
        append_only.install(connection)
    written = [model(name) for name in _WRITTEN]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), written):
            cursor.execute(statement)
    return crowd


_WRITTEN = (
    "meetings.Meeting", "meetings.AgendaItem", "decisions.Resolution", "publishing.InternalEdition",
    "publishing.InternalClause", "decisions.Assignment", "decisions.Assignment_supporting",
    "decisions.ProgressReport", "decisions.ExtensionRequest", "decisions.ExtensionDecision", "decisions.Event",
    "telling.Notice",
)  # fmt: skip


def _people() -> Crowd:
    people = [model("attendees.Person").objects.create(code=f"leader-{n}", name=f"领导{n}") for n in range(LEADERS)]
    departments, officers = [], []
    for n in range(DEPARTMENTS):
        unit = model("attendees.Department").objects.create(
            code=f"unit-{n}", name=f"姑苏区第{n}局", short_name=f"区第{n}局", position=n, leader=people[n % LEADERS]
        )
        officer = User.objects.create(username=f"officer-{n}")
        model("attendees.DepartmentOfficer").objects.create(user=officer, department=unit)
        departments.append(unit)
        officers.append(officer)
    supervisor, leader = (User.objects.create(username=name) for name in ("supervisor", "leader"))
    for user, role in [(supervisor, "supervisor"), (leader, "leader"), *((one, "officer") for one in officers)]:
        user.groups.add(Group.objects.get(name=role))
    return Crowd(departments, officers, supervisor, leader)


class _Books:
    """Everything that is written, table by table, with the keys given here."""

    def __init__(self, chance: random.Random, crowd: Crowd, today: date) -> None:
        self.chance, self.crowd, self.today = chance, crowd, today
        self.now = timezone.now()
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _WRITTEN}
        self.counts = dict.fromkeys(_WRITTEN, 0)
        self.serials: dict[int, int] = {}

    def write(self, number: int) -> None:
        a_meeting = A_YEAR / MEETINGS_A_YEAR
        meetings = math.ceil(number / a_meeting)
        names = {"name": "常务会议", "document_title": "常务会议纪要"}
        series = model("meetings.Series").objects.create(code="executive", **names)
        left = number
        for index in range(meetings):
            held_on = self.today - timedelta(days=4 + round((meetings - 1 - index) * 365 / MEETINGS_A_YEAR))
            share = min(left, round((index + 1) * a_meeting) - round(index * a_meeting))
            left -= share
            self._meeting(series, index + 1, held_on, share)
            if index % 20 == 0:
                self._flush()
        self._flush()

    def _flush(self) -> None:
        for name, rows in self.rows.items():
            insert(model(name), rows)
            rows.clear()

    def _add(self, name: str, **row: Any) -> int:
        self.counts[name] += 1
        self.rows[name].append({"id": self.counts[name], **row})
        return self.counts[name]

    def _key(self) -> str:
        return f"{self.chance.getrandbits(40):010x}"

    def _at(self, day: date) -> datetime:
        hour = time(self.chance.randint(9, 17), self.chance.randint(0, 59))
        return min(self.now, timezone.make_aware(datetime.combine(day, hour)))

    def _meeting(self, series: Any, number: int, held_on: date, assignments: int) -> None:
        issued: dict[str, Any] = {
            f"{step}_at": self._at(held_on + timedelta(days=3)) for step in ("submitted", "signed", "issued")
        }
        issued |= {f"{step}_by_id": self.crowd.supervisor.pk for step in ("submitted", "signed", "issued")}
        title, address = f"姑苏区政府第{number}次常务会议", f"executive/{held_on.year}/{number}"
        meeting = self._add(
            "meetings.Meeting", series_id=series.pk, title=title, number=number, number_scope=0, address=address,
            held_on=held_on, state="published", **issued,
        )  # fmt: skip
        edition = self._add(
            "publishing.InternalEdition", sequence=number, meeting_id=meeting, number=1, kind="issue", address=address,
            title=title, series_code="executive", series_name="常务会议", bodies="|姑苏区政府|", year=held_on.year,
            meeting_number=number, held_on=held_on, item_count=8, clause_count=24, content="{}",
            published_by_id=self.crowd.supervisor.pk, published_at=issued["issued_at"], algorithm="sha256",
            digest=hashlib.sha256(f"{number}".encode()).hexdigest(),
        )  # fmt: skip
        clauses: list[tuple[int, str]] = []
        for position in range(1, 9):
            item_key, mark = self._key(), "一二三四五六七八"[position - 1]
            item = self._add(
                "meetings.AgendaItem", meeting_id=meeting, key=item_key, position=position, number=mark,
                title=f"审议第{position}号方案",
            )  # fmt: skip
            for place in range(1, 4):
                common = {"key": self._key(), "number": f"({'一二三'[place - 1]})", "text": self._task() + "。"}
                resolution = self._add("decisions.Resolution", agenda_item_id=item, position=place, **common)
                self._add(
                    "publishing.InternalClause", meeting_id=meeting, position=len(clauses), item_key=item_key,
                    item_number=mark, item_title=f"审议第{position}号方案", item_kind="deliberate", held_on=held_on,
                    edition_id=edition, **common,
                )  # fmt: skip
                clauses.append((resolution, f"{common['number']}{common['text']}"))
        for _ in range(assignments):
            self._assignment(*self.chance.choice(clauses), held_on + timedelta(days=3))

    def _task(self) -> str:
        noun, deed = self.chance.choice(_NOUNS), self.chance.choice(_DEEDS)
        return f"{noun}第{self.chance.randint(1, 99)}项：由责任单位牵头{deed}，按期报告进展"

    def _assignment(self, resolution: int, clause: str, day: date) -> None:
        chance, crowd = self.chance, self.crowd
        lead, *supporting = chance.sample(range(DEPARTMENTS), 1 + chance.choice([0, 0, 1, 1, 2, 3]))
        number = self.serials[day.year] = self.serials.get(day.year, 0) + 1
        state = self._state(day)
        due_on = day + timedelta(days=chance.choice([15, 30, 60, 90, 180]))
        if state in ("assigned", "in_progress", "reported"):
            due_on = max(day, self.today + timedelta(days=chance.randint(-20, 120)))
        unit = crowd.departments[lead]
        row = {
            "resolution_id": resolution, "key": self._key(), "number_year": day.year, "serial": number,
            "task": self._task(), "lead_id": unit.pk, "leader_id": unit.leader_id, "kind": "ordinary",
            "due_on": due_on, "state": state, "clause_text": clause, "assigned_on": day,
            "assigned_by_id": crowd.supervisor.pk, "assigned_at": self._at(day), "version": 1,
            "decided": {
                "lead": [unit.code, unit.short_name], "due_on": due_on.isoformat(),
                "supporting": [[f"unit-{n}", f"区第{n}局"] for n in supporting],
            },
        }  # fmt: skip
        pk = self.counts["decisions.Assignment"] + 1
        self._tell(pk, row, crowd.officers[lead])
        self._add("decisions.Assignment", **row)
        for n in supporting:
            through = {"assignment_id": pk, "department_id": crowd.departments[n].pk}
            self._add("decisions.Assignment_supporting", **through)

    def _state(self, day: date) -> str:
        age = (self.today - day).days
        if self.chance.random() < math.exp(-age / 365 / YEARS_OPEN):
            weights = (6, 4, 0) if age < 10 else (1, 15, 4)
            return self.chance.choices(("assigned", "in_progress", "reported"), weights)[0]
        return "cancelled" if self.chance.random() < 0.03 else "closed"

    def _tell(self, pk: int, row: dict[str, Any], officer: User) -> None:
        """Add to an assignment what happened to it, as its state and events say; they end before now."""
        chance, state, supervisor = self.chance, row["state"], self.crowd.supervisor
        start, due_on = row["assigned_at"], row["due_on"]
        end = min(self.now, self._at(due_on + timedelta(days=chance.randint(-10, 5))))
        end = max(end, start + (self.now - start) / 2)
        verbs = ["assign", *([] if state == "assigned" else ["acknowledge"])]
        last = {"reported": ["report_done"], "closed": ["report_done", "close"], "cancelled": ["cancel"]}.get(state, [])
        asked = state == "in_progress" and due_on > self.today and chance.random() < 0.05
        middle = EVENTS - len(verbs) - len(last) - asked
        if state == "assigned":
            verbs += ["remind"] * middle
        else:
            granted = state == "closed" and chance.random() < 0.1
            returned = state != "cancelled" and chance.random() < 0.08
            turns = ["request_extension", "grant_extension"] * granted + ["report_done", "return"] * returned
            verbs += [("report_progress", "remind", "ask_report")[n % 3] for n in range(middle - len(turns))] + turns
            row["times_extended"], row["times_returned"] = int(granted), int(returned)
            if returned and state == "in_progress":
                row["reason"] = "证明材料不全"
        verbs += ["request_extension"] * asked + last
        step = (end - start) / (len(verbs) + 1)
        request = None
        for place, verb in enumerate(verbs):
            at = start + step * place
            by = supervisor if verb in _SUPERVISORS else officer
            request = self._event(pk, row, verb, at, by, percent=min(90, place * 12), request=request)
            if to := {"report_done": supervisor, "assign": officer, "remind": officer, "return": officer}.get(verb):
                read_at = at + timedelta(hours=1) if self.now - at > timedelta(days=30) else None
                notice = {"assignment_id": pk, "event_id": self.counts["decisions.Event"], "created_at": at}
                self._add("telling.Notice", user_id=to.pk, read_at=read_at, **notice)
        if state == "closed":
            row["seconds_to_close"] = int((row["closed_at"] - start).total_seconds())
            row["closed_on_time"] = timezone.localdate(row["reported_at"]) <= due_on

    def _event(
        self, pk: int, row: dict[str, Any], verb: str, at: datetime, by: User, *, percent: int, request: int | None
    ) -> int | None:
        common, report, text = {"by_id": by.pk, "at": at}, None, ""
        unit = {"department_id": row["lead_id"]}
        if verb in ("report_progress", "report_done"):
            done, text = verb == "report_done", "按计划推进"
            row["percent"] = 100 if done else percent
            report = self._add(
                "decisions.ProgressReport", assignment_id=pk, text=text, percent=row["percent"], done=done,
                contribution=False, **unit, **common,
            )  # fmt: skip
        elif verb == "return":
            row["percent"], text = percent, "证明材料不全"
        elif verb == "request_extension":
            text = "材料未到"
            # One that waits asks for more than there is; what is there now was granted.
            old, new = (0, 30) if row["state"] == "in_progress" else (-10, 0)
            days = {
                "old_due_on": row["due_on"] + timedelta(days=old),
                "new_due_on": row["due_on"] + timedelta(days=new),
            }
            request = self._add("decisions.ExtensionRequest", assignment_id=pk, reason=text, **days, **unit, **common)
        elif verb == "grant_extension":
            self._add("decisions.ExtensionDecision", request_id=request, granted=True, note="", **common)
        if step := _STEPS.get(verb):
            row[f"{step}_by_id"], row[f"{step}_at"] = by.pk, at
        if verb == "acknowledge":
            row["seconds_to_acknowledge"] = int((at - row["assigned_at"]).total_seconds())
        if verb == "return":
            row["reported_by_id"] = row["reported_at"] = None
        details = {"percent": row["percent"]} if report else {}
        self._add(
            "decisions.Event", assignment_id=pk, verb=verb, text=text, details=details, report_id=report, **unit,
            **common,
        )  # fmt: skip
        return request


_SUPERVISORS = {"assign", "remind", "ask_report", "return", "grant_extension", "close", "cancel"}
_STEPS = {"acknowledge": "acknowledged", "report_done": "reported", "close": "closed", "cancel": "cancelled"}

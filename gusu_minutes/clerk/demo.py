"""The demo: the 39th session as it was, an invented meeting, accounts for every room, tasks in every state."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from attendees.models import Department, DepartmentOfficer, Person
from decisions.domain.extensions import request_extension
from decisions.domain.holidays import import_holidays
from decisions.domain.relief import request_relief
from decisions.domain.verify import cancel, close, remind, return_to_department
from decisions.domain.work import acknowledge, ask_contribution, contribute, report_done, report_progress
from decisions.enums import ReportCycle
from decisions.models import Assignment
from gusu_minutes.clerk.accounts import ACCOUNTS, PASSWORD, Account
from gusu_minutes.common.models import Disclosure
from gusu_minutes.importing.apply import apply_plan
from gusu_minutes.importing.attached import facts_of
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.publishing.domain import publish, sign
from meetings.domain.review import submit
from meetings.models import Attachment, Matter, Meeting, Theme

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
CAMPAIGN = "冬季系列促消费活动"  # both meetings speak of it
SESSION_THEMES = {
    1: "study economy", 2: "safety", 3: "environment", 4: "economy", 5: "projects", 6: "livelihood",
    7: "environment", 8: "city-management",
}  # fmt: skip
INVENTED_THEMES = {1: "renewal livelihood", 2: "economy culture", 3: "finance", 4: "livelihood"}
_STAFF_GROUPS = {"clerk", "signatory", "publisher", "supervisor", "auditor"}


def load_demo() -> bool:
    """Load what is missing and return whether anything was: a second call changes nothing."""
    with transaction.atomic():
        if Meeting.objects.filter(address="executive/2024/39").exists():
            return False
        call_command("loaddata", "departments", "bodies", "people", "themes", verbosity=0)
        import_holidays([2024, 2025])  # the years of the 39th session and its due dates
        users = {account.username: _user(account) for account in ACCOUNTS}
        session = _import("gusu-39.txt", (FIXTURES / "gusu-39.txt").read_text(encoding="utf-8"), users)
        _file(session, SESSION_THEMES, 1, by=users["clerk"])
        _publish(session, users)
        invented = _import("special-demo.txt", _special_text(timezone.localdate()), users)
        _file(invented, INVENTED_THEMES, 2, by=users["clerk"])
        _withhold_third_item(invented, by=users["clerk"])
        _attach(invented, 1, "首批改造小区清单", "renewal-demo.csv", Disclosure.PUBLIC, by=users["clerk"])
        _attach(invented, 3, "处置底价测算", "assets-demo.txt", Disclosure.INTERNAL, by=users["clerk"])
        _name_leader(invented, by=users["clerk"])
        _publish(invented, users)
        _follow_up(invented, users)
    return True


def _user(account: Account) -> Any:
    user, created = get_user_model().objects.get_or_create(
        username=account.username,
        defaults={
            "last_name": account.full_name,
            "is_staff": account.superuser or bool(_STAFF_GROUPS & set(account.groups)),
            "is_superuser": account.superuser,
        },
    )
    if created:
        user.set_password(PASSWORD)
        user.save()
        user.groups.set(Group.objects.filter(name__in=account.groups))
        if account.department:
            DepartmentOfficer.objects.create(user=user, department=Department.objects.get(code=account.department))
    return user


def _import(file_name: str, text: str, users: dict[str, Any]) -> Meeting:
    minutes_import = MinutesImport(file_name=file_name, source=text, to_simplified=True, created_by=users["clerk"])
    minutes_import.save_as(by=users["clerk"], reason="演示")
    return apply_plan(minutes_import=minutes_import, by=users["clerk"])


def _publish(meeting: Meeting, users: dict[str, Any]) -> None:
    submit(meeting=meeting, by=users["clerk"])
    sign(meeting=meeting, by=users["signatory"])
    publish(meeting=meeting, by=users["publisher"])


def _file(meeting: Meeting, themes: dict[int, str], campaign: int, *, by: Any) -> None:
    """File items under themes, by position, and the one at `campaign` under the matter of both meetings."""
    matter = Matter.objects.filter(name=CAMPAIGN).first() or Matter(name=CAMPAIGN, public_name=CAMPAIGN)
    if matter.pk is None:
        matter.save_as(by=by, reason="演示")
    for item in meeting.items.order_by("position"):
        item._history_user = by
        item.themes.set(Theme.objects.filter(code__in=themes[item.position].split()))
        if item.position == campaign:
            item.matters.add(matter)


def _special_text(today: date) -> str:
    """Return the invented minutes with dates around today, so that every light is lit."""

    def day(days: int) -> str:
        moved = today + timedelta(days=days)
        return f"{moved.year}年{moved.month}月{moved.day}日"

    held_on = today - timedelta(days=25)
    dates = {f"in_{days}_days": day(days) for days in (2, 10, 14, 31, 100)}
    dates |= {f"ago_{days}_days": day(-days) for days in (4, 6)}
    text = (FIXTURES / "special-demo.txt").read_text(encoding="utf-8")
    return text.format(held_on=day(-25), year=held_on.year, **dates)


def _withhold_third_item(meeting: Meeting, *, by: Any) -> None:
    item = meeting.items.get(position=3)
    item.disclosure = Disclosure.INTERNAL
    item.disclosure_reason = "涉及商业秘密,公开可能影响国有资产处置(政府信息公开条例第十五条)。"
    item.save_as(by=by, reason="不予公开")


def _attach(meeting: Meeting, position: int, title: str, name: str, disclosure: Disclosure, *, by: Any) -> None:
    data = (FIXTURES / name).read_bytes()
    Attachment(
        meeting=meeting,
        agenda_item=meeting.items.get(position=position),
        title=title,
        file=ContentFile(data, name=name),
        disclosure=disclosure,
        uploaded_by=by,
        **facts_of(data, name),
    ).save_as(by=by, reason="演示")


def _name_leader(meeting: Meeting, *, by: Any) -> None:
    """Say who of the leaders answers for the tasks, and have one of them reported on every week."""
    leader, _ = Person.objects.get_or_create(code="shen-yizhou", defaults={"name": "沈一舟"})
    for assignment in Assignment.objects.filter(resolution__agenda_item__meeting=meeting).order_by("pk"):
        assignment.leader = leader
        if assignment.lead.code == "housing":
            assignment.cycle = ReportCycle.WEEKLY
        assignment.save_as(by=by, reason="演示")


def _follow_up(meeting: Meeting, users: dict[str, Any]) -> None:
    """Bring the tasks of the invented meeting into every state, each by those who may."""
    officers = {"development-reform": users["officer"], "housing": users["housing"]}
    supervisor = users["supervisor"]

    def task(clause: str, item: int) -> Assignment:
        return Assignment.objects.get(
            resolution__agenda_item__meeting=meeting,
            resolution__agenda_item__position=item,
            resolution__number=f"({clause})",
        )

    def officer(code: str) -> Any:
        if code not in officers:
            department = Department.objects.get(code=code)
            account = Account(code, f"{department.short_name}联络员", "", ("officer",), code)
            officers[code] = _user(account)
        return officers[code]

    underway = task("三", 1)  # housing leads, due in two days
    acknowledge(assignment=underway, by=officer("housing"))
    ask_contribution(assignment=underway, by=officer("housing"), text="请核对立项清单，周五前反馈。")
    part = contribute(assignment=underway, by=officer("development-reform"), text="已核对立项清单。", percent=60)
    report_progress(
        assignment=underway,
        by=officer("housing"),
        text="已完成六成小区的意见征询，立项清单已核对。",
        percent=60,
        gathered=[part],
    )
    contribute(assignment=underway, by=officer("pingjiang"), text="平江街道已完成七个小区入户。", percent=80)

    late = task("二", 2)
    acknowledge(assignment=late, by=officer("development-reform"))
    report_progress(assignment=late, by=officer("development-reform"), text="补贴测算已完成,待专家论证。", percent=70)

    remind(assignment=late, by=supervisor, text="已逾期，请于三日内反馈进展。")

    closed = task("四", 1)
    acknowledge(assignment=closed, by=officer("pingjiang"))
    report_done(assignment=closed, by=officer("pingjiang"), text="入户走访全部完成,共 312 户。")
    close(assignment=closed, by=supervisor)

    cancelled = task("三", 2)
    cancel(assignment=cancelled, by=supervisor, reason="活动改在室内举办,户外展位不再设置。", consent="区长陈羔同意")

    returned = task("二", 4)
    acknowledge(assignment=returned, by=officer("development-reform"))
    report_done(assignment=returned, by=officer("development-reform"), text="修改稿已报送。")
    return_to_department(assignment=returned, by=supervisor, reason="未附市场监管局会签意见,请补齐。")
    request_extension(
        assignment=returned,
        by=officer("development-reform"),
        reason="会签需要时间。",
        new_due_on=timezone.localdate() + timedelta(days=45),
    )

    relieved = task("二", 3)
    request_relief(
        assignment=relieved,
        by=officer("finance"),
        reason="资产评估职能已划转,建议由区审计局牵头。",
        proposed_lead=Department.objects.get(code="audit"),
    )

    reported = task("三", 4)
    acknowledge(assignment=reported, by=officer("development-reform"))
    report_done(assignment=reported, by=officer("development-reform"), text="监测点已全部布设。")

"""A published meeting, a draft and a withdrawn meeting with a canary in every internal field."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from attendees.models import Department
from decisions.domain.change import change
from decisions.domain.extensions import decide_extension, request_extension
from decisions.domain.relief import decide_relief, request_relief
from decisions.domain.verify import remind, return_to_department
from decisions.domain.work import acknowledge, ask_contribution, contribute, report_done, report_progress
from decisions.models import Assignment, StepDraft
from gusu_minutes.common.models import Disclosure
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.publishing.domain import publish, sign, start_correction, withdraw
from meetings.domain.review import return_to_clerk, submit
from meetings.models import Matter, Meeting, Theme
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AssignmentFactory,
    AttachmentFactory,
    AttendanceFactory,
    BodyFactory,
    DepartmentFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    ResolutionFactory,
    SeriesFactory,
    UserFactory,
)

# Han and Latin, so that folding, conversion to Traditional and slugs are all looked through.
CANARY = "金丝鸟canary"
TRACES = ("金丝鸟", "金絲鳥", "canary")


def canary(where: str) -> str:
    return f"{CANARY}{where}"


def staff(role: str) -> Any:
    return UserFactory(
        roles=[role],
        username=f"canary-{role}-{timezone.now().timestamp()}",
        first_name=canary("名"),
        last_name=canary("姓"),
        email=f"canary@{role}.invalid",
    )


def department(code: str) -> Department:
    return DepartmentFactory(
        code=f"canary-{code}", name=canary(f"{code}局"), short_name=canary(f"区{code}局"), aliases=[canary(code)]
    )


def hide_everywhere() -> Meeting:
    """Make the records and return the published meeting; what is public of it holds no canary."""
    body = BodyFactory(code="open", short_name="公开区政府")
    series = SeriesFactory(
        code="open",
        name="公开常务会议",
        document_title="公开常务会议纪要",
        issuer="公开区政府办公室",
        copy_to=canary("抄送"),
        bodies=[body],
    )
    meeting = _full_meeting(series)
    clerk, signatory, publisher = staff("clerk"), staff("signatory"), staff("publisher")
    MinutesImport(
        source=canary("来文"), file_name=canary("文件.txt"), created_by=clerk, meeting=meeting, choices={"x": CANARY}
    ).save_as(by=clerk, reason=canary("导入"))
    submit(meeting=meeting, by=clerk)
    return_to_clerk(meeting=meeting, by=signatory, reason=canary("退回"))
    _issue(meeting, clerk, signatory, publisher)
    start_correction(meeting=meeting, by=publisher, reason=canary("更正"))
    _take_back(meeting)
    _issue(meeting, clerk, signatory, publisher, public_reason="公开的更正说明")
    _follow_up(meeting)
    _withdrawn(series, clerk, signatory, publisher)
    _draft()
    return meeting


def _files(meeting: Meeting, shown: Any, secret: Any) -> None:
    """Attach files: one that anybody may have, and others that say a canary."""
    AttachmentFactory(meeting=meeting, title="公开的清单", content="公开的附件内容", disclosure=Disclosure.PUBLIC)
    AttachmentFactory(meeting=meeting, title=canary("内部附件"), content=canary("附件内容"))
    AttachmentFactory(meeting=meeting, agenda_item=shown, title=canary("附件"), content=canary("议题的附件内容"))
    AttachmentFactory(
        meeting=meeting,
        agenda_item=secret,
        title=canary("不公开题的附件"),
        content=canary("不公开题的附件内容"),
        disclosure=Disclosure.PUBLIC,
    )


def _take_back(meeting: Meeting) -> None:
    """Make internal what the first public edition said."""
    item = meeting.items.get(title=canary("曾公开的题"))
    item.disclosure, item.disclosure_reason = Disclosure.INTERNAL, canary("收回")
    item.save()


def _issue(meeting: Meeting, clerk: Any, signatory: Any, publisher: Any, **options: Any) -> None:
    submit(meeting=meeting, by=clerk)
    sign(meeting=meeting, by=signatory)
    publish(meeting=meeting, by=publisher, **options)


def _full_meeting(series: Any) -> Meeting:
    meeting = MeetingFactory(
        series=series,
        number=39,
        title="公开区政府第39次常务会议",
        preamble=canary("导语"),
        closing=canary("会后就此事另行通知"),
        unplaced=canary("未识别"),
        recorder=canary("记录人"),
        annexes=canary("附件"),
        copy_to=canary("抄送单位"),
        copy_number="000077",
        classification="work_secret",
        chair=PersonFactory(name=canary("主持人"), aliases=[canary("别名")]),
    )
    shown = AgendaItemFactory(
        meeting=meeting,
        title=canary("原题"),
        public_title="审议《公开方案》",
        outcome="approved_in_principle",
        outcome_note=canary("结果说明"),
        disclosure_reason=canary("公开理由"),
        forwarded_to=[canary("去向会议")],
    )
    shown.matters.add(Matter.objects.create(code="open-matter", name=canary("事项"), public_name="公开方案"))
    shown.matters.add(Matter.objects.create(code="canary-unnamed", name=canary("无公开名的事项")))
    # A withheld clause alone speaks of these.
    shown.matters.add(Matter.objects.create(code="canary-unsaid", name="内部事项", public_name=canary("未提及的事项")))
    shown.themes.add(Theme.objects.create(code="canary-theme", name=canary("主题"), words=canary("词")))
    shown.themes.add(Theme.objects.create(code="open-theme", name="方案", words=canary("词")))
    shown.presenting.add(
        DepartmentFactory(code="open-unit", name="公开区公开局", short_name="区公开局", aliases=[CANARY])
    )
    resolution = ResolutionFactory(
        agenda_item=shown,
        text=canary("原文《内部文件》"),
        public_text="会议原则同意《公开方案》。",
        disclosure_reason=canary("公开理由"),
    )
    public = AssignmentFactory(
        resolution=resolution,
        lead=DepartmentFactory(code="open-lead", name="公开区牵头局", short_name="区牵头局", aliases=[CANARY]),
        task=canary("任务"),
        disclosure=Disclosure.PUBLIC,
        due_on=timezone.localdate() + timedelta(days=30),
    )
    hidden = AssignmentFactory(
        resolution=resolution, lead=department("secret-lead"), task=canary("任务"), due_text=canary("时限")
    )
    hidden.supporting.add(department("secret-support"))
    public.save()
    withheld = ResolutionFactory(
        agenda_item=shown, text=canary("不公开条"), disclosure=Disclosure.INTERNAL, disclosure_reason=canary("理由")
    )
    AssignmentFactory(resolution=withheld, lead=department("other"), disclosure=Disclosure.PUBLIC, task=CANARY)
    secret = AgendaItemFactory(
        meeting=meeting,
        title=canary("不公开题《内部》"),
        public_title=canary("不公开题"),
        outcome="rejected",
        forwarded_to=[canary("会议")],
        disclosure=Disclosure.ON_REQUEST,
    )
    once = AgendaItemFactory(meeting=meeting, title=canary("曾公开的题"))
    ResolutionFactory(agenda_item=once, text=canary("曾公开的条《曾公开的文件》"))
    secret.presenting.add(department("secret-presenter"))
    secret.themes.add(Theme.objects.create(code="canary-secret-theme", name=canary("不公开的主题")))
    secret.matters.add(Matter.objects.create(code="canary-secret-matter", name="内", public_name=canary("事项")))
    ResolutionFactory(agenda_item=secret, text=canary("条"), public_text=canary("条"))
    person = PersonFactory(name=canary("人员"), aliases=[CANARY])
    post = AppointmentFactory(person=person, title=canary("职务"), department=department("post"))
    AttendanceFactory(meeting=meeting, name="公开甲", note=canary("备注"), person=person, appointment=post)
    guest = AttendanceFactory(
        meeting=meeting,
        name=canary("来宾"),
        title=canary("职务"),
        department_name=canary("单位"),
        substitutes_for=CANARY,
    )
    guest.items.add(secret)
    _files(meeting, shown, secret)
    return meeting


def _follow_up(meeting: Meeting) -> None:
    """Take every step there is, with a canary in every word, and keep a draft."""
    assignment = Assignment.objects.get(resolution__agenda_item__meeting=meeting, lead__code="open-lead")
    officer = OfficerFactory(department=assignment.lead, user=staff("officer")).user
    supervisor, helper = staff("supervisor"), department("helper")
    helping = OfficerFactory(department=helper, user=staff("officer")).user
    about: dict[str, Any] = {"assignment": assignment, "by": supervisor, "reason": canary("变更"), "consent": CANARY}
    change(task=canary("新事项"), leader=PersonFactory(name=canary("分管领导")), supporting=[helper], **about)
    acknowledge(assignment=assignment, by=officer)
    ask_contribution(assignment=assignment, by=officer, text=canary("提请协办"))
    part = contribute(assignment=assignment, by=helping, text=canary("协办"), percent=73)
    report_progress(assignment=assignment, by=officer, text=canary("反馈"), percent=37, gathered=[part])
    remind(assignment=assignment, by=supervisor, text=canary("催办"))
    plea = request_relief(assignment=assignment, by=helping, reason=canary("调整"))
    decide_relief(request=plea, by=supervisor, granted=False, note=canary("不同意"))
    StepDraft.objects.create(assignment=assignment, user=officer, verb="report_done", data={"text": canary("暂存")})
    report_done(assignment=assignment, by=officer, text=canary("办结"))
    return_to_department(assignment=assignment, by=supervisor, reason=canary("退办"))
    request = request_extension(
        assignment=assignment,
        by=officer,
        reason=canary("延期"),
        new_due_on=timezone.localdate() + timedelta(days=60),
    )
    decide_extension(request=request, by=supervisor, granted=True, note=canary("批注"))


def _withdrawn(series: Any, clerk: Any, signatory: Any, publisher: Any) -> None:
    meeting = MeetingFactory(series=series, number=38, title="公开区政府第38次常务会议", chair_name=canary("主持"))
    item = AgendaItemFactory(meeting=meeting, title=canary("撤回题"))
    item.presenting.add(department("withdrawn"))
    item.themes.add(Theme.objects.create(code="withdrawn-theme", name=canary("撤回主题")))
    item.matters.add(Matter.objects.create(code="withdrawn-matter", name="撤", public_name=canary("撤回事项")))
    ResolutionFactory(agenda_item=item, text=canary("撤回条《撤回文件》"))
    AttendanceFactory(meeting=meeting, name=canary("撤回人"))
    AttachmentFactory(meeting=meeting, title=canary("撤回"), content=canary("撤回附件"), disclosure=Disclosure.PUBLIC)
    _issue(meeting, clerk, signatory, publisher)
    withdraw(meeting=meeting, by=publisher, reason=canary("撤回理由"), notice="本纪要已撤回。")


def _draft() -> None:
    body = BodyFactory(code="canary-body", name=canary("机关"), short_name=canary("机关"))
    series = SeriesFactory(code="canary-series", name=canary("系列"), document_title=canary("纪要"), bodies=[body])
    meeting = MeetingFactory(
        series=series,
        number=7777,
        title=canary("草稿"),
        place=canary("地点"),
        closing=canary("结语"),
        document_number=canary("文号"),
    )
    ResolutionFactory(agenda_item=AgendaItemFactory(meeting=meeting, title=canary("草稿题")), text=canary("草稿条"))
    AttachmentFactory(meeting=meeting, title=canary("草稿"), content=canary("草稿附件"), disclosure=Disclosure.PUBLIC)

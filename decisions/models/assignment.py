from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from attendees.models import Department, Person
from decisions.enums import OPEN_STATES, AssignmentKind, AssignmentState, LeadRole, Light, ReportCycle
from decisions.models.resolution import Resolution
from decisions.querysets import AssignmentQuerySet
from gusu_minutes.common.models import Disclosure, Versioned, history, new_key, paired, when, who


class Assignment(Versioned):
    """One 督办事项: a task that a resolution gives to a lead department and its helpers.

    It is proposed with the draft and takes effect (`assigned_at`, a number) when it is assigned, at the latest when the
    minutes are issued; before that no department sees it. `state` is moved by verbs only; whether it is overdue is
    computed, never stored.

    What lists and figures add up over many years is kept beside the events that say the same: times in seconds, counts.
    """

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="assignments", verbose_name=_("resolution"))
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    number_year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    serial = models.PositiveIntegerField(null=True, blank=True, editable=False)
    task = models.TextField(_("task"))
    lead = models.ForeignKey(Department, models.PROTECT, related_name="led", verbose_name=_("lead department"))
    lead_role = models.CharField(_("named as"), max_length=20, choices=LeadRole.choices, default=LeadRole.LEAD)
    # No reverse accessor: see meetings.Series.bodies.
    supporting = models.ManyToManyField(
        Department, related_name="+", blank=True, verbose_name=_("supporting departments")
    )
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leader in charge")
    )
    kind = models.CharField(
        _("kind of task"), max_length=20, choices=AssignmentKind.choices, default=AssignmentKind.ORDINARY
    )
    cycle = models.CharField(_("regular reports"), max_length=20, choices=ReportCycle.choices, blank=True)
    report_due_on = models.DateField(_("next regular report"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("due date"), null=True, blank=True, db_index=True)
    due_text = models.CharField(_("due date as written"), max_length=60, blank=True)
    disclosure = models.CharField(
        _("disclosure"),
        max_length=20,
        choices=Disclosure.choices,
        default=Disclosure.INTERNAL,
        help_text=_("Whether the public edition says who is responsible, and until when."),
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=AssignmentState.choices,
        default=AssignmentState.ASSIGNED,
        editable=False,
        db_index=True,
    )
    percent = models.PositiveSmallIntegerField(_("progress in per cent"), default=0, editable=False)
    reason = models.TextField(_("reason of the last return or cancellation"), blank=True, editable=False)
    # Whether the minutes name it: one made after the issue stands in no edition.
    in_minutes = models.BooleanField(_("stands in the minutes"), default=True, editable=False)
    # What the minutes say, from the moment of assigning on: {lead, supporting, due_on} (domain.decided).
    decided = models.JSONField(null=True, blank=True, editable=False)
    clause_text = models.TextField(_("clause when it was assigned"), blank=True, editable=False)
    lead_to_note = models.BooleanField(_("lead department has to note a correction"), default=False, editable=False)
    supervisor_to_note = models.BooleanField(_("supervisor has to note a correction"), default=False, editable=False)
    assigned_on = models.DateField(_("assigned on"), null=True, blank=True, editable=False)
    seconds_to_acknowledge = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    seconds_to_close = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    closed_on_time = models.BooleanField(_("closed on time"), null=True, blank=True, editable=False)
    times_returned = models.PositiveIntegerField(_("times returned"), default=0, editable=False)
    times_extended = models.PositiveIntegerField(_("times extended"), default=0, editable=False)
    assigned_by, assigned_at = who(_("assigned by")), when(_("assigned at"))
    acknowledged_by, acknowledged_at = who(_("acknowledged by")), when(_("acknowledged at"))
    reported_by, reported_at = who(_("reported by")), when(_("reported at"))
    closed_by, closed_at = who(_("closed by")), when(_("closed at"))
    cancelled_by, cancelled_at = who(_("cancelled by")), when(_("cancelled at"))

    objects = AssignmentQuerySet.as_manager()
    history = history(["supporting"])

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["number_year", "serial", "pk"]
        permissions = [
            ("supervise_assignment", gettext_noop("Can verify, close, return and cancel assignments")),
            ("assign_assignment", gettext_noop("Can make assignments of issued resolutions and assign them")),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="assignment_by_state"),
            models.Index(fields=["lead", "state", "due_on"], name="assignment_by_lead"),
            models.Index(fields=["assigned_on", "lead"], name="assignment_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number_year", "serial"], name="assignment_number_once"),
            models.CheckConstraint(condition=Q(state__in=AssignmentState.values), name="assignment_state"),
            models.CheckConstraint(condition=Q(disclosure__in=Disclosure.values), name="assignment_disclosure"),
            models.CheckConstraint(condition=Q(kind__in=AssignmentKind.values), name="assignment_kind"),
            models.CheckConstraint(condition=Q(cycle__in=ReportCycle.values), name="assignment_cycle"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="assignment_percent"),
            models.CheckConstraint(
                condition=Q(
                    number_year__isnull=True, serial__isnull=True, assigned_at__isnull=True, assigned_on__isnull=True
                )
                | Q(
                    number_year__isnull=False,
                    serial__isnull=False,
                    assigned_at__isnull=False,
                    assigned_on__isnull=False,
                ),
                name="assignment_numbered_when_assigned",
            ),
            *paired("assignment", "assigned", "acknowledged", "reported", "closed", "cancelled"),
        ]

    def __str__(self) -> str:
        task = self.task if len(self.task) <= 40 else self.task[:39] + "…"
        return f"{self.document_number} {task}".strip()

    @property
    def document_number(self) -> str:
        """The follow-up number 督〔2024〕128号, or nothing before it is assigned."""
        return f"督〔{self.number_year}〕{self.serial}号" if self.serial else ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def seconds_until(self, at: datetime) -> int | None:
        """Return the seconds from assigning to `at`; None for a proposal."""
        return max(0, int((at - self.assigned_at).total_seconds())) if self.assigned_at else None

    def days_left(self, today: date | None = None) -> int | None:
        """Return the days until the due date, negative when overdue; None without a date or when it is done."""
        if self.due_on is None or not self.is_open:
            return None
        return (self.due_on - (today or timezone.localdate())).days

    def light(self, today: date | None = None) -> Light | None:
        """Return how it stands today (Asia/Shanghai); None when it is no longer open."""
        if not self.is_open:
            return None
        days = self.days_left(today)
        if days is not None and days < 0:
            return Light.RED
        if days is not None and days <= settings.DUE_SOON_DAYS:
            return Light.YELLOW
        return Light.GREEN

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from attendees.models import Person
from gusu_minutes.common.models import Versioned, history, new_key, paired, when, who
from meetings.enums import Classification, HalfDay, MeetingState, Numbering, Urgency
from meetings.models.series import Series
from meetings.querysets import MeetingManager, MeetingQuerySet

# Addresses have a year of four digits; a year outside these is a slip of the hand.
FIRST_YEAR, LAST_YEAR = 1949, 2199


class Meeting(Versioned):
    """One meeting and the frame of its minutes; `state` is moved by verbs only."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="meetings", verbose_name=_("series"))
    title = models.CharField(_("title"), max_length=200)
    term = models.PositiveSmallIntegerField(_("term"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year of numbering"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        help_text=_("Only where the number runs by year."),
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    number_scope = models.PositiveIntegerField(default=0, editable=False)
    address = models.CharField(_("address"), max_length=120, unique=True, editable=False)
    held_on = models.DateField(
        _("held on"),
        db_index=True,
        validators=[MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))],
    )
    half_day = models.CharField(_("half of the day"), max_length=10, choices=HalfDay.choices, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    chair = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="chaired", verbose_name=_("chair")
    )
    chair_name = models.CharField(_("chair as recorded"), max_length=60, blank=True)
    chair_title = models.CharField(_("title of the chair as recorded"), max_length=120, blank=True)
    recorder = models.CharField(_("recorder"), max_length=60, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    preamble = models.TextField(_("preamble"), blank=True, help_text=_("One paragraph a line."))
    public_preamble = models.TextField(
        _("public preamble"),
        blank=True,
        help_text=_("Stands in the public edition instead. Left empty, a neutral one is made if anything is withheld."),
    )
    closing = models.TextField(_("closing"), blank=True, help_text=_("One paragraph a line."))
    unplaced = models.TextField(
        _("text not recognised"), blank=True, help_text=_("Lines of the imported text that fit nowhere; never issued.")
    )
    # The printed sheet, GB/T 9704-2012 §7.2, §7.3.4, §7.4.
    copy_number = models.CharField(
        _("copy number"), max_length=6, blank=True, validators=[RegexValidator(r"^\d{6}\Z", _("Six digits."))]
    )
    classification = models.CharField(_("classification"), max_length=20, choices=Classification.choices, blank=True)
    urgency = models.CharField(_("urgency"), max_length=20, choices=Urgency.choices, blank=True)
    annexes = models.TextField(_("annexes"), blank=True, help_text=_("One title a line; the note below the text."))
    copy_to = models.TextField(
        _("copy to"), blank=True, help_text=_("One a line. Left empty, those of the series are named.")
    )
    printed_on = models.DateField(
        _("date of printing"), null=True, blank=True, help_text=_("Left empty, the day of issue is printed.")
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=MeetingState.choices,
        default=MeetingState.DRAFTING,
        editable=False,
        db_index=True,
    )
    submitted_by, submitted_at = who(_("submitted by")), when(_("submitted at"))
    signed_by, signed_at = who(_("signed by")), when(_("signed at"))
    issued_by, issued_at = who(_("issued by")), when(_("issued at"))
    # What was signed, and what was issued: digests of the documents and of both editions, kept in the history too.
    signed_digest = models.CharField(max_length=64, blank=True, editable=False)
    edition_digests = models.CharField(max_length=129, blank=True, editable=False)
    return_reason = models.TextField(_("reason of the return"), blank=True, editable=False)
    correction_reason = models.TextField(_("reason of the correction"), blank=True, editable=False)

    objects = MeetingManager.from_queryset(MeetingQuerySet)()
    history = history()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-number", "-pk"]
        permissions = [
            ("import_minutes", gettext_noop("Can import minutes")),
            ("submit_meeting", gettext_noop("Can submit minutes for review")),
            ("return_meeting", gettext_noop("Can return minutes to the clerk")),
            ("sign_meeting", gettext_noop("Can sign minutes")),
            ("publish_meeting", gettext_noop("Can publish minutes")),
            ("issue_imported", gettext_noop("Can issue imported minutes that were signed on paper")),
            ("correct_meeting", gettext_noop("Can start a correction")),
            ("withdraw_meeting", gettext_noop("Can withdraw published minutes")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number_scope", "number"],
                name="meeting_number_once",
                violation_error_message=_("This series already has a meeting with this number."),
            ),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state"),
            models.CheckConstraint(condition=Q(number__isnull=True) | Q(number__gt=0), name="meeting_number_positive"),
            models.CheckConstraint(
                condition=Q(classification="") | Q(classification__in=Classification.values),
                name="meeting_classification",
            ),
            models.CheckConstraint(condition=Q(urgency="") | Q(urgency__in=Urgency.values), name="meeting_urgency"),
            *paired("meeting", "submitted", "signed", "issued"),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.address,)

    def save(self, *args: object, **kwargs: object) -> None:
        scope = {Numbering.BY_YEAR: self.year or self.held_on.year, Numbering.BY_TERM: self.term or 0}
        self.number_scope = scope.get(Numbering(self.series.numbering), 0)
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "number_scope", "address"}  # type: ignore[misc]
        if not self.address:
            self.address = f"draft/{new_key()}"
        super().save(*args, **kwargs)

    def free_address(self) -> str:
        """Return the address to issue under, for good: series/year/number, month and day for one without a number.

        A suffix follows where an issued meeting has it. Drafts hold none: a gap would tell that there is one.
        """
        slug = str(self.number) if self.number else self.held_on.strftime("%m%d")
        base = f"{self.series.code}/{self.year or self.held_on.year}/{slug}"
        others = Meeting.objects.filter(address__startswith=base).exclude(pk=self.pk)
        taken = set(others.values_list("address", flat=True))
        return next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)

    @property
    def is_editable(self) -> bool:
        """Whether the clerk may still change the records."""
        return self.state == MeetingState.DRAFTING

    @property
    def is_correction(self) -> bool:
        """Whether a published meeting was reopened."""
        settled = (MeetingState.PUBLISHED, MeetingState.WITHDRAWN)
        return self.state not in settled and self.issued_at is not None

from django.db import migrations


def tell(apps, schema_editor):
    """Write as events what history, reports and requests say of the assignments that were there before events were."""
    Assignment = apps.get_model("decisions", "Assignment")
    Event = apps.get_model("decisions", "Event")
    for row in Assignment.objects.filter(assigned_at__isnull=False, events=None).iterator(500):
        events = [*moves(apps, row), *reports(apps, row), *extensions(apps, row)]
        events.sort(key=lambda event: event.at)
        for event in events:
            event.save()


def moves(apps, assignment):
    Event = apps.get_model("decisions", "Event")
    History = apps.get_model("decisions", "HistoricalAssignment")
    verbs = {
        ("assigned", "in_progress"): "acknowledge",
        ("reported", "closed"): "close",
        ("reported", "in_progress"): "return",
        ("assigned", "cancelled"): "cancel",
        ("in_progress", "cancelled"): "cancel",
        ("reported", "cancelled"): "cancel",
    }
    before = None
    rows = History.objects.filter(id=assignment.pk, assigned_at__isnull=False).order_by("history_date", "history_id")
    for row in rows:
        common = {"assignment": assignment, "by_id": row.history_user_id, "at": row.history_date}
        if before is None:
            due_on = {"new_due_on": row.due_on.isoformat()} if row.due_on else {}
            yield Event(verb="assign", details={"new_lead": assignment.lead.short_name, **due_on}, **common)
        elif verb := verbs.get((before.state, row.state)):
            yield Event(verb=verb, text=row.reason if verb in ("return", "cancel") else "", **common)
        before = row


def reports(apps, assignment):
    Event = apps.get_model("decisions", "Event")
    for report in apps.get_model("decisions", "ProgressReport").objects.filter(assignment=assignment):
        by_lead = "report_done" if report.done else "report_progress"
        yield Event(
            assignment=assignment,
            verb=by_lead if report.department_id == assignment.lead_id else "contribute",
            by_id=report.by_id,
            at=report.at,
            department_id=report.department_id,
            text=report.text,
            details={"percent": report.percent},
            report=report,
        )


def extensions(apps, assignment):
    Event = apps.get_model("decisions", "Event")
    requests = apps.get_model("decisions", "ExtensionRequest").objects.filter(assignment=assignment)
    for request in requests.select_related("decision"):
        days = {"old_due_on": request.old_due_on.isoformat(), "new_due_on": request.new_due_on.isoformat()}
        yield Event(
            assignment=assignment,
            verb="request_extension",
            by_id=request.by_id,
            at=request.at,
            department_id=request.department_id,
            text=request.reason,
            details=days,
        )
        decision = getattr(request, "decision", None)
        if decision is not None:
            yield Event(
                assignment=assignment,
                verb="grant_extension" if decision.granted else "refuse_extension",
                by_id=decision.by_id,
                at=decision.at,
                text=decision.note,
                details=days if decision.granted else {},
            )


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_follow_up")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]

"""Roles as groups: what each may do. A migration makes them; `sync_roles` brings them up to date."""

from typing import Any

from django.apps import apps as registry
from django.contrib.auth.management import create_permissions
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

CRUD = ("add", "change", "delete", "view")
MEETING_RECORDS = (
    "meetings.meeting", "meetings.agendaitem", "meetings.attendance", "meetings.attachment",
    "decisions.resolution", "decisions.assignment",
)  # fmt: skip
DIRECTORY = (
    "attendees.department", "attendees.person", "attendees.appointment", "attendees.departmentofficer",
    "attendees.substitution",
    "meetings.body", "meetings.series", "meetings.theme", "meetings.matter",
)  # fmt: skip
FOLLOW_UP = (
    "decisions.progressreport", "decisions.reportattachment", "decisions.gathering", "decisions.event",
    "decisions.extensionrequest", "decisions.extensiondecision", "decisions.reliefrequest", "decisions.reliefdecision",
)  # fmt: skip
CALENDAR = ("decisions.calendarday",)
LAYOUTS = ("documents.wordlayout",)
EDITIONS = ("publishing.internaledition", "publishing.publicedition")


def _perms(actions: tuple[str, ...], models: tuple[str, ...]) -> list[str]:
    return [f"{model.split('.')[0]}.{action}_{model.split('.')[1]}" for model in models for action in actions]


_READ_ALL = _perms(("view",), MEETING_RECORDS + DIRECTORY + CALENDAR + LAYOUTS + FOLLOW_UP + EDITIONS)

ROLES: dict[str, list[str]] = {
    "clerk": [
        *_perms(CRUD, MEETING_RECORDS + CALENDAR),
        *_perms(("add", "change", "view"), DIRECTORY + LAYOUTS),
        *_perms(("view",), FOLLOW_UP + EDITIONS),
        *_perms(("add", "change", "view"), ("importing.minutesimport",)),
        "meetings.import_minutes",
        "meetings.submit_meeting",
        "decisions.assign_assignment",
    ],
    "signatory": [*_READ_ALL, "meetings.return_meeting", "meetings.sign_meeting"],
    "publisher": [
        *_READ_ALL,
        "meetings.publish_meeting",
        "meetings.correct_meeting",
        "meetings.withdraw_meeting",
    ],
    "supervisor": [
        *_perms(("view",), MEETING_RECORDS + DIRECTORY + CALENDAR + FOLLOW_UP + ("publishing.internaledition",)),
        "decisions.supervise_assignment",
        "decisions.assign_assignment",
    ],
    # Leaders read every assignment and its figures at the desk; the admin is not theirs.
    "leader": ["publishing.view_internaledition", "decisions.view_assignment"],
    "officer": ["publishing.view_internaledition"],
    "official": ["publishing.view_internaledition"],
    "auditor": [*_READ_ALL, *_perms(("view",), ("importing.minutesimport", "auth.user", "auth.group"))],
}


# What people call them; the keys are codes, in the database and in settings.
ROLE_NAMES: dict[str, Promise] = {
    "clerk": pgettext_lazy("role", "clerk"),
    "signatory": pgettext_lazy("role", "signatory"),
    "publisher": pgettext_lazy("role", "publisher"),
    "supervisor": pgettext_lazy("role", "supervisor"),
    "leader": pgettext_lazy("role", "leader"),
    "officer": pgettext_lazy("role", "department officer"),
    "official": pgettext_lazy("role", "official"),
    "auditor": pgettext_lazy("role", "auditor"),
}


def role_name(group: Any) -> str:
    """Return what people call a group: a role of ours by its name, another one as it is written."""
    return str(ROLE_NAMES.get(group.name, group.name))


def right_name(permission: Any) -> str:
    """Return what a permission allows, in the reader's language; the row in the database is English."""
    action, _, model_name = permission.codename.partition("_")
    model = permission.content_type.model_class()
    if model is None or action not in CRUD or model_name != model._meta.model_name:
        return gettext(permission.name)
    verbs = {
        "add": gettext("add %(what)s"),
        "change": gettext("change %(what)s"),
        "delete": gettext("take out %(what)s"),
        "view": gettext("read %(what)s"),
    }
    return verbs[action] % {"what": model._meta.verbose_name}


def sync_roles(apps: Any, database: str = "default") -> None:
    """Make the groups and give each exactly its permissions. `apps` is the registry, of a migration or the real one."""
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.using(database).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for name, permissions in ROLES.items():
        group, _ = Group.objects.using(database).get_or_create(name=name)
        group.permissions.set([known[permission] for permission in permissions])


def migrate_roles(database: str) -> None:
    """Bring the groups up to date in a migration: Django makes permissions after all of them, the groups need them now.

    Of every app that a role names, since a database that skipped a version misses those of several.
    """
    for label in sorted({permission.split(".")[0] for permissions in ROLES.values() for permission in permissions}):
        create_permissions(registry.get_app_config(label), verbosity=0, using=database, apps=registry)
    sync_roles(registry, database)

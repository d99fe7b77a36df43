"""The accounts of the demo: one for each role, two for departments."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

PASSWORD = "gusu-demo-39"  # noqa: S105 (the demo's accounts are for everyone)


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account: what it is for, its groups, and the department it acts for."""

    username: str
    full_name: str
    purpose: Any
    groups: tuple[str, ...] = ()
    department: str = ""
    superuser: bool = False


ACCOUNTS = (
    Account("clerk", "文书", _("imports minutes, corrects the draft and submits it for review"), ("clerk",)),
    Account("signatory", "签发人", _("reviews minutes, then signs them or returns them"), ("signatory",)),
    Account("publisher", "印发人", _("issues signed minutes, corrects and withdraws them"), ("publisher",)),
    Account("supervisor", "督查员", _("verifies what departments report and closes assignments"), ("supervisor",)),
    Account(
        "officer",
        "区发改局联络员",
        _("acknowledges and reports on the assignments of a department"),
        ("officer",),
        "development-reform",
    ),
    Account("housing", "区住建委联络员", _("the same for another department"), ("officer",), "housing"),
    Account("leader", "分管领导", _("sees by figures and lists how every assignment stands"), ("leader",)),
    Account("official", "干部", _("reads all issued minutes, the internal ones too"), ("official",)),
    Account("auditor", "审计员", _("reads everything, its history too, and changes nothing"), ("auditor",)),
    Account("admin", "管理员", _("manages accounts and everything else"), superuser=True),
)

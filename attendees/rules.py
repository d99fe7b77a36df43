"""Who may carry the directory out and in, and put two entries together: predicates of (user,)."""

import rules

from attendees.enums import DirectoryTable
from gusu_minutes.common.rules import holds

can_import_departments = holds("attendees.change_department") & holds("attendees.add_department")
can_import_posts = (
    can_import_departments
    & holds("attendees.change_person")
    & holds("attendees.add_person")
    & holds("attendees.change_appointment")
    & holds("attendees.add_appointment")
)
CAN_IMPORT: dict[str, rules.Predicate] = {
    DirectoryTable.DEPARTMENTS: can_import_departments,
    DirectoryTable.POSTS: can_import_posts,
}
CAN_EXPORT: dict[str, rules.Predicate] = {
    DirectoryTable.DEPARTMENTS: holds("attendees.view_department"),
    DirectoryTable.POSTS: holds("attendees.view_person") & holds("attendees.view_appointment"),
}
can_merge_departments = can_import_departments
can_merge_people = holds("attendees.change_person") & holds("attendees.add_person")

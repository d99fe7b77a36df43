"""WHO: departments, people, the posts they hold, and the officers who act for a department."""

from attendees.models.department import Department, DepartmentOfficer, Substitution
from attendees.models.directory_import import DirectoryImport
from attendees.models.person import Appointment, Person

__all__ = ["Appointment", "Department", "DepartmentOfficer", "DirectoryImport", "Person", "Substitution"]

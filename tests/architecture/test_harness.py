"""The harness itself: a test with real transactions leaves the database as it found it."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

from attendees.models import Department
from gusu_minutes.clerk.roles import ROLES
from gusu_minutes.common import append_only

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("run", [1, 2])
def test_triggers_and_groups_are_back_after_a_test_with_transactions(run):
    """The second run sees what the first one left."""
    assert not Department.history.exists()
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert append_only.unprotected_tables(connection) == []
    Department.objects.create(code="X", name="某局", short_name="局")
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.history.all().delete()
    assert Department.history.count() == 1

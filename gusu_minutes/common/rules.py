"""Predicates that the rules of every app build on."""

from typing import Any

import rules


def holds(permission: str) -> rules.Predicate:
    """Return a predicate: the user is active and has the model permission, by a group or directly."""

    def has_permission(user: Any) -> bool:
        return bool(user.is_authenticated and user.is_active and user.has_perm(permission))

    return rules.predicate(has_permission, name=f"holds:{permission}")

"""The tasks of the tests: done at once, but for telling and open data, which only their own tests want done."""

from typing import Any

from django_tasks.backends.dummy import DummyBackend
from django_tasks.backends.immediate import ImmediateBackend


class HouseBackend(ImmediateBackend):
    """Runs a task where it is enqueued. What tells people of events, or makes open data, waits and is never run.

    In production a task runs after the transaction; run inside of it, telling would cost every verb a dozen queries.
    """

    supports_defer = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.waiting = DummyBackend(alias, params)

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        if not task.func.__module__.startswith(("decisions.telling.", "gusu_minutes.opendata.")):
            return super().enqueue(task, args, kwargs)
        result = self.waiting.enqueue(task, args, kwargs)
        self.waiting.clear()
        return result

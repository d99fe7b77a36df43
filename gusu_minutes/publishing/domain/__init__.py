"""The verbs of publishing: publish, correct, withdraw, and the check that nothing was altered."""

from gusu_minutes.publishing.domain.publish import issue_imported, publish, sign, start_correction, withdraw
from gusu_minutes.publishing.domain.verify import Problem, verify

__all__ = ["Problem", "issue_imported", "publish", "sign", "start_correction", "verify", "withdraw"]

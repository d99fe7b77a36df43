"""The verbs of follow-up. Each takes keywords and `by=`, locks its row, checks, and writes one reason in history."""

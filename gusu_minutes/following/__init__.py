"""Searches that people saved, and how they hear of what is new: a daily mail, a private feed."""

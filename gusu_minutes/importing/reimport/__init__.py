"""Importing again into a draft: what the new text would change in it, and the change itself."""

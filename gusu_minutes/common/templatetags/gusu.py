"""Template tags and filters for every room; a builtin library."""

from django import template

register = template.Library()

"""What is ordered whenever an edition was added to the chains. Parts above this one are named in the settings."""

from django.conf import settings
from django.utils.module_loading import import_string


def order_all() -> None:
    """Call every function of settings.AFTER_ISSUE, inside the transaction of the issue, correction or withdrawal.

    They order work for after the commit, and do none of it here.
    """
    for path in settings.AFTER_ISSUE:
        import_string(path)()

"""WHO IS TOLD WHAT: notices of the inbox, mails, webhooks with their deliveries, private calendars, daily rounds."""

from decisions.telling.models.calendar import CalendarFeed
from decisions.telling.models.notice import Notice, Preference, Told
from decisions.telling.models.round import Round
from decisions.telling.models.sending import Delivery, Mail, Sending, Webhook

__all__ = ["CalendarFeed", "Delivery", "Mail", "Notice", "Preference", "Round", "Sending", "Told", "Webhook"]

"""Dates as the public pages write them in every language: the minutes are Chinese (GB/T 15835-2011)."""

DATE_FORMAT = "Y年n月j日"
DATETIME_FORMAT = "Y年n月j日 H:i"
TIME_FORMAT = "H:i"

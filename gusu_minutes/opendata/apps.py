from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "gusu_minutes.opendata"
    label = "opendata"

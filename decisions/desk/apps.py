from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "decisions.desk"
    label = "desk"

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gusu_minutes.search"
    label = "search"

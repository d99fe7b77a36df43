from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "gusu_minutes.public"
    label = "public"

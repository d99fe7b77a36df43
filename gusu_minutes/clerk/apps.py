from django.apps import AppConfig


class ClerkConfig(AppConfig):
    name = "gusu_minutes.clerk"
    label = "clerk"

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gusu_minutes.documents"
    label = "documents"

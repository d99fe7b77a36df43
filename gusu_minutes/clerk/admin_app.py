from django.contrib.admin.apps import AdminConfig


class ClerkAdminConfig(AdminConfig):
    """The admin with our own site in it."""

    default_site = "gusu_minutes.clerk.site.ClerkAdminSite"

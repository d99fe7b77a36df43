from django.contrib import admin


class ClerkAdminSite(admin.AdminSite):
    """The clerk's room."""

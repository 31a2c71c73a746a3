"""The admin site of the agents and of the commission: Django's own, in the portal's words."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "tne38.admin_site.AgentSite"

"""The site of the agents and of the commission."""

from django.contrib.admin import AdminSite


class AgentSite(AdminSite):
    site_header = "TNE 38 · Gestion"
    site_title = "TNE 38"
    index_title = "À faire"

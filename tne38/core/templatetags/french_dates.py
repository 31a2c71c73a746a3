"""In every template without being loaded (settings, TEMPLATES): the `date` filter writes French."""

from django import template

from ..dates import french

register = template.Library()
register.filter("date", french, expects_localtime=True, is_safe=False)

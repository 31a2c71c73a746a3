"""The points of conformity of a call, edited with its settings."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from applications.admin.calls import CallAdmin
from applications.enums import Audience
from applications.models import Call
from applications.steps import steps_of

from ..domain.conformity import SHIPPED
from ..models import CheckItem


class CheckItemForm(forms.ModelForm):
    """A point; a new call is proposed those that are shipped, which are kept unless they are removed."""

    step = forms.ChoiceField(label="Rubrique à corriger", required=False)

    class Meta:
        model = CheckItem
        fields = ["label", "help", "fact", "step", "position", "is_active"]
        widgets = {"help": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = {step.slug: step.title for each in Audience for step in steps_of(Call(audience=each))}
        self.fields["step"].choices = [("", "Aucune en particulier"), *steps.items()]

    def has_changed(self) -> bool:
        """A shipped point is written although nobody touched it."""
        is_shipped = bool(self.initial.get("label")) and self.instance.pk is None
        return is_shipped or super().has_changed()


class ShippedPoints(forms.BaseInlineFormSet):
    """The rows of a new call begin with the shipped points."""

    def __init__(self, *args: Any, instance: Call | None = None, **kwargs: Any) -> None:
        if instance is None or instance.pk is None:
            kwargs["initial"] = [{**vars(value), "position": place} for place, value in enumerate(SHIPPED)]
        super().__init__(*args, instance=instance, **kwargs)


class CheckItemInline(admin.TabularInline):
    """No deletion: a point that has served is put out of service."""

    model = CheckItem
    form = CheckItemForm
    formset = ShippedPoints
    can_delete = False

    def get_extra(self, request: HttpRequest, obj: Call | None = None, **kwargs: Any) -> int:
        return 0 if obj else len(SHIPPED)


CallAdmin.inlines.append(CheckItemInline)

"""Orders, deliveries, the ENT and the accompaniment: what their pages and the agents' acts ask for."""

from typing import Any

from django import forms

from applications.models import Candidacy, SchoolProject

from ..accompaniment import Action, agreements_of, steps_of
from ..domain.accompaniment import EntValue, StepValue
from ..progress import Progress, progress_of
from .fields import day_field, file_field, name_of, quantity_field, sent_file


class QuantitiesForm(forms.Form):
    """A quantity for each thing that is still waited for; `left` says how many of one."""

    use_required_attribute = False

    def __init__(self, candidacy: Candidacy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        progress = progress_of(candidacy)
        several = len({one.resource.project for one in progress}) > 1
        self.waited = [one for one in progress if self.left(one)]
        for one in self.waited:
            self.fields[f"quantite-{one.resource.key}"] = quantity_field(
                name_of(one.resource, several=several),
                initial=self.left(one),
                help_text=f"Reste {self.left(one)} sur {one.expected}.",
            )

    def left(self, one: Progress) -> int:
        raise NotImplementedError

    def head(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("quantite-")]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        keys = [one.resource.key for one in self.waited]
        values["quantities"] = {key: values.get(f"quantite-{key}") or 0 for key in keys}
        names = [f"quantite-{key}" for key in keys]
        if names and not any(values["quantities"].values()) and not self.errors.keys() & set(names):
            self.add_error(names[0], "Écrivez au moins une quantité.")
        return values

    def schools(self) -> list[tuple[str, list[tuple[forms.BoundField, str]]]]:
        """The fields of each school, with the short name of what each counts."""
        found: dict[str, list[tuple[forms.BoundField, str]]] = {}
        for one in self.waited:
            rows = found.setdefault(one.resource.project.school.name, [])
            rows.append((self[f"quantite-{one.resource.key}"], one.resource.label))
        return list(found.items())


class OrderForm(QuantitiesForm):
    supplier = forms.CharField(
        label="Fournisseur", max_length=200, error_messages={"required": "Indiquez le fournisseur."}
    )
    ordered_on = day_field("Date de la commande")

    def left(self, one: Progress) -> int:
        return one.left_to_order


class ReceptionForm(QuantitiesForm):
    received_on = day_field("Date de la réception")
    fichiers = file_field("Bon de livraison", required=False)
    comment = forms.CharField(
        label="Observations", required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def left(self, one: Progress) -> int:
        return one.left_to_receive

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        values["sent"] = sent_file(values.get("fichiers"))
        return values


class ClosingForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        help_text="Par exemple : deux écrans ne sont plus fabriqués, la commune y renonce.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Indiquez pourquoi plus rien n’est attendu."},
    )


class EntForm(forms.Form):
    """Where the ENT of each public école stands."""

    use_required_attribute = False

    def __init__(self, candidacy: Candidacy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects = []
        for project, found in agreements_of(candidacy):
            self.projects.append(project)
            initial = {name: getattr(found, name, None) for name in ("had_ent", "presented_on", "signed_on")}
            self._add(project, initial)

    def _add(self, project: SchoolProject, initial: dict[str, Any]) -> None:
        name = project.school.name
        self.fields[f"had_ent-{project.pk}"] = forms.BooleanField(
            label="L’école avait déjà un ENT : il n’y a rien d’autre à faire ici",
            required=False,
            initial=bool(initial["had_ent"]),
        )
        self.fields[f"presented_on-{project.pk}"] = day_field(
            f"{name}, présentation en conseil d’école le", required=False, initial=initial["presented_on"]
        )
        self.fields[f"signed_on-{project.pk}"] = day_field(
            f"{name}, convention signée avec la DSDEN le", required=False, initial=initial["signed_on"]
        )

    def schools(self) -> list[tuple[SchoolProject, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each school, with its three fields: it had an ENT, presented on, signed on."""
        return [
            (
                project,
                self[f"had_ent-{project.pk}"],
                self[f"presented_on-{project.pk}"],
                self[f"signed_on-{project.pk}"],
            )
            for project in self.projects
        ]

    def values(self) -> dict[int, EntValue]:
        said = self.cleaned_data
        names = ("had_ent", "presented_on", "signed_on")
        return {p.pk: EntValue(*(said[f"{name}-{p.pk}"] for name in names)) for p in self.projects}


class AccompanimentForm(forms.Form):
    """When each training and each parentalité action is planned, and when it was done."""

    use_required_attribute = False

    def __init__(self, candidacy: Candidacy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {project.pk: project.school.name for project in candidacy.projects.all()}
        self.steps = steps_of(candidacy)
        for action, row in self.steps.items():
            self.fields[f"prevue-{action.key}"] = day_field(
                f"{action.label}, prévue le", required=False, initial=row.planned_on if row else None
            )
            self.fields[f"faite-{action.key}"] = day_field(
                f"{action.label}, faite le", required=False, initial=row.done_on if row else None
            )

    def rows(self) -> list[tuple[str, Action, forms.BoundField, forms.BoundField]]:
        """The name of the school, the action, its two dates."""
        return [
            (self.names[action.project_id], action, self[f"prevue-{action.key}"], self[f"faite-{action.key}"])
            for action in self.steps
        ]

    def values(self) -> dict[Action, StepValue]:
        said = self.cleaned_data
        return {
            action: StepValue(said[f"prevue-{action.key}"], said[f"faite-{action.key}"])
            for action in self.steps
        }


class CorrespondentsForm(forms.Form):
    """Who is told at the Rectorat, for the schools chosen."""

    ien_email = forms.EmailField(label="Adresse de l’IEN de la circonscription", required=False)
    erun_email = forms.EmailField(label="Adresse de l’ERUN", required=False)
    schools = forms.MultipleChoiceField(label="Établissements", widget=forms.CheckboxSelectMultiple)

    def __init__(self, candidacy: Candidacy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = list(candidacy.projects.select_related("school"))
        self.fields["schools"].choices = [(str(p.school_id), _with_addresses(p)) for p in projects]
        self.fields["schools"].initial = [str(project.school_id) for project in projects]


def _with_addresses(project: SchoolProject) -> str:
    known = ", ".join(filter(None, [project.school.ien_email, project.school.erun_email]))
    return f"{project.school.name} ({known or 'aucune adresse'})"

"""The pages of a request for payment: an invoice and its articles, then the request itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from applications.enums import CandidacyState as State
from applications.models import Candidacy
from equipment.forms.fields import day_field
from tne38.core.errors import DomainError
from tne38.core.money import NO_BREAK_SPACE, ZERO, french
from tne38.core.money_fields import MoneyFormField

from ..domain.invoices import InvoiceValue, faults
from ..forms import DomainForm, file_field
from ..models import Invoice
from .justification import Article
from .liquidation import Bill, Bought

PART, BALANCE = "partiel", "solde"


@dataclass(frozen=True)
class ArticleRow:
    """The two fields of a granted article."""

    article: Article
    quantity: forms.BoundField
    price: forms.BoundField


class InvoiceForm(DomainForm):
    """An invoice, then how many of each granted article it holds and at what price."""

    supplier_name = forms.CharField(
        label="Fournisseur", max_length=200, error_messages={"required": "Indiquez le fournisseur."}
    )
    supplier_siret = forms.CharField(
        label="SIRET du fournisseur",
        max_length=20,
        help_text="14 chiffres, imprimés au bas de la facture.",
        error_messages={"required": "Indiquez le SIRET du fournisseur."},
    )
    number = forms.CharField(
        label="Numéro de la facture",
        max_length=60,
        error_messages={"required": "Indiquez le numéro de la facture."},
    )
    issued_on = day_field("Date de la facture")
    paid_on = day_field(
        "Payée le",
        required=False,
        help_text="Laissez vide si elle n’est pas encore payée : elle ne comptera pas dans ce versement.",
    )
    amount_ht = MoneyFormField(
        label="Montant total HT", error_messages={"required": "Indiquez le montant HT de la facture."}
    )
    amount_ttc = MoneyFormField(
        label="Montant total TTC", error_messages={"required": "Indiquez le montant TTC de la facture."}
    )
    file = file_field(
        "Facture numérisée",
        help_text="De préférence en PDF.",
        error_messages={"required": "Choisissez le fichier de la facture sur votre ordinateur."},
    )

    def __init__(
        self, articles: Sequence[Article], *args: Any, invoice: Invoice | None = None, **kwargs: Any
    ) -> None:
        initial = {**(_typed(invoice) if invoice else {}), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.articles, self.invoice = articles, invoice
        for article in articles:
            what = f"{article.label}, {article.project.school.name}"
            self.fields[f"q_{article.name}"] = forms.IntegerField(
                label=f"Quantité : {what}", required=False, min_value=1, max_value=10_000
            )
            self.fields[f"p_{article.name}"] = MoneyFormField(label=f"Prix unitaire : {what}", required=False)
            for name in (f"q_{article.name}", f"p_{article.name}"):
                self.fields[name].widget.attrs["class"] = "form-control"
        if invoice is not None:
            self.fields["file"].required = False
            self.fields[
                "file"
            ].help_text = f"Gardée : « {invoice.file.name} ». Choisissez un fichier pour la remplacer."

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields of the invoice itself, its file apart."""
        return [field for field in self if not field.name.startswith(("q_", "p_", "file"))]

    @property
    def rows(self) -> list[ArticleRow]:
        return [
            ArticleRow(article, self[f"q_{article.name}"], self[f"p_{article.name}"])
            for article in self.articles
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for fault in list(faults(values)):
            self.refuse(fault)
        for article in self.articles:
            names = f"q_{article.name}", f"p_{article.name}"
            if any(name in self.errors for name in names):
                continue
            quantity, price = (values.get(name) for name in names)
            if quantity and not price:
                self.add_error(names[1], "Indiquez le prix d’une unité.")
            elif price and not quantity:
                self.add_error(names[0], "Indiquez combien d’unités.")
        return values

    def refuse(self, error: DomainError) -> None:
        """What is wrong with the articles as a whole is told on the first one."""
        field = f"q_{self.articles[0].name}" if error.field == "lines" and self.articles else error.field
        super().refuse(DomainError(error.code, error.message, field=field))

    def lines(self) -> tuple[Bought, ...]:
        """The articles whose two fields are right."""
        values = self.cleaned_data
        found = [
            (article, values.get(f"q_{article.name}"), values.get(f"p_{article.name}"))
            for article in self.articles
        ]
        return tuple(
            Bought(article.key, quantity, price) for article, quantity, price in found if quantity and price
        )

    def value(self) -> InvoiceValue:
        names = (
            "supplier_name",
            "supplier_siret",
            "number",
            "issued_on",
            "paid_on",
            "amount_ht",
            "amount_ttc",
        )
        return InvoiceValue(**{name: self.cleaned_data[name] for name in names}, lines=self.lines())

    def bill(self, basis: str) -> Bill:
        """What is typed so far: what is missing is supposed to be right."""
        values, lines = self.cleaned_data, self.lines()
        matched = sum((line.amount for line in lines), ZERO)
        amount = values.get("amount_ht" if basis == "HT" else "amount_ttc") or ZERO
        issued_on = values.get("issued_on") or timezone.localdate()
        return Bill(max(amount, matched), issued_on, values.get("paid_on"), lines)


def _typed(invoice: Invoice) -> dict[str, Any]:
    """An invoice as people would type it."""
    names = ("supplier_name", "supplier_siret", "number", "issued_on", "paid_on")
    values: dict[str, Any] = {name: getattr(invoice, name) for name in names}
    values |= {name: typed_amount(getattr(invoice, name)) for name in ("amount_ht", "amount_ttc")}
    for line in invoice.lines.all():
        name = f"{line.project_id}-{line.item_id or 'ent'}"
        values |= {f"q_{name}": line.quantity, f"p_{name}": typed_amount(line.unit_price)}
    return values


def typed_amount(amount: Decimal) -> str:
    return french(amount).removesuffix(f"{NO_BREAK_SPACE}€")


class ClaimForm(DomainForm):
    """The request: the balance or a part, and what proves that the invoices are paid."""

    nature = forms.ChoiceField(
        label="Ce que vous demandez",
        choices=[
            (BALANCE, "Le solde : tout est reçu et payé, c’est ma dernière demande"),
            (PART, "Un versement partiel : d’autres factures suivront"),
        ],
        initial=BALANCE,
        widget=forms.RadioSelect,
    )
    proof = file_field(
        "Justificatif de paiement",
        error_messages={"required": "Choisissez ce fichier sur votre ordinateur."},
    )
    certified = forms.BooleanField(
        label="J’atteste que ces factures sont payées et qu’elles concernent le projet de la convention.",
        error_messages={"required": "Cochez cette case pour envoyer la demande."},
    )

    def __init__(self, candidacy: Candidacy, *args: Any, closing: bool = False, **kwargs: Any) -> None:
        """`closing`: the balance alone, without an invoice more."""
        super().__init__(*args, **kwargs)
        self.closing = closing
        proof = self.fields["proof"]
        if candidacy.organisation.is_private:
            proof.help_text = (
                "Les factures certifiées acquittées par l’expert-comptable ou le commissaire aux comptes, ou à défaut "
                "les relevés bancaires qui montrent les paiements. En un seul fichier."
            )
        else:
            proof.label = "État des dépenses visé par votre trésorerie"
            proof.help_text = (
                "Le bordereau récapitulatif, daté et signé par le comptable public. En un seul fichier."
            )
        if candidacy.state == State.NOTIFIED:
            self.fields["nature"].choices = self.fields["nature"].choices[1:]
            self.fields["nature"].initial = PART
            self.fields["nature"].help_text = "Le solde se demande une fois tout le matériel reçu."
        if closing:
            self.fields["nature"].choices = self.fields["nature"].choices[:1]
            proof.help_text += " Celui de votre dernière demande convient."
            self.fields[
                "certified"
            ].label = "J’atteste que toutes les factures du projet sont payées et déjà présentées."

    @property
    def final(self) -> bool:
        return self.cleaned_data["nature"] == BALANCE

"""« Déploiement »: what is ordered and received, and what goes with it."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications.enums import CandidacyState as State
from applications.forms.seen import SEEN, is_overtaken, seen
from applications.models import Candidacy

from ..domain import accompaniment, deliveries, orders
from ..follow_up import follow_up_of
from ..forms.deployment import AccompanimentForm, ClosingForm, EntForm, OrderForm, ReceptionForm
from ..launch import FOLLOWED, launched_on
from .common import Confirmation, around, confirmed, deposited_or_404, require, submitted

ORDERING = frozenset({State.NOTIFIED})
HOME = "equipment:deployment"


def _home_or_404(request: HttpRequest, pk: int) -> Candidacy:
    candidacy = deposited_or_404(request, pk)
    if candidacy.state not in FOLLOWED:
        raise Http404
    return candidacy


def _acting(request: HttpRequest, pk: int, permission: str, states: frozenset[str]) -> Candidacy:
    candidacy = deposited_or_404(request, pk)
    require(request, permission, candidacy, states)
    return candidacy


@require_safe
@login_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the deployment stands, step by step."""
    candidacy = _home_or_404(request, pk)
    user, ordering = request.user, candidacy.state in ORDERING
    context = around(candidacy) | {
        "found": follow_up_of(candidacy),
        "may_order": ordering and user.has_perm("equipment.record_order", candidacy),
        "may_receive": ordering and user.has_perm("equipment.record_delivery", candidacy),
        "may_follow": user.has_perm("equipment.follow_accompaniment", candidacy),
    }
    return render(request, "equipment/deployment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def order(request: HttpRequest, pk: int) -> HttpResponse:
    candidacy = _acting(request, pk, "equipment.record_order", ORDERING)
    form = OrderForm(candidacy, request.POST or None)
    if submitted(
        request,
        form,
        lambda: orders.record_order(candidacy, **_order(form), by=request.user),
        "La commande est enregistrée.",
    ):
        return redirect(HOME, pk)
    context = {
        "form": form,
        "heading": "Enregistrer une commande",
        "button": "Enregistrer la commande",
        "help": "Effacez la quantité de ce que cette commande ne contient pas.",
        "launched_on": launched_on(candidacy),
    }
    return _show(request, candidacy, "equipment/quantities.html", context)


def _order(form: OrderForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("supplier", "ordered_on", "quantities")}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel_order(request: HttpRequest, pk: int, order_pk: int) -> HttpResponse:
    candidacy = _acting(request, pk, "equipment.record_order", ORDERING)
    found = get_object_or_404(candidacy.orders, pk=order_pk)
    words = Confirmation(
        heading=f"Annuler la commande à {found.supplier} ?",
        text=f"La commande du {found.ordered_on:%d/%m/%Y} ne comptera plus ici. Prévenez vous-même le fournisseur si "
        "elle lui est déjà parvenue.",
        button="Annuler cette commande",
        keep="Garder cette commande",
        told="La commande est annulée.",
        parent="Déploiement",
        back=HOME,
    )
    return confirmed(request, candidacy, lambda: orders.cancel_order(found, by=request.user), words)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    candidacy = _acting(request, pk, "equipment.record_delivery", ORDERING)
    form = ReceptionForm(candidacy, request.POST or None, request.FILES or None)
    if submitted(
        request,
        form,
        lambda: deliveries.record_delivery(candidacy, **_received(form), by=request.user),
        "La réception est enregistrée.",
    ):
        return redirect(HOME, pk)
    context = {
        "form": form,
        "heading": "Enregistrer une réception",
        "button": "Enregistrer la réception",
        "help": "Effacez la quantité de ce qui n’est pas encore arrivé : une livraison peut être partielle.",
    }
    return _show(request, candidacy, "equipment/quantities.html", context)


def _received(form: ReceptionForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("received_on", "quantities", "sent", "comment")}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel_delivery(request: HttpRequest, pk: int, delivery_pk: int) -> HttpResponse:
    candidacy = _acting(request, pk, "equipment.record_delivery", ORDERING)
    found = get_object_or_404(candidacy.deliveries, pk=delivery_pk)
    words = Confirmation(
        heading=f"Annuler la réception du {found.received_on:%d/%m/%Y} ?",
        text="Ses articles seront de nouveau attendus : ce qui n’est pas reçu n’est pas payé.",
        button="Annuler cette réception",
        keep="Garder cette réception",
        told="La réception est annulée.",
        parent="Déploiement",
        back=HOME,
    )
    return confirmed(request, candidacy, lambda: deliveries.cancel_delivery(found, by=request.user), words)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more is waited for, though not all was received."""
    candidacy = _acting(request, pk, "equipment.record_delivery", ORDERING)
    form = ClosingForm(request.POST or None)
    if submitted(
        request,
        form,
        lambda: deliveries.close_deliveries(candidacy, reason=form.cleaned_data["reason"], by=request.user),
        "Les livraisons sont terminées.",
    ):
        return redirect(HOME, pk)
    context = {
        "form": form,
        "found": follow_up_of(candidacy),
        "heading": "Clore les livraisons",
        "button": "Clore les livraisons",
    }
    return _show(request, candidacy, "equipment/close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ent(request: HttpRequest, pk: int) -> HttpResponse:
    """The conseil d'école and the agreement with the DSDEN, for each public école."""
    candidacy = _acting(request, pk, "equipment.follow_accompaniment", FOLLOWED)
    form = EntForm(candidacy, request.POST or None)
    if not form.projects:
        raise Http404
    act = accompaniment.record_agreements
    context = {"heading": "ENT des écoles publiques", "template": "equipment/ent.html"}
    return _follow(request, candidacy, form, act, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """When the trainings and the parentalité actions are planned and done."""
    candidacy = _acting(request, pk, "equipment.follow_accompaniment", FOLLOWED)
    form = AccompanimentForm(candidacy, request.POST or None)
    act = accompaniment.record_steps
    context = {"heading": "Formation et parentalité", "template": "equipment/accompaniment.html"}
    return _follow(request, candidacy, form, act, context)


def _follow(
    request: HttpRequest, candidacy: Candidacy, form: Any, act: Any, context: dict[str, str]
) -> HttpResponse:
    overtaken = form.is_valid() and is_overtaken(form, request.POST.get(SEEN, ""))
    if not overtaken and submitted(
        request,
        form,
        lambda: act(candidacy, form.values(), by=request.user),
        "Les dates sont enregistrées.",
    ):
        return redirect(HOME, candidacy.pk)
    context |= {"button": "Enregistrer les dates", "seen": seen(form)}
    return _show(request, candidacy, context["template"], {"form": form, **context})


def _show(
    request: HttpRequest, candidacy: Candidacy, template: str, context: dict[str, forms.Form | Any]
) -> HttpResponse:
    return render(request, template, around(candidacy) | context)

"""The articles of the conventions: the versions, writing the next one, seeing it, publishing it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.pages import Pages, carried_out, told
from tne38.core.admin_pages import ReadOnlyAdmin
from tne38.core.errors import DomainError

from ..domain import texts
from ..domain.assembly import the_department
from ..domain.generation import print_preview
from ..fictitious import convention
from ..models import ArticleText, TextKind
from ..wording import CONDITIONS, FIELDS, problems

_LIST = "admin:conventions_articletext_changelist"
_EDIT = "admin:conventions_articletext_edit"


class TextForm(forms.Form):
    """The articles, as plain text."""

    body = forms.CharField(
        label="Articles",
        max_length=60_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 40, "spellcheck": "true"}),
        help_text="« # » commence un titre, « - » un élément de liste ; une ligne vide sépare deux paragraphes.",
    )


@admin.register(ArticleText)
class ArticleTextAdmin(Pages, ReadOnlyAdmin):
    """Django's own pages of the model, drawn by the portal."""

    def get_urls(self):
        view = self.admin_site.admin_view
        acts = {
            "ecrire/": (self.edit, "edit"),
            "apercu.pdf": (self.preview, "preview"),
            "publier/": (self.publish, "publish"),
        }
        return [
            *(
                path(f"<slug:kind>/{address}", view(page), name=f"conventions_articletext_{name}")
                for address, (page, name) in acts.items()
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self.require(request, "conventions.view_articletext")
        return self.page(
            request,
            "admin/conventions/text/list.html",
            title="Modèles de convention",
            kinds=[(kind, texts.in_force(kind), texts.draft_of(kind)) for kind in TextKind],
            versions=ArticleText.objects.filter(published_at__isnull=False)
            .select_related("published_by")
            .order_by("kind", "-version")[:60],
            may_change=request.user.has_perm(texts.CHANGE),
        )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def edit(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Write the next version; what is wrong is said, and may be kept until it is published."""
        chosen = self._kind(request, kind)
        draft = texts.draft_of(chosen)
        body = draft.body if draft else texts.in_force(chosen).body
        form = TextForm(request.POST or None, initial={"body": body})
        if request.method == "POST" and form.is_valid():

            def keep() -> str:
                texts.save_draft(chosen, form.cleaned_data["body"], by=request.user)
                return "Le brouillon est enregistré : voyez l’aperçu, puis publiez-le."

            if carried_out(request, form, keep):
                return redirect(_EDIT, kind)
        all_of_them = reverse(_LIST)
        return self.page(
            request,
            "admin/conventions/text/edit.html",
            title=f"Modèle : {chosen.label}",
            crumbs=[(all_of_them, "Modèles de convention")],
            form=form,
            back=all_of_them,
            kind=chosen,
            draft=draft,
            problems=problems(draft.body, is_private=chosen == TextKind.OGEC) if draft else [],
            fields=FIELDS.items(),
            conditions=CONDITIONS.items(),
        )

    @method_decorator(require_safe)
    def preview(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The draft, or the version in force, with fictitious data."""
        chosen = self._kind(request, kind)
        draft, current = texts.draft_of(chosen), texts.in_force(chosen)
        body, version = (draft.body, f"{kind}-{draft.version}") if draft else (current.body, current.name)
        data = convention(body, version, the_department(), is_private=chosen == TextKind.OGEC)
        try:
            content = print_preview(data, at=timezone.now())
        except KeyError as unknown:
            raise Http404(f"Le champ {unknown} n’existe pas.") from unknown
        answer = HttpResponse(content, content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="apercu-{kind}.pdf"'
        return answer

    @method_decorator(require_POST)
    def publish(self, request: HttpRequest, kind: str) -> HttpResponse:
        chosen = self._kind(request, kind)

        def act() -> str:
            draft = texts.draft_of(chosen)
            if draft is None:
                raise DomainError("etat", "Il n’y a pas de brouillon à publier.")
            made = texts.publish(draft, by=request.user)
            return f"{made} : les conventions à venir en viennent ; celles déjà établies ne changent pas."

        told(request, act)
        return redirect(_EDIT, kind)

    def _kind(self, request: HttpRequest, kind: str) -> TextKind:
        self.require(request, texts.CHANGE)
        if kind not in TextKind.values:
            raise Http404
        return TextKind(kind)

"""The empty spreadsheet of a call, ready to be filled in: lists of values, help, examples to be deleted."""

from collections.abc import Iterator
from typing import Any

from applications.enums import SocleDomain
from applications.models import Call
from tne38.core import money

from .archive import MOST_BYTES
from .contents import flat_rows_of, headers, rows_of
from .dossiers import MOST_DOSSIERS
from .grids import MOST_ROWS
from .layout import EXAMPLE, FLAT, README, SHEETS, Column
from .writing import Book, Help, csv_bytes, fill, prepare

_EXAMPLE_STYLE = {"italic": True, "font_color": "#51626A", "bg_color": "#EFEDE6"}
_BLANK = ("", "")
_INSTRUCTIONS = (
    (
        "Une ligne par dossier",
        "Feuille « Dossiers ». La référence est votre propre clé, unique dans l’appel.",
    ),
    ("Une ligne par établissement", "Feuille « Établissements », avec la référence du dossier et l’UAI."),
    ("Une ligne par classe", "Feuille « Classes » : les classes concernées et leur débit mesuré."),
    ("Une ligne par équipement", "Feuille « Équipements » : un article et un prix par ligne."),
    (
        "Les exemples",
        f"Les lignes en italique (référence {EXAMPLE}…) sont fictives : elles ne sont jamais importées. Supprimez-les quand vous voulez.",
    ),
    (
        "Vos remarques",
        "Une colonne dont le titre commence par « # » reste à vous : elle n’est pas importée.",
    ),
    (
        "À éviter",
        "Pas de formule, pas de cellules fusionnées, pas de feuille masquée. Les lignes masquées par un filtre sont lues comme les autres.",
    ),
    ("Les numéros", "SIRET, SIREN et code INSEE sont au format Texte, pour garder leurs zéros."),
    (
        "Limites",
        f"{MOST_BYTES // 1024 // 1024} Mo, {MOST_DOSSIERS} dossiers, {MOST_ROWS} lignes par feuille.",
    ),
    (
        "Ensuite",
        "Envoyez ce classeur sur le site des agents : rien n’est enregistré avant votre confirmation, et les erreurs vous sont données cellule par cellule.",
    ),
)


def as_xlsx(call: Call) -> bytes:
    """The model of a call as a workbook."""
    book, help_ = Book(), _help(call)
    readme = book.workbook.add_worksheet(README)
    rows = rows_of([example(call)])
    for definition in SHEETS:
        columns = headers(definition, rows[definition.name], audience=call.audience)
        sheet = book.workbook.add_worksheet(definition.name)
        book.header(sheet, [label for _, label, _ in columns], [column.width for _, _, column in columns])
        prepare(book, sheet, columns, help_)
        fill(book, sheet, columns, rows[definition.name], **_EXAMPLE_STYLE)
    _readme(book, readme, call)
    readme.activate()
    return book.content()


def as_csv(call: Call) -> bytes:
    """The model of a call in the flat form."""
    rows = flat_rows_of([example(call)])
    return csv_bytes(headers(FLAT, rows, audience=call.audience), rows)


def _help(call: Call) -> Help:
    items = call.catalogue.filter(is_active=True)
    natures = ["ogec"] if call.is_for_college else ["commune", "epci"]
    return Help(
        {
            "origine": ["papier", "en_ligne"],
            "porteur_nature": natures,
            "ent_produit": [product.name for product in call.ent_products.all()],
            "domaine_socle": [str(number) for number in SocleDomain.values],
            "formation": [theme.label for theme in call.training_themes.all()],
            "parentalite": [action.label for action in call.family_actions.all()],
            "article": [item.code for item in items],
        },
        frozenset({"origine", "porteur_nature", "domaine_socle", "article"}),
    )


def example(call: Call) -> dict[str, Any]:
    """A fictitious dossier: its reference says so, and an import passes over it."""
    college = call.is_for_college
    item = call.catalogue.filter(is_active=True).first()
    ent = call.ent_products.first()
    theme, action = call.training_themes.first(), call.family_actions.first()
    porteur = {
        "nature": "ogec" if college else "commune",
        "nom": "[Exemple fictif] OGEC" if college else "[Exemple fictif] Commune",
        "siret": "99999012000019" if college else None,
        "siren": None if college else "213805633",
        "rna": "W381000001" if college else None,
        "insee": None if college else "38563",
        "courriel": "porteur@exemple.test",
        "representant": {"nom": "Prénom Nom", "qualite": "Présidente" if college else "Maire"},
        "contrat_engagement_republicain": True if college else None,
    }
    project = {
        "uai": "0381710C" if college else "0381493S",
        "divisions": 14,
        "eleves": 412,
        "ent": {"produit": ent.name if ent else "", "duree_ans": 3, "cout_annuel": "0.00"},
        "descriptif": "[Exemple fictif] Le projet, tel qu’il est écrit sur le formulaire.",
        "formations": [theme.label] if theme else [],
        "parentalite": [action.label] if action else [],
        "classes": [{"nom": "6e A", "debit_mbps": 35}, {"nom": "5e B", "debit_mbps": 28}],
        "equipements": [{"article": item.code, "quantite": 2, "prix_unitaire": "1700.00"}] if item else [],
    }
    if college:
        project |= {
            "relie_a_un_lycee": False,
            "videoprojections_en_bon_etat": 3,
            "classes_mobiles_en_bon_etat": 0,
            "domaines_socle": [1, 2],
        }
    closes = f"{call.closes_at:%Y-%m-%d}"
    dates = {"origine": "papier", "cachet_poste": closes, "recu_le": closes}
    return {"reference": f"{EXAMPLE}-1", **dates, "porteur": porteur, "projets": [project]}


def _readme(book: Book, sheet: Any, call: Call) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 70)
    sheet.hide_gridlines(2)
    bold, plain = book.style(bold=True, text_wrap=True), book.style(text_wrap=True)
    title = ("Saisir plusieurs dossiers papier", str(call.title))
    rows = [title, *_INSTRUCTIONS, _BLANK, *_catalogue(call), _BLANK, *_columns(call)]
    for height, (left, right) in enumerate(rows):
        sheet.write_string(height, 0, left, bold)
        sheet.write_string(height, 1, right, plain)


def _catalogue(call: Call) -> Iterator[tuple[str, str]]:
    yield "Articles du catalogue", f"Prix unitaires {call.get_price_basis_display()}"
    for item in call.catalogue.filter(is_active=True):
        yield item.code, f"{item.label} ; plafond indicatif {money.french(item.cap)}"


def _columns(call: Call) -> Iterator[tuple[str, str]]:
    yield "Les colonnes", "Leur nom dans un export et dans un fichier CSV, et ce qu’elles attendent"
    for column in FLAT.all_columns:
        if column.only in {None, call.audience}:
            yield _described(column)


def _described(column: Column) -> tuple[str, str]:
    name = f"{column.name}_1, _2…" if column.repeated else column.name
    return column.label, f"{name} : {column.kind}. {column.help}".rstrip()

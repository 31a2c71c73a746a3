"""What comes back signed: the act of the assembly, the copy recognised by its codes, a bundle sorted."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from PIL import Image

from applications.domain.attachments import Sent
from conventions import jobs as _jobs  # noqa: F401  (registers the jobs)
from conventions.codes import PageCode, parse, seal_of
from conventions.domain import copies, scans, signature
from conventions.models import Authorisation, Convention, CopyKind, SignedCopy
from conventions.sorting import Leaf, sort
from tests.conventions import stages
from tests.conventions.scanning import bound, images_of, turned
from tests.conventions.test_after_the_vote import refused
from tests.factories import MembershipFactory, agent
from tne38.accounts.enums import Role
from tne38.core import files, jobs, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job

pytestmark = pytest.mark.django_db


def sent(content: bytes) -> Sent:
    return Sent.of("signee.pdf", content)


def blank() -> Image.Image:
    return Image.new("L", (1240, 1754), 255)


def authorise(convention: Convention, *, by=None, **values) -> Authorisation:
    document = files.read(convention.file)
    day = date(2025, 6, 10)
    values = {"number": "2025-12", "adopted_on": day, "received_on": day, **values}
    return copies.record_authorisation(convention, sent(document), by=by, **values)


def test_a_code_says_which_page_of_which_convention():
    code = PageCode("2025-TNE-001", 3, 8, "0A1B2C3D4E")
    assert code.text() == "TNE38:2025-TNE-001:3/8:0A1B2C3D4E"
    assert parse(code.text()) == code
    for other in ("https://exemple.test", "TNE38:2025-TNE-001:9/8:0A1B2C3D4E", code.text() + "0", ""):
        assert parse(other) is None
    assert seal_of({"a": "é", "b": 1}) == seal_of({"b": 1, "a": "é"}) != seal_of({"a": "e", "b": 1})


def test_pages_are_put_in_order_and_what_is_wrong_is_said():
    def leaf(place: int, number: str, page: int, seal: str = "AAAAAAAAAA") -> Leaf:
        return Leaf(place, PageCode(number, page, 3, seal))

    leaves = [leaf(1, "A", 3), leaf(2, "B", 1), Leaf(3, None), leaf(4, "A", 1), leaf(5, "A", 3)]
    leaves += [leaf(6, "C", 1), leaf(7, "A", 2, "BBBBBBBBBB")]
    found = sort(leaves, {"A": "AAAAAAAAAA", "B": "AAAAAAAAAA"})
    assert [(bundle.number, bundle.pages, bundle.missing) for bundle in found.bundles] == [
        ("A", [1, 3], [2]),
        ("B", [1], [2, 3]),
    ]
    assert [leaf.place for leaf in found.bundles[0].in_order] == [4, 1]
    assert (found.unread, found.twice, found.unknown, found.altered) == ([3], [5], [6], [7])


def test_a_bundle_scanned_upside_down_and_out_of_order_is_sorted():
    first = stages.generated(stages.college_draft())
    second = stages.generated(stages.commune_draft())
    one, two = images_of(files.read(first.file)), images_of(files.read(second.file))
    pages = [*reversed(one), blank(), *two[:-1], one[0]]
    quarters = [90, 180, 270, 0]
    content = bound([turned(page, quarters[place % 4]) for place, page in enumerate(pages)])
    scan = scans.add_scan(sent(content), by=agent(Role.GESTIONNAIRE))
    jobs.run(Job.objects.get(kind=scans.JOB).pk)
    scan.refresh_from_db()
    count, last = len(one), len(two)
    assert scan.report == {
        "pages": count + 1 + last,
        "conventions": [
            {"numero": first.number, "pages": list(range(1, count + 1)), "manquantes": []},
            {"numero": second.number, "pages": list(range(1, last)), "manquantes": [last]},
        ],
        "illisibles": [count + 1],
        "en_double": [count + 1 + last],
        "inconnues": [],
        "modifiees": [],
    }
    copy = first.copies.get()
    assert copy.is_complete
    assert not second.copies.get().is_complete
    # What is kept can be read from the first page to the last, each the right way up.
    leaves = scans.read(files.read(copy.file))
    assert [(leaf.code.page, leaf.turned) for leaf in leaves] == [(page, 0) for page in range(1, count + 1)]
    assert scans.read_scan(scan).copies.count() == 2


def test_the_beneficiary_answers_its_convention():
    convention = stages.generated(stages.commune_draft())
    member = MembershipFactory(organisation=convention.candidacy.organisation).user
    content = bound(images_of(files.read(convention.file)))
    copy = copies.add_copy(convention, sent(content), by=member)
    assert (copy.is_complete, copy.missing, copy.unread) == (True, [], 0)
    day = date(2025, 6, 20)
    assert refused(copies.confirm_copy, copy, signed_on=day, by=member) == "autorisation"
    authorise(convention, by=member)
    signed = copies.confirm_copy(copy, signed_on=day, by=member)
    assert (signed.state, signed.signed_on, signed.candidacy.number) == (
        "signed",
        day,
        copy.convention.candidacy.number,
    )
    assert journal.history(convention).last().after == {"signee_le": "2025-06-20"}
    assert refused(copies.add_copy, convention, sent(content), by=member) == "etat"


def test_a_copy_with_pages_missing_waits_for_an_agent():
    convention = stages.generated(stages.college_draft())
    authorise(convention, number="", received_on=None)
    pages = images_of(files.read(convention.file))
    copy = copies.add_copy(convention, sent(bound([*pages[:-1], blank()])), by=None)
    assert (copy.missing, copy.unread) == ([len(pages)], 1)
    day = date(2025, 6, 20)
    assert refused(copies.confirm_copy, copy, signed_on=day, by=None) == "pages"
    assert (
        signature.record_signature(convention, signed_on=day, by=agent(Role.GESTIONNAIRE)).state == "signed"
    )


def test_another_document_is_refused():
    mine = stages.generated(stages.college_draft())
    other = stages.generated(stages.commune_draft())
    with pytest.raises(DomainError, match=f"la convention n° {other.number}") as error:
        copies.add_copy(mine, sent(files.read(other.file)), by=None)
    assert error.value.code == "autre_document"
    content = files.read(mine.file)
    Convention.objects.filter(pk=mine.pk).update(data={**mine.data, "dossier": "autre"})
    with pytest.raises(DomainError, match="telle qu’elle a été établie"):
        copies.add_copy(mine, sent(content), by=None)
    assert refused(copies.add_copy, mine, Sent.of("photo.txt", b"bonjour"), by=None) == "fichier_refuse"
    assert not SignedCopy.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": " "}, "number"),
        ({"received_on": None}, "received_on"),
        ({"received_on": date(2025, 6, 9)}, "received_on"),
        ({"adopted_on": timezone.localdate() + timedelta(days=1)}, "adopted_on"),
    ],
)
def test_the_act_of_a_council_is_numbered_and_received(values, field):
    convention = stages.generated(stages.commune_draft())
    with pytest.raises(DomainError) as error:
        authorise(convention, **values)
    assert error.value.field == field
    assert not Authorisation.objects.exists()


def test_an_act_sent_again_replaces_the_first():
    convention = stages.generated(stages.commune_draft())
    authorise(convention)
    again = authorise(convention, number="2025-13")
    assert [row.number for row in Authorisation.objects.all()] == [again.number] == ["2025-13"]


def test_only_who_manages_the_beneficiary_answers_and_only_a_manager_scans():
    convention = stages.generated(stages.college_draft())
    content = files.read(convention.file)
    for someone in (agent(Role.GESTIONNAIRE), MembershipFactory().user):
        with pytest.raises(NotAllowed):
            copies.add_copy(convention, sent(content), by=someone)
    with pytest.raises(NotAllowed):
        scans.add_scan(sent(content), by=agent(Role.INSTRUCTEUR))


def test_the_notification_keeps_the_final_copy_and_its_dates():
    convention = stages.generated(stages.college_draft())
    signature.record_signature(convention, signed_on=date(2025, 6, 20), by=None)
    copies.add_final_copy(convention, sent(files.read(convention.file)), by=agent(Role.GESTIONNAIRE))
    days = {"countersigned_on": date(2025, 6, 27), "notified_on": date(2025, 7, 1)}
    early = {**days, "notified_on": date(2025, 6, 26)}
    assert refused(signature.notify, convention, by=None, **early) == "champ_invalide"
    notified = signature.notify(convention, by=None, **days)
    assert (notified.countersigned_on, notified.notified_on) == (date(2025, 6, 27), date(2025, 7, 1))
    assert convention.copies.get().kind == CopyKind.FINAL


def test_a_small_file_of_thousands_of_pages_is_refused_before_any_is_drawn(monkeypatch):
    convention = stages.generated(stages.college_draft())
    monkeypatch.setattr(scans, "read_pages", lambda content: pytest.fail("A page was drawn."))
    many = sent(bound([Image.new("L", (8, 8), 255)] * (scans.MOST_PAGES + 1)))
    with pytest.raises(DomainError) as raised:
        copies.add_copy(convention, many, by=None)
    assert raised.value.code == "fichier_refuse"
    assert "ce PDF a 101 pages, plus que les 100" in raised.value.message

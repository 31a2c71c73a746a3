"""docs/workflow.md says what the code does."""

from applications.enums import CandidacyState
from tne38.cli import workflow_document

from .sources import ROOT


def test_the_document_is_up_to_date():
    written = (ROOT / "docs" / "workflow.md").read_text(encoding="utf-8")
    assert written == workflow_document.write(), "docs/workflow.md is stale: run `make docs`."


def test_every_state_has_its_place():
    document = workflow_document.write()
    assert [label for label in CandidacyState.labels if f'state "{label}"' not in document] == []

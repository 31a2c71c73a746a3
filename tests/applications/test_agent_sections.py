"""The order of the sections on the agents' page of a dossier, and the way drawn on top of it."""

import pytest

from applications.agent_sections import sections, way
from applications.enums import CandidacyState as State


def names(state):
    return [section.name for section in sections(state)]


def test_what_is_at_stake_comes_first_and_what_is_far_is_not_there():
    found = names(State.DEPOSITED)
    assert found[:3] == ["corrections", "exchanges", "conformity"]
    assert found[3:6] == ["projects", "pieces", "equipment"]
    assert "vote" not in found
    assert "payments" not in found


def test_a_dossier_to_be_paid_begins_with_its_payments():
    found = names(State.CLAIMED)
    assert found[0] == "payments"
    assert found.index("projects") < found.index("decision") < found.index("convention")


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.LAPSED])
def test_a_dossier_that_left_the_way_shows_everything_in_order(state):
    assert names(state)[-1] == "payments"
    assert way(state) == []


def test_the_way_says_what_is_done_and_links_only_to_what_is_shown():
    stops = {stop.label: (stop.tone, stop.anchor) for stop in way(State.VOTED)}
    assert stops["Décision"] == ("done", "decision")
    assert stops["Convention"] == ("now", "convention")
    assert stops["Versement"] == ("later", "")


def test_the_way_of_a_dossier_refused_or_paid():
    assert {stop.label: stop.tone for stop in way(State.REJECTED)}["Décision"] == "stop"
    assert {stop.tone for stop in way(State.PAID)} == {"done"}


@pytest.mark.parametrize("state", State.values)
def test_each_link_of_the_way_has_its_section(state):
    assert {stop.anchor for stop in way(state)} - {""} <= set(names(state))

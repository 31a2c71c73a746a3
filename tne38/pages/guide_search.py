"""Search in the guide: every word typed, accents and capitals aside, in the question or in its answer."""

import re
from dataclasses import dataclass
from functools import cache
from html import unescape

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from tne38.core.text import fold

from .guide import STAGES, Question, Stage

# Signs kept before and after the first word found.
BEFORE, AFTER = 70, 150
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Part:
    """A piece of an excerpt; `found` when it is what was looked for."""

    text: str
    found: bool


@dataclass(frozen=True)
class Result:
    stage: Stage
    question: Question
    excerpt: list[Part]


def search(query: str, *, contact_email: str) -> list[Result]:
    """The questions whose title or answer has all the words; those whose title has one come first."""
    words = words_of(query)
    if not words:
        return []
    found = []
    for stage in STAGES:
        for question in stage.questions:
            answer = _answer(question, contact_email)
            whole = fold(f"{question.title} {answer}")
            if all(_begins_a_word(word, whole) for word in words):
                in_title = any(_begins_a_word(word, fold(question.title)) for word in words)
                found.append((not in_title, Result(stage, question, excerpt(answer, words))))
    return [result for _, result in sorted(found, key=lambda pair: pair[0])]


def words_of(query: str) -> list[str]:
    """« L’ENT, le Débit » → ["ent", "le", "debit"]; a letter alone says nothing."""
    return [word for word in re.findall(r"\w+", fold(query[:LONGEST_QUERY])) if len(word) > 1]


def _begins_a_word(word: str, folded: str) -> bool:
    """« equipement » is in « équipements », but « ent » is not in « vraiment »."""
    return re.search(rf"\b{word}", folded) is not None


@cache
def _answer(question: Question, contact_email: str) -> str:
    """The answer as plain text, on one line."""
    page = render_to_string(question.template, {"contact_email": contact_email})
    return re.sub(r"\s+", " ", unescape(strip_tags(page))).strip()


def excerpt(text: str, words: list[str]) -> list[Part]:
    """The text around the first word found, cut between words, with all that was found marked."""
    folded, places = _folded(text)
    spans = _spans(folded, words)
    first = places[spans[0][0]] if spans else 0
    start = text.rfind(" ", 0, first - BEFORE) + 1 if first > BEFORE else 0
    end = text.find(" ", first + AFTER)
    end = len(text) if end == -1 else end
    parts, here = [Part("… ", False)] if start else [], start
    for begin, stop in ((places[a], places[b - 1] + 1) for a, b in spans):
        if here <= begin and stop <= end:
            parts += [Part(text[here:begin], False), Part(text[begin:stop], True)]
            here = stop
    parts.append(Part(text[here:end] + (" …" if end < len(text) else ""), False))
    return [part for part in parts if part.text]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without accents, and for each of its signs the place it comes from: « œ » gives two."""
    signs = [(sign, place) for place, origin in enumerate(text) for sign in fold(origin) or " "]
    return "".join(sign for sign, _ in signs), [place for _, place in signs]


def _spans(folded: str, words: list[str]) -> list[tuple[int, int]]:
    """Where the words are, in order; the longest first where two begin alike."""
    longest = sorted(set(words), key=len, reverse=True)
    return [found.span() for found in re.finditer(rf"\b(?:{'|'.join(longest)})", folded)]

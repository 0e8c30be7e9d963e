"""What is near in meaning: pieces, vectors, codes and the order of candidates."""

from __future__ import annotations

from collections import Counter

import pytest

from charter.catalog.coding import CODE_BYTES
from charter.catalog.meaning import vectors
from charter.catalog.meaning.codes import Codes
from charter.catalog.meaning.pairs import FAR as FAR_APART
from charter.catalog.meaning.pairs import nearest_pairs
from charter.catalog.meaning.ranking import rank, weigh
from charter.catalog.meaning.vectors import (
    DIMENSIONS,
    code_of,
    likeness,
    text_of,
    vector_of,
)
from charter.catalog.meaning.wordpiece import split_pieces, split_words

MAIL = "Send newsletters to subscribers by e-mail"
NEAR = "Deliver mailings to a list of recipients"
FAR = "Simulate the orbits of planets"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ein Übermaß, né!", ["ein", "ubermaß", ",", "ne", "!"]),
        ("a\tb\r\nc\x00d\u200be", ["a", "b", "cde"]),
        ("用 Python写", ["用", "python", "写"]),
        ("snake_case-1.5", ["snake", "_", "case", "-", "1", ".", "5"]),
        ("\ufffd \u2028", []),
    ],
)
def test_words_are_lower_case_without_accents_and_marks_stand_alone(text, words):
    assert split_words(text) == words


def test_a_word_is_made_of_its_longest_known_pieces_or_of_none():
    known = {"un", "##aff", "##able", "##a", "the"}
    assert split_pieces("The unaffable xyz", known) == ["the", "un", "##aff", "##able"]
    assert split_pieces("unq", known) == []
    assert split_pieces("the" * 50, known) == []


def test_pieces_are_those_of_the_reference():
    tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is not installed")
    numbers = vectors._numbers()
    vocabulary = {**numbers, "[UNK]": len(numbers)}
    reference = tokenizers.Tokenizer(tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]"))
    reference.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
    reference.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    for text in (
        MAIL,
        "Ünïcode façade für C++20/Qt6",
        "日本語 tokenizer™ v2…",
        "a" * 101,
        "\x1b[31mred",
    ):
        wanted = [piece for piece in reference.encode(text).tokens if piece != "[UNK]"]
        assert split_pieces(text, numbers) == wanted


def test_the_words_in_a_name_count():
    assert text_of("camelCase_and-kebab", "Does it.") == "camel Case and kebab Does it."


def test_texts_that_share_no_word_are_alike_when_they_mean_the_same():
    wanted = vector_of(MAIL)
    assert likeness(wanted, vector_of(NEAR)) > likeness(wanted, vector_of(FAR)) + 0.2
    assert likeness(wanted, wanted) == pytest.approx(1)


def test_a_vector_is_the_sum_of_its_pieces_however_many_there_are():
    one = vector_of("parcel")
    assert vector_of("parcel " * 40) == tuple(40 * number for number in one)
    assert vector_of("parcel " * 500) == vector_of("parcel " * 68)


@pytest.mark.parametrize("text", ["", "  ", "\x00"])
def test_a_text_without_words_has_no_direction_and_a_code_of_zeros(text):
    nothing = vector_of(text)
    assert nothing == (0,) * DIMENSIONS
    assert code_of(nothing) == bytes(CODE_BYTES)
    assert likeness(nothing, vector_of(MAIL)) == 0


def test_the_nearest_codes_come_first_and_empty_ones_never():
    codes = {at: code_of(vector_of(text)) for at, text in enumerate(("", FAR, NEAR, MAIL), 10)}
    held = Codes([(10, codes[10] + codes[11]), (12, codes[12]), (13, codes[13])])
    assert len(held) == 3
    assert held.nearest(codes[13], count=9) == [13, 12, 11]
    assert held.nearest(codes[13], count=1) == [13]
    assert held.nearest(codes[10], count=9) == []


def test_codes_at_one_distance_come_as_they_were_given():
    one = code_of(vector_of(MAIL))
    assert Codes([(7, one), (1, one + one)]).nearest(one, count=3) == [7, 1, 2]


def test_candidates_are_ranked_by_likeness_and_then_by_the_words_they_share():
    assert [name for name, _ in rank(MAIL, [("far", FAR), ("near", NEAR)], weights={})] == [
        "near",
        "far",
    ]
    twice = rank(MAIL, [("a", NEAR), ("b", NEAR)], weights={"recipient": 2.0, "unheard": 2.0})
    assert twice[0][1] == pytest.approx(likeness(vector_of(MAIL), vector_of(NEAR)) + 0.15)


def test_a_rare_word_weighs_more():
    weights = weigh({"api": 900, "beacon": 2}, 1000)
    assert weights["beacon"] > 5 * weights["api"] > 0


def test_pairs_are_the_nearest_of_different_owners():
    codes, owners = [0b1111, 0b1110, 0b1100, 1 << 200], "aabb"
    every = nearest_pairs(codes, owners, first=4, limit=9)
    assert every[:2] == [(1, 2), (0, 2)]
    assert {frozenset(owners[place] for place in pair) for pair in every} == {frozenset("ab")}
    assert nearest_pairs(codes, owners, first=4, limit=1) == [(1, 2)]
    assert nearest_pairs(codes, owners, first=1, limit=9) == [(0, 2), (0, 3)]


def test_no_pair_is_far_apart():
    assert nearest_pairs([0, (1 << FAR_APART + 1) - 1], "ab", first=2, limit=9) == []
    assert nearest_pairs([0, (1 << FAR_APART) - 1], "ab", first=2, limit=9) == [(0, 1)]


def test_a_code_is_in_few_pairs():
    pairs = nearest_pairs([7] * 20, range(20), first=20, limit=99)
    assert max(Counter(place for pair in pairs for place in pair).values()) == 3

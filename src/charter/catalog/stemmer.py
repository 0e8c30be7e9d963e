"""English words without their endings, as M. F. Porter's algorithm of 1980 takes them off. Pure.

Every database gets stems from here: they find the same. Departures of the author from his paper
(bli, logi) are as in his own program and in SQLite's; so is what becomes of a word that is an
ending and nothing else.
"""

from __future__ import annotations

from functools import lru_cache

_SHORTEST, _LONGEST = 3, 64
# longer endings before those that they end in
_STEP_2 = (
    *(("ational", "ate"), ("ization", "ize"), ("iveness", "ive"), ("fulness", "ful")),
    *(("ousness", "ous"), ("tional", "tion"), ("biliti", "ble"), ("entli", "ent")),
    *(("ousli", "ous"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("iviti", "ive")),
    *(("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("alli", "al"), ("ator", "ate")),
    *(("logi", "log"), ("bli", "ble"), ("eli", "e")),
)
_STEP_3 = (
    *(("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic")),
    *(("ness", ""), ("ful", "")),
)
_STEP_4 = (
    *("ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ion", "ism", "ate", "iti"),
    *("ous", "ive", "ize", "al", "er", "ic", "ou"),
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in small letters; a word that is not of a to z stays as it is."""
    if not _SHORTEST <= len(word) <= _LONGEST or not (word.isascii() and word.isalpha()):
        return word
    word = _plural(word)
    word = _past(word)
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = f"{word[:-1]}i"
    word = _replaced(word, _STEP_2)
    word = _replaced(word, _STEP_3)
    word = _without_suffix(word)
    return _tidy(word)


def _shape(word: str) -> str:
    """A letter for each: v for a vowel, c for a consonant."""
    shape = ""
    for letter in word:
        is_vowel = letter in "aeiou" or (letter == "y" and shape.endswith("c"))
        shape += "v" if is_vowel else "c"
    return shape


def _measure(word: str) -> int:
    """How many times a vowel is followed by a consonant."""
    return _shape(word).count("vc")


def _has_vowel(word: str) -> bool:
    return "v" in _shape(word)


def _is_doubled(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and word[-1] not in "aeiou"


def _is_short(word: str) -> bool:
    """Ends in consonant, vowel, consonant, as in hop."""
    return _shape(word).endswith("cvc") and word[-1] not in "wxy"


def _plural(word: str) -> str:
    if any(word.endswith(ending) and word != ending for ending in ("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed") and word != "eed":
        return word[:-1] if _measure(word[:-3]) else word
    ending = next((it for it in ("ed", "ing") if word.endswith(it)), "")
    bare = word.removesuffix(ending)
    if not ending or not _has_vowel(bare):
        return word
    if bare.endswith(("at", "bl", "iz")):
        return f"{bare}e"
    if _is_doubled(bare) and bare[-1] not in "lsz":
        return bare[:-1]
    return f"{bare}e" if _measure(bare) == 1 and _is_short(bare) else bare


def _replaced(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, other in endings:
        if word.endswith(ending):
            bare = word.removesuffix(ending)
            return bare + other if _measure(bare) else word
    return word


def _without_suffix(word: str) -> str:
    for ending in _STEP_4:
        if word.endswith(ending):
            bare = word.removesuffix(ending)
            is_fit = _measure(bare) > 1 and (ending != "ion" or bare.endswith(("s", "t")))
            return bare if is_fit else word
    return word


def _tidy(word: str) -> str:
    if word.endswith("e"):
        bare = word[:-1]
        if _measure(bare) > 1 or (_measure(bare) == 1 and not _is_short(bare)):
            word = bare
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word

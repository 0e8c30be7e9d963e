"""Open source licences told by words that stand in them and nowhere else. Pure."""

from __future__ import annotations

from itertools import compress

# SPDX ids that begin so → words of the text, in lower case and with single spaces
_WORDS = {
    "0BSD": "permission to use, copy, modify, and/or distribute this software",
    "AFL-": "academic free license",
    "AGPL-": "gnu affero general public license",
    "Apache-": "apache license",
    "Artistic-": "the artistic license",
    "BSD-": "redistribution and use in source and binary forms",
    "BSL-": "boost software license",
    "BlueOak-": "blue oak model license",
    "CC-BY-": "creative commons corporation",
    "CC0-": "cc0 1.0 universal",
    "CECILL-": "cecill",
    "CERN-OHL-": "cern open hardware licence",
    "ECL-": "educational community license",
    "EPL-": "eclipse public license",
    "EUPL-": "european union public licence",
    "GPL-": "gnu general public license",
    "ISC": "permission to use, copy, modify, and/or distribute this software",
    "LGPL-": "gnu lesser general public license",
    "LPPL-": "latex project public license",
    "MIT": "permission is hereby granted, free of charge, to any person obtaining a copy",
    "MPL-": "mozilla public license",
    "MS-PL": "microsoft public license",
    "MS-RL": "microsoft reciprocal license",
    "MulanPSL-": "mulan permissive software license",
    "NCSA": "university of illinois/ncsa open source license",
    "OFL-": "sil open font license",
    "OSL-": "open software license",
    "PostgreSQL": "permission to use, copy, modify, and distribute this software",
    "UPL-": "universal permissive license",
    "Unlicense": "this is free and unencumbered software",
    "Zlib": "this software is provided 'as-is', without any express or implied warranty",
}
_READ = 6000  # characters: all of them say so in the beginning


def words_of(text: str) -> str:
    """The beginning of a licence text, as it is compared."""
    return " ".join(text[:_READ].lower().split())


def is_text_of(license_id: str, text: str) -> bool:
    """Whether the text can be the licence's; true for one that is not known here."""
    known = max((it for it in _WORDS if license_id.startswith(it)), key=len, default="")
    return _WORDS.get(known, "") in words_of(text)


def open_licence_in(text: str) -> str:
    """How the SPDX id of the open source licence in the text begins; empty where there is none."""
    words = words_of(text)
    found = compress(_WORDS, map(words.__contains__, _WORDS.values()))
    return next(found, "").rstrip("-")

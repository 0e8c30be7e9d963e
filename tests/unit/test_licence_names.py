"""The many ways to write a licence's name."""

from __future__ import annotations

import pytest

from charter.scaffold.skeleton.licence_names import PROPRIETARY, choose_licence, spdx_of

PYLIBRARY = [
    "BSD 2-Clause License",
    "BSD 3-Clause License",
    "MIT license",
    "ISC license",
    "Apache Software License 2.0",
    "GNU Lesser General Public License v3 or later (LGPLv3+)",
    "GNU Lesser General Public License v3 (LGPLv3)",
    "GNU Lesser General Public License v2.1 (LGPLv2)",
    "no",
]
DJANGO = ["MIT", "BSD", "GPLv3", "Apache Software License 2.0", "Not open source"]
DATA_SCIENCE = ["No license file", "MIT", "BSD-3-Clause"]


@pytest.mark.parametrize(
    ("name", "spdx"),
    [
        ("MIT", "MIT"),
        ("MIT License", "MIT"),
        ("MIT-0", ""),
        ("BSD", ""),
        ("Apache 2.0", "Apache-2.0"),
        ("GPL-3.0-or-later", "GPL-3.0"),
        ("GNU General Public License v2", "GPL-2.0"),
        ("GNU Affero General Public License v3", "AGPL-3.0"),
        ("LGPL-2.1", "LGPL-2.1"),
        ("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
        ("EUPL-1.2", "EUPL-1.2"),
        ("EPL-2.0", "EPL-2.0"),
        ("Other/Proprietary License", PROPRIETARY),
        ("LicenseRef-Acme-InnerSource", PROPRIETARY),
        ("something else", ""),
    ],
)
def test_a_name_means_one_licence_or_is_not_guessed(name, spdx):
    assert spdx_of(name) == spdx


@pytest.mark.parametrize(
    ("spdx", "choices", "expected"),
    [
        ("Apache-2.0", PYLIBRARY, "Apache Software License 2.0"),
        ("MIT", PYLIBRARY, "MIT license"),
        ("LGPL-3.0", PYLIBRARY, "GNU Lesser General Public License v3 (LGPLv3)"),
        ("LGPL-3.0-or-later", PYLIBRARY, "GNU Lesser General Public License v3 or later (LGPLv3+)"),
        ("", PYLIBRARY, "no"),
        ("BSD-3-Clause", DATA_SCIENCE, "BSD-3-Clause"),
        ("Apache-2.0", DATA_SCIENCE, "No license file"),
        ("", DATA_SCIENCE, "No license file"),
        ("GPL-3.0", DJANGO, "GPLv3"),
        ("", DJANGO, "Not open source"),
        ("MPL-2.0", ["MIT", "BSD"], ""),
    ],
)
def test_the_same_licence_is_chosen_else_none_else_the_default(spdx, choices, expected):
    assert choose_licence(spdx, choices) == expected

"""Two CODEOWNERS files made one, and which of them a forge reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.scaffold.adopt.code_owners import (
    default_owners,
    in_reading_order,
    keeps_rules,
    unite_owners,
)

GOVERNED = b"# The last line that matches decides.\n* @ada @bob\n"


@pytest.mark.parametrize(
    ("own", "made"),
    [
        (b"", "# The last line that matches decides.\n* @ada @bob\n"),
        (b"* @bob @ada\n", "# The last line that matches decides.\n* @ada @bob\n"),
        (b"/docs/ @eve\n", "# The last line that matches decides.\n* @ada @bob\n\n/docs/ @eve\n"),
        (
            b"* @acme/pay @Ada\r\n/docs/ @eve\r\n",
            "# The last line that matches decides.\n* @ada @bob @acme/pay\n\n/docs/ @eve\n",
        ),
        (
            b"[Docs]\n* @eve\n",
            "# The last line that matches decides.\n* @ada @bob\n\n[Docs]\n* @eve\n",
        ),
        (
            b"# why\n/x @eve # them\n",
            "# The last line that matches decides.\n* @ada @bob\n\n# why\n/x @eve # them\n",
        ),
    ],
    ids=["empty", "the same", "a rule", "own default", "section", "comments"],
)
def test_the_governed_default_comes_first_and_the_teams_rules_after_it(own, made):
    united = unite_owners(GOVERNED, own)
    assert united.decode() == made
    assert unite_owners(GOVERNED, united) == united
    assert keeps_rules(own, united)


LINE = st.one_of(
    st.just(""),
    st.just("# a comment"),
    st.builds(
        lambda pattern, owners: " ".join([pattern, *owners]),
        st.sampled_from(["*", "/docs/", "*.py", "**/x", "/a b", "[Section]"]),
        st.lists(st.sampled_from(["@ada", "@eve", "@acme/pay", "eve@acme.example"]), max_size=3),
    ),
)


@given(st.lists(LINE, max_size=12))
def test_no_rule_of_the_team_is_lost(lines):
    own = "\n".join(lines).encode()
    united = unite_owners(GOVERNED, own)
    assert keeps_rules(own, united)
    assert united.startswith(GOVERNED.rstrip())
    assert set(default_owners(own.decode())) <= set(default_owners(united.decode()))


@pytest.mark.parametrize(
    ("forge", "first"),
    [
        ("github", ".github/CODEOWNERS"),
        ("gitlab", "CODEOWNERS"),
        ("gitea", "CODEOWNERS"),
        ("forgejo", "CODEOWNERS"),
    ],
)
def test_a_forge_reads_the_first_in_its_own_order(forge, first):
    there = ["CODEOWNERS", "docs/CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS"]
    assert in_reading_order(there, forge)[0] == first

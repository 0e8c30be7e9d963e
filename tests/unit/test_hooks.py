"""Which hooks run after a repository was made."""

from __future__ import annotations

from charter.scaffold.hooks import Hook, choose_hooks

OURS = Hook("hooks/register.py", b"ours")
OLDER = Hook("hooks/register.py", b"ours, one version ago")
FOREIGN = Hook("hooks/announce.py", b"foreign")
POSING = Hook("hooks/register.py", b"foreign")


def test_our_hook_runs_always_and_once_whatever_copy_of_it_the_template_holds() -> None:
    for copy in (OURS, OLDER):
        assert choose_hooks([OURS], [copy], is_trusted=False) == ((OURS,), ())
        assert choose_hooks([OURS], [copy], is_trusted=True) == ((OURS,), ())


def test_hooks_of_the_template_are_left_out_and_named_unless_it_is_trusted() -> None:
    assert choose_hooks([OURS], [OURS, FOREIGN], is_trusted=False) == ((OURS,), (FOREIGN.path,))


def test_hooks_of_a_trusted_template_run_after_ours() -> None:
    assert choose_hooks([OURS], [FOREIGN, OURS], is_trusted=True) == ((OURS, FOREIGN), ())


def test_nothing_runs_in_the_name_of_our_hook_but_our_own_text() -> None:
    for is_trusted in (False, True):
        run, _ = choose_hooks([OURS], [POSING], is_trusted=is_trusted)
        assert run == (OURS,)

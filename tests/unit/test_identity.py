"""Which entry a registration is of, and who may not have a name."""

from __future__ import annotations

import pytest

from charter.catalog.identity import Settled, TakenError, settle

HOST = "https://git.acme.example"
PLACE = ("team", "team_key", "name", "name_key", "url", "url_key")


def told(name="shop", team="web", url=f"{HOST}/web/shop", siloed=""):
    """What a registration tells, or a row of the catalog: they have the same columns."""
    keys = {"name_key": name.lower(), "team_key": team.lower(), "url_key": url.lower()}
    return {"name": name, "team": team, "url": url, "siloed": siloed, **keys}


def row(number=1, **facts):
    return {"id": number, **told(**facts)}


def former(entry, *, url="", name=""):
    """What `entry` was called once, as the catalog answers: each alias with its columns."""
    kinds = {"url": url, "name": name}
    return [{**entry, "kind": kind, "value": value} for kind, value in kinds.items() if value]


SILO = {"siloed": "nobody has adopted it yet"}
OLD = f"{HOST}/old/place"


def test_what_is_not_known_is_a_new_entry():
    assert settle(told(), [], []) == Settled(None)


def test_the_same_name_and_address_is_the_same_entry():
    assert settle(told(), [row()], []).target == row()


def test_case_makes_no_other_entry():
    known = row()
    assert settle(told(name="SHOP", team="Web"), [known], []).target == known


def test_renamed_or_given_to_another_team_it_stays_the_entry_of_its_address():
    known = row(name="store", team="games")
    assert settle(told(), [known], []).target == known


def test_who_tells_no_address_leaves_the_one_that_is_known():
    settled = settle(told(url=""), [row()], [])
    assert settled == Settled(row(), keeps=("url", "url_key"))


def test_an_entry_without_an_address_gets_one():
    known = row(url="")
    assert settle(told(), [known], []) == Settled(known)


def test_the_name_of_another_repository_is_refused_and_whose_it_is_is_said():
    with pytest.raises(TakenError) as refused:
        settle(told(), [row(url=OLD)], [])
    assert f"web/shop is taken: it is the entry of {OLD}, owned by web" in refused.value.message
    assert "--moved" in refused.value.hint


def test_said_to_have_moved_it_keeps_its_entry():
    known = row(url=OLD)
    assert settle(told(), [known], [], moved=True) == Settled(known)


def test_one_entry_has_the_name_and_another_the_address():
    known = [row(1, url=OLD), row(2, name="store")]
    with pytest.raises(TakenError, match="web/shop is taken"):
        settle(told(), known, [])


def test_moved_to_where_another_entry_is_it_is_refused_and_that_one_named():
    known = [row(1, url=OLD), row(2, name="store")]
    with pytest.raises(TakenError, match="is the entry web/store's already"):
        settle(told(), known, [], moved=True)


def test_an_old_clone_with_the_old_remote_does_not_move_the_entry_back():
    now = row(url=f"{HOST}/new/shop")
    values = told(url=OLD)
    settled = settle(values, [now], former(now, url=OLD))
    assert (settled.target["id"], settled.keeps) == (now["id"], PLACE)


def test_an_old_clone_that_also_knows_the_old_name_changes_neither():
    now = row(name="store", url=f"{HOST}/new/store")
    aliases = former(now, url=OLD, name="web/shop")
    settled = settle(told(url=OLD), [], aliases)
    assert (settled.target["id"], settled.keeps) == (now["id"], PLACE)


def test_said_to_have_moved_back_it_does():
    now = row(url=f"{HOST}/new/shop")
    assert settle(told(url=OLD), [now], former(now, url=OLD), moved=True) == Settled(now)


def test_another_project_at_an_old_address_is_a_new_entry():
    gone = row(name="store", url=f"{HOST}/new/store")
    settled = settle(told(name="game", url=OLD), [], former(gone, url=OLD, name="web/shop"))
    assert settled == Settled(None)


def test_an_old_clone_of_a_name_that_another_repository_has_now_is_refused():
    renamed = row(1, name="store", url=f"{HOST}/new/store")
    present = row(2, url=f"{HOST}/else/shop")  # took the name: no alias says it was another's
    with pytest.raises(TakenError, match="else/shop"):
        settle(told(url=OLD), [present], former(renamed, url=OLD))


# ---- silos ------------------------------------------------------------------------------------


def test_a_silo_becomes_the_entry_of_who_was_chartered_there():
    silo = row(**SILO)
    assert settle(told(), [silo], []) == Settled(silo)
    elsewhere = row(name="shop-old", team="", **SILO)
    assert settle(told(), [elsewhere], []) == Settled(elsewhere)


def test_a_silo_at_another_address_gives_up_the_name():
    silo = row(url=OLD, **SILO)
    assert settle(told(), [silo], []) == Settled(silo)


def test_silos_of_its_name_or_address_make_way_for_the_charter():
    nameless = row(3, team="", url="", **SILO)
    known = [row(1), row(2, name="x", **SILO), nameless]
    assert settle(told(), known, []) == Settled(row(1), released=(2, 3))
    assert settle(told(), [nameless], []) == Settled(None, released=(3,))


def test_a_silo_of_its_name_makes_way_where_the_address_is_known():
    known = [row(1, name="store"), row(2, url=OLD, **SILO)]
    assert settle(told(), known, []) == Settled(known[0], released=(2,))


def test_an_entry_without_address_takes_over_the_silo_that_had_it():
    known = [row(1, url=""), row(2, name="x", team="", **SILO)]
    assert settle(told(), known, []) == Settled(known[0], released=(2,))


def test_a_silo_at_its_address_does_not_open_a_taken_name():
    known = [row(1, url=OLD), row(2, name="x", team="", **SILO)]
    with pytest.raises(TakenError):
        settle(told(), known, [])


def test_a_silo_says_nothing_of_what_is_under_a_charter():
    for known in ([row()], [row(name="store")], [row(url=OLD)], [row(1, url=""), row(2, name="x")]):
        assert settle(told(**SILO), known, []).is_refused


def test_what_lost_its_charter_is_a_silo_again():
    assert settle(told(**SILO), [row()], [], lost_charter=True) == Settled(row())


def test_who_lost_a_charter_does_not_take_another_one_s_entry():
    known = [row(1, url=OLD), row(2, name="x")]
    assert settle(told(**SILO), known, [], lost_charter=True).is_refused


def test_two_silos_that_turn_out_to_be_one_become_one():
    known = [row(1, url="", **SILO), row(2, name="x", **SILO)]
    assert settle(told(**SILO), known, []) == Settled(known[1], released=(1,))


def test_a_silo_told_again_is_the_same():
    assert settle(told(**SILO), [row(**SILO)], []) == Settled(row(**SILO))
    assert settle(told(**SILO), [], []) == Settled(None)

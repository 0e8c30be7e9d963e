"""What a provider says of somebody, and what that makes of them."""

from __future__ import annotations

import pytest

from charter.catalog.access.caller import NOBODY, Caller, Kind, Scope
from charter.catalog.access.rights import may_issue, may_measure, may_oversee
from charter.errors import UsageError
from charter.settings import Folders, Settings
from charter.web.options import read_options
from charter.web.sign_in.claims import GroupRules, caller_of, has_groups, person_of

ADA = {"iss": "https://id.acme.example", "sub": "7", "name": "Ada"}


@pytest.mark.parametrize(
    ("rules", "claims", "teams"),
    [
        (GroupRules(), {"groups": ["Payments", "search"]}, {"payments", "search"}),
        (GroupRules(), {"groups": "payments"}, {"payments"}),
        (GroupRules(), {"groups": [1, None, "", {"a": 1}, "x" * 300]}, set()),
        (GroupRules(), {"groups": {"a": 1}}, set()),
        (GroupRules(), {}, set()),
        (GroupRules(prefix="team-"), {"groups": ["team-payments", "vpn"]}, {"payments"}),
        (GroupRules(prefix="/"), {"groups": ["/payments"]}, {"payments"}),
        (GroupRules(claim="realm_access.roles"), {"realm_access": {"roles": ["a"]}}, {"a"}),
        (GroupRules(claim="https://x.y/g"), {"https://x.y/g": ["a"]}, {"a"}),
        (GroupRules(admin="root"), {"groups": ["root", "ospo", "a"]}, {"a"}),
    ],
)
def test_groups_become_teams(rules, claims, teams):
    assert caller_of(person_of({**ADA, **claims}, rules), rules).teams == teams


@pytest.mark.parametrize(
    ("rules", "oversees", "measures"),
    [
        (GroupRules(), True, True),
        (GroupRules(ospo=""), False, False),
        (GroupRules(ospo="other"), False, False),
        (GroupRules(ospo="", admin="ospo"), False, True),
    ],
)
def test_two_groups_may_more(rules, oversees, measures):
    caller = caller_of(person_of({**ADA, "groups": ["ospo", ""]}, rules), rules)
    assert (may_oversee(caller), may_measure(caller)) == (oversees, measures)


def test_a_name_is_one_line_and_a_subject_is_never_two_peoples():
    evil = {**ADA, "name": "A\x1b[31m\nda\u202e" + "x" * 200}
    person = person_of(evil, GroupRules())
    assert person.name.startswith("A da")
    assert len(person.name) <= 100
    assert person.subject == "https://id.acme.example|7"
    assert person_of({**ADA, "name": 5, "email": "a@b"}, GroupRules()).name == "a@b"


def test_an_empty_claim_is_told_and_an_absent_one_is_not():
    assert has_groups({"groups": []}, GroupRules())
    assert not has_groups({}, GroupRules())


MEMBER = Caller(Kind.PERSON, "x|1", "Ada", frozenset({"payments"}))


@pytest.mark.parametrize(
    ("caller", "scopes", "team", "may"),
    [
        (MEMBER, (Scope.READ,), "", True),
        (MEMBER, (Scope.READ, Scope.WRITE), "Payments", True),
        (MEMBER, (Scope.WRITE,), "", False),
        (MEMBER, (Scope.WRITE,), "search", False),
        (MEMBER, (Scope.ADMIN,), "", False),
        (MEMBER, (Scope.METRICS,), "", False),
        (MEMBER, (), "", False),
        (NOBODY, (Scope.READ,), "", False),
        (Caller(Kind.TOKEN, scopes=frozenset({Scope.ADMIN})), (Scope.READ,), "", False),
    ],
)
def test_a_token_never_may_more_than_whose_it_is(caller, scopes, team, may):
    assert may_issue(caller, scopes, team) is may


ISSUER = {"oidc_issuer": "https://id.acme.example", "oidc_client_id": "c", "secret": "s" * 32}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"secret": ""}, "service.secret is missing"),
        ({"secret": "short"}, "shorter than 32"),
        ({"oidc_client_id": ""}, "oidc_client_id is missing"),
        ({"oidc_issuer": "http://id.acme.example"}, "must be like https://"),
        ({"oidc_issuer": "id.acme.example"}, "must be like https://"),
        ({"oidc_scope": "profile"}, "must hold openid"),
        ({"address": "http://catalog.acme.example"}, "must begin with https://"),
    ],
)
def test_what_signing_in_lacks_is_told_plainly(wrong, said, tmp_path):
    folders = Folders(*[tmp_path] * 4)
    with pytest.raises(UsageError, match=said):
        read_options(Settings(folders, service={**ISSUER, **wrong}, catalog="/x"), {})
    assert read_options(Settings(folders, service=ISSUER, catalog="/x"), {}).oidc_issuer

"""Maps what a person answered onto the variables of a cookiecutter template."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from typing import Any

from charter.errors import SkeletonError
from charter.model import Visibility, unreachable_address
from charter.scaffold.skeleton.code import read_variables
from charter.scaffold.skeleton.fetch import Skeleton
from charter.scaffold.skeleton.licence_names import choose_licence

# fact → names under which templates ask for it, written without separators
_NAMES = {
    "title": "projectname projecttitle title apptitle displayname friendlyname humanname name",
    "name": "reponame repositoryname repository repo githubrepo githubreponame gitlabrepo reposlug",
    "slug": "projectslug appname appslug packagename pkgname slug importname package "
    "distributionname pythonname pythonpackage pythonpackagename",
    "description": "description projectdescription projectshortdescription shortdescription "
    "summary projectsummary repodescription packagedescription appdescription tagline",
    "author": "author authors authorname fullname yourname authorfullname maintainer "
    "maintainername projectauthor",
    "email": "email authoremail maintaineremail youremail contactemail projectauthoremail",
    "owner": "githubusername githubuser githubhandle githubrepoowner githubowner githuborg "
    "githuborganization gitlabusername gitlabgroup username repousername repoowner namespace",
    "organisation": "organization organisation organizationname organisationname company "
    "companyname orgname copyrightholder",
    "year": "year copyrightyear currentyear yearfrom",
    "url": "url repourl repositoryurl projecturl githuburl giturl homepage website "
    "authorwebsite authorurl",
    "license": "license licence opensourcelicense projectlicense licensetype licensename "
    "opensourcelicence softwarelicense",
}
_FACT_OF = {name: fact for fact, names in _NAMES.items() for name in names.split()}

_SEPARATOR = re.compile(r"replace\(\s*['\"][^'\"]*['\"]\s*,\s*['\"]([-_])['\"]")


def facts_of(answers: Mapping[str, Any]) -> dict[str, str]:
    """What a governance template's answers say of the facts that `variables_for` knows."""
    people = answers.get("maintainer_list") or [{}]
    is_public = answers.get("visibility") == Visibility.OPENSOURCE
    address = str(answers.get("home_url") or "")
    return {
        **{key: str(answers.get(key) or "") for key in ("name", "title", "description")},
        # inside the organisation the question has a default too, but no meaning
        "license": str(answers.get("license") or "") if is_public else "",
        "author": str(people[0].get("name", "")),
        "email": str(people[0].get("email", "")),
        "handle": str(people[0].get("handle", "")),
        "owner": address.rstrip("/").rpartition("/")[0].rpartition("/")[2],
        "organisation": str(answers.get("organisation_title") or ""),
        "year": str(answers.get("copyright_year") or ""),
        "url": address,
    }


def variables_for(
    skeleton: Skeleton, facts: Mapping[str, str], chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The variables to set; `chosen` (--skeleton-set) goes over what the facts say.

    Facts known: name, title, description, author, email, handle, owner (on the forge),
    organisation, license (SPDX id, empty inside the organisation), year, url. What no fact
    answers keeps the template's default. Raises SkeletonError for a chosen variable or choice
    that the template does not have.
    """
    defaults = {
        name: default
        for name, default in read_variables(skeleton.folder).items()
        if not name.startswith("_")
    }
    found = {}
    for name, default in defaults.items():
        fact = _FACT_OF.get(re.sub(r"[^a-z]", "", name.lower()), "")
        if value := _value(fact, default, facts):
            found[name] = value
    for name, value in (chosen or {}).items():
        _refuse_unknown(name, value, defaults)
        found[name] = value
    return found


def as_text(value: str) -> str:
    """The value as cookiecutter must get it: it would render braces in an answer as Jinja."""
    if not any(mark in value for mark in ("{{", "{%", "{#")):
        return value
    return "{{ " + json.dumps(value, ensure_ascii=False) + " }}"


def _value(fact: str, default: Any, facts: Mapping[str, str]) -> str:
    if isinstance(default, list):
        return _choice(fact, [choice for choice in default if isinstance(choice, str)], facts)
    if not isinstance(default, str):
        return ""
    if fact == "slug":
        return _slug(default, facts.get("name", ""))
    handle = facts.get("handle", "")
    # the default is the address of whoever wrote the template; `.invalid` reaches nobody (RFC 2606)
    nobody = unreachable_address(handle) if handle else ""
    instead = {"owner": handle, "license": "Proprietary", "email": nobody}
    return facts.get(fact, "") or instead.get(fact, "")


def _choice(fact: str, choices: list[str], facts: Mapping[str, str]) -> str:
    if fact == "license":
        return choose_licence(facts.get("license", ""), choices)
    wanted = facts.get(fact, "").lower()
    return next((choice for choice in choices if wanted and choice.lower() == wanted), "")


def _slug(default: str, name: str) -> str:
    """The name with the separator of the default, `my-app` or `my_app`.

    Where the template derives it in a way of its own, nothing.
    """
    separator = "-" if "-" in default else "_"
    if "{{" in default or "{%" in default:
        separators = _SEPARATOR.findall(default)
        if not separators:
            return ""
        separator = separators[-1]
    return name.lower() if separator == "-" else re.sub(r"\W", "_", name.lower())


def _refuse_unknown(name: str, value: str, defaults: Mapping[str, Any]) -> None:
    if name not in defaults:
        near = difflib.get_close_matches(name, defaults, n=3) or list(defaults)
        raise SkeletonError(
            f"the skeleton has no variable '{name}'.", hint=f"It has: {', '.join(near)}."
        )
    default = defaults[name]
    if isinstance(default, list) and value not in default:
        choices = ", ".join(str(choice) for choice in default)
        raise SkeletonError(
            f"'{value}' is no choice for '{name}'.", hint=f"Choose from: {choices}."
        )

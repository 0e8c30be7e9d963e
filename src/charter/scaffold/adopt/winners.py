"""Who wins where a repository and its governance both have a file of one kind. Pure.

What is settled here becomes a change of the team's own file, or stays; the rest goes on to the
merge, where two files of one name are a conflict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from charter.model import EXECUTABLE, REGULAR, FileContent
from charter.scaffold.adopt.banner import find_banner, put_banner
from charter.scaffold.adopt.choices import FRONT, README, SIDE_BY_SIDE, kind_of
from charter.scaffold.adopt.code_owners import in_reading_order, keeps_rules, unite_owners
from charter.scaffold.adopt.settlement import Meeting, Open, Settlement
from charter.scaffold.layout.community_files import team_kind
from charter.scaffold.layout.union import UNIONS, unite
from charter.update.merge import fit_line_ends

GUIDE = "CONTRIBUTING.md"
_OWNERS, _LICENCE = "code owners", "licence"
_PROSE = {
    FRONT: "Read me",
    "changelog": "Changelog",
    "contributing guide": "Contributing",
    "code of conduct": "Code of conduct",
    "security policy": "Security",
    "support policy": "Support",
    "governance": "Governance",
    "maintainers": "Maintainers",
    "communication": "Communication",
}


@dataclass(frozen=True)
class _Met:
    """A governed path, what it is for, and the team's files of that kind, its own path first."""

    path: str
    kind: str
    there: tuple[str, ...]

    @property
    def is_alone(self) -> bool:
        """Whether the team has just the file of that very path."""
        return self.there == (self.path,)


def settle(meeting: Meeting) -> Settlement:
    """Go through the governed paths, each by the rule of its kind."""
    done = Settlement()
    for path in sorted(meeting.governed):
        met = _meet(meeting, path)
        own = meeting.own.get(path)
        if not met.there or (_is_same(own, meeting.governed[path]) and met.kind != _OWNERS):
            continue
        if path in meeting.choices.take:
            _take(meeting, met, done)
        elif path in meeting.choices.keep and met.kind != FRONT:
            _leave(meeting, met, done)
        else:
            _rule_of(met)(meeting, met, done)
    return done


def _meet(meeting: Meeting, path: str) -> _Met:
    kind = kind_of(path)
    is_one = kind and kind not in SIDE_BY_SIDE
    others = sorted(it for it in meeting.own if is_one and it != path and kind_of(it) == kind)
    return _Met(path, kind, (*([path] if path in meeting.own else ()), *others))


def _rule_of(met: _Met) -> Callable[[Meeting, _Met, Settlement], None]:
    own_rules = {FRONT: _settle_readme, _OWNERS: _settle_owners, _LICENCE: _settle_licence}
    if met.kind in own_rules:
        return own_rules[met.kind]
    if met.is_alone and met.path.rpartition("/")[2] in UNIONS:
        return _unite
    return _settle_text if met.kind and not team_kind(met.path) else _leave


def _settle_readme(meeting: Meeting, met: _Met, done: Settlement) -> None:
    """Theirs, with the banner put in; a link or a binary file cannot take one."""
    banner = find_banner(meeting.governed[README].data)
    done.keep_ours.add(README)
    for path in met.there:
        own = meeting.own[path]
        if not banner:
            done.keep(path, own, "your README is yours")
        elif not _is_text(own):
            done.contradict(path, own, "the banner of the charter must be put in by hand")
        else:
            guide = GUIDE if "/" not in path and GUIDE in meeting.governed else ""
            made = FileContent(put_banner(own.data, banner, path, guide=guide), own.mode)
            done.change(path, own, made, "yours stays, with the charter's banner on top")
    _point(met, done)


def _settle_owners(meeting: Meeting, met: _Met, done: Settlement) -> None:
    """One file, where the forge reads it: the governed default first, then the team's rules."""
    path, governed = met.path, meeting.governed[met.path]
    live, *rest = in_reading_order(list(met.there), meeting.forge)
    file, there = meeting.own[live], meeting.own.get(path)
    made = FileContent(unite_owners(governed.data, file.data), governed.mode)
    if not all(_is_text(it) and keeps_rules(it.data, made.data) for it in (file, there or file)):
        _settle_text(meeting, met, done)
        return
    if live == path:
        done.change(path, file, made, "the maintainers first, then your rules: the last one wins")
    else:
        done.theirs[path] = made
        done.reasons[path] = f"the maintainers first, then your rules from {live}"
        if there is not None:
            done.base[path] = there
        done.remove(live, file, f"its rules are in {path} now, the one place for them")
    for dead in (it for it in rest if it != path):
        if meeting.choices.keeps_all:
            done.keep(dead, meeting.own[dead], f"yours, though the forge reads {path} alone")
        else:
            why = f"the forge has never read it beside {live}: take its rules over, or delete it"
            done.contradict(dead, meeting.own[dead], why)
            done.open.append(Open(path, dead, met.kind))


def _settle_licence(meeting: Meeting, met: _Met, done: Settlement) -> None:
    """The team's stays where it is the answer's licence; else it is a question."""
    known = [meeting.licences[it].ids for it in met.there if it in meeting.licences]
    if not any(meeting.license_id in ids for ids in known):
        _settle_text(meeting, met, done)
        return
    done.keep_ours.add(met.path)
    for it in met.there:
        done.keep(it, meeting.own[it], f"yours: {meeting.license_id} is there already")


def _unite(meeting: Meeting, met: _Met, done: Settlement) -> None:
    own, governed = meeting.own[met.path], meeting.governed[met.path]
    if _is_text(own) and _is_text(governed):
        made = FileContent(unite(met.path, governed.data, own.data), own.mode)
        done.change(met.path, own, made, "the rules of both, where they differ yours count")


def _settle_text(meeting: Meeting, met: _Met, done: Settlement) -> None:
    """A text of governance that the team has too: nobody but a person can say which holds."""
    if meeting.choices.keeps(met.path):
        _leave(meeting, met, done)
        return
    for it in met.there:
        done.open.append(Open(met.path, it, met.kind))
        if it != met.path:
            why = f"governance brings its own {met.kind}, {met.path}: two contradict each other"
            done.contradict(it, meeting.own[it], why)


def _take(meeting: Meeting, met: _Met, done: Settlement) -> None:
    """The template's text in the place of all that the team has of that kind."""
    for it in met.there:
        if it == met.path:
            done.change(it, meeting.own[it], meeting.governed[it], "the template's, as you said")
        else:
            done.remove(it, meeting.own[it], f"{met.path} takes its place, as you said")


def _leave(meeting: Meeting, met: _Met, done: Settlement) -> None:
    """The team's file stays for good; where governed texts link to another name, it says where."""
    done.keep_ours.add(met.path)
    for it in met.there:
        done.keep(it, meeting.own[it], "yours: the template never touches it")
    _point(met, done)


def _point(met: _Met, done: Settlement) -> None:
    """A page that says where it is, in the place that the governed texts link to."""
    path = met.path
    points = met.kind in _PROSE and PurePosixPath(path).suffix == ".md"
    if points and path.lower() not in {it.lower() for it in met.there}:
        first = min(met.there, key=lambda it: (it.count("/"), it))  # where people look first
        text = f"# {_PROSE[met.kind]}\n\nThis is in [{first}]({_from(path, first)}).\n"
        done.theirs[path] = FileContent(text.encode())
        done.reasons[path] = f"points to {first}, for the governed texts link to it"


def _from(path: str, target: str) -> str:
    """The relative link from one file to another."""
    return "../" * path.count("/") + target


def _is_same(own: FileContent | None, governed: FileContent | None) -> bool:
    return own is not None and governed is not None and fit_line_ends(governed, own) == own


def _is_text(content: FileContent) -> bool:
    return content.mode in (REGULAR, EXECUTABLE) and b"\0" not in content.data

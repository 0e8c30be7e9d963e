"""Who wins where a repository and its governance both have a file of one kind. Pure.

What is settled here becomes a change of the team's own file, or stays; the rest goes on to the
merge, where two files of one name are a conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from charter.model import SYMLINK, FileContent
from charter.scaffold.adopt.banner import find_banner, put_banner
from charter.scaffold.adopt.code_owners import in_reading_order, keeps_rules, unite_owners
from charter.scaffold.adopt.settlement import Meeting, Open, Settlement
from charter.scaffold.layout.community_files import governed_kind, is_front_page, team_kind
from charter.scaffold.layout.union import UNIONS, unite
from charter.update.merge import fit_line_ends

README, GUIDE = "README.md", "CONTRIBUTING.md"
_SIDE_BY_SIDE = ("issue templates", "registration")  # several of them contradict nothing
_PROSE = {
    "changelog": "Changelog",
    "contributing guide": "Contributing",
    "code of conduct": "Code of conduct",
    "security policy": "Security",
    "support policy": "Support",
    "governance": "Governance",
    "maintainers": "Maintainers",
    "communication": "Communication",
}


def settle(meeting: Meeting) -> Settlement:
    """Go through the governed paths, each by the rule of its kind."""
    done = Settlement()
    _settle_readme(meeting, done)
    for path in sorted(meeting.governed):
        if path == README:
            continue
        kind = governed_kind(path) or team_kind(path)
        others = _of_kind(kind, meeting.own, path) if kind not in _SIDE_BY_SIDE else []
        own = meeting.own.get(path)
        if kind == "code owners":
            _settle_owners(meeting, path, done)
        elif (own is None and not others) or _is_same(own, meeting.governed[path]):
            continue
        elif kind == "licence":
            _settle_licence(meeting, path, others, done)
        elif own is not None and path.rpartition("/")[2] in UNIONS:
            _unite(meeting, path, own, done)
        elif kind and not team_kind(path):
            _settle_text(meeting, path, (kind, others), done)
        else:
            _keep_own(meeting, path, (kind, others), done)
    return done


def _settle_readme(meeting: Meeting, done: Settlement) -> None:
    """Theirs, with the banner put in; a link or a binary file cannot take one."""
    fronts = [path for path in sorted(meeting.own) if is_front_page(path)]
    if not fronts or _is_same(meeting.own.get(README), meeting.governed.get(README)):
        return
    governed = meeting.governed.get(README)
    banner = find_banner(governed.data) if governed else ()
    done.keep_ours.add(README)
    for path in fronts:
        own = meeting.own[path]
        if not banner:
            done.keep(path, own, "your README is yours")
        elif not _is_text(own):
            done.contradict(path, own, "the banner of the charter must be put in by hand")
        else:
            guide = GUIDE if "/" not in path and GUIDE in meeting.governed else ""
            made = FileContent(put_banner(own.data, banner, path, guide=guide), own.mode)
            done.change(path, own, made, "yours stays, with the charter's banner on top")


def _settle_owners(meeting: Meeting, path: str, done: Settlement) -> None:
    """One file, where the forge reads it: the governed default first, then the team's rules."""
    found = [it for it in meeting.own if governed_kind(it) == "code owners"]
    own = in_reading_order(found, meeting.forge)
    if not own or _is_same(meeting.own[own[0]], meeting.governed[path]):
        own = own[1:]
    if not own or path in meeting.choices.keep:
        if own:
            _leave(meeting, path, ("code owners", own), done)
        return
    live, governed = own[0], meeting.governed[path]
    file = meeting.own[live]
    made = FileContent(unite_owners(governed.data, file.data), governed.mode)
    there = meeting.own.get(path)
    if not all(_is_text(it) and keeps_rules(it.data, made.data) for it in (file, there or file)):
        done.contradict(live, file, f"its rules cannot be put into {path} by themselves")
        done.open.append(Open(path, live, "code owners"))
    elif live == path:
        done.change(
            path, file, made, "the maintainers first, then your rules, of which the last wins"
        )
    else:
        done.theirs[path] = made
        done.reasons[path] = f"the maintainers first, then your rules from {live}"
        if there is not None:
            done.base[path] = there
        done.remove(live, file, f"its rules are in {path} now, the one place for them")
    for dead in own[1:]:
        if meeting.choices.keeps_all:
            done.keep(dead, meeting.own[dead], f"yours, though the forge reads {path} alone")
        elif dead != path:
            why = f"the forge has never read it beside {live}: take its rules over, or delete it"
            done.contradict(dead, meeting.own[dead], why)
            done.open.append(Open(path, dead, "code owners"))


def _settle_licence(meeting: Meeting, path: str, others: list[str], done: Settlement) -> None:
    """The team's stays where it is the answer's licence; else it is a question."""
    there = [it for it in (path, *others) if it in meeting.own]
    same = [it for it in there if meeting.license_id in _ids(meeting, it)]
    if meeting.license_id and same:
        done.keep_ours.add(path)
        for it in there:
            done.keep(it, meeting.own[it], f"your licence is {meeting.license_id} already")
        return
    _settle_text(meeting, path, ("licence", others), done)


def _ids(meeting: Meeting, path: str) -> tuple[str, ...]:
    return meeting.licences[path].ids if path in meeting.licences else ()


def _unite(meeting: Meeting, path: str, own: FileContent, done: Settlement) -> None:
    governed = meeting.governed[path]
    if not _is_text(own) or not _is_text(governed):
        return
    made = FileContent(unite(path, governed.data, own.data), own.mode)
    done.change(path, own, made, "the rules of both, where they differ yours count")


def _settle_text(
    meeting: Meeting, path: str, same: tuple[str, list[str]], done: Settlement
) -> None:
    """A text of governance that the team has too: nobody but a person can say which holds."""
    kind, others = same
    own = meeting.own.get(path)
    if meeting.choices.keeps(path):
        _leave(meeting, path, same, done)
        return
    taken = path in meeting.choices.take
    if own is not None and taken:
        done.change(path, own, meeting.governed[path], "the template's, as you said")
    elif own is not None:
        done.open.append(Open(path, path, kind))
    for other in others:
        if taken:
            done.remove(other, meeting.own[other], f"{path} takes its place, as you said")
        else:
            why = f"governance brings its own {kind}, {path}: two would contradict each other"
            done.contradict(other, meeting.own[other], why)
            done.open.append(Open(path, other, kind))


def _keep_own(meeting: Meeting, path: str, same: tuple[str, list[str]], done: Settlement) -> None:
    """How the code is built, tested and released is its team's matter."""
    if path in meeting.choices.take and path in meeting.own:
        done.change(path, meeting.own[path], meeting.governed[path], "the template's, as you said")
        return
    _leave(meeting, path, same, done)


def _leave(meeting: Meeting, path: str, same: tuple[str, list[str]], done: Settlement) -> None:
    """The team's file stays for good; where governed texts link to another name, it says where."""
    kind, others = same
    done.keep_ours.add(path)
    there = [it for it in (path, *others) if it in meeting.own]
    for it in there:
        done.keep(it, meeting.own[it], "yours: the template never touches it")
    points = kind in _PROSE and PurePosixPath(path).suffix == ".md"
    if points and path not in there and path.lower() not in {it.lower() for it in there}:
        first = there[0]
        text = f"# {_PROSE[kind]}\n\nThis is in [{first}]({_from(path, first)}).\n"
        done.theirs[path] = FileContent(text.encode())
        done.reasons[path] = f"points to {first}, for the governed texts link to it"


def _from(path: str, target: str) -> str:
    """The relative link from one file to another."""
    return "../" * path.count("/") + target


def _of_kind(kind: str, own: Iterable[str], path: str) -> list[str]:
    """The team's other files of that kind."""
    of: Callable[[str], str] = team_kind if kind == team_kind(path) else governed_kind
    return [it for it in sorted(own) if kind and it != path and of(it) == kind]


def _is_same(own: FileContent | None, governed: FileContent | None) -> bool:
    return own is not None and governed is not None and fit_line_ends(governed, own) == own


def _is_text(content: FileContent) -> bool:
    return content.mode != SYMLINK and b"\0" not in content.data

"""Decides which file stands at which path when code and governance meet. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from charter.errors import SkeletonError
from charter.model import SYMLINK, FileContent
from charter.scaffold.layout.community_files import governed_kind, is_front_page, team_kind
from charter.scaffold.layout.packaging import READS, licences_in_prose, other_licences, publishes
from charter.scaffold.layout.readme import point_to, put_inside
from charter.scaffold.layout.union import UNIONS, unite

README = "README.md"
_LOOKED_AT = 200_000


class Winner(StrEnum):
    """Whose file stands; `note`: nothing was decided, but a person should look."""

    GOVERNANCE = "governance"
    CODE = "code"
    UNION = "union"
    BOTH = "both"
    NOTE = "note"


@dataclass(frozen=True)
class Clash:
    """Two files met: `path` stands (or is looked at), `other` is the one it met."""

    path: str
    other: str
    winner: Winner
    why: str


@dataclass(frozen=True)
class Layout:
    """The final tree. `keep_ours`: where code won, so governance must never touch it later."""

    files: Mapping[str, FileContent]
    clashes: tuple[Clash, ...] = ()
    keep_ours: tuple[str, ...] = ()


def lay_under(
    code: Mapping[str, FileContent], governance: Mapping[str, FileContent], *, spdx: str = ""
) -> Layout:
    """Lay `code` under `governance`; `spdx` is the repository's licence, empty inside.

    Raises SkeletonError where one side has a file and the other a folder of the same name.
    """
    meeting = _Meeting(dict(governance))
    for path in sorted(code):
        meeting.settle(path, code[path], governance)
    _refuse_file_as_folder(meeting.files)
    notes = _notes(code, meeting, spdx)
    clashes = sorted((*meeting.clashes, *notes), key=lambda clash: (clash.path, clash.other))
    return Layout(meeting.files, tuple(clashes), tuple(sorted(meeting.keep_ours)))


@dataclass
class _Meeting:
    """The tree as far as it is settled."""

    files: dict[str, FileContent]
    clashes: list[Clash] = field(default_factory=list)
    keep_ours: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def settle(self, path: str, own: FileContent, governance: Mapping[str, FileContent]) -> None:
        met = next((there for there in governance if there.lower() == path.lower()), "")
        if met == path and governance[met].data == own.data:
            return
        if is_front_page(path) and README in governance:
            self._read_first(path, own)
        elif (kind := governed_kind(path)) and (ruler := met or _of_kind(kind, governance)):
            self._governed(path, ruler, kind)
        elif met and path.rpartition("/")[2] in UNIONS and _plain(own, governance[met]):
            joined = unite(met, governance[met].data, own.data)
            self.files[met] = FileContent(joined, governance[met].mode)
            self._note(met, path, Winner.UNION, "the rules of both, the governed ones first")
        else:
            self._own(path, own, met or self._changed_name(path, governance))

    def _governed(self, path: str, ruler: str, kind: str) -> None:
        if path != ruler:
            self.dropped.append(path)
        gone = f", so {path} is left out" if path != ruler else ""
        why = f"governance brings its own {kind}{gone}"
        self._note(ruler, path, Winner.GOVERNANCE, why)

    def _changed_name(self, path: str, governance: Mapping[str, FileContent]) -> str:
        """A governed file of the same kind that still stands."""
        there = _of_team_kind(path, governance)
        return there if there and self.files.get(there) is governance[there] else ""

    def _own(self, path: str, own: FileContent, met: str) -> None:
        self.files[path] = own
        if not met:
            return
        self.keep_ours.append(met)
        why = "how the code is built, tested and released is its own matter"
        if met != path:
            self.files.pop(met, None)
        if met != path and team_kind(met) == "changelog":
            # governed texts link to it
            text = f"# Changelog\n\nWhat has changed is recorded in [{path}]({path}).\n"
            self.files[met] = FileContent(text.encode())
            why = f"the code keeps its own changelog; {met} points to it"
        self._note(path, met, Winner.CODE, why)

    def _read_first(self, path: str, own: FileContent) -> None:
        governed = self.files[README]
        if not _plain(own, governed):
            self.dropped.append(path)
            self._note(README, path, Winner.GOVERNANCE, "a link cannot be put inside")
            return
        if path.lower().endswith((".md", ".markdown")):
            self.files[README] = FileContent(put_inside(governed.data, own.data), governed.mode)
            why = "the code's text stands at the end of the governed one"
        else:
            self.files[path] = own
            self.files[README] = FileContent(point_to(governed.data, path), governed.mode)
            why = f"{README} links to {path}, which packaging may read"
        self._note(README, path, Winner.BOTH, why)

    def _note(self, path: str, other: str, winner: Winner, why: str) -> None:
        self.clashes.append(Clash(path, other, winner, why))


def _plain(*files: FileContent) -> bool:
    return all(file.mode != SYMLINK for file in files)


def _of_kind(kind: str, governance: Mapping[str, FileContent]) -> str:
    return next((path for path in sorted(governance) if governed_kind(path) == kind), "")


def _of_team_kind(path: str, governance: Mapping[str, FileContent]) -> str:
    kind = team_kind(path)
    return next((there for there in sorted(governance) if kind and team_kind(there) == kind), "")


def _refuse_file_as_folder(files: Mapping[str, FileContent]) -> None:
    by_name = {path.lower(): path for path in files}
    for path in sorted(files):
        parts = path.split("/")
        for depth in range(1, len(parts)):
            if file := by_name.get("/".join(parts[:depth]).lower()):
                raise SkeletonError(
                    f"{file} is a file and {path} needs a folder of that name.",
                    hint="Rename one of them in the skeleton or in the governance template.",
                )


def _notes(code: Mapping[str, FileContent], meeting: _Meeting, spdx: str) -> list[Clash]:
    """What nobody decided: another licence in the package, a file that names one that is gone."""
    found = []
    gone = [path for path in meeting.dropped if path not in meeting.files]
    for path, own in code.items():
        if path not in meeting.files or own.mode == SYMLINK:
            continue
        if names := _other_licences(path, own, spdx):
            ours = f"the repository's is {spdx}" if spdx else "the repository is not open source"
            why = f"names {' and '.join(names)}; {ours}"
            found.append(Clash(path, "", Winner.NOTE, why))
        if meeting.files[path] != own:
            continue
        if not spdx and (command := publishes(own.data[:_LOOKED_AT])):
            why = f"publishes with '{command}'; the repository is not open source"
            found.append(Clash(path, "", Winner.NOTE, why))
        found += [
            Clash(path, lost, Winner.NOTE, f"speaks of {lost}, which governance replaced")
            for lost in gone
            if _speaks_of(own.data[:_LOOKED_AT], lost)
        ]
    return found


def _other_licences(path: str, own: FileContent, spdx: str) -> tuple[str, ...]:
    if path.rpartition("/")[2] in READS:
        return other_licences(path, own.data, spdx)
    return licences_in_prose(own.data, spdx) if is_front_page(path) else ()


def _speaks_of(text: bytes, path: str) -> bool:
    """Whether the file's name stands there as a word, not as a part of a longer name."""
    name = path.rpartition("/")[2].encode()
    at = text.find(name)
    while at >= 0:
        after = text[at + len(name) : at + len(name) + 2]
        before = text[max(at - 1, 0) : at]
        if (
            not before.isalnum()
            and not after[:1].isalnum()
            and not (after[:1] in b"._-" and after[1:].isalnum())
        ):
            return True
        at = text.find(name, at + 1)
    return False

"""Gathers what a plan is made of: two renderings, and what a repository holds where they differ."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from posixpath import join

from charter.contents import find_renames
from charter.model import FileContent
from charter.template.project import ProjectFolder, Stand
from charter.update.plan import Files, Sides, differing


def gather_sides(project: ProjectFolder, before: Files, after: Stand) -> Sides:
    """Read HEAD where the renderings differ. The answers file is left out: it is never merged."""
    base, theirs = (_without(each, project.answers_file) for each in (before, after.files))
    paths = differing(base, theirs)
    ours = _read(project, paths)
    in_the_way = {
        path: blocked
        for path in paths
        if path not in ours and (blocked := _blocked_part(project, path))
    }
    moved_here = _moved_here(project, base, theirs, ours.keys() | in_the_way.keys())
    return Sides(
        base=base,
        ours=ours | _read(project, moved_here.values()),
        theirs=theirs,
        in_the_way=in_the_way,
        moved_here=moved_here,
        moved_there=_moved_there(base, theirs, ours, after, in_the_way),
        leaves_alone=after.leaves_alone,
        creates_only=after.creates_only,
    )


def _without(files: Files, name: str) -> Files:
    return {path: content for path, content in files.items() if path != name}


def _read(project: ProjectFolder, paths: Iterable[str]) -> dict[str, FileContent]:
    found = {path: project.repository.read(project.path(path)) for path in paths}
    return {path: content for path, content in found.items() if content is not None}


def _blocked_part(project: ProjectFolder, path: str) -> str:
    """The path where HEAD has a folder of that name, or the part of it that is a file; or empty."""
    if project.repository.is_folder(project.path(path)):
        return path
    above = list(accumulate(path.split("/"), join))[:-1]
    return next((it for it in above if project.repository.entry(project.path(it))), "")


def _moved_here(
    project: ProjectFolder, base: Files, theirs: Files, present: Iterable[str]
) -> dict[str, str]:
    """Where the team moved files that the template changes. All of HEAD is looked through."""
    gone = {
        path: content
        for path, content in base.items()
        if path in theirs and theirs[path] != content and path not in set(present)
    }
    if not gone:
        return {}
    known = base.keys() | theirs.keys()
    return project.repository.moved(gone, project.folder, known=known)


def _moved_there(
    base: Files, theirs: Files, ours: Files, after: Stand, in_the_way: Iterable[str]
) -> dict[str, str]:
    """Where the template moved files that the team has edited."""
    edited = {
        path: content
        for path, content in base.items()
        if path not in theirs
        and path in ours
        and ours[path] != content
        and not after.leaves_alone(path)
    }
    added = {
        path: content
        for path, content in theirs.items()
        if path not in base and path not in ours and path not in in_the_way
    }
    return find_renames(edited, added) if edited and added else {}

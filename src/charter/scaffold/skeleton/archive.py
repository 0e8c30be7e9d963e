"""Downloads and unpacks a skeleton that comes as a zip file."""

from __future__ import annotations

import io
import shutil
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from charter.errors import SkeletonError

LARGEST = 200 * 1024 * 1024
_MOST_FILES = 20_000
_SECONDS = 60
_KIND, _LINK, _RUNS = 0o170000, 0o120000, 0o100  # of a Unix mode, in a member's upper 16 bits


def download(url: str) -> bytes:
    """The bytes at an http(s) address, at most LARGEST of them."""
    if not url.startswith(("https://", "http://")):
        raise SkeletonError(f"{url} is not an http address.", hint="Name a local file by its path.")
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS) as answer:  # noqa: S310 - checked above
            found: bytes = answer.read(LARGEST + 1)
    except (urllib.error.URLError, OSError, ValueError) as failed:
        raise SkeletonError(f"{url} could not be fetched: {failed}") from failed
    if len(found) > LARGEST:
        raise SkeletonError(f"{url} is larger than {LARGEST // 1024 // 1024} MiB.")
    return found


def unpack(packed: bytes, root: Path) -> None:
    """Unpack into `root`, without the one folder around everything that forges put there."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            members = [member for member in opened.infolist() if not member.is_dir()]
            _refuse_unsafe(members)
            around = _folder_around(members)
            for member in members:
                _write(opened, member, root / member.filename.removeprefix(around))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as broken:
        raise SkeletonError(f"the zip file cannot be unpacked: {broken}") from broken


def _refuse_unsafe(members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        parts = member.filename.split("/")
        if "\\" in member.filename or ":" in parts[0] or not {"", ".", ".."}.isdisjoint(parts):
            raise SkeletonError(f"the zip file holds '{member.filename}', which leaves its folder.")
        if (member.external_attr >> 16) & _KIND == _LINK:
            raise SkeletonError(f"the zip file holds a link, '{member.filename}'.")
    if len(members) > _MOST_FILES or sum(member.file_size for member in members) > LARGEST:
        raise SkeletonError("the zip file unpacks to too much.")


def _folder_around(members: list[zipfile.ZipInfo]) -> str:
    if any(member.filename == "cookiecutter.json" for member in members):
        return ""
    tops = {member.filename.partition("/")[0] for member in members}
    alone = len(tops) == 1 and all("/" in member.filename for member in members)
    return f"{tops.pop()}/" if alone else ""


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(member) as source, target.open("xb") as written:
        shutil.copyfileobj(source, written)
    if (member.external_attr >> 16) & _RUNS:
        target.chmod(0o755)

"""Which language a repository is in, by its marker files and what it holds most of. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

# file at the root, or one folder down → languages that it is a sign of
_MARKERS = {
    "pyproject.toml": ("Python",),
    "setup.py": ("Python",),
    "setup.cfg": ("Python",),
    "requirements.txt": ("Python",),
    "tsconfig.json": ("TypeScript",),
    "package.json": ("JavaScript", "TypeScript"),
    "deno.json": ("TypeScript",),
    "pom.xml": ("Java", "Kotlin"),
    "build.gradle": ("Java", "Kotlin", "Groovy"),
    "build.gradle.kts": ("Kotlin", "Java"),
    "build.sbt": ("Scala",),
    "go.mod": ("Go",),
    "Cargo.toml": ("Rust",),
    "composer.json": ("PHP",),
    "Gemfile": ("Ruby",),
    "mix.exs": ("Elixir",),
    "Package.swift": ("Swift",),
    "pubspec.yaml": ("Dart",),
    "CMakeLists.txt": ("C++", "C"),
    "meson.build": ("C", "C++"),
    "DESCRIPTION": ("R",),
    "Project.toml": ("Julia",),
    "build.zig": ("Zig",),
    "stack.yaml": ("Haskell",),
}
_PROJECTS = {".csproj": "C#", ".fsproj": "F#", ".vbproj": "Visual Basic", ".gemspec": "Ruby"}
_SOURCES = {
    "C": (".c", ".h"), "C#": (".cs",), "C++": (".cc", ".cpp", ".cxx", ".hpp"), "Dart": (".dart",),
    "Elixir": (".ex", ".exs"), "F#": (".fs",), "Go": (".go",), "Groovy": (".groovy",),
    "Haskell": (".hs",), "Java": (".java",), "JavaScript": (".js", ".jsx", ".mjs", ".cjs", ".vue"),
    "Julia": (".jl",), "Kotlin": (".kt",), "PHP": (".php",), "Python": (".py", ".pyi"),
    "R": (".r",), "Ruby": (".rb",), "Rust": (".rs",), "Scala": (".scala",), "Shell": (".sh",),
    "Swift": (".swift",), "Terraform": (".tf",), "TypeScript": (".ts", ".tsx"),
    "Visual Basic": (".vb",), "Zig": (".zig",),
}  # fmt: skip
_OF_SUFFIX = {suffix: language for language, ends in _SOURCES.items() for suffix in ends}
_FOREIGN = frozenset(("node_modules", "vendor", "third_party", ".venv", "dist"))
_DEEP = 2


def language_of(paths: Iterable[str]) -> str:
    """The language with a marker that most sources are in; without any marker, most sources.

    `paths` are those of the repository's files. Empty where nothing tells of a language.
    """
    marked: dict[str, None] = {}  # in the order they are met: the first stands where no source does
    sources: Counter[str] = Counter()
    for path in sorted(map(PurePosixPath, paths), key=lambda it: (len(it.parts), it)):
        if _FOREIGN & set(path.parts[:-1]):
            continue
        if len(path.parts) <= _DEEP:
            project = _PROJECTS.get(path.suffix)
            marked |= dict.fromkeys(_MARKERS.get(path.name, (project,) if project else ()))
        if language := _OF_SUFFIX.get(path.suffix.lower()):
            sources[language] += 1
    candidates = list(marked) or list(sources)
    return max(candidates, key=lambda it: sources[it], default="")

"""The language of a repository, by its files."""

from __future__ import annotations

import pytest

from charter.catalog.languages import language_of


@pytest.mark.parametrize(
    ("paths", "language"),
    [
        ([], ""),
        (["README.md", "LICENSE"], ""),
        (["pyproject.toml", "src/a/b.py"], "Python"),
        (["setup.py"], "Python"),
        (["package.json", "src/a.js"], "JavaScript"),
        (["package.json", "tsconfig.json", "src/a.ts", "src/b.ts", "x.js"], "TypeScript"),
        (["pom.xml", "src/main/java/A.java"], "Java"),
        (["pom.xml", "src/main/kotlin/A.kt"], "Kotlin"),
        (["build.gradle", "src/main/java/A.java"], "Java"),
        (["build.gradle.kts", "src/main/kotlin/A.kt"], "Kotlin"),
        (["go.mod", "main.go"], "Go"),
        (["Cargo.toml", "src/main.rs"], "Rust"),
        (["src/Shop.csproj", "src/Shop/Program.cs"], "C#"),
        # tools beside the code have markers too
        (["package.json", "go.mod", "a.go", "b.go", "lint.js"], "Go"),
        (["pyproject.toml", "docs/package.json", "a.py", "docs/x.js", "b.py"], "Python"),
        # what was brought along is nobody's own
        (["go.mod", "main.go", *(f"vendor/x/{n}.py" for n in range(9)), "setup.py"], "Go"),
        # no marker: what there is most of
        (["a.sh", "b.sh", "c.py"], "Shell"),
        (["deep/down/there/package.json", "main.tf"], "Terraform"),
    ],
)
def test_the_marker_with_most_sources_tells_the_language(paths, language):
    assert language_of(paths) == language

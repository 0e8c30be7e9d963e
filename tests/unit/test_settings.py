"""Settings: one file, variables over it, defaults below; and how the file is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.errors import UsageError
from charter.settings import Settings, read_settings
from charter.settings_file import set_setting, unset_setting


@pytest.fixture
def file() -> Path:
    return read_settings().file


def write(file: Path, text: str) -> Settings:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return read_settings()


def test_without_a_file_the_defaults_count(home: Path) -> None:
    settings = read_settings()
    assert settings.template == "builtin"
    assert settings.catalog == str(home / ".local/share/charter/catalog.sqlite3")
    assert settings.origins == {}


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHARTER_TRUSTED", " a, b ,")
    settings = write(file, 'template = "acme"\ntrusted = ["c"]\n')
    assert (settings.template, settings.trusted) == ("acme", ("a", "b"))
    assert settings.origins == {"template": str(file), "trusted": "CHARTER_TRUSTED"}


def test_an_empty_variable_says_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHARTER_TEMPLATE", " ")
    assert write(file, 'template = "acme"\n').template == "acme"


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ('tempalte = "x"', "unknown setting 'tempalte'"),
        ("template = 3", "'template' must be text"),
        ('trusted = "x"', "'trusted' must be a list of texts"),
        ("skeletons = [1]", "'skeletons' must be a list of texts"),
        ('templates = "x"', "'templates' must be a table of texts"),
        ("templates = {a = 1}", "'templates' must be a table of texts"),
        ("template = ", "cannot be read"),
    ],
)
def test_one_flaw_in_the_file_is_refused_and_named_with_the_file(
    file: Path, flaw: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        write(file, flaw)
    assert str(file) in refused.value.message


@pytest.mark.parametrize(
    ("key", "value", "field", "expected"),
    [
        ("template", "acme", "template", "acme"),
        ("catalog", "/srv/c.db", "catalog", "/srv/c.db"),
        ("trusted", "acme", "trusted", ("first", "acme")),
        ("trusted", "first", "trusted", ("first",)),
        ("skeletons", "https://x/", "skeletons", ("https://x/",)),
        ("templates.acme", "gh:acme/t", "templates", {"old": "gh:old/t", "acme": "gh:acme/t"}),
    ],
)
def test_what_is_set_is_read_and_the_words_of_a_person_stay(
    file: Path, key: str, value: str, field: str, expected: object
) -> None:
    write(file, '# mine\ntrusted = ["first"] # why\n\n[templates]\nold = "gh:old/t" # theirs\n')
    set_setting(file, key, value)
    assert getattr(read_settings(), field) == expected
    text = file.read_text("utf-8")
    assert all(comment in text for comment in ("# mine", "# why", "# theirs"))


@pytest.mark.parametrize("key", ["nonsense", "templates", "trusted.x", "template.x", ""])
def test_an_unknown_setting_is_refused_and_the_known_ones_named(file: Path, key: str) -> None:
    with pytest.raises(UsageError, match="there is no setting") as refused:
        set_setting(file, key, "x")
    assert "templates.NAME" in refused.value.hint
    assert not file.exists()


def test_bytes_that_are_no_text_are_refused_and_emoji_are_text(file: Path) -> None:
    with pytest.raises(UsageError, match="UTF-8"):
        set_setting(file, "answers.team", "b\udce4d")
    set_setting(file, "answers.team", "\U0001f469\u200d\U0001f52c")
    assert read_settings().answers["team"] == "\U0001f469\u200d\U0001f52c"


def test_a_setting_taken_away_is_at_its_default_again(file: Path) -> None:
    write(file, 'template = "acme"\n[templates]\nacme = "gh:a/t"\n')
    assert unset_setting(file, "template")
    assert unset_setting(file, "templates.acme")
    assert not unset_setting(file, "templates.acme")
    assert (read_settings().template, dict(read_settings().templates)) == ("builtin", {})

#!/usr/bin/env python3
"""What a check pays in processor time for each repository: its answers read, settled and rendered.

benchmarks/stand.py [--repositories N]      prints Markdown; all repositories stand on one version
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from measure import aim, surroundings
from render import said

from charter.git import commit_everything, git
from charter.model import Visibility
from charter.settings import BUILTIN
from charter.template.answers import settle_recorded
from charter.template.interview import complete
from charter.template.open import OpenTemplate, open_template
from charter.template.recorded import parse_recorded
from charter.template.rendering import render_answers

SMALL_AIM, BUILTIN_AIM = 0.5, 4  # milliseconds for settling and rendering
QUESTIONS = """\
_subdirectory: "templates/{{ visibility }}"
_exclude: ["~*", "{{ keep_ours | join('\\n') }}"]
visibility: {type: str, choices: {Inside: innersource, Outside: opensource}, default: innersource}
name:
  type: str
  validator: "{% if not (name | regex_search('^[a-z0-9-]+$')) %}use small letters{% endif %}"
description:
  type: str
  validator: "{% if description | length > 300 %}use one line{% endif %}"
organisation_name: {type: str, default: Acme}
team: {type: str, help: Who owns it?, placeholder: payments}
maintainers: {type: str, default: "Ada @ada"}
forge: {type: str, choices: [github, gitlab, gitea, forgejo], default: github}
license:
  type: str
  when: "{{ visibility == 'opensource' }}"
  default: Apache-2.0
  choices: [MIT, Apache-2.0]
contact: {type: str, ask: false, default: "{{ name }}@acme.example"}
keep_ours: {type: yaml, ask: false, default: []}
people:
  type: json
  when: false
  default: "{{ maintainers.split(',') | map('trim') | list | to_json }}"
"""
TEXT = """\
# {{ name }}, part {}

{{ description }}, by {{ organisation_name }} ({{ contact }}).
{% for person in people %}
- {{ person }}
{% endfor %}
"""


def measure(
    name: str, aliases: dict[str, str], room: Path, repositories: int
) -> tuple[int, dict[str, list[float]]]:
    """How many files a rendering has, and milliseconds of each step for each repository."""
    template = open_template(name, aliases, room / "cache")
    texts = [_answers_file(template, number) for number in range(repositories)]
    took: dict[str, list[float]] = {"reading": [], "settling": [], "rendering": []}
    _stand(template, texts[0], itertools.repeat([]))  # what is compiled once is off the clock
    _stand(template, texts[-1], itertools.repeat([]))
    for text in texts:
        files = _stand(template, text, iter(took.values()))
    return files, took


def _stand(template: OpenTemplate, text: bytes, took: Iterator[list[float]]) -> int:
    recorded = _clock(next(took), lambda: parse_recorded(".copier-answers.yml", text))
    answers = _clock(next(took), lambda: settle_recorded(template.evaluator, recorded))
    side = Visibility(answers.values["visibility"])
    return len(_clock(next(took), lambda: render_answers(template, answers, side)).files)


def _clock(took: list[float], work: Callable[[], Any]) -> Any:
    start = time.process_time_ns()
    done = work()
    took.append((time.process_time_ns() - start) / 1e6)
    return done


def _answers_file(template: OpenTemplate, number: int) -> bytes:
    known = {question.name.removeprefix("public_") for question in template.evaluator.questions}
    given = {key: value for key, value in said(number).items() if key in known}
    stored = complete(template.evaluator, given, str, use_defaults=True).stored
    first = {
        "_commit": template.edition.version,
        "_src_path": template.edition.source.recorded(Visibility.OPENSOURCE),
    }
    return yaml.safe_dump({**first, **stored}, allow_unicode=True).encode()


def small_template(place: Path) -> str:
    """A template of 20 files for each side, a dozen questions, in git; returns its address."""
    for side, number in itertools.product(("innersource", "opensource"), range(17)):
        file = place / "templates" / side / f"docs-{number % 3}" / f"part-{number}.md.jinja"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXT.replace("{}", str(number)))
        named = {
            "{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_nice_yaml }}",
            "{{ name }}.toml.jinja": 'name = "{{ name }}"\n',
            "LICENSE": "All rights reserved.\n",
        }
        for path, text in named.items():
            (place / "templates" / side / path).write_text(text)
    (place / "copier.yml").write_text(QUESTIONS)
    git("init", "--quiet", cwd=place)
    commit_everything(place, "Begin")
    git("tag", "v1.0.0", cwd=place)
    return str(place)


def report(repositories: int) -> str:
    """The figures as Markdown."""
    told = (
        f"{repositories} repositories on one version of their template, in one process; medians of "
        f"processor time for each. {surroundings()}."
    )
    lines = [
        told,
        "",
        "| template | files | reading answers | settling | rendering | settling and rendering |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    aims = []
    with tempfile.TemporaryDirectory(prefix="charter-bench-") as folder:
        room = Path(folder)
        aliases = {"small": small_template(room / "small")}
        for name, most in (("small", SMALL_AIM), (BUILTIN, BUILTIN_AIM)):
            files, took = measure(name, aliases, room, repositories)
            steps = [statistics.median(each) for each in took.values()]
            stand = statistics.median(
                map(sum, zip(took["settling"], took["rendering"], strict=True))
            )
            cells = " | ".join(f"{each:.2f} ms" for each in (*steps, stand))
            lines.append(f"| {name} | {files} | {cells} |")
            aims.append(aim(f"{name}, settling and rendering", stand, most, " ms"))
    return "\n".join([*lines, "", *aims])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--repositories", type=int, default=500)
    print(report(parser.parse_args().repositories))

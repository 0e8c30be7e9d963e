"""The files of deploy/, looked at by those who read them; a backup comes back whole."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from pathlib import Path

import psycopg
import pytest

from charter.catalog.entry import Entry
from charter.catalog.postgresql import open_catalog_database
from charter.catalog.sqlite import open_catalog_file
from charter.model import Project, Visibility

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
HERE = f"{sysconfig.get_path('scripts')}:/usr/sbin:/usr/bin:/bin"


def call(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words],
        env={"PATH": HERE, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def need(program: str) -> str:
    found = shutil.which(program, path=HERE)
    if not found:
        pytest.skip(f"{program} is not installed")
    return found


def test_the_image_is_built_as_it_should_be():
    done = call(need("hadolint"), DEPLOY / "Dockerfile")
    assert done.returncode == 0, done.stdout


def test_the_image_holds_what_is_pinned_and_nothing_of_a_working_tree():
    kept = (ROOT / ".dockerignore").read_text().splitlines()
    assert kept[0] == "*"
    assert all((ROOT / line[1:]).exists() for line in kept if line.startswith("!"))
    pins = (ROOT / "requirements" / "service.txt").read_text()
    for name in ("fastapi", "uvicorn", "psycopg", "hatchling"):
        assert f"\n{name}==" in f"\n{pins}"


def test_compose_reads_its_file():
    check = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec")
    done = call(*check, DEPLOY / "compose.yaml")
    assert done.returncode == 0, done.stdout


def test_systemd_reads_the_units(tmp_path):
    need("systemd-analyze")
    for unit in DEPLOY.glob("charter-*.*"):
        text = unit.read_text()
        for ours in ("/opt/charter/bin/charter", "/opt/charter/share/backup"):
            text = text.replace(ours, "/bin/true")  # it is not installed here
        (tmp_path / unit.name).write_text(text)
    done = call("systemd-analyze", "verify", *sorted(tmp_path.iterdir()))
    assert (done.returncode, done.stderr) == (0, "")


def test_nginx_reads_its_file(tmp_path):
    need("nginx")
    need("openssl")
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    call("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=catalog.acme.example", "-keyout", key, "-out", certificate)  # fmt: skip
    site = (DEPLOY / "nginx.conf").read_text().replace("/etc/ssl/charter", str(tmp_path))
    (tmp_path / "site.conf").write_text(site)
    whole = (
        f"pid {tmp_path}/pid; events {{}} http {{ access_log off; include {tmp_path}/site.conf; }}"
    )
    (tmp_path / "nginx.conf").write_text(whole)
    done = call("nginx", "-t", "-q", "-e", "stderr", "-c", tmp_path / "nginx.conf")
    assert done.returncode == 0, done.stderr


def test_caddy_reads_its_file(tmp_path):
    need("caddy")
    done = call("caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile",
                CHARTER_HOST="catalog.acme.example", HOME=str(tmp_path))  # fmt: skip
    assert done.returncode == 0, done.stderr


def fill(catalog, number=300):
    for each in range(number):
        project = Project(f"p{each}", f"P {each}", "Größe", Visibility.INNERSOURCE, "web", ())
        catalog.register(Entry(project, readme=f"# {each}"))


def test_a_backup_of_a_file_in_use_comes_back_whole(tmp_path):
    file, back = tmp_path / "catalog.sqlite3", tmp_path / "back.sqlite3"
    catalog = open_catalog_file(file)
    fill(catalog)
    made = call(DEPLOY / "backup", file, tmp_path / "backups")  # while it is open
    assert made.returncode == 0, made.stderr
    catalog.close()
    assert call(DEPLOY / "restore", made.stdout.strip(), back).returncode == 0
    assert call(DEPLOY / "restore", made.stdout.strip(), back).returncode == 1  # it is there
    tables = ("entry", "history", "readme")
    for table in tables:
        rows = [
            sqlite3.connect(each).execute(f"select * from {table} order by 1").fetchall()
            for each in (file, back)
        ]
        assert rows[0] == rows[1]
        assert len(rows[0]) == 300
    again = open_catalog_file(back)
    assert len(again.search(["größe"], limit=500)) == 300
    again.close()


def test_old_backups_go_and_others_files_stay(tmp_path):
    open_catalog_file(tmp_path / "catalog.sqlite3").close()
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("charter-old.sqlite3", "other"):
        (folder / name).touch()
        call("touch", "--date", "40 days ago", folder / name)
    made = call(DEPLOY / "backup", tmp_path / "catalog.sqlite3", folder)
    assert sorted(it.name for it in folder.iterdir()) == sorted(
        ["other", Path(made.stdout.strip()).name]
    )
    assert call(DEPLOY / "backup", tmp_path / "none", folder).returncode == 2


def test_a_backup_of_postgresql_comes_back_whole(tmp_path, postgres):
    for program in ("pg_dump", "pg_restore", "psql"):
        need(program)
    old, new = postgres.database(), postgres.database()
    catalog = open_catalog_database(old, upgrades=True)
    fill(catalog)
    made = call(DEPLOY / "backup", old, tmp_path)  # while it is open
    assert made.returncode == 0, made.stderr
    done = call(DEPLOY / "restore", made.stdout.strip(), new)
    assert done.returncode == 0, done.stderr
    assert call(DEPLOY / "restore", made.stdout.strip(), new).returncode == 1  # it is not empty
    for table in ("entry", "history", "readme"):
        rows = []
        for address in (old, new):
            with psycopg.connect(address) as connection:
                rows.append(connection.execute(f"select * from {table} order by 1").fetchall())
        assert rows[0] == rows[1]
        assert len(rows[0]) == 300
    catalog.close()
    again = open_catalog_database(new)
    assert len(again.list_entries()) == 300
    fill(again, 301)  # numbers go on where they were
    again.close()

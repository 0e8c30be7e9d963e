"""`charter catalog serve`: the catalog as a service."""

from __future__ import annotations

import click

from charter.cli import DONE
from charter.settings import Folders

_EXAMPLES = """\b
Examples:
  charter catalog serve --open              for you alone, in your browser
  charter catalog serve --host 0.0.0.0 --port 8080
  CHARTER_SERVICE_DATABASE=postgresql://db/catalog charter catalog serve
"""


@click.command("serve", epilog=_EXAMPLES)
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen at this address.")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="And this port."
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that answer; they share one database.",
)
@click.option("--open", "opens", is_flag=True, help="Open it in your browser, signed in.")
def serve(host: str, port: int, workers: int, *, opens: bool) -> int:
    """Serve the catalog until stopped: API and portal, for you or for the organisation.

    On this machine alone, and without a provider where people sign in, it prints an address that
    signs you in. Settings are CHARTER_SERVICE_… variables, or `charter settings set service.NAME`:
    docs/how-to/serve.md tells them all. SIGTERM ends it once what is being answered is answered.
    """
    from charter.cli.sign_in_address import announcing  # noqa: PLC0415
    from charter.web.serve import Place  # noqa: PLC0415 - asks for the extra `service`
    from charter.web.serve import serve as run  # noqa: PLC0415

    with announcing(Folders.of_user().state, opens=opens) as announce:
        run(Place(host, port, workers), announce, must_sign_in=opens)
    return DONE

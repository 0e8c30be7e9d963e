"""`charter catalog serve`: the catalog as a service."""

from __future__ import annotations

import click

from charter.cli import DONE

_EXAMPLES = """\b
Examples:
  charter catalog serve                     for this machine: 127.0.0.1:8765
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
def serve(host: str, port: int, workers: int) -> int:
    """Serve the catalog to the organisation until stopped: API and portal.

    Settings are CHARTER_SERVICE_… variables, or `charter settings set service.NAME`:
    docs/how-to/serve.md tells them all. SIGTERM ends it once what is being answered is answered.
    """
    from charter.web.serve import serve as run  # noqa: PLC0415 - asks for the extra `service`

    run(host=host, port=port, workers=workers)
    return DONE

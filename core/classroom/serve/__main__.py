"""Serve a class: a certificate, the address and its QR code in the terminal, then the app.

python -m core.classroom.serve [--port 8501] [--without-certificate]
"""

import argparse
import os
import sys

import segno

from core.classroom.serve.certificate import certificate_for
from core.content import lesson_text
from core.deploy.network import network_addresses
from core.project.disk import home

TEXT = lesson_text("serve")
HERE = ("localhost", "127.0.0.1")


def main() -> None:
    """Print where to go, and become the server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--without-certificate", action="store_true")
    options = parser.parse_args()
    network = network_addresses()
    secure = not options.without_certificate
    _say(network, options.port, secure)
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    command += ["--server.address", "0.0.0.0", "--server.port", str(options.port)]
    if secure:
        files = certificate_for(home(), [*HERE, *network])
        command += ["--server.sslCertFile", str(files.certificate)]
        command += ["--server.sslKeyFile", str(files.key)]
    sys.stdout.flush()
    os.execv(sys.executable, command)


def _say(network: list[str], port: int, secure: bool) -> None:
    scheme = "https" if secure else "http"
    addresses = [f"{scheme}://{host}:{port}" for host in network or HERE[:1]]
    print(f"\n  {TEXT['room']}\n")
    segno.make(f"{addresses[0]}/join", error="m", micro=False).terminal(compact=True, border=2)
    for address in addresses:
        print(f"  {address}")
    print(f"\n  {TEXT['teacher'].format(address=f'{scheme}://localhost:{port}/teach')}")
    if not network:
        print(f"  {TEXT['no_network']}")
    print(f"\n  {TEXT['secure' if secure else 'plain']}\n")


main()

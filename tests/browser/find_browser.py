"""Find a Chrome or Chromium for the browser tests; with --install, try the system's packages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def find_browser() -> str | None:
    """The path of a browser: $DRIVETRAIN_BROWSER, else on PATH, else in the usual places."""
    chosen = os.environ.get("DRIVETRAIN_BROWSER")
    candidates = [chosen] if chosen else [*map(shutil.which, NAMES), *PLACES]
    return next((path for path in candidates if path and Path(path).exists()), None)


def install_browser() -> None:
    """Install Debian's or Ubuntu's chromium where we may; says what it does."""
    if not shutil.which("apt-get"):
        return
    prefix = [] if os.name == "nt" or os.geteuid() == 0 else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        subprocess.run([*prefix, *command], env=environment, check=False)  # the next step tells


def main() -> int:
    if not find_browser() and "--install" in sys.argv:
        install_browser()
    found = find_browser()
    sys.stdout.write(f"browser: {found or 'none found; the browser tests cannot run'}\n")
    return 0 if found or os.environ.get("CI") != "true" else 1


if __name__ == "__main__":
    sys.exit(main())

"""What every part of a release knows: the tree, the date, what the building machine is called.

Nothing here builds or packs.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "templates/fonts"


class Refusal(Exception):
    """Why nothing is handed out."""


def say(text):
    """Shows a line at once: builds take long."""
    print(text, flush=True)


def run(command, **options):
    """Runs a command that must succeed; what it printed."""
    made = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, **options)
    if made.returncode:
        raise Refusal(f"{' '.join(map(str, command))}: exit code {made.returncode}")
    return made.stdout.decode()


def git(*words):
    return run(["git", "-C", ROOT, *words]).strip()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def target_folder():
    """Where cargo builds, and where downloads are kept."""
    return Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").resolve()


def cargo_home():
    return Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo").resolve()


def epoch():
    """The one date of all that is handed out: the clock has no say."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct"))


def version():
    """The program's version, as its manifest has it."""
    lines = (ROOT / "Cargo.toml").read_text().splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version = "))


def metadata(manifest, *more):
    """What cargo knows of a workspace, dependencies included."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--manifest-path", manifest, *more]
    return json.loads(run(command, cwd=ROOT))


if sys.version_info < (3, 11):
    raise SystemExit("Python 3.11 or newer is needed")

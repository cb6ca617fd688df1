"""Archives with nothing in them by chance: order, dates, owners and modes are fixed."""

import gzip
import io
import subprocess
import tarfile
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from .common import Refusal, epoch, sha256

FOLDER = "nianbao"
PLAIN, EXECUTABLE = 0o644, 0o755


def mode(name):
    """Starters and programs may be started."""
    return EXECUTABLE if name in {"nianbao", "nianbao.exe"} or name.endswith(".desktop") else PLAIN


def zipped(files):
    """A zip of these files, below one folder; names in UTF-8, which Python marks as such."""
    date = max(datetime.fromtimestamp(epoch(), UTC), datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", date)
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode(name)) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, files[name], compresslevel=9)
    return out.getvalue()


def tarred(files):
    """A tar.gz of these files, below one folder."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.GNU_FORMAT, encoding="utf-8") as bundle:
        for name in sorted(files):
            entry = tarfile.TarInfo(f"{FOLDER}/{name}")
            entry.size, entry.mtime, entry.mode = len(files[name]), epoch(), mode(name)
            entry.uname = entry.gname = "root"
            bundle.addfile(entry, io.BytesIO(files[name]))
    return gzip.compress(plain.getvalue(), 9, mtime=0)


def sm3(contents):
    """SM3 of each, by OpenSSL: not every Python has it."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, str(number)) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        said = subprocess.run(["openssl", "dgst", "-sm3", "-r", *paths], stdout=subprocess.PIPE, check=True, text=True).stdout
    digests = [line.split()[0] for line in said.splitlines()]
    if len(digests) != len(contents):
        raise Refusal("openssl gave no SM3")
    return digests


def checksums(files):
    """SHA-256 and SM3 of files, as `cksum -c` and `sha256sum -c` read them."""
    names = sorted(files)
    lines = [f"SHA256 ({name}) = {sha256(files[name])}" for name in names]
    lines += [f"SM3 ({name}) = {digest}" for name, digest in zip(names, sm3([files[name] for name in names]), strict=True)]
    return ("\n".join(lines) + "\n").encode()

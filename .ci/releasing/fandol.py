"""Sources of the fonts that are under the GPL: the Fandol OTFs, from Debian's package.

Every file is known by its digest; what is another one is not handed out.
"""

import gzip
import io
import subprocess
import tarfile

from .common import FONTS, Refusal, run, say, sha256, target_folder

PACKAGE, PACKAGE_VERSION = "texlive-lang-chinese", "2022.20230122-1"
PACKAGE_SHA256 = "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0"
OTFS = "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
NOTES = "./usr/share/doc/texlive-doc/fonts/fandol"
# What is taken of the package, and as what it is handed out.
FILES = {
    f"{OTFS}/FandolFang-Regular.otf": ("FandolFang-Regular.otf", "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9"),
    f"{OTFS}/FandolKai-Regular.otf": ("FandolKai-Regular.otf", "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827"),
    f"{NOTES}/README": ("Fandol-README.txt", "32537e063f4c7d4aebf016d5c8279cbce13f34fc8970f24b2578a3c04d0f8ca6"),
    f"{NOTES}/COPYING.gz": ("Fandol-COPYING.txt", "b94928591ae23ad41681fe34991e5d95d793666e751af505453a0152e6bc1a10"),
}


def package():
    """The Debian package: as it was kept from the last time, else fetched."""
    folder = target_folder() / "handed"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{PACKAGE}_{PACKAGE_VERSION}_all.deb"
    if not path.exists():
        say(f"fonts' sources: fetching {PACKAGE} {PACKAGE_VERSION}, 49 MB")
        # apt's own user may not write into every folder; it says so at length and fetches all the same.
        run(["apt-get", "download", "-qq", f"{PACKAGE}={PACKAGE_VERSION}"], cwd=folder, stderr=subprocess.DEVNULL)
    if sha256(path.read_bytes()) != PACKAGE_SHA256:
        raise Refusal(f"{path.name} is not the package that the fonts were made of")
    return path


def taken(bundle, member):
    name, digest = FILES[member]
    content = bundle.extractfile(member).read()
    if sha256(content) != digest:
        raise Refusal(f"{member} is another one")
    return name, gzip.decompress(content) if member.endswith(".gz") else content


def sources():
    """All that makes the GPL fonts again: names and contents."""
    unpacked = subprocess.run(["dpkg-deb", "--fsys-tarfile", package()], stdout=subprocess.PIPE, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(unpacked)) as bundle:
        files = dict(taken(bundle, member) for member in FILES)
    files["make.py"] = (FONTS / "make.py").read_bytes()
    files["README.md"] = (FONTS / "README.md").read_bytes()
    return files

#!/usr/bin/env python3
"""The program for Windows, under Wine: check_windows.py NIANBAO.EXE NIANBAO.

With `--qemu` before them, the first is one for ARM64, run by QEMU. Both programs make blank forms, check, convert, build and archive the same forms in folders of
their own; all that they write must be the same bytes, and the first must verify what it wrote. Wine is
no Windows: what its console shows and how an icon starts a program is not looked at.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../..")
SAMPLE, WORKBOOK = "003-corrected-2023.yaml", "同一份表.xlsx"
FAULTY = "004-baoshuiqu-2020.yaml"
FORMATS = "docx,pdf,txt,html,ofd"
# A blank form of each format, as a workbook and as a text.
BLANKS = [(2020, "空白 2019.xlsx"), (2020, "空白 2019.yaml"), (2023, "空白 2021.xlsx"), (2023, "空白 2021.yaml")]
SECONDS = 300


@dataclass
class Program:
    """A program in a folder of its own, with its fonts beside, and how it is started."""

    start: list
    folder: str
    environment: dict

    def run(self, *words):
        """What it said, and its exit code."""
        done = subprocess.run(
            [*self.start, *words],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
        )
        said = (done.stdout + done.stderr).decode("utf-8", "replace").replace("\r\n", "\n")
        return said, done.returncode


def put(program, folder):
    """Lays out a folder as it is handed out, with the forms."""
    os.makedirs(folder)
    shutil.copy(program, folder)
    shutil.copytree(os.path.join(ROOT, "templates/fonts"), os.path.join(folder, "fonts"), ignore=shutil.ignore_patterns("*.py", "*.md"))
    shutil.copytree(os.path.join(ROOT, "schema"), os.path.join(folder, "schema"))
    for form in [SAMPLE, FAULTY]:
        shutil.copy(os.path.join(ROOT, "samples", form), folder)
    return os.path.join(folder, os.path.basename(program))


def wine():
    """Debian's starter complains that programs of 32 bits cannot be run; this one does not."""
    own = "/usr/lib/wine/wine64"
    return own if os.path.exists(own) else shutil.which("wine64") or shutil.which("wine") or sys.exit("Wine is not there")


def on_windows(program, folder):
    """The program under Wine, with a system of its own."""
    path = put(program, os.path.join(folder, "Windows 盘"))
    library = os.path.join(os.path.dirname(path), "bcryptprimitives.dll")
    source = os.path.join(HERE, "wine/bcryptprimitives.c")
    subprocess.run(["x86_64-w64-mingw32-gcc", "-shared", "-O1", "-o", library, source, "-ladvapi32"], check=True)
    prefix = os.path.join(folder, "prefix")
    mine = os.environ | {"WINEPREFIX": prefix, "WINEDEBUG": "-all", "WINEARCH": "win64", "NIANBAO_SYSTEM_FONTS": "no", "LC_ALL": "C.UTF-8"}
    # Neither Mono nor a browser is asked for: there is no network.
    mine["WINEDLLOVERRIDES"] = "mscoree,mshtml=;bcryptprimitives=n"
    return Program([wine(), path], os.path.dirname(path), mine)


def on_linux(program, folder, emulator=()):
    path = put(program, os.path.join(folder, "arm64" if emulator else "linux"))
    return Program([*emulator, path], os.path.dirname(path), os.environ | {"NIANBAO_SYSTEM_FONTS": "no"})


def work(program):
    """All that is asked of a program; what it said and how it ended, by what was asked."""
    told = {}
    for year, name in BLANKS:
        told[f"new {name}"] = program.run("new", "--agency", "某某市某某局", "--year", str(year), name)
    told["convert"] = program.run("convert", SAMPLE, WORKBOOK)
    for form in [SAMPLE, WORKBOOK, FAULTY]:
        told[f"check {form}"] = program.run("check", form)
    for form in [SAMPLE, WORKBOOK]:
        out = f"报告 {form[-4:]}"
        told[f"build {form}"] = program.run("build", form, "--to", FORMATS, "-o", out)
        files = [os.path.relpath(path, program.folder) for path in sorted(glob.glob(os.path.join(program.folder, out, "*.*"))) if not path.endswith(".html")]
        told[f"verify {form}"] = program.run("verify", form, *files)
    told["archive"] = program.run("archive", SAMPLE, "-o", "归档")
    return told


def written(program):
    """What lies in its folder that it wrote: paths and contents."""
    found = {}
    for folder, folders, names in os.walk(program.folder):
        folders[:] = [name for name in folders if name not in {"fonts", "schema"}]
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, program.folder)] = file.read()
    locks = {path for path in found if os.path.basename(path) == ".nianbao-lock"}
    return {path: content for path, content in found.items() if path not in locks and not path.endswith((".exe", ".dll")) and path != "nianbao"}


def faults(here, there, told_here, told_there):
    """What is not as it should be."""
    for asked, (said, code) in told_there.items():
        expected = 1 if FAULTY in asked else 0
        if code != expected:
            yield f"{asked}: code {code}, expected {expected}\n{said}"
        if code != told_here[asked][1]:
            yield f"{asked}: code {code}, on Linux {told_here[asked][1]}"
    if "T101" not in told_there[f"check {FAULTY}"][0]:
        yield f"the faulty form's finding is not told:\n{told_there[f'check {FAULTY}'][0]}"
    ours, theirs = written(here), written(there)
    if ours.keys() != theirs.keys():
        yield f"other files: {sorted(ours.keys() ^ theirs.keys())}"
    for path in sorted(ours.keys() & theirs.keys()):
        if ours[path] != theirs[path]:
            yield f"{path}: other bytes"


def main():
    *options, other, native = sys.argv[1:]
    arm = options == ["--qemu"]
    with tempfile.TemporaryDirectory() as folder:
        here = on_linux(native, folder)
        there = on_linux(other, folder, ["qemu-aarch64"]) if arm else on_windows(other, folder)
        told_here, told_there = work(here), work(there)
        wrong = list(faults(here, there, told_here, told_there))
        if wrong:
            sys.exit("\n".join(wrong))
        made = len(written(there)) - 2
        print(f"{len(told_there)} commands under {'QEMU' if arm else 'Wine'}, {made} files the same bytes as on Linux")


main()

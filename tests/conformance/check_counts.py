#!/usr/bin/env python3
"""Judge that no work has grown unseen: check_counts.py [--binary NIANBAO] (needs valgrind).

Runs of the program on the samples, counted in instructions of all its threads (callgrind), which unlike seconds are the same on a
busy machine. They are compared with `counts.json` beside this file, whose tables are of one compiler, profile and target each; for
another there is nothing to compare with, and that is said.

    check_counts.py                                    target/dist/nianbao and the kept table
    check_counts.py --renew                            writes the table of this compiler, profile and target
    check_counts.py --against COMMIT                   this commit and another, both built here, in work trees of their own
    check_counts.py --binary A --against-binary B      any two programs; B is the old one

A run that needs TOLERANCE % more than was kept is a fault, exit 1; one that needs as much less asks for `--renew`. Exit 2: nothing
could be counted.

Programs run in folders of one name and length, with a fixed environment, fixed seeds of hash maps (a preloaded getrandom) and fair
scheduling. So five counts of each run differed by 0.014 % at the most, on a busy machine; those of `set`, `diff` and `verify`, which
have one thread, not at all. With random seeds, as where there is no C compiler, it is 0.5 %, and without fair scheduling 0.08 %.
A larger environment, a longer folder and random addresses make no difference that could be told from this. Another libc, another
valgrind or a processor without AVX2 runs other instructions: a table says with which it was made.
"""
import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLES = Path(__file__).with_name("counts.json")
CLEAN, PUBLISHED = "003-corrected-2023.yaml", "003-zhangjiagang-2023.yaml"
CHANGES = ["申请.新收.自然人=771", "申请.结转下年度.自然人=45"]
TOLERANCE = 2.0
# Minutes that building one commit may take.
PATIENCE = 40
SEEDS = "#include <string.h>\nlong getrandom(void *b, unsigned long n, unsigned f) { (void)f; memset(b, 7, n); return (long)n; }\n"


def samples():
    return sorted(path.name for kind in ("yaml", "xlsx") for path in (ROOT / "samples").glob(f"0*.{kind}"))


def runs():
    """All runs: name, arguments, and what must have been run before, uncounted."""
    yield "--version", ["--version"], []
    for name in samples():
        yield f"check {name}", ["check", name], []
    for name in samples():
        # A form with errors gives the same three files as a draft, any other the ordinary ones.
        yield f"build {name}", ["build", "--draft", "-o", "out", name], []
    yield f"build PDF {CLEAN}", ["build", "--to", "pdf", "-o", "out", CLEAN], []
    yield f"build OFD {CLEAN}", ["build", "--to", "ofd", "-o", "out", CLEAN], []
    yield f"archive {CLEAN}", ["archive", CLEAN, "-o", "bag"], []
    yield f"verify bag {CLEAN}", ["verify", "bag"], [["archive", CLEAN, "-o", "bag"]]
    yield f"verify {CLEAN}", ["verify", CLEAN], [["build", CLEAN]]
    for name in (CLEAN, PUBLISHED.replace(".yaml", ".xlsx")):
        yield f"set {name}", ["set", name, *CHANGES], []
    yield f"diff {CLEAN}", ["diff", PUBLISHED, CLEAN], []


class Counter:
    """Runs one program where nothing differs from time to time."""

    def __init__(self, program, folder, keep=None):
        self.folder, self.keep = folder, keep
        self.program = folder / "nianbao"
        shutil.copy(program, self.program)
        self.program.chmod(0o755)
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": "/nonexistent",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "NIANBAO_FONTS": str(ROOT / "templates/fonts"),
            "NIANBAO_SYSTEM_FONTS": "no",
        }
        self.preloaded = self.environment | ({"LD_PRELOAD": str(seeds)} if (seeds := self.seeds()) else {})

    def seeds(self):
        source, library = self.folder / "seeds.c", self.folder / "seeds.so"
        source.write_text(SEEDS, encoding="utf-8")
        try:
            subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        return library

    def steps(self, number, arguments, before):
        """The instructions of one run, in a folder of its own with the samples."""
        work = self.folder / f"{number:02}"
        work.mkdir()
        for name in samples():
            shutil.copy(ROOT / "samples" / name, work)
        try:
            for other in before:
                subprocess.run([self.program, *other], cwd=work, env=self.environment, check=True, capture_output=True)
            profile = self.keep / f"{number:02}.callgrind" if self.keep else "/dev/null"
            # Fair, so that it is not the system that says in which order threads wait for each other.
            counter = ["valgrind", "--tool=callgrind", "--fair-sched=yes", f"--callgrind-out-file={profile}"]
            command = [*counter, self.program, *arguments]
            done = subprocess.run(command, cwd=work, env=self.preloaded, capture_output=True)
            said = done.stderr.decode(errors="replace")
            found = re.search(r"Collected : (\d+)", said)
            # Whatever it does, it says something.
            if done.returncode not in (0, 1) or not done.stdout or not found:
                raise RuntimeError(f"exit {done.returncode}: {said[-400:]}")
            files = len(list((work / "out").iterdir())) if "-o" in arguments else 0
            expected = 0 if "-o" not in arguments else 1 if "--to" in arguments else 3
            if files != expected:
                raise RuntimeError(f"{files} files instead of {expected}")
        finally:
            shutil.rmtree(work)
        return int(found[1])


def count(program, options):
    """All runs of a program, by name: its instructions, or the error that came instead."""
    chosen = [run for run in runs() if not options.only or any(word in run[0] for word in options.only)]
    if not chosen:
        raise RuntimeError("no such run")
    # A name of one length, wherever the system keeps temporary files.
    with tempfile.TemporaryDirectory(prefix="nianbao-counts-", dir="/tmp") as folder:
        counter = Counter(program, Path(folder), options.keep)
        if "LD_PRELOAD" not in counter.preloaded:
            print("no C compiler: seeds are random, counts differ by up to 0.5 % from run to run")

        def one(numbered):
            number, (_, arguments, before) = numbered
            try:
                return counter.steps(number, arguments, before)
            except (RuntimeError, subprocess.CalledProcessError) as error:
                return error

        with ThreadPoolExecutor(options.jobs) as pool:
            return dict(zip((name for name, _, _ in chosen), pool.map(one, enumerate(chosen))))


def said_by(*command):
    """What a program prints, in one line; nothing where there is none."""
    try:
        return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def made_with(program, options):
    """What a table is of: the compiler, as the program itself tells or else as is installed; the profile and the target, as cargo's
    folders are called."""
    written = set(re.findall(rb"rustc version (\d[\w.-]+ \([0-9a-f]+ [\d-]+\))", program.read_bytes()))
    rustc = written.pop().decode() if len(written) == 1 else said_by("rustc", "--version").removeprefix("rustc ")
    folder = program.resolve().parent
    host = re.search(r"host: (\S+)", said_by("rustc", "-vV"))
    native = host[1] if host else f"{platform.machine()}-{sys.platform}"
    target = folder.parent.name if folder.parent.name.count("-") >= 2 else native
    return {"rustc": rustc, "profile": options.profile or folder.name, "target": options.target or target}


def machine():
    """What else has a say in the counts."""
    processor = Path("/proc/cpuinfo")
    flags = processor.read_text(encoding="utf-8").split() if processor.exists() else []
    return {
        "valgrind": said_by("valgrind", "--version").removeprefix("valgrind-"),
        "libc": " ".join(platform.libc_ver()),
        "avx2": "avx2" in flags,
    }


def shown(steps):
    return f"{steps / 1e6:10.2f}"


def compare(old, new, tolerance):
    """Prints a line a run, at most 80 columns; the names of runs that grew, that shrank, and that could not be compared."""
    grown, shrunk, failed = [], [], []
    print(f"{'million instructions':<38}{'before':>10}{'now':>11}{'change':>10}")
    for name in [*new, *(name for name in old if name not in new)]:
        before, now = old.get(name), new.get(name)
        # Only what was asked for, or what the other table lacks.
        if not isinstance(before, int) or not isinstance(now, int):
            failed.append(name)
            told = [shown(steps) if isinstance(steps, int) else f"{'–' if steps is None else 'failed':>10}" for steps in (before, now)]
            print(f"{name:<38}{told[0]} {told[1]}")
            for error in (before, now):
                if isinstance(error, Exception):
                    print(f"    {error}")
            continue
        change = 100 * (now - before) / before
        mark = ""
        if change > tolerance:
            grown.append((change, name))
            mark = "  GROWN"
        elif change < -tolerance:
            shrunk.append(name)
            mark = "  less"
        print(f"{name:<38}{shown(before)} {shown(now)}{change:+8.2f} %{mark}", flush=True)
    return grown, shrunk, failed


def conclude(grown, shrunk, failed, options, renewable):
    if shrunk:
        advice = ": commit what --renew writes" if renewable else ""
        print(f"{len(shrunk)} need at least {options.tolerance} % less{advice}")
    if failed:
        print(f"{len(failed)} without a count on both sides{': --renew, if they are new or gone' if renewable else ''}")
    if grown:
        print(f"{len(grown)} need more than {options.tolerance} % more:")
        for change, name in sorted(grown, reverse=True):
            print(f"  {change:+8.2f} %  {name}")
    if not (grown or failed):
        print(f"none needs more than {options.tolerance} % more")
    return 1 if grown or failed else 0


def load():
    return json.loads(TABLES.read_text(encoding="utf-8")) if TABLES.exists() else []


def is_of(table, key):
    return all(table[name] == value for name, value in key.items())


def renew(key, counts):
    failed = [name for name, steps in counts.items() if not isinstance(steps, int)]
    if failed:
        for name in failed:
            print(f"{name}: {counts[name]}")
        return 1
    tables = [table for table in load() if not is_of(table, key)] + [key | machine() | {"counts": counts}]
    tables.sort(key=lambda table: (table["target"], table["profile"], table["rustc"]))
    TABLES.write_text(json.dumps(tables, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{len(counts)} counts written for {', '.join(key.values())}")
    return 0


def with_table(options):
    """The program against what was kept of it."""
    key = made_with(options.binary, options)
    print(", ".join(key.values()))
    if options.renew:
        return renew(key, count(options.binary, options))
    kept = next((table for table in load() if is_of(table, key)), None)
    if not kept:
        print("no counts are kept of this compiler, profile and target, so none are compared; kept are those of")
        for table in load():
            print("  " + ", ".join(table[name] for name in key))
        print("--against COMMIT compares two commits with this compiler, --renew keeps its counts")
        return 0
    for name, here in machine().items():
        if kept[name] != here:
            print(f"note: the table was made with {name} {kept[name]}, here is {here}")
    counts = count(options.binary, options)
    old = {name: steps for name, steps in kept["counts"].items() if not options.only or name in counts}
    return conclude(*compare(old, counts, options.tolerance), options, renewable=True)


def with_program(old, new, options):
    """Two programs; what both do is this tree's samples with this tree's fonts."""
    return conclude(*compare(count(old, options), count(new, options), options.tolerance), options, renewable=False)


def build(commit, folder, name):
    """The program of a commit, built by the compiler that is used here, whatever that commit's tree asks for."""
    tree, target = folder / name, folder / "target"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=ROOT, check=True)
    # Both trees have one folder for what they share, the crates they use.
    environment = os.environ | {"CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "0"}
    if toolchain := said_by("rustup", "show", "active-toolchain"):
        environment["RUSTUP_TOOLCHAIN"] = toolchain.split()[0]
    command = ["cargo", "build", "--quiet", "--profile", "dist", "--locked"]
    print(f"building {name}, {commit[:12]}", flush=True)
    subprocess.run(command, cwd=tree, env=environment, check=True, timeout=60 * PATIENCE)
    program = folder / f"nianbao-{name}"
    shutil.copy(target / "dist/nianbao", program)
    return program


def with_commit(options):
    """Two commits. What is not committed here has no part in it."""
    commits = [said_by("git", "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") for name in (options.against, "HEAD")]
    if not all(commits):
        raise RuntimeError(f"no commit {options.against}")
    with tempfile.TemporaryDirectory(prefix="nianbao-commits-") as folder:
        folder = Path(folder)
        try:
            old, new = (build(commit, folder, name) for commit, name in zip(commits, ("old", "new")))
            return with_program(old, new, options)
        finally:
            for name in ("old", "new"):
                if (folder / name).exists():
                    subprocess.run(["git", "worktree", "remove", "--force", folder / name], cwd=ROOT, check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=Path, default=ROOT / "target/dist/nianbao")
    parser.add_argument("--only", nargs="*", help="only runs with one of these words in their names, as verify")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE, help="in %%")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--profile", help="else the name of the program's folder")
    parser.add_argument("--target", help="else as the folder above says, or this machine's")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="profiles for callgrind_annotate; of use where symbols are not stripped")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--renew", action="store_true")
    way.add_argument("--against", metavar="COMMIT")
    way.add_argument("--against-binary", type=Path, metavar="B")
    options = parser.parse_args()
    if options.renew and options.only:
        parser.error("a table is written whole")
    if options.keep:
        options.keep = options.keep.resolve()
        options.keep.mkdir(parents=True, exist_ok=True)
    try:
        if options.against:
            return with_commit(options)
        if options.against_binary:
            return with_program(options.against_binary, options.binary, options)
        return with_table(options)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

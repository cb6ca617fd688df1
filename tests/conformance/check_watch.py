#!/usr/bin/env python3
"""From a save to the finished files: check_watch.py NIANBAO [SAVES].

Starts `watch` in a folder of its own and saves the form SAVES times (20 unless told), in turns in
place and by renaming, as editors do, each time with another number. Shows how long it takes from
the save until the last of the DOCX, PDF and text is renamed into its place, as somebody sees who
looks at the folder all the time. Speed is no test: it fails only when the files do not come
within some seconds, or when the folder has other files in the end.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "../../samples/003-corrected-2023.yaml")
NUMBER = "674913"
FILES = ["r.docx", "r.pdf", "r.txt"]
SECONDS = 20


class Missing(Exception):
    """What did not come."""


def marks(folder):
    """The files by what changes when another one is renamed into their place."""
    found = []
    for name in FILES:
        try:
            about = os.stat(os.path.join(folder, name))
            found.append((about.st_ino, about.st_mtime_ns))
        except FileNotFoundError:
            found.append(None)
    return found


def wait(folder, before):
    """Waits until all files are others than before; when that was."""
    end = time.monotonic() + SECONDS
    while True:
        now = marks(folder)
        seen = time.monotonic()
        if all(new is not None and new != old for new, old in zip(now, before)):
            return seen
        if seen > end:
            raise Missing(f"no new files within {SECONDS} s")
        time.sleep(0.0002)


def save(form, text, renames):
    """Saves the form in place or by renaming; when that was done."""
    if renames:
        with open(form + ".new", "w", encoding="utf-8") as new:
            new.write(text)
        os.replace(form + ".new", form)
    else:
        with open(form, "w", encoding="utf-8") as new:
            new.write(text)
    return time.monotonic()


def show(name, times):
    """The figures of one way to save, in milliseconds."""
    figures = [f"{1000 * value:6.1f}" for value in (min(times), statistics.median(times), max(times))]
    print(f"{name:<12} {len(times):3} saves  least {figures[0]}  median {figures[1]}  most {figures[2]} ms")


def measure(program, saves, folder):
    """Saves the form again and again; the times in place and those by renaming."""
    with open(SAMPLE, encoding="utf-8") as sample:
        text = sample.read()
    assert NUMBER in text
    form = os.path.join(folder, "form.yaml")
    save(form, text, False)
    before = marks(folder)
    command = [os.path.abspath(program), "watch", "form.yaml", "--name", "r"]
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    times = ([], [])
    try:
        wait(folder, before)
        for number in range(saves):
            time.sleep(0.5)
            if child.poll() is not None:
                raise Missing(f"it has ended with {child.returncode}")
            before = marks(folder)
            changed = text.replace(NUMBER, f"{674000 + number}")
            saved = save(form, changed, number % 2 == 1)
            times[number % 2].append(wait(folder, before) - saved)
            with open(os.path.join(folder, "r.txt"), encoding="utf-8") as report:
                if f"{674000 + number}" not in report.read():
                    raise Missing(f"the text of save {number}")
    finally:
        child.kill()
        child.wait()
    return times


def main():
    program, saves = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        try:
            in_place, renamed = measure(program, saves, folder)
        except Missing as missing:
            sys.exit(f"watch: {missing}")
        left = sorted(set(os.listdir(folder)) - {"form.yaml", ".nianbao-lock", *FILES})
        if left:
            sys.exit(f"watch: files that nobody asked for: {left}")
    show("in place", in_place)
    if renamed:
        show("by renaming", renamed)
        show("both", in_place + renamed)


main()

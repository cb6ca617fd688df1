#!/usr/bin/env python3
"""Many forms in one command: check_batch.py NIANBAO [FORMS].

Makes FORMS different forms (1,000 unless told) of the clean example and runs, each as a
process of its own, `build` of all to DOCX, PDF and text, `check` of all, and `check` of as
many faulty ones in JSON. Asserts what comes out — exit codes, number of files, one JSON
document with every form's findings — and the resident memory that it takes; shows the times,
which say whether both cores are busy where nothing else runs.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "../../samples/003-corrected-2023.yaml")
AGENCY = "机关: 张家港市人民政府"
BALANCED = "结转下年度:            [ 44"
MB = 1 << 20


class Run:
    """What one run of the program took and gave."""

    def __init__(self, name, command, folder):
        self.out = os.path.join(folder, f"stdout of {name}")
        begin = time.monotonic()
        with open(self.out, "wb") as stdout:
            child = subprocess.Popen(command, cwd=folder, stdout=stdout, stderr=subprocess.PIPE)
            self.stderr = child.stderr.read().decode()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.monotonic() - begin
        self.code = child.returncode
        self.cpu = usage.ru_utime + usage.ru_stime
        self.user = usage.ru_utime
        self.memory = usage.ru_maxrss * 1024
        print(
            f"{name:<28} exit {self.code}  {self.wall:7.2f} s wall  {self.cpu:7.2f} s cpu"
            f"  {self.memory / MB:6.1f} MB resident  {self.cpu / self.wall:4.2f} cores"
        )

    def read(self):
        """What it printed. Read after all runs: a child begins with the memory of this process."""
        with open(self.out, encoding="utf-8") as stdout:
            return stdout.read()


def forms(folder, count, faulty):
    """Writes the forms; a faulty one does not balance and lacks its number in the text."""
    with open(SAMPLE, encoding="utf-8") as sample:
        text = sample.read()
    assert AGENCY in text and BALANCED in text
    if faulty:
        text = text.replace(BALANCED, BALANCED.replace("44", "45"))
    os.makedirs(folder)
    for number in range(count):
        own = text.replace(AGENCY, f"{AGENCY.replace('人民政府', '')}第{number}局", 1)
        own = own.replace("行政许可: 674913", f"行政许可: {674913 + number}", 1)
        with open(os.path.join(folder, f"{number:05}.yaml"), "w", encoding="utf-8") as form:
            form.write(own)


def main():
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        forms(os.path.join(folder, "sound"), count, faulty=False)
        forms(os.path.join(folder, "faulty"), count, faulty=True)

        build = [program, "build", "sound", "-o", "out"]
        built = Run(f"build {count}", build, folder)
        assert built.code == 0, built.stderr
        files = sorted(os.listdir(os.path.join(folder, "out")))
        assert len(files) == 3 * count, f"{len(files)} files"
        assert built.memory <= 100 * MB, "memory of build"
        print(f"    {1000 * built.cpu / count:.1f} ms of CPU a form")

        again = Run(f"build {count} again", build, folder)
        sound = Run(f"check {count}", [program, "check", "sound"], folder)
        one = ["taskset", "-c", "0", program, "check", "sound"]
        alone = Run(f"check {count} on one core", one, folder)
        people = Run(f"check {count} faulty", [program, "check", "faulty"], folder)
        command = [program, "check", "faulty", "--format"]
        faulty = Run(f"check {count} faulty, JSON", [*command, "json"], folder)
        sarif = Run(f"check {count} faulty, SARIF", [*command, "sarif"], folder)
        command = [program, "check", "faulty", "sound", "--summary", "out.xlsx"]
        summed = Run(f"check {2 * count}, summary", command, folder)
        print(f"    throughput of {cores} cores to one: {alone.wall / sound.wall:.2f}")
        for run in (sound, people, faulty, sarif, summed):
            assert run.memory <= 200 * MB, "memory of check"

        assert again.code == 0 and "更新" not in again.read() and "新建" not in again.read()
        assert sorted(os.listdir(os.path.join(folder, "out"))) == files, "files left over"
        assert sound.code == 0 and f"{count} 份" in sound.read(), sound.stderr
        assert faulty.code == 1 and people.code == 1 and summed.code == 1
        document = json.loads(faulty.read())
        # One slip is one error; the balance that follows from it is counted under it.
        assert document["errors"] == count, document["errors"]
        causes = [finding for finding in document["findings"] if "caused_by" not in finding]
        assert len(causes) == document["errors"] + document["warnings"] + document["hints"], len(causes)
        places = [finding["places"][0]["file"] for finding in document["findings"]]
        assert places == sorted(places), "findings are not in the order of the forms"
        log = json.loads(sarif.read())
        assert len(log["runs"][0]["results"]) == len(document["findings"])


if __name__ == "__main__":
    main()

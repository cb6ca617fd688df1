#!/usr/bin/env python3
"""The program as an icon starts it: check_desktop.py NIANBAO.

Starts it in a pseudo terminal, in a folder whose name has blanks, `&`, `%` and Chinese, with the
page beside it and a browser that only notes what it is given: whether the page or the reports of
dropped forms come, whether it waits until Enter, and whether a shell and a script see nothing of it.
"""

import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../..")
SAMPLE = os.path.join(ROOT, "samples/003-corrected-2023.yaml")
FAULTY = os.path.join(ROOT, "samples/004-baoshuiqu-2020.yaml")
REPORT = "张家港市人民政府2023年政府信息公开工作年度报告"
PROMPT = "按回车键关闭"
HELP = "一份报告的做法"
SECONDS = 60
# How long a program is looked at that must not end.
PATIENCE = 0.7
ICON = {"NIANBAO_DESKTOP": "1"}


class Wrong(Exception):
    """What is not as it should be."""


class Desk:
    """A program in a folder of its own, and a browser that writes down what it is given."""

    def __init__(self, program, folder):
        self.home = os.path.join(folder, "年报 100% & 'b'")
        self.bin = os.path.join(folder, "bin")
        self.noted = os.path.join(folder, "noted")
        os.makedirs(self.home)
        os.makedirs(self.bin)
        self.program = os.path.join(self.home, "nianbao")
        shutil.copy(program, self.program)
        self.page = os.path.join(self.home, "nianbao.html")
        self.put(self.page)

    def put(self, path, text=""):
        """Writes a file."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def opener(self, name, code, before=""):
        """Puts a program where browsers are looked for that notes its arguments and ends with a code."""
        path = os.path.join(self.bin, name)
        note = f"for a in {name} \"$@\"; do printf '%s\\n' \"$a\"; done >> '{self.noted}'\n"
        self.put(path, f"#!/bin/sh\n{before}\n{note}exit {code}\n")
        os.chmod(path, 0o755)

    def form(self, sample, name):
        """Puts a copy of a sample into the folder."""
        path = os.path.join(self.home, name)
        shutil.copy(sample, path)
        return path

    def notes(self):
        """What was given to browsers since the last time."""
        if not os.path.exists(self.noted):
            return []
        with open(self.noted, encoding="utf-8") as file:
            lines = file.read().splitlines()
        os.remove(self.noted)
        return lines

    def environment(self, more):
        """That of a clerk's session, with nothing that this machine sets of its own."""
        mine = {"PATH": self.bin, "HOME": self.home, "TERM": "xterm", "LANG": "C.UTF-8"}
        fonts = os.path.abspath(os.path.join(ROOT, "templates/fonts"))
        return mine | {"NIANBAO_FONTS": fonts, "NIANBAO_SYSTEM_FONTS": "no", "NO_COLOR": "1"} | more


class Session:
    """A run of the program in a terminal of its own."""

    def __init__(self, desk, arguments, more):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir("/")
            os.execve(desk.program, ["nianbao", *arguments], desk.environment(more))
        self.bytes = b""

    @property
    def said(self):
        """What it said so far."""
        return self.bytes.decode("utf-8", "replace")

    def read(self, seconds):
        """Reads until nothing comes for so long; whether the program has gone."""
        while select.select([self.terminal], [], [], seconds)[0]:
            try:
                piece = os.read(self.terminal, 65536)
            except OSError:
                piece = b""
            if not piece:
                return True
            self.bytes += piece
        return False

    def wait_for_prompt(self):
        """Reads until it asks for Enter, and a while longer: it must wait."""
        end = time.monotonic() + SECONDS
        while PROMPT not in self.said:
            if self.read(0.1) or time.monotonic() > end:
                raise Wrong(f"it does not wait for Enter:\n{self.said}")
        if self.read(PATIENCE):
            raise Wrong(f"it ends before Enter:\n{self.said}")

    def press_enter(self):
        os.write(self.terminal, b"\n")

    def end(self):
        """Reads to the end; the exit code."""
        end = time.monotonic() + SECONDS
        while not self.read(0.1):
            if time.monotonic() > end:
                os.kill(self.pid, 9)
                raise Wrong(f"it does not end:\n{self.said}")
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)


def same(found, expected, what):
    if found != expected:
        raise Wrong(f"{what}: {found!r}, expected {expected!r}")


def waits(desk, arguments, more=ICON):
    """Runs what must wait for Enter; what it said, and the exit code."""
    session = Session(desk, arguments, more)
    session.wait_for_prompt()
    session.press_enter()
    code = session.end()
    return session.said, code


def goes_through(desk, arguments, more):
    """Runs what must end by itself and open nothing; what it said, and the exit code."""
    session = Session(desk, arguments, more)
    code = session.end()
    if PROMPT in session.said:
        raise Wrong(f"{arguments} {more} waits:\n{session.said}")
    same(desk.notes(), [], f"browsers of {arguments} {more}")
    return session.said, code


def says(said, words):
    for word in words:
        if word not in said:
            raise Wrong(f"“{word}” is not said:\n{said}")


def check_page(desk):
    """An icon opens the page by the first browser that takes it; a shell only hears of it."""
    said, code = waits(desk, [])
    says(said, ["没有打开浏览器", "nianbao.html"])
    same(code, 2, "code without a browser")
    desk.opener("x-www-browser", 0)
    desk.opener("xdg-open", 3)
    waits(desk, [])
    same(desk.notes(), ["xdg-open", desk.page, "x-www-browser", desk.page], "browsers")
    desk.opener("xdg-open", 0)
    said, code = waits(desk, [])
    says(said, ["已在浏览器里打开", desk.page, "拖到程序图标上", "nianbao --help"])
    same((desk.notes(), code), (["xdg-open", desk.page], 0), "browser and code")
    # A browser that stays open is waited for no longer than a second, and outlives the terminal.
    desk.opener("xdg-open", 0, "/bin/sleep 4")
    waits(desk, [])
    same(desk.notes(), [], "a browser that is still open")
    time.sleep(4)
    same(desk.notes(), ["xdg-open", desk.page], "a browser whose terminal has closed")
    desk.opener("xdg-open", 0)
    said, code = goes_through(desk, [], {})
    says(said, [HELP, desk.page])
    same(code, 2, "code in a shell")
    said, code = goes_through(desk, [], ICON | {"CI": "true"})
    same((HELP in said, desk.page in said, code), (True, False, 2), "help, page and code under CI")


def check_folders(desk):
    """The page may lie where systems keep what belongs to programs; without one that is said."""
    os.remove(desk.page)
    said, code = waits(desk, [])
    says(said, [HELP, "程序旁边没有网页"])
    same((desk.notes(), code), ([], 2), "browser and code without a page")
    shared = os.path.join(os.path.dirname(desk.home), "share/nianbao")
    os.makedirs(shared)
    desk.put(os.path.join(shared, "nianbao.html"))
    waits(desk, [])
    same(desk.notes(), ["xdg-open", os.path.join(shared, "nianbao.html")], "browser")


def check_forms(desk):
    """Dropped forms are built beside themselves; a shell waits for nobody."""
    form, faulty = desk.form(SAMPLE, "表 1&2.yaml"), desk.form(FAULTY, "错.yaml")
    before = set(os.listdir(desk.home))
    said, code = waits(desk, [form])
    says(said, ["没有发现问题", f"新建  {desk.home}/{REPORT}.pdf"])
    made = {f"{REPORT}.{kind}" for kind in ("docx", "pdf", "txt")}
    same((set(os.listdir(desk.home)) - before - {".nianbao-lock"}, code), (made, 0), "files and code")
    said, code = waits(desk, [form, faulty])
    says(said, ["T101", "没有生成报告", "改好并保存以后"])
    same(code, 1, "code of two forms")
    said, code = waits(desk, [os.path.join(desk.home, f"{REPORT}.docx")])
    same(code, 0, "code of a report")
    says(said, ["nianbao import"])
    said, code = goes_through(desk, [form], {})
    says(said, ["无变化"])
    same(code, 0, "code in a shell")
    _, code = goes_through(desk, ["check", form], ICON)
    same(code, 0, "code of a verb")


def check_scripts(desk):
    """Without a terminal on both sides all is as without a desktop."""
    form = os.path.join(desk.home, "表 1&2.yaml")
    for arguments, word in ([], HELP), ([form], "这个命令"):
        for more in {}, ICON:
            done = subprocess.run(
                [desk.program, *arguments],
                env=desk.environment(more),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
            says(done.stdout + done.stderr, [word])
            same(done.returncode, 2, f"code of {arguments} in a script")
    same(desk.notes(), [], "browsers of scripts")


def main():
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(sys.argv[1], folder)
        try:
            for check in check_page, check_folders, check_forms, check_scripts:
                check(desk)
        except Wrong as wrong:
            sys.exit(f"desktop: {wrong}")
    print("pages, dropped forms, waiting, shells and scripts")


main()

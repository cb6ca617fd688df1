#!/usr/bin/env python3
"""Accept and reject all changes of a redlined report in LibreOffice: check_redline.py NIANBAO DIR OLD NEW [OLD NEW …]
(Debian's python3-uno). The redlined files stay in DIR.

Accepted, it must say what the new report says, rejected what the old one says. Exit 1 on any difference.
"""
import difflib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PIPE = "nianbao-redline"


def prop(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


def connect(folder):
    """An office of its own, and its desktop."""
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile", f"--accept=pipe,name={PIPE};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
            manager = context.ServiceManager
            return office, manager.createInstanceWithContext("com.sun.star.frame.Desktop", context), \
                manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        except NoConnectException:
            time.sleep(0.25)
    sys.exit("LibreOffice does not start")


def text(desktop, dispatcher, path, command=None):
    """A document's text, cells and all, after a command."""
    document = desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, (prop("Hidden", True),))
    if command:
        dispatcher.executeDispatch(document.getCurrentController().getFrame(), command, "", 0, ())
        assert not document.Redlines.createEnumeration().hasMoreElements(), f"{path}: {command} leaves changes"
    out = path.with_suffix(".txt")
    document.storeToURL(out.resolve().as_uri(), (prop("FilterName", "Text (encoded)"), prop("FilterOptions", "UTF8,LF")))
    document.close(True)
    return out.read_text(encoding="utf-8-sig").splitlines()


def report(program, form, folder, name):
    """The report of a form as DOCX, whole or as a draft."""
    subprocess.run([program, "build", str(form), "--to", "docx", "--draft", "-o", str(folder / name), "--date", "2024-05-06"], capture_output=True, check=False)
    return next((folder / name).glob("*.docx"))


def main():
    program, kept, *forms = sys.argv[1:]
    kept = Path(kept)
    kept.mkdir(parents=True, exist_ok=True)
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        office, desktop, dispatcher = connect(folder)
        try:
            for at, (old, new) in enumerate(zip(forms[::2], forms[1::2])):
                redlined = kept / f"{at}.docx"
                subprocess.run([program, "diff", old, new, "--format", "docx", "--redline", "-o", str(redlined)], capture_output=True, check=False)
                for command, form, name in ((".uno:AcceptAllTrackedChanges", new, "new"), (".uno:RejectAllTrackedChanges", old, "old")):
                    got = text(desktop, dispatcher, redlined, command)
                    wanted = text(desktop, dispatcher, report(program, form, folder, f"{at}{name}"))
                    different = [line for line in difflib.unified_diff(wanted, got, name, command, lineterm="", n=0)]
                    faults += bool(different)
                    print(f"{old} → {new}: {command[5:11].lower()}ed is {'not ' if different else ''}the {name} report")
                    print("\n".join(different[:12]), end="\n" if different else "")
        finally:
            try:
                desktop.terminate()
            except Exception:  # noqa: BLE001 — the office answers no more once it ends
                pass
            office.wait(60)
    sys.exit(bool(faults))


main()

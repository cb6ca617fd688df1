#!/usr/bin/env python3
"""Import reports back into forms: check_import.py NIANBAO [WORK] (needs LibreOffice Writer and poppler-utils; works in WORK, else in a
folder that it removes).

Every form of samples/ and tests/published/ and one with charts and pictures is built as DOCX, PDF (tagged; without tags; with the
wide table on a page of its own that lies across, and rows that flow), text and HTML. Each is imported and compared with its form by
`nianbao diff`; a form with errors is built as a draft. Then the same of the DOCX after LibreOffice: written anew, by way of ODT, as
HTML, as PDF. Then every document of tests/published/ against its true form. Then what copying makes of the PDF and of the DOCX, as
text: there cells and paragraphs may be lost, which the import must tell, but no number may stand in another's cell.

Cells count as they print, texts with their placeholders filled in. What a kind does not carry is in NOT_CARRIED, with the reason;
anything else that differs is shown, path by path. A cell is "lost" where it is blank in the import, or a total that it leaves to be
computed, and "wrong" where it says anything else than it must. Exit 1 if anything is wrong or lost, or a document is not read.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SECONDS = 60
OFFICE_SECONDS = 600

OURS = "docx pdf pdf-2u pdf-flow txt html"
OFFICE = "docx-docx docx-odt-docx docx-html docx-pdf"
TRUTHS = "published"
# Text copied from a document, lines and cells in disorder: only what is wrong counts.
COPIED = "pdf-raw pdf-layout docx-txt"

# What a kind does not carry and is no fault: kinds, the value's path as a pattern, what must hold of both sides (None where a
# side has none), and why.
EVERY = f"{OURS} {OFFICE} {COPIED}"
NOT_CARRIED = [
    (EVERY, r"简称", lambda old, new: new is None, "the short name prints nowhere by itself"),
    (EVERY, r"上年", lambda old, new: new is None, "where last year's form lies prints nowhere"),
    (EVERY, r"图表", lambda old, new: new is None, "whether charts are drawn is no value of a report"),
    (EVERY, r"盖章", lambda old, new: new is None, "room for a seal is blank"),
    (EVERY, r"统计期限(\..*)?", lambda old, new: new is None, "printed only within the lead"),
    (EVERY, r"索引号", lambda old, new: new is None, "printed nowhere; the properties of DOCX and PDF have it as their identifier"),
    (EVERY.replace(" html ", " "), r"网站\..*", lambda old, new: new is None, "printed nowhere; only HTML has it, in its head"),
    (f"{EVERY} {TRUTHS}", r"网站\..*", lambda old, new: old is None, "a page says it of itself, a form need not"),
]
# The same of single documents: kinds, form, path, what is found there, why.
SINGLE = [
    (EVERY, "004-baoshuiqu-2020", r"机关", r"保税区（金港镇）", "the title shortens the agency, and nothing else names it"),
    ("docx-pdf", "figures-2023", r"网站\.关键词", r"政府信息公开, 年度报告", "LibreOffice writes keywords apart by blanks"),
    (
        "docx-pdf", "13-dongling-shijianju", r"printed: 本报告包括.*", r"本报告包括总体情况主动公开.*",
        "LibreOffice 7.4 paints no mark that hangs behind a line: poppler and MuPDF miss it too",
    ),
]

# Documents after LibreOffice: all samples and these of tests/published/.
THROUGH_OFFICE = ("03", "06", "07", "12", "13")

KINDS = {".docx", ".pdf", ".txt", ".html", ".mhtml", ".xlsx"}
# Copying loses the width of punctuation, the import gives it back: texts are compared with all of it wide.
WIDE = str.maketrans({",": "，", ":": "：", ";": "；", "(": "（", ")": "）"})
PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
FIGURE = re.compile(r"!\[.*\]\(.*\)$")
CAPTION = re.compile(r"图\d+(?!中)")
# Numbers of a row that has its total.
WITH_TOTAL = (5, 7)
LOST, WRONG = "lost ", "wrong "


class Tally:
    """What was compared of one kind."""

    def __init__(self):
        self.documents = self.unread = self.cells = self.wrong = self.lost = self.texts = self.values = 0

    def faults(self, kind):
        return self.wrong if kind in COPIED.split() else self.unread + self.wrong + self.lost + self.texts + self.values


class Judge:
    def __init__(self, program, work):
        self.program, self.work = program, work
        self.tallies, self.told, self.allowed = {}, [], {}

    def run(self, *arguments):
        command = [str(self.program), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd=self.work)

    def judge(self, kind, form, document, given=()):
        """One document of a kind against its form."""
        tally = self.tallies.setdefault(kind, Tally())
        tally.documents += 1
        name = f"{kind}  {form.stem}"
        if not document or not document.is_file():
            tally.unread += 1
            self.told.append((name, "the document is missing", []))
            return
        imported = self.work / "imported" / kind / f"{form.stem}.yaml"
        imported.parent.mkdir(parents=True, exist_ok=True)
        took = self.run("import", document, "-o", imported, "--force", *given)
        if not imported.is_file():
            tally.unread += 1
            self.told.append((name, f"not imported, exit {took.returncode}", (took.stdout + took.stderr).splitlines()[:6]))
            return
        compared = self.run("diff", form, imported, "--format", "json")
        try:
            comparison = json.loads(compared.stdout)
        except json.JSONDecodeError:
            tally.unread += 1
            self.told.append((name, f"no comparison, exit {compared.returncode}", (compared.stdout + compared.stderr).splitlines()[:6]))
            return
        tree = self.tree_of(imported)
        tally.cells += sum(leaves(tree.get(table)) for table in ("主动公开", "申请", "复议诉讼"))
        lines = list(self.differences(kind, tally, comparison, tree))
        if kind in COPIED.split():
            lines = [line for line in lines if line.startswith(WRONG)]
        if lines:
            self.told.append((name, f"{document}", lines))

    def tree_of(self, form):
        """A form's values as they are typed."""
        json_file = self.work / "tree.json"
        json_file.unlink(missing_ok=True)
        self.run("convert", form, json_file, "--force")
        return json.loads(json_file.read_text("utf-8")) if json_file.is_file() else {}

    def differences(self, kind, tally, comparison, tree):
        """What differs and should not, a line each."""
        form = Path(comparison["old"]["file"]).stem
        values = [(key, comparison["old"][key], comparison["new"][key]) for key in ("year", "format")]
        values += [(value["path"], value["old"], value["new"]) for value in comparison["values"]]
        told = []
        values += [
            (records["path"], json.dumps(records["old"], ensure_ascii=False), json.dumps(records["new"], ensure_ascii=False))
            for records in comparison["records"]
        ]
        for path, old, new in values:
            if old != new and self.must_be_same(kind, form, path, old, new):
                tally.values += 1
                told += [printed(str(said)) for said in (old, new) if said]
                yield shown(path, old, new)
        for cell in comparison["cells"]:
            if cell["how"] == "stated" and cell["old"] == cell["new"]:
                continue
            # A total that the import does not state is computed from what it has.
            lost = not cell["new"].strip() or cell["how"] == "moved" and not states(tree, cell["path"].split("."))
            tally.lost += lost
            tally.wrong += not lost
            yield shown((LOST if lost else WRONG) + cell["path"], cell["old"], cell["new"])
        for text in comparison["texts"]:
            old, new = as_printed(text["old"]), as_printed(text["new"])
            # The lead of a form that has none is the standard's; it is judged by what prints.
            if says_same(old, new) or text["path"] == "引言" and not old and len(new) == 1:
                continue
            tally.texts += 1
            told += [*old, *new]
            yield from shown_lines(text["path"], old, new)
        # What prints otherwise, though nothing as it is typed tells of it; where sentences end may differ with the width of marks.
        sections = {}
        for sentence in comparison["sentences"]:
            for side in (0, 1):
                said = printed(sentence[("old", "new")[side]] or "")
                if said and not CAPTION.match(said) and not any(said in line for line in told):
                    sections.setdefault(sentence["section"] or "the lead", ["", ""])[side] += said
        for section, (old, new) in sections.items():
            if old != new and self.must_be_same(kind, form, f"printed: {old or new}", old or None, new or None):
                tally.texts += 1
                yield from shown_lines(f"printed in {section}", [old], [new])

    def must_be_same(self, kind, form, path, old, new):
        """Whether a kind must carry the value; that it need not is noted."""
        for kinds, pattern, holds, why in NOT_CARRIED:
            if kind in kinds.split() and re.fullmatch(pattern, path) and holds(old, new):
                self.allowed[path, why] = self.allowed.get((path, why), 0) + 1
                return False
        for kinds, stem, pattern, found, why in SINGLE:
            if kind in kinds.split() and stem == form and re.fullmatch(pattern, path) and re.fullmatch(found, new or ""):
                self.allowed[form, why] = self.allowed.get((form, why), 0) + 1
                return False
        return True


def as_printed(lines):
    """Lines of a text as they print, figures and their captions apart."""
    return [printed(line) for line in lines if not FIGURE.match(line) and not CAPTION.match(line)]


def printed(text):
    """A text without what no import tells: bold type and the width of punctuation."""
    return text.replace("**", "").translate(WIDE)


def states(tree, path):
    """Whether a form states a cell and does not leave it to be computed; lists of numbers have their total last."""
    for at, key in enumerate(path):
        if isinstance(tree, list):
            return at == len(path) - 1 and (key != "总计" or len(tree) in WITH_TOTAL and tree[-1] is not None)
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree is not None


def leaves(tree):
    """How many cells there are: what is no table of others; a number with a note is one."""
    if isinstance(tree, dict):
        return 1 if "值" in tree else sum(map(leaves, tree.values()))
    if isinstance(tree, list):
        return sum(map(leaves, tree))
    return 1


def says_same(old, new):
    """Whether lines as imported are the lines as typed, with something in the place of each placeholder."""
    if len(old) != len(new):
        return False
    for typed, found in zip(old, new):
        pattern = ".*?".join(map(re.escape, PLACEHOLDER.split(typed)))
        if not re.fullmatch(pattern, found):
            return False
    return True


def shown(path, old, new):
    return f"{path}\n      expected {shorten(old)}\n      found    {shorten(new)}"


def shorten(value, limit=300):
    said = "nothing" if value is None or value == "" else str(value)
    return said if len(said) <= limit else said[:limit] + f"… ({len(said)} characters)"


def shown_lines(path, old, new):
    """The first lines that differ, from shortly before the difference."""
    if len(old) != len(new):
        yield f"{path}: {len(old)} lines expected, {len(new)} found"
    told = 0
    for number in range(max(len(old), len(new))):
        expected, found = (lines[number] if number < len(lines) else None for lines in (old, new))
        if expected is not None and found is not None and says_same([expected], [found]):
            continue
        start = 0
        if expected and found:
            start = max(len(os.path.commonprefix([expected, found])) - 12, 0)
        cut = lambda line: line if line is None else ("…" if start else "") + line[start:start + 120]
        yield shown(f"{path}#{number + 1}", cut(expected), cut(found))
        told += 1
        if told == 3 or len(old) != len(new):
            return


def convert(work, kind, files, out):
    """Many files in one run of LibreOffice; a filter may follow the kind."""
    out.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "FONTCONFIG_FILE": str(HERE / "fonts.conf"), "HOME": str(work)}
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{work}/profile", "--convert-to", kind, "--outdir", str(out), *map(str, files)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=OFFICE_SECONDS, env=environment)


def build(judge, form):
    """The report of a form by kind, as a draft where there is no other way."""
    out = judge.work / "built" / form.stem
    fonts = ROOT / "templates/fonts"
    common = ["--name", "report", *(["--fonts", fonts] if fonts.is_dir() else [])]
    draft = []
    if judge.run("build", form, "-o", out, "--to", "docx,pdf,txt,html", *common).returncode == 1:
        draft = ["--draft"]
        judge.run("build", form, "-o", out, "--to", "docx,pdf,txt,html", *common, *draft)
    judge.run("build", form, "-o", out / "2u", "--to", "pdf", "--pdf", "2u", *common, *draft)
    judge.run("build", form, "-o", out / "flow", "--to", "pdf", "--landscape", "申请", "--tables", "flow", *common, *draft)
    name = "report（草稿）" if draft else "report"
    files = {kind: out / f"{name}.{kind}" for kind in ("docx", "pdf", "txt", "html")}
    return {**files, "pdf-2u": out / f"2u/{name}.pdf", "pdf-flow": out / f"flow/{name}.pdf"}, bool(draft)


def through_office(judge, forms, built):
    """The DOCX of these forms as LibreOffice writes them, by kind and form."""
    folder = judge.work / "office"
    source = folder / "source"
    source.mkdir(parents=True)
    for form in forms:
        shutil.copy(built[form]["docx"], source / f"{form.stem}.docx")
    files = sorted(source.glob("*.docx"))
    convert(judge.work, "docx:MS Word 2007 XML", files, folder / "docx-docx")
    convert(judge.work, "odt", files, folder / "odt")
    convert(judge.work, "docx:MS Word 2007 XML", sorted((folder / "odt").glob("*.odt")), folder / "docx-odt-docx")
    convert(judge.work, "html:HTML (StarWriter)", files, folder / "docx-html")
    convert(judge.work, "pdf", files, folder / "docx-pdf")
    convert(judge.work, "txt:Text (encoded):UTF8", files, folder / "docx-txt")
    for kind in [*OFFICE.split(), "docx-txt"]:
        for form in forms:
            yield kind, form, folder / kind / f"{form.stem}.{kind.rsplit('-', 1)[1]}"


def copied(judge, form, pdf):
    """The text of a PDF as viewers copy it, by kind."""
    for kind in ("pdf-raw", "pdf-layout"):
        text = judge.work / kind / f"{form.stem}.txt"
        text.parent.mkdir(exist_ok=True)
        subprocess.run(["pdftotext", "-" + kind.split("-")[1], str(pdf), str(text)], check=True, timeout=SECONDS)
        yield kind, text


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    program = Path(sys.argv[1]).resolve()
    os.environ.update(NIANBAO_SYSTEM_FONTS="no", LC_ALL="C.UTF-8")
    if len(sys.argv) == 3:
        work = Path(sys.argv[2]).resolve()
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        sys.exit(judged(Judge(program, work)))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(judged(Judge(program, Path(folder))))


def judged(judge):
    samples = sorted((ROOT / "samples").glob("*.yaml"))
    published = sorted((ROOT / "tests/published").glob("*.yaml"))
    figures = [ROOT / "tests/forms/figures-2023.yaml"]
    built, drafts = {}, []
    for form in samples + published + figures:
        built[form], draft = build(judge, form)
        drafts += [form.stem] if draft else []
    for kind in OURS.split():
        for form in samples + published + figures:
            judge.judge(kind, form, built[form][kind])
    chosen = samples + figures + [form for form in published if form.stem[:2] in THROUGH_OFFICE]
    for kind, form, file in through_office(judge, chosen, built):
        judge.judge(kind, form, file)
    for form in samples + published + figures:
        for kind, text in copied(judge, form, built[form]["pdf"]):
            judge.judge(kind, form, text)
    for document in sorted((ROOT / "tests/published").iterdir()):
        if document.suffix in KINDS:
            judge.judge(TRUTHS, document.with_suffix(".yaml"), document)
    return tell(judge, drafts)


def tell(judge, drafts):
    for name, about, lines in judge.told:
        print(f"{name}: {about}")
        for line in lines:
            print(f"    {line}")
    print(f"\ndrafts, since the forms have errors: {' '.join(drafts)}")
    print("not carried, and no fault:")
    for (path, why), count in sorted(judge.allowed.items()):
        print(f"  {count:4} {path}: {why}")
    row = "{:16}{:>10}{:>8}{:>10}{:>8}{:>8}{:>8}{:>8}".format
    print("\n" + row("kind", "documents", "unread", "cells", "wrong", "lost", "texts", "values"))
    total = 0
    for kind, tally in judge.tallies.items():
        print(row(kind, tally.documents, tally.unread, tally.cells, tally.wrong, tally.lost, tally.texts, tally.values))
        total += tally.faults(kind)
    documents = sum(tally.documents for tally in judge.tallies.values())
    print(f"{documents} documents imported, {total} faults")
    return 1 if total or not documents else 0


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The same report by this program and by Typst, side by side: check_typst.py NIANBAO [--rounds N] [--forms N] [--keep DIR].

Needs `pip install typst` (0.14 or newer) in the Python that runs this, and poppler-utils. It judges nothing but that both say the
same; it is for figures in documents and no part of what a change must pass.

What is compared. Typst gets a source with the text and the tables of `samples/003-corrected-2023.yaml`, taken from the program's own
HTML, and is asked for the same page: A4 with the margins, the faces of `templates/fonts/`, the sizes, line and character pitch and
the widths of columns of `templates/style/gbt9704.yaml`, justified by its own optimised line breaks, with headings, bookmarks, repeated
heads and page numbers; tables stay whole, as they do on the program's pages. Its PDF is made three ways: PDF/A-2a with PDF/UA-1 as
the program makes, tagged PDF 1.7 as Typst makes unless told otherwise, and without tags. It knows this one folder of fonts, none of
the system and none of its own. It checks no form, whereas the program reads the form, checks it and binds the text each time, in all
that is measured here. That both say the same is tried: the PDFs have each character equally often.

What is measured is CPU time, user and system of all threads, since wall time depends on what else the machine does.

- Whole process: the program's `build --to pdf` from start to exit. The package has no program of its own, so Typst's is a Python that
  imports it and compiles to a file; from it the median of a Python that only imports it is subtracted, which favours Typst, as any
  process has a start. Both write to the disk. The rounds take turns, so that a busy minute hits all.
- Warm: N reports that differ in the agency's name and in a number. The program builds them in one run; from it a run of one form is
  subtracted. Typst compiles them one after the other in one process, whose fonts are open and whose memory of earlier layouts is
  full, after a first one that does not count. The program's least is that of means of N reports, Typst's that of single ones, so
  that the medians are the better measure.
"""
import argparse
import html.parser
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "templates/fonts"
SAMPLE = ROOT / "samples/003-corrected-2023.yaml"
AGENCY, NUMBER = "张家港市人民政府", "674913"
WAYS = {"PDF/A-2a, PDF/UA-1": (["a-2a", "ua-1"], True), "PDF 1.7, tagged": (["1.7"], True), "PDF 1.7, no tags": (["1.7"], False)}
# Typst takes a last word Light for a weight, not for a part of the name, and would not find the face.
LIGHT, FACE = "Nianbao Latin Light", "Nianbao Latin Lucid"
VOID = {"meta", "link", "col", "br", "img"}

# The look of templates/style/gbt9704.yaml. A line is as high as its type, so that the pitch is type and leading together.
LOOK = r"""
#set document(title: "TITLE", author: "AGENCY", date: datetime(year: 2024, month: 1, day: 26))
#let latin(face) = (name: face, covers: "latin-in-cjk")
#let rest = ("Nianbao Rare", "Nianbao Song", "Nianbao Fallback")
#let body = (latin("LIGHT"), "Nianbao Fang", ..rest)
#let kai = (latin("LIGHT"), "Nianbao Kai", ..rest)
#let hei = ("Nianbao Hei", ..rest)
#let song = (latin("Nianbao Latin"), "Nianbao Song", ..rest)
#set page(
  paper: "a4", binding: left, margin: (top: 37mm, bottom: 35mm, inside: 28mm, outside: 26mm), footer-descent: 7mm,
  footer: context {
    set text(font: ("Nianbao Song", ..rest), size: 14pt)
    align(if calc.odd(counter(page).get().first()) { right } else { left }, pad(x: 14pt)[— #counter(page).display() —])
  },
)
#set text(font: body, size: 16pt, tracking: -0.207pt, lang: "zh", region: "cn", top-edge: 0.8em, bottom-edge: -0.2em)
#set par(justify: true, leading: 12.95pt, spacing: 12.95pt, first-line-indent: (amount: 2em, all: true))
#show title: set text(font: ("Nianbao Title", ..rest), size: 22pt, weight: "regular")
#show title: set par(leading: 11pt, first-line-indent: 0pt, justify: false)
#show title: set align(center)
#show heading: set text(font: kai, size: 16pt, weight: "regular")
#show heading.where(level: 1): set text(font: hei)
#show heading: set block(above: 12.95pt, below: 12.95pt)
#show heading: it => block(pad(left: 2em, it.body))
#set table(stroke: 0.5pt, inset: (x: 2.4pt, y: 3.5pt), align: (x, y) => center + horizon)
#show table: set block(breakable: false)
#show table: set text(font: song, size: 10.5pt, tracking: 0pt)
#show table: set par(leading: 3.5pt, first-line-indent: 0pt, justify: false)
#let band = rgb(219, 230, 242)
"""


class Report(html.parser.HTMLParser):
    """The program's HTML as lines of Typst."""

    def __init__(self):
        super().__init__()
        self.lines, self.text, self.inside = [], "", []
        self.columns, self.rows, self.heads = [], [], 0
        self.title = ""

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        classes = (attributes.get("class") or "").split()
        if tag == "col":
            self.columns.append(float(re.search(r"width:([\d.]+)%", attributes["style"])[1]))
        elif tag == "table":
            self.columns, self.rows, self.heads, self.centred = [], [], 0, "centred" in classes
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            spans = "".join(f", {name}: {attributes[name]}" for name in ("colspan", "rowspan") if name in attributes)
            stub = (attributes.get("scope", "").startswith("row") and not self.centred) or "corner" in classes and not self.centred
            look = (", fill: band" if "band" in classes else "") + (", align: left + horizon" if stub or "band" in classes else "")
            self.cell = f"table.cell({(spans + look).removeprefix(', ')})"
        if tag in ("p", "h1", "h2", "h3", "h4", "h5", "th", "td", "caption"):
            self.text = ""
        if tag == "span" and "h1" in self.inside and self.text:
            self.text += "\\ "
        if tag not in VOID:
            self.inside.append(tag)

    def handle_data(self, data):
        if "style" not in self.inside:
            self.text += re.sub(r"[\\#*_`$<>@~\[\]/\"'=+-]", r"\\\g<0>", data)

    def handle_endtag(self, tag):
        while self.inside.pop() != tag:
            pass
        if tag == "h1":
            self.title = self.text.replace("\\ ", "")
            self.lines.append(f"#title[{self.text}]\n#v(28.95pt)")
        elif tag in ("h2", "h3", "h4", "h5"):
            self.lines.append("=" * (int(tag[1]) - 1) + " " + self.text)
        elif tag == "p" and "div" in self.inside:
            self.lines.append(f"#align(right, pad(right: 4em)[{self.text}])")
        elif tag == "p":
            self.lines.append(self.text)
        elif tag in ("th", "td"):
            self.rows[-1].append(f"{self.cell}[{self.text}]")
        elif tag == "thead":
            self.heads = len(self.rows)
        elif tag == "table":
            widths = ", ".join(f"{156 * width / sum(self.columns):.3f}mm" for width in self.columns)
            rows = ["  " + ", ".join(row) + "," for row in self.rows]
            head = ["  table.header(", *rows[: self.heads], "  ),"] if self.heads else []
            self.lines.append("\n".join([f"#table(columns: ({widths}),", *head, *rows[self.heads :], ")"]))


def source(page):
    report = Report()
    report.feed(page)
    look = LOOK.replace("TITLE", report.title).replace("AGENCY", AGENCY).replace("LIGHT", FACE)
    return look + "\n" + "\n\n".join(report.lines) + "\n"


def faces(folder):
    """The folder of fonts for Typst: the same files, one under a name that it finds."""
    folder.mkdir(exist_ok=True)
    for path in FONTS.glob("*.ttf"):
        content = path.read_bytes()
        for encoding in ("utf-16-be", "ascii"):
            content = content.replace(LIGHT.encode(encoding), FACE.encode(encoding))
        (folder / path.name).write_bytes(content)
    return str(folder)


def others(text, number):
    """The same report of another agency with another number."""
    return text.replace(AGENCY, f"张家港市第{number}局").replace(NUMBER, str(int(NUMBER) + number))


def cpu(command, environment=None):
    """The seconds of CPU that one process took."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    said = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{command[0]}: exit {child.returncode}: {said[-800:]}")
    return usage.ru_utime + usage.ru_stime


FACES = "fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[{fonts!r}])\n"
MADE = "typst.compile({path!r}, output={output!r}, font_paths=fonts, pdf_standards={standards!r}, pdf_tags={tags!r})\n"
ONCE = "import typst\n" + FACES + MADE


def typst(text):
    # -I: nothing of the user's own is looked for.
    return [sys.executable, "-I", "-c", text]


def warm(folder, count, standards, tags):
    """In a process of its own: seconds of CPU of each report after the first."""
    import typst as package

    text = (folder / "report.typ").read_text(encoding="utf-8")
    fonts = package.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder / "fonts")])
    compiler = package.Compiler(root=str(folder), font_paths=fonts)
    took = []
    for number in range(count + 1):
        content = others(text, number).encode()
        begin = resource.getrusage(resource.RUSAGE_SELF)
        made = compiler.compile(input=content, format="pdf", pdf_standards=standards, pdf_tags=tags)
        end = resource.getrusage(resource.RUSAGE_SELF)
        took.append(end.ru_utime + end.ru_stime - begin.ru_utime - begin.ru_stime)
        (folder / f"warm-{number % 2}.pdf").write_bytes(made)
    json.dump(took[1:], sys.stdout)


def characters(pdf):
    """What a PDF says, as characters with their numbers, without blanks and what page numbers are made of."""
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    lines = (line for line in text.splitlines() if not re.fullmatch(r"\s*— ?\d+ ?—\s*", line))
    return Counter(re.sub(r"\s", "", "".join(lines)))


def pages(pdf):
    said = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", said)[1])


def shown(name, times):
    least, median, most = (1000 * of(times) for of in (min, statistics.median, max))
    print(f"  {name:<36}{least:9.1f}{median:9.1f}{most:9.1f}")


def ratio(name, theirs, ours):
    print(f"  {name:<36}{min(theirs) / min(ours):9.1f}{statistics.median(theirs) / statistics.median(ours):9.1f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("nianbao", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--forms", type=int, default=100)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where source and PDFs are left")
    parser.add_argument("--warm", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.warm:
        return warm(Path(options.warm[0]), options.forms, *WAYS[options.warm[1]])

    import importlib.metadata

    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {"NIANBAO_FONTS": str(FONTS), "NIANBAO_SYSTEM_FONTS": "no"}
        program, form = options.nianbao.resolve(), folder / "report.yaml"
        form.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
        fonts = faces(folder / "fonts")
        build = [program, "build", "--force", "--name", "ours", "-o", folder]
        cpu([*build, "--to", "html,pdf", form], environment)
        (folder / "report.typ").write_text(source((folder / "ours.html").read_text(encoding="utf-8")), encoding="utf-8")

        def compile_once(way):
            standards, tags = WAYS[way]
            path, output = str(folder / "report.typ"), str(folder / "theirs.pdf")
            return typst(ONCE.format(fonts=fonts, path=path, output=output, standards=standards, tags=tags))

        # Both say the same.
        ours = characters(folder / "ours.pdf")
        for way in WAYS:
            cpu(compile_once(way))
            theirs = characters(folder / "theirs.pdf")
            if ours != theirs:
                print(f"{way}: the texts differ: {dict(ours - theirs)} {dict(theirs - ours)}")
                return 1
            size = (folder / "theirs.pdf").stat().st_size
            print(f"Typst {importlib.metadata.version('typst')}, {way}: {pages(folder / 'theirs.pdf')} pages, {size:,} bytes")
        size = (folder / "ours.pdf").stat().st_size
        print(f"nianbao: {pages(folder / 'ours.pdf')} pages, {size:,} bytes; the same {sum(ours.values()):,} characters\n")

        # Whole processes, in turns.
        times = {name: [] for name in ("build --to pdf", "build, three files", "import", *WAYS)}
        for _ in range(options.rounds):
            for name, formats in (("build --to pdf", "pdf"), ("build, three files", "docx,pdf,txt")):
                for kind in ("docx", "pdf", "txt"):
                    (folder / f"ours.{kind}").unlink(missing_ok=True)
                times[name].append(cpu([*build, "--to", formats, form], environment))
            times["import"].append(cpu(typst("import typst")))
            for way in WAYS:
                (folder / "theirs.pdf").unlink()
                times[way].append(cpu(compile_once(way)))
        start = statistics.median(times["import"])
        print(f"{f'whole process, CPU ms, {options.rounds} rounds':<38}{'least':>9}{'median':>9}{'most':>9}")
        shown("nianbao build --to pdf", times["build --to pdf"])
        shown("nianbao build, DOCX, PDF and text", times["build, three files"])
        shown("Python that imports typst", times["import"])
        for way in WAYS:
            shown(f"Python, Typst, {way}", times[way])
        print("Typst without Python and import, as a multiple of build --to pdf")
        for way in WAYS:
            ratio(way, [one - start for one in times[way]], times["build --to pdf"])

        # Many reports, in turns as well.
        forms = folder / "forms"
        forms.mkdir(exist_ok=True)
        text = SAMPLE.read_text(encoding="utf-8")
        for number in range(options.forms + 1):
            (forms / f"{number:04}.yaml").write_text(others(text, number), encoding="utf-8")
        many, ways = [], {way: [] for way in WAYS}
        for turn in range(5):
            out = folder / f"out-{turn}"
            run = [program, "build", "--to", "pdf", "-o"]
            one = cpu([*run, f"{out}-one", forms / "0000.yaml"], environment)
            many.append((cpu([*run, out, forms], environment) - one) / options.forms)
            for way in WAYS:
                command = [sys.executable, __file__, program, "--forms", str(options.forms), "--warm", folder, way]
                ways[way] += json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(f"\n{f'warm, CPU ms a report, {options.forms} reports':<38}{'least':>9}{'median':>9}{'most':>9}")
        shown("nianbao build --to pdf, means of runs", many)
        for way in WAYS:
            shown(f"Typst, {way}", ways[way])
        print("Typst as a multiple of nianbao")
        for way in WAYS:
            ratio(way, ways[way], many)
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Judge that work grows with the input and no faster: check_steps.py NIANBAO [--jobs N] [KIND…] (needs valgrind).

Each kind of hostile input is made in a size n and in 2n. What `check`, or `verify` for finished files, needs for it is counted in
instructions (cachegrind), which unlike seconds are nearly the same on every machine and in every run. Without what the empty input
needs, twice the input may need up to LIMIT times as much. Sizes lie within what the program accepts, as beyond that it does nothing.
A line per kind; exit 1 if one grows faster, or if the program ends in any way but 0 or 1.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 2.6
# What the larger input needs over the empty one, in instructions, below which growth cannot be told from noise.
NOISE = 3_000_000
# Characters of a text, and lines of one: 2n must stay within 100,000 and 2,000.
CHARACTERS, LINES = 10_000, 900


# What stands on one line under 总体情况, again and again up to n characters.
REPEATED = {
    "digits": "1",
    "digits with commas": "1,",
    "grouped digits": "123,",
    "full-width digits": "１",
    "Chinese numerals": "一万",
    "Chinese digits": "三",
    "open brackets": "（",
    "open quotation marks": "“",
    "open titles": "《",
    "titles side by side": "《甲办法》",
    "a word of the vocabulary": "申请",
    "a list": "甲、",
    "separators": "、",
    "full stops": "。",
    "numbers in one sentence": "收到申请5件，",
    "numbers in a list": "5件、",
    "numbers in sentences": "收到申请5件。",
    "equal sentences": "认真做好政府信息公开各项工作。",
    "percentages": "占5%，",
    "years": "2023年",
    "days": "1月2日",
    "document numbers": "国办发〔2021〕30号，",
    "fees": "收取信息处理费5元，",
    "open placeholders": "{{ ",
    "a long line without a mark": "字",
    "Latin words": "open ",
    "spaces": "甲 ",
    "wide spaces": "\u3000",
    "emphasis": "**甲**",
    "combining marks": "\u0301",
    "characters of four bytes": "𠮷",
    "bad characters on one line": "甲\u200b",
    "levels of headings": "（一）",
    "numbered items": "一是",
}

# A line under 总体情况, again and again; {} is the line's number.
LISTED = {
    "paragraphs": "第{}段说的是平常的工作。",
    "paragraphs with a number": "收到申请{}件。",
    "headings": "（一）标题{}",
    "first headings": "一、标题{}",
    "figures": "![图{}](none.png)",
    "open figures": "![](",
    "bad characters": "甲\u200b{}",
    "placeholders nobody knows": "{{{{ 没有{} }}}}",
}


def base():
    """The clean sample: what stands before the first section, and behind it."""
    text = (ROOT / "samples/003-corrected-2023.yaml").read_text(encoding="utf-8")
    before, rest = text.split("总体情况: |\n")
    tables = rest[rest.index("主动公开:") : rest.index("问题与改进: |\n")]
    # The sample's own prose would only add to what every run needs.
    before = before[: before.index("引言: |\n")]
    return before, tables + "问题与改进: 无。\n其他事项: 无。\n"


BEFORE, BEHIND = base()


def form(lines=(), before="", behind=""):
    """A form with these lines under 总体情况."""
    section = "".join(f"  {line}\n" for line in lines)
    return (BEFORE + before + ("总体情况: |\n" + section if section else "") + BEHIND + behind).encode()


def repeated(piece, n):
    """A line of about n characters. A line of blanks alone would be none."""
    return form(["甲" + piece * (n // len(piece)) + "乙"])


def listed(line, n):
    return form(line.format(number) for number in range(n))


def nested(n):
    return form(["（" * (n // 2) + "）" * (n // 2)])


def blocks_in_lists(n):
    # Lists of texts of their own, which end nowhere but at the end of the form.
    return form(before="豁免:\n" + "  - - |\n      甲\n    - |\n      乙\n" * n)


def carriage_returns(n):
    return listed("第{}段说的是平常的工作。", n).replace(b"\n", b"\r\n")


def placeholders(n):
    # A document has 1,000 at the most.
    return form(["{{ 年度 }}，" * n])


def arithmetic(n):
    return form(["{{ 1" + " + 1" * n + " }}"])


def row(n):
    return form().replace(b"[770, 17, 0, 0, 0, 2]", ("[" + "0, " * n + "0]").encode())


def unknown_keys(n):
    return form(behind="".join(f"没有{i}: 1\n" for i in range(n)))


def duplicate_keys(n):
    return form(behind="甲: 1\n" * n)


def waivers(n):
    entry = "  - {{规则: narrative-number, 位置: 总体情况, 值: {}, 理由: 已核对}}\n"
    return form(behind="豁免:\n" + "".join(entry.format(i) for i in range(n)))


def waivers_of_findings(n):
    """As many waivers as findings that they might be of."""
    entry = "  - {{规则: bad-character, 位置: 总体情况, 值: {}, 理由: 已核对}}\n"
    lines = [f"收到申请{i}件。" for i in range(n)]
    return form(lines, behind="豁免:\n" + "".join(entry.format(i) for i in range(n)))


def comments(n):
    return form(behind="# 说明\n" * n)


def quoted(n):
    return form(before='引言: "' + "甲\\n" * n + '"\n')


def sequence(n):
    return form(before="引言:\n" + "  - 甲乙丙\n" * n)


def utf_16(n):
    return b"\xff\xfe" + listed("第{}段说的是平常的工作。", n).decode().encode("utf-16-le")


# Forms of other shapes, with their n.
FORMS = {
    "nested brackets": (nested, CHARACTERS),
    "blocks in lists": (blocks_in_lists, 2_000),
    "CR LF": (carriage_returns, LINES),
    "UTF-16": (utf_16, LINES),
    "placeholders": (placeholders, 480),
    "a long placeholder": (arithmetic, 1_200),
    "a row of too many numbers": (row, 4_000),
    "unknown keys": (unknown_keys, 3_000),
    "duplicate keys": (duplicate_keys, 4_000),
    "waivers": (waivers, 900),
    "waivers and findings": (waivers_of_findings, 900),
    "comments": (comments, 20_000),
    "a quoted text": (quoted, LINES),
    "a text as a list": (sequence, LINES),
}


def text_file(lines):
    return "\n".join(lines).encode()


def plain_lines(n):
    return text_file(f"　　第{i}段说的是平常的工作。\n" for i in range(n))


def long_line(n):
    return text_file(["　　" + "字" * n])


def drawn_table(n):
    between = "├──────────┼──────────┤"
    rows = [between + f"\n│ {i:<8} │ 0        │" for i in range(n)]
    return text_file(["┌──────────┬──────────┐", *"\n".join(rows).split("\n")[1:], "└──────────┴──────────┘"])


def drawn_tables(n):
    return text_file(["┌────┐\n│ 1  │\n└────┘"] * n)


def package(body):
    """A DOCX with nothing but a main part."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with tempfile.SpooledTemporaryFile() as file:
        with zipfile.ZipFile(file, "w") as parts:
            parts.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
        file.seek(0)
        return file.read()


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def word_paragraphs(n):
    return package("".join(f"<w:p>{run(f'第{i}段说的是平常的工作。')}</w:p>" for i in range(n)))


def word_runs(n):
    return package(f"<w:p>{run('字') * n}</w:p>")


def word_rows(n):
    cell = f"<w:tc><w:p>{run('0')}</w:p></w:tc>"
    return package(f"<w:tbl>{f'<w:tr>{cell * 4}</w:tr>' * n}</w:tbl>")


def word_depth(n):
    return package(f"<w:p>{'<w:ins>' * n}{run('字')}{'</w:ins>' * n}</w:p>")


def pdf(content, unicode, elements, pages=1):
    """A PDF of one font, with this content on its first page and these elements under one document."""
    kids = 7 + pages
    objects = [
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 3 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{' '.join(f'{7 + i} 0 R' for i in range(pages))}]>>",
        f"<</Type/StructTreeRoot/K[{' '.join(f'{kids + i} 0 R' for i in range(len(elements)))}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/ToUnicode 5 0 R>>",
        f"<</Length {len(unicode)}>>stream\n{unicode}\nendstream",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        *["<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 4 0 R>>>>/Contents 6 0 R>>"] * pages,
        *elements,
    ]
    out, places = "%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


# Codes are characters, as far as they have two bytes.
UNICODE = "1 beginbfrange <0020> <00ff> <4e00> endbfrange"


def marked(number, codes="<0041>"):
    return f"/P<</MCID {number}>>BDC BT /F 9 Tf {codes} Tj ET EMC\n"


def element(number, kind="P"):
    return f"<</S/{kind}/Pg 7 0 R/K {number}>>"


def pdf_elements(n):
    return pdf("".join(map(marked, range(n))), UNICODE, [element(i) for i in range(n)])


def pdf_pieces(n):
    numbers = " ".join(map(str, range(n)))
    return pdf("".join(map(marked, range(n))), UNICODE, [f"<</S/P/Pg 7 0 R/K[{numbers}]>>"])


def pdf_text(n):
    return pdf(marked(0, "<" + "0041" * n + ">"), UNICODE, [element(0)])


def pdf_strings(n):
    return pdf(marked(0).replace("<0041> Tj", "<0041> Tj " * n), UNICODE, [element(0)])


def pdf_characters(n):
    # Those of the basic plane behind the surrogates would not do.
    pairs = "".join(f"<{i:04x}> <{0x3400 + i:04x}>\n" for i in range(n))
    return pdf(marked(0), f"{n} beginbfchar {pairs} endbfchar", [element(0)])


def pdf_ranges(n):
    return pdf(marked(0), f"{n} beginbfrange {'<0000> <0007> <4e00> ' * n} endbfrange", [element(0)])


def pdf_pages(n):
    return pdf(marked(0), UNICODE, [element(0)], n)


def pdf_objects(n):
    return pdf(marked(0), UNICODE, [element(0)] + ["<</A[0 0 0]>>"] * n)


# Finished files, by their extensions, with their n.
FILES = {
    "TXT: paragraphs": (plain_lines, "txt", 2_000),
    "TXT: a long line": (long_line, "txt", 40_000),
    "TXT: a table": (drawn_table, "txt", 1_000),
    "TXT: tables": (drawn_tables, "txt", 1_000),
    "DOCX: paragraphs": (word_paragraphs, "docx", 2_000),
    "DOCX: runs": (word_runs, "docx", 4_000),
    "DOCX: rows": (word_rows, "docx", 1_000),
    "DOCX: depth": (word_depth, "docx", 8_000),
    "PDF: elements": (pdf_elements, "pdf", 1_000),
    "PDF: pieces of a paragraph": (pdf_pieces, "pdf", 1_000),
    "PDF: a long text": (pdf_text, "pdf", 40_000),
    "PDF: strings": (pdf_strings, "pdf", 4_000),
    "PDF: characters of a map": (pdf_characters, "pdf", 4_000),
    "PDF: ranges of a map": (pdf_ranges, "pdf", 2_000),
    "PDF: pages": (pdf_pages, "pdf", 200),
    "PDF: objects": (pdf_objects, "pdf", 4_000),
}


def kinds():
    """All kinds: name, how an input of a size is made, the extension of what it is, n."""
    for name, piece in REPEATED.items():
        yield name, lambda n, piece=piece: repeated(piece, n), "yaml", CHARACTERS
    for name, line in LISTED.items():
        yield name, lambda n, line=line: listed(line, n), "yaml", LINES
    for name, (make, n) in FORMS.items():
        yield name, make, "yaml", n
    for name, (make, extension, n) in FILES.items():
        yield name, make, extension, n


class Judge:
    def __init__(self, nianbao, folder):
        self.nianbao, self.folder = nianbao, folder
        self.plain = folder / "form.yaml"
        self.plain.write_bytes(form())
        self.empty = self.steps("empty", form(), "yaml")

    def steps(self, name, content, extension):
        """The instructions that one run takes."""
        path = self.folder / f"{re.sub('[^A-Za-z0-9]', '-', name)}-{len(content)}.{extension}"
        path.write_bytes(content)
        verb = ["check", path] if extension == "yaml" else ["verify", self.plain, path]
        counter = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
        done = subprocess.run([*counter, self.nianbao, *verb], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = done.stderr.decode(errors="replace")
        found = re.search(r"I\s+refs:\s+([\d,]+)", said)
        if done.returncode not in (0, 1) or not found:
            raise RuntimeError(f"exit {done.returncode}: {said[-400:]}")
        path.unlink()
        return int(found[1].replace(",", ""))

    def kind(self, name, make, extension, n):
        """The steps of the empty input, of n and of 2n."""
        try:
            empty = self.empty if extension == "yaml" else self.steps(name, make(1), extension)
            return [empty, *(self.steps(name, make(size), extension) for size in (n, 2 * n))]
        except RuntimeError as error:
            return error


def shown(steps):
    return f"{steps / 1e6:10.1f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("nianbao")
    parser.add_argument("kinds", nargs="*", help="all, if none is named")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    asked = [kind for kind in kinds() if not args.kinds or kind[0] in args.kinds]
    if not asked:
        parser.error("no such kind")
    faults = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(args.jobs) as pool:
        judge = Judge(args.nianbao, Path(folder))
        print(f"{'kind':<32}{'n':>7}  million steps: empty, n, 2n            ratio")
        for (name, _, _, n), steps in zip(asked, pool.map(lambda kind: judge.kind(*kind), asked)):
            if isinstance(steps, RuntimeError):
                faults.append(name)
                print(f"{name:<32}{n:>7}  {steps}")
                continue
            empty, once, twice = steps
            grown = twice - empty
            ratio = grown / max(once - empty, 1)
            bad = grown > NOISE and ratio > LIMIT
            faults += [name] if bad else []
            told = f"{ratio:8.2f}" if grown > NOISE else "   small"
            print(f"{name:<32}{n:>7}  {''.join(map(shown, steps))}  {told}{'  TOO FAST' if bad else ''}", flush=True)
    if faults:
        print(f"{len(faults)} of {len(asked)} kinds: {', '.join(faults)}")
        return 1
    print(f"{len(asked)} kinds grow no faster than {LIMIT} for twice the input")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Reads finished reports back: DOCX, PDF and plain text become the same list of running text and tables.

`read_docx`, `read_pdf` and `read_txt` give a document: a list whose elements are strings (running text, white space
removed, page numbers and draft marks left out) and `Table`s, in reading order. A table's cells are boxes: from the grid
of the XML, from the ruled lines of the page, from the box-drawing characters. So a judge finds a number by its row and
column as a reader does. Nothing here knows what a report's tables mean, and nothing comes from the program under test.
"""
import re
import subprocess
import unicodedata
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Cell:
    """A box of a table with its text, white space removed; y grows downwards, units are the format's own."""

    x0: float
    x1: float
    y0: float
    y1: float
    text: str

    @property
    def x(self):
        return (self.x0 + self.x1) / 2

    @property
    def y(self):
        return (self.y0 + self.y1) / 2


@dataclass
class Table:
    """Cells in reading order; a table that crosses pages has one part for each page."""

    parts: list = field(default_factory=list)

    def text(self):
        """The text of all cells, each once: head rows and group labels repeated after a page break are left out."""
        texts, before = [], None
        for part in self.parts:
            fresh = part if before is None else without_repeats(part, self.parts[0], before)
            texts += [c.text for c in fresh]
            before = part
        return "".join(texts)


def squeeze(text):
    return re.sub(r"\s+", "", text)


def is_draft_mark(line):
    return "草稿" in line and len(line) <= 20


def without_repeats(part, first, before):
    """A part after a page break, without the head rows of the first part and without the labels of the groups it is in."""
    same = 0
    while same < min(len(part), len(first)) and part[same].text == first[same].text:
        same += 1
    # A head counts only as whole rows: take back the cells that reach below or beside an unequal one.
    while same and same < len(part) and part[same - 1].y1 > part[same].y0 + 0.1:
        same -= 1
    head, rest = part[:same], part[same:]
    top = max((c.y1 for c in head), default=min(c.y0 for c in part))
    bottom = max(c.y1 for c in before)
    last = {squeeze(c.text) for c in before if abs(c.y1 - bottom) < 3 and re.search(r"[一-鿿]", c.text)}
    return [c for c in rest if not (abs(c.y0 - top) < 3 and re.sub(r"（续）$", "", c.text) in last)]


def reading_order(cells):
    return sorted(cells, key=lambda c: (c.y0, c.x0))


def joined(items):
    """Join neighbouring strings; a table directly after a table stays a table of its own."""
    document = []
    for item in items:
        if isinstance(item, str) and document and isinstance(document[-1], str):
            document[-1] += item
        elif item != "":
            document.append(item)
    return document


# DOCX


def read_docx(path):
    with zipfile.ZipFile(path) as z:
        body = ElementTree.fromstring(z.read("word/document.xml")).find(W + "body")
    items = []
    for block in body:
        if block.tag == W + "p":
            text = docx_text(block)
            items.append("" if is_draft_mark(text) else text)
        elif block.tag == W + "tbl":
            items.append(Table([docx_cells(block)]))
    return joined(items)


def docx_text(node):
    if node.tag == W + "t":
        return squeeze(node.text or "")
    return "".join(docx_text(child) for child in node if child.tag != MC + "Fallback")


def docx_cells(table):
    """Cells with gridSpan and vMerge resolved: a merged cell reaches down over its continuations."""
    cells, open_at = [], {}
    for y, row in enumerate(table.iter(W + "tr")):
        before = row.find(f"{W}trPr/{W}gridBefore")
        x = int(before.get(W + "val")) if before is not None else 0
        for tc in row.findall(W + "tc"):
            span = tc.find(f"{W}tcPr/{W}gridSpan")
            width = int(span.get(W + "val")) if span is not None else 1
            merge = tc.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(W + "val") != "restart":
                cell = open_at[x]
                cell.y1 = (y + 1) * 10
                cell.text += docx_text(tc)
            else:
                cell = Cell(x * 10, (x + width) * 10, y * 10, (y + 1) * 10, docx_text(tc))
                open_at[x] = cell
                cells.append(cell)
            x += width
    return reading_order(cells)


# Plain text

# Columns that box characters and other characters of ambiguous width take: in a fixed-width CJK font both are as wide as 中
# (NSimSun, Noto Sans Mono CJK). The other choices only serve to say what is wrong.
WIDTHS = ((2, 2), (1, 2), (1, 1), (2, 1))


def read_txt(path):
    """Tables are blocks of lines that begin with a box-drawing character; their columns are counted by display width."""
    with open(path, encoding="utf-8-sig") as f:
        lines = f.read().split("\n")
    # The last line tells where the file comes from; it is no text of the report.
    if re.match("—— nianbao .*form-sha256:", lines[-2] if len(lines) > 1 else ""):
        lines[-2] = ""
    blocks, errors = [], []
    for line in lines:
        if box(line.strip()[:1]) and len(set(line.strip())) > 1:
            if not isinstance(blocks[-1] if blocks else None, list):
                blocks.append([])
            blocks[-1].append(line)
        else:
            text = squeeze(line)
            blocks.append("" if is_draft_mark(text) or all(box(c) or c in "=-" for c in text) else text)
    for widths in WIDTHS:
        try:
            document = joined([b if isinstance(b, str) else Table([txt_cells(b, *widths)]) for b in blocks])
        except ValueError as e:
            errors.append(str(e))
            continue
        if widths != WIDTHS[0]:
            raise ValueError("columns are straight only where box characters take %d columns and “ ” — … %d" % widths)
        return document
    raise ValueError("no straight columns: " + errors[0])


def box(char):
    return "─" <= char <= "╿"


def arms(char):
    """The sides on which a box-drawing character has a line."""
    name = unicodedata.name(char, "") if box(char) else ""
    return {side for side in ("UP", "DOWN") if side in name or "VERTICAL" in name}


def txt_cells(lines, box_width, ambiguous_width):
    grid = []
    for line in lines:
        row = []
        for char in line.rstrip():
            width = {"W": 2, "F": 2, "A": box_width if box(char) else ambiguous_width}.get(unicodedata.east_asian_width(char), 1)
            row += [char] + [""] * (width - 1)
        grid.append(row)
    if len({len(row) for row in grid}) != 1:
        raise ValueError(f"lines of {sorted({len(row) for row in grid})} columns in one table")
    for upper, lower in zip(grid, grid[1:]):
        for x, (above, below) in enumerate(zip(upper, lower)):
            if ("DOWN" in arms(above)) != ("UP" in arms(below)):
                raise ValueError(f"a vertical line breaks at column {x}: {''.join(upper)}")
    # A cell is an area enclosed by box characters.
    wall = [[box(next((c for c in reversed(row[: x + 1]) if c), " ")) for x in range(len(row))] for row in grid]
    seen, cells = set(), []
    for y, row in enumerate(grid):
        for x in range(len(row)):
            if wall[y][x] or (x, y) in seen:
                continue
            area, todo = set(), [(x, y)]
            while todo:
                px, py = p = todo.pop()
                if p not in area and 0 <= py < len(grid) and 0 <= px < len(row) and not wall[py][px]:
                    area.add(p)
                    todo += [(px + 1, py), (px - 1, py), (px, py + 1), (px, py - 1)]
            seen |= area
            x0, x1 = min(p[0] for p in area), max(p[0] for p in area)
            y0, y1 = min(p[1] for p in area), max(p[1] for p in area)
            if 0 < x0 and x1 < len(row) - 1:
                text = "".join(grid[b][a] for b, a in sorted((b, a) for a, b in area))
                cells.append(Cell(x0 * 10, (x1 + 1) * 10, y0 * 10, (y1 + 1) * 10, squeeze(text)))
    return reading_order(cells)


# PDF

SCALE = 2  # pixels per point
TOUCH = 1  # pixels that may lie between lines that meet


def read_pdf(path):
    # Nothing but a page break stands between the parts of one table.
    document = []
    for item in joined(item for page in pdf_pages(path) for item in page):
        if isinstance(item, Table) and document and isinstance(document[-1], Table):
            document[-1].parts += item.parts
        else:
            document.append(item)
    return document


def pdf_pages(path):
    """For each page its lines of running text and its tables, from top to bottom.

    Words come from pdftotext with their places, ruled lines from the drawn page; a word belongs to the box it stands in.
    """
    for chars, raster in zip(pdf_chars(path), pdf_rasters(path)):
        tables = ruled_cells(*raster)
        cells = [c for table in tables for c in table]
        inside = [[ch for ch in chars if c.x0 < ch.x < c.x1 and c.y0 < ch.y < c.y1] for c in cells]
        for cell, text in zip(cells, inside):
            cell.text = "".join(line for _, line in text_lines(text))
        taken = {id(ch) for text in inside for ch in text}
        outside = text_lines(ch for ch in chars if id(ch) not in taken)
        placed = [(table[0].y0, Table([table])) for table in tables]
        placed += [(y, "" if is_running_mark(line) else line) for y, line in outside]
        yield [item for _, item in sorted(placed, key=lambda p: p[0])]


def is_running_mark(line):
    """A page number “— 1 —” or the mark of a draft."""
    return re.fullmatch(r"[—–─-]\d+[—–─-]", line) or is_draft_mark(line) or line in ("草", "稿")


def pdf_chars(path):
    """For each page its characters as cells; a word's characters share its width by display width."""
    xml = subprocess.run(["pdftotext", "-bbox-layout", path, "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
    xml = re.sub(r"[\x00-\x08\x0b\x0e-\x1f]", "\ufffd", xml).replace("\x0c", "")
    for page in ElementTree.fromstring(xml).iter(XHTML + "page"):
        chars = []
        for word in page.iter(XHTML + "word"):
            x0, x1, y0, y1 = (float(word.get(k)) for k in ("xMin", "xMax", "yMin", "yMax"))
            text = squeeze(word.text or "")
            if set(text) <= set("草稿") and y1 - y0 > 40:  # a draft mark across the page
                continue
            widths = [1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text]
            unit, x = (x1 - x0) / (sum(widths) or 1), x0
            for char, width in zip(text, widths):
                chars.append(Cell(x, x + width * unit, y0, y1, char))
                x += width * unit
        yield chars


def text_lines(chars):
    """Characters as (y, line) from top to bottom; fonts mixed in a line may differ by a few points in height."""
    lines = []
    for char in sorted(chars, key=lambda c: c.y):
        if not lines or char.y - lines[-1][-1].y > 4:
            lines.append([])
        lines[-1].append(char)
    return [(line[0].y, "".join(c.text for c in sorted(line, key=lambda c: c.x))) for line in lines]


def pdf_rasters(path):
    """For each page (width, height, one byte per pixel)."""
    pgm = subprocess.run(["pdftoppm", "-gray", "-r", str(72 * SCALE), "-aa", "no", "-aaVector", "no", path],
                         check=True, stdout=subprocess.PIPE).stdout
    at = 0
    while at < len(pgm):
        head = re.compile(rb"P5\s+(\d+)\s+(\d+)\s+255\s").match(pgm, at)
        width, height = int(head[1]), int(head[2])
        yield width, height, pgm[head.end():head.end() + width * height]
        at = head.end() + width * height


def ruled_cells(width, height, pixels):
    """The cells of each table drawn on a page: boxes between horizontal and vertical dark lines that meet."""
    dark = pixels.translate(bytes([49] * 128 + [48] * 128))
    across = [(y, *m.span()) for y in range(height) for m in re.finditer(b"1{40,}", dark[y * width:(y + 1) * width])]
    down = [(x, *m.span()) for x in range(width) for m in re.finditer(b"1{16,}", dark[x::width])]
    # A vertical line ends on horizontal ones, a horizontal one meets two vertical ones; strokes of characters do neither.
    down = [v for v in down if all(any(meet(h, (v[0], end, end)) for h in across) for end in v[1:])]
    across = [h for h in across if sum(meet(h, v) for v in down) >= 2]
    tables = []
    for lines in connected(across, down):
        xs, ys = clusters(v[0] for v in lines[1]), clusters(h[0] for h in lines[0])
        if len(xs) > 1 and len(ys) > 1:
            tables.append(boxes(xs, ys, *lines))
    return tables


def meet(h, v):
    return h[1] - TOUCH <= v[0] <= h[2] + TOUCH and v[1] - TOUCH <= h[0] <= v[2] + TOUCH


def connected(across, down):
    """Groups of lines that meet, each as (horizontal, vertical)."""
    left_h, left_v = list(across), list(down)
    while left_h:
        group_h, group_v, todo = [], [], [(left_h.pop(), True)]
        while todo:
            line, horizontal = todo.pop()
            (group_h if horizontal else group_v).append(line)
            others = left_v if horizontal else left_h
            hit = [o for o in others if (meet(line, o) if horizontal else meet(o, line))]
            others[:] = [o for o in others if o not in hit]
            todo += [(o, not horizontal) for o in hit]
        yield group_h, group_v


def clusters(values):
    """Neighbouring pixels of one thick line become its middle."""
    groups = []
    for v in sorted(values):
        if not groups or v - groups[-1][-1] > 4:
            groups.append([])
        groups[-1].append(v)
    return [(g[0] + g[-1]) / 2 for g in groups]


def boxes(xs, ys, across, down):
    """Cells in points: elementary boxes of the grid, joined where no line parts them."""
    def parted(lines, at, middle):
        return any(abs(line[0] - at) <= 4 and line[1] <= middle <= line[2] for line in lines)

    owner = {}
    for j in range(len(ys) - 1):
        for i in range(len(xs) - 1):
            x, y = (xs[i] + xs[i + 1]) / 2, (ys[j] + ys[j + 1]) / 2
            box_of = {(i, j)}
            if i and not parted(down, xs[i], y):
                box_of |= owner[i - 1, j]
            if j and not parted(across, ys[j], x):
                box_of |= owner[i, j - 1]
            for at in box_of:
                owner[at] = box_of
    cells = []
    for area in {id(a): a for a in owner.values()}.values():
        i0, i1, j0, j1 = min(i for i, _ in area), max(i for i, _ in area), min(j for _, j in area), max(j for _, j in area)
        cells.append(Cell(xs[i0] / SCALE, xs[i1 + 1] / SCALE, ys[j0] / SCALE, ys[j1 + 1] / SCALE, ""))
    return reading_order(cells)

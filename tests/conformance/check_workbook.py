#!/usr/bin/env python3
"""Judge the Excel forms of a format: check_workbook.py NIANBAO FORMAT DIR (needs openpyxl, PyYAML, LibreOffice Calc; works in DIR).

What `new` and `convert` write is read with openpyxl: sheets, locks, labels and merged cells as in the official form
(`form.py`), validations, names, values. Then new forms are filled as a clerk would, LibreOffice computes them, and their
totals, their check row and their warning colours must be what sums made here say. Prints a line per workbook; exit 1 on
any difference.
"""
import itertools
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries

import form
from readers import squeeze

ROOT = Path(__file__).resolve().parents[2]
YEAR = {"2019": "2020", "2021": "2023"}
SAMPLES = {"2019": ["001-xinfangju-2020"], "2021": ["002-shenpiju-2021", "003-zhangjiagang-2023", "003-corrected-2023"]}
SHEETS = ["填报说明", "基本信息", "二、主动公开", "三、申请", "四、复议诉讼", "文字内容", "台账", "豁免"]
KINDS = {"增减": "signed", "收费金额": "decimal", "金额": "amount"}
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
CHECK = "勾稽关系核对"
FAR = 20  # columns beside a cell of a table where the rules of its colours are written out as formulas


@dataclass(frozen=True)
class Box:
    """Cells from row r0, column c0 to r1, c1; what stands there stands in the first."""

    r0: int
    c0: int
    r1: int
    c1: int

    def ref(self):
        return place(self.r0, self.c0) + (f":{place(self.r1, self.c1)}" if self.merged() else "")

    def first(self):
        return place(self.r0, self.c0)

    def merged(self):
        return (self.r0, self.c0) != (self.r1, self.c1)

    def places(self):
        return {place(r, c) for r in range(self.r0, self.r1 + 1) for c in range(self.c0, self.c1 + 1)}


class Layout:
    """An official table on its sheet: labels with their boxes, rows of numbers by their names, totals, the check row."""

    def __init__(self):
        self.labels, self.rows, self.kinds, self.totals, self.checks, self.head = [], {}, {}, [], [], None

    def cells(self):
        return [box for row in self.rows.values() for box in row]

    def inputs(self):
        return [box for box in self.cells() if box not in self.totals]


def place(row, column):
    return f"{get_column_letter(column)}{row}"


def layouts(fmt, wb):
    """The three tables, each from the row where the sheet has its first label."""
    return {
        "二、主动公开": disclosure(fmt, top(wb["二、主动公开"], form.DISCLOSURE[fmt][0][0])),
        "三、申请": requests(fmt, top(wb["三、申请"], CORNER)),
        "四、复议诉讼": review(top(wb["四、复议诉讼"], form.REVIEW[0][1][0])),
    }


def top(ws, label):
    return next((row for row in range(1, 20) if squeeze(str(ws.cell(row, 1).value)) == label), 1)


def disclosure(fmt, row):
    table, first = Layout(), row
    for item, columns, names in form.DISCLOSURE[fmt]:
        # The last column takes what the widest block leaves.
        spans = [(2 + i, 4 if i == len(columns) - 1 else 2 + i) for i in range(len(columns))]
        table.labels += [(Box(row, 1, row, 4), item), (Box(row + 1, 1, row + 1, 1), "信息内容")]
        table.labels += [(Box(row + 1, a, row + 1, b), label) for (a, b), (_, label) in zip(spans, columns)]
        row += 2
        for name in names:
            table.labels.append((Box(row, 1, row, 1), name))
            boxes = table.rows[f"主动公开.{name}"] = [Box(row, a, row, b) for a, b in spans]
            table.kinds.update({box: KINDS.get(key, "count") for box, (key, _) in zip(boxes, columns)})
            row += 1
    table.head = place(first, 2)
    return table


def requests(fmt, row):
    table = Layout()
    lines = [("新收", ("一、本年新收政府信息公开申请数量",)), ("上年结转", ("二、上年结转政府信息公开申请数量",))]
    lines += [(".".join(("办理结果", *keys)), labels) for keys, labels in form.outcome_rows(fmt)]
    lines += [("办理结果.总计", form.OUTCOME_TOTAL), ("结转下年度", ("四、结转下年度继续办理",))]
    heads = [labels for _, labels in form.APPLICANTS] + [form.ALL_APPLICANTS]
    deep, high = max(len(labels) for _, labels in lines), max(map(len, heads))
    table.labels.append((Box(row, 1, row + high - 1, deep), CORNER))
    table.labels += [(Box(row + i0, deep + 1 + n0, row + i1, deep + 1 + n1), t) for t, n0, n1, i0, i1 in nested(heads, high)]
    row += high
    table.labels += [(Box(row + n0, 1 + i0, row + n1, 1 + i1), t) for t, n0, n1, i0, i1 in nested([ls for _, ls in lines], deep)]
    table.head = place(row, deep + 1)
    for key, _ in lines:
        boxes = table.rows[f"申请.{key}"] = [Box(row, c, row, c) for c in range(deep + 1, deep + 1 + len(heads))]
        table.totals += boxes if key == "办理结果.总计" else boxes[-1:]
        row += 1
    table.labels.append((Box(row, 1, row, deep), CHECK))
    table.checks = [Box(row, c, row, c) for c in range(deep + 1, deep + 1 + len(heads))]
    return table


def review(row):
    table = Layout()
    names = [label for _, label in form.REVIEW_PARTS] + ["总计"]
    heads = [(*labels, name) for _, labels in form.REVIEW for name in names]
    high = max(map(len, heads))
    table.labels = [(Box(row + i0, 1 + n0, row + i1, 1 + n1), t) for t, n0, n1, i0, i1 in nested(heads, high)]
    table.head = place(row + high, 1)
    for n, (key, _) in enumerate(form.REVIEW):
        boxes = table.rows[f"复议诉讼.{key}"] = [Box(row + high, c, row + high, c) for c in range(1 + n * len(names), 1 + (n + 1) * len(names))]
        table.totals += boxes[-1:]
    return table


def nested(paths, depth):
    """Labels of nested groups: text, first and last place along, first and last level. The innermost reaches the last level."""
    for level in range(depth):
        for prefix, run in itertools.groupby(enumerate(paths), lambda item: item[1][: level + 1]):
            run = [n for n, _ in run]
            if len(prefix) == level + 1:
                yield prefix[level], run[0], run[-1], level, depth - 1 if len(paths[run[0]]) == level + 1 else level


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program, fmt, work = str(Path(sys.argv[1]).resolve()), sys.argv[2], Path(sys.argv[3]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    for name in ("", "filled", "computed", "again"):
        (work / name).mkdir(parents=True, exist_ok=True)
    bad = 0

    def tell(name, errors):
        nonlocal bad
        errors = list(errors)
        bad += len(errors)
        print(f"{'differs' if errors else 'same'} {fmt} {name}")
        for e in errors[:20]:
            print(f"   {e}")
        if len(errors) > 20:
            print(f"   … {len(errors)} in all")

    orders = {"new": ["new", "--agency", "某某市某某局", "--year", YEAR[fmt]]}
    orders.update((stem, ["convert", ROOT / f"samples/{stem}.yaml"]) for stem in SAMPLES[fmt])
    made = {name: work / f"{name}.xlsx" for name in orders}
    for name, order in orders.items():
        run = subprocess.run([program, *order, made[name]], capture_output=True, text=True)
        if run.returncode:
            sys.exit(f"{order[0]} {name}: exit {run.returncode} {run.stderr}")
    for name, path in made.items():
        data = None if name == "new" else form.load(ROOT / f"samples/{name}.yaml")
        tell(name, guarded(workbook, path, fmt, data))

    try:
        cases = dict(fill(made["new"], fmt, work / "filled"))
    except Exception as e:
        sys.exit(f"the new form cannot be filled: {e!r}")
    for path in made.values():
        shutil.copy(path, work / "filled")
    said = compute(work)
    if said:
        sys.exit(f"LibreOffice: {said}")
    for name in made:
        data = None if name == "new" else form.load(ROOT / f"samples/{name}.yaml")
        tell(f"{name}, as LibreOffice reads it", guarded(values, work / f"computed/{name}.xlsx", fmt, data))
    for name, inputs in cases.items():
        tell(f"new form {name}, computed by LibreOffice", guarded(computed, work / f"computed/{name}.xlsx", made["new"], fmt, inputs))

    # Seconds have passed since the first time, which a clock in the files would show.
    for name, order in orders.items():
        subprocess.run([program, *order, work / f"again/{name}.xlsx"], capture_output=True)
        if (work / f"again/{name}.xlsx").read_bytes() != made[name].read_bytes():
            tell(f"{name} written again", ["other bytes"])
    if not bad:
        print(f"workbooks {fmt}: {len(made)} as they should be, {len(cases)} fillings computed right")
    sys.exit(1 if bad else 0)


def guarded(judge, *args):
    """A workbook that cannot be read is a difference like any other."""
    try:
        yield from judge(*args)
    except Exception as e:
        yield f"cannot be read: {e!r}"


def workbook(path, fmt, data):
    """All that a written form must be before anybody opens it."""
    wb = openpyxl.load_workbook(path)
    if wb.sheetnames != SHEETS:
        yield f"sheets {wb.sheetnames}"
        return
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            text = z.read(name).decode("utf-8") if name.endswith(".xml") else ""
            if re.search(r"<(sheet|workbook)Protection[^>]*(password|hashValue|algorithmName|saltValue)=", text):
                yield f"{name}: a password"
            if "lockStructure" in text:
                yield f"{name}: sheets cannot be moved or renamed"
    for ws in wb:
        if not ws.protection.sheet:
            yield f"{ws.title}: not protected"
        if str(ws.page_setup.paperSize) != "9":
            yield f"{ws.title}: paper {ws.page_setup.paperSize}, not A4"
        if ws.sheet_state != "visible":
            yield f"{ws.title}: {ws.sheet_state}"
        yield from limits(ws)
    tables = layouts(fmt, wb)
    for title, table in tables.items():
        yield from (f"{title} {e}" for e in sheet(wb[title], table, set(stated(table, data))))
    yield from names(wb, tables)
    for title in ("基本信息", "文字内容"):
        yield from (f"{title} {e}" for e in pairs(wb[title]))
    yield from values(path, fmt, data)
    if data:
        yield from texts(wb, data)


def limits(ws):
    """What Excel repairs away: messages beyond its limits."""
    for dv in ws.data_validations.dataValidation:
        for what, most in (("promptTitle", 32), ("prompt", 255), ("errorTitle", 32), ("error", 225)):
            if len(getattr(dv, what) or "") > most:
                yield f"{ws.title} {dv.sqref}: {what} longer than {most}"


def stated(table, data):
    """Totals that the form itself states; they are kept as numbers, and open, so that they can be corrected."""
    for name, row in table.rows.items():
        keys = [key for key, _ in (form.APPLICANTS if name.startswith("申请") else form.REVIEW_PARTS)]
        given = form.row_cells(form.child(data, *name.split(".")), keys)
        yield from (box for box, value in zip(row, given) if box in table.totals and not form.blank(value))


def sheet(ws, table, kept):
    merged = {str(m) for m in ws.merged_cells.ranges}
    wanted = {box.ref() for box in [b for b, _ in table.labels] + table.cells() if box.merged()}
    yield from (f"{ref}: not merged" for ref in sorted(wanted - merged))
    yield from (f"{ref}: merged" for ref in sorted(merged - wanted) if not title_row(ref, table))
    for box, label in table.labels:
        cell = ws[box.first()]
        if squeeze(str(cell.value)) != label:
            yield f"{cell.coordinate}: {cell.value!r} for {label}"
        if white(cell):
            yield f"{cell.coordinate}: the label {label} is white"
    inputs, totals = table.inputs(), table.totals
    found = {c.coordinate for row in ws.iter_rows() for c in row if not c.protection.locked}
    wanted = set().union(*(box.places() for box in [*inputs, *kept]))
    yield from (f"{p}: to be filled, but locked" for p in sorted(wanted - found))
    yield from (f"{p}: not to be filled, but not locked" for p in sorted(found - wanted))
    yield from (f"column {k}: not locked" for k, d in ws.column_dimensions.items() if not d.protection.locked)
    for box in inputs:
        cell = ws[box.first()]
        if not white(cell):
            yield f"{cell.coordinate}: an input, but not white"
        if cell.data_type == "f":
            yield f"{cell.coordinate}: an input, but a formula"
        yield from (f"{cell.coordinate}: {e}" for e in validation(ws, cell, table.kinds.get(box, "count")))
    for box in totals + table.checks:
        cell = ws[box.first()]
        if (cell.data_type == "f") == (box in kept):
            yield f"{cell.coordinate}: {cell.value!r}, where the form states {'a' if box in kept else 'no'} total"
        if box in totals and white(cell):
            yield f"{cell.coordinate}: a total, but white"
        if any(cell.coordinate in dv.sqref for dv in ws.data_validations.dataValidation):
            yield f"{cell.coordinate}: a total with a validation"
    if ws.freeze_panes != table.head:
        yield f"frozen at {ws.freeze_panes}, not {table.head}"


def title_row(ref, table):
    return range_boundaries(ref)[3] < min(box.r0 for box, _ in table.labels)


def white(cell):
    return cell.fill.fill_type is None or str(cell.fill.fgColor.rgb)[2:] == "FFFFFF"


def validation(ws, cell, kind):
    found = [dv for dv in ws.data_validations.dataValidation if cell.coordinate in dv.sqref]
    if len(found) != 1:
        yield f"{len(found)} validations"
        return
    dv = found[0]
    low, high = (float(f) if re.fullmatch(r"-?[0-9.]+", str(f or "")) else None for f in (dv.formula1, dv.formula2))
    between, least = dv.operator in (None, "between"), dv.operator == "greaterThanOrEqual"
    from_zero = (least or between and high is not None and high > 0) and low == 0
    if kind == "count" and not (dv.type == "whole" and from_zero):
        yield f"validation {dv.type} {dv.operator} {dv.formula1} for a whole number from 0"
    if kind == "decimal" and not (dv.type == "decimal" and from_zero):
        yield f"validation {dv.type} {dv.operator} {dv.formula1} for a number from 0"
    wide = (least or between and high is not None and high >= 10**6) and low is not None and low <= -(10**6)
    if kind == "signed" and not (dv.type == "whole" and wide):
        yield f"validation {dv.type} {dv.operator} {dv.formula1} {dv.formula2} for a whole number with a sign"
    if kind == "amount" and dv.type not in (None, "none", "custom"):
        yield f"validation {dv.type} would refuse 454万元"
    if kind != "amount" and not (dv.showErrorMessage and dv.errorStyle in (None, "stop") and dv.error):
        yield "the validation lets anything pass"
    if not dv.showInputMessage or not dv.prompt:
        yield "no input message"
    elif kind in ("decimal", "amount") and "万元" not in dv.prompt:
        yield f"the input message does not say 万元: {dv.prompt}"
    elif kind == "amount" and re.search("单位：[件项]", dv.prompt):
        yield f"the input message of an amount names another unit: {dv.prompt}"


def names(wb, tables):
    wanted = {name: (title, f"{row[0].first()}:{row[-1].first()}") for title, t in tables.items() for name, row in t.rows.items()}
    found = {}
    for name, defined in wb.defined_names.items():
        parts = list(defined.destinations)
        found[name] = (parts[0][0], parts[0][1].replace("$", "")) if len(parts) == 1 else parts
        for title, ref in parts:
            if title not in wb.sheetnames:
                yield f"name {name}: no sheet {title}"
                continue
            c0, r0, c1, r1 = range_boundaries(ref)
            if r1 > wb[title].max_row or c1 > wb[title].max_column:
                yield f"name {name}: {ref} is outside {title}"
    yield from (f"name {name}: {found.get(name)}, not {where}" for name, where in wanted.items() if found.get(name) != where)
    yield from (f"unknown name {name}" for name in found.keys() - wanted.keys())


def pairs(ws):
    """A sheet of 项目 and 内容: items locked, contents open, the head frozen."""
    head = next((r for r in range(1, 10) if ws.cell(r, 1).value == "项目"), None)
    if head is None or ws.cell(head, 2).value != "内容":
        yield "no head 项目, 内容"
        return
    if ws.freeze_panes not in (place(head + 1, 1), place(head + 1, 2)):
        yield f"frozen at {ws.freeze_panes}, not below row {head}"
    grey = []
    for row in range(head + 1, ws.max_row + 1):
        item, content = ws.cell(row, 1), ws.cell(row, 2)
        if item.value and not item.protection.locked and ws.title == "基本信息":
            yield f"{item.coordinate}: {item.value} is not locked"
        if content.protection.locked and item.value != "格式":
            yield f"{content.coordinate}: {item.value} cannot be filled"
        if not item.value and not item.protection.locked and not white(item):
            grey.append(item.coordinate)
    if grey:
        yield f"{', '.join(grey)}: to be filled, but grey as what is not"


def values(path, fmt, data):
    """The numbers that the file shows without computing, against the form; a new form holds 0 everywhere."""
    wb = openpyxl.load_workbook(path, data_only=True)
    tables = layouts(fmt, wb)
    for (title, table), cells in zip(tables.items(), form.expected(data or {"格式": fmt})):
        for box, (labels, accepted) in zip(table.cells(), cells, strict=True):
            value = wb[title][box.first()].value
            accepted = accepted if data else {"0"}
            if accepted is not None and text(value) not in accepted:
                yield f"{title} {box.first()} {' / '.join(labels)}: {value!r} for {' or '.join(accepted)}"
        for box in table.checks:
            wanted = "相等" if data else "未填"
            if wb[title][box.first()].value != wanted:
                yield f"{title} {box.first()}: {wb[title][box.first()].value!r} for {wanted}"


def text(value):
    return "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def texts(wb, data):
    """Basic information and narrative against the form."""
    shown = {}
    for title in ("基本信息", "文字内容"):
        for item, value in wb[title].iter_rows(min_col=1, max_col=2, values_only=True):
            if item and (base := str(item).removesuffix("（续）")) in shown and base != item:
                shown[base] += "\n" + str(value)
            elif item:
                shown[str(item)] = "" if value is None else value.date().isoformat() if hasattr(value, "date") else str(value)
    for key, value in data.items():
        parts = {key: value}
        if isinstance(value, dict):
            groups = ("联系", "说明", "信息处理费", "网站")
            parts = {f"说明：{k}" if key == "说明" else key + k: v for k, v in value.items() if key in groups}
        elif isinstance(value, list):
            parts = {}
        for item, said in parts.items():
            if shown.get(item, "").strip("\n") != said.strip("\n"):
                yield f"{item}: {shown.get(item)!r:.60} for {said!r:.60}"


def fill(path, fmt, folder):
    """Writes filled forms; gives their names and their inputs by sheet and cell."""
    wb = openpyxl.load_workbook(path)
    tables = layouts(fmt, wb)
    balanced = {(title, box.first()): 3 * n % 17 for title, t in tables.items() for n, box in enumerate(t.inputs())}
    section2, section3 = tables["二、主动公开"], tables["三、申请"]
    other = {"signed": -3, "decimal": 28660.38, "amount": "454万元"}
    balanced.update({("二、主动公开", box.first()): other[kind] for box, kind in section2.kinds.items() if kind in other})
    lines = {name: [("三、申请", box.first()) for box in row[:-1]] for name, row in section3.rows.items()}
    for n, new in enumerate(lines["申请.新收"]):
        outcomes = sum(balanced[row[n]] for name, row in lines.items() if name.startswith("申请.办理结果.") and name != "申请.办理结果.总计")
        balanced[lines["申请.上年结转"][n]] = n
        balanced[new] = outcomes + balanced[lines["申请.结转下年度"][n]] - n
    broken = dict(balanced)
    broken[lines["申请.新收"][0]] += 5
    broken[lines["申请.办理结果.予以公开"][1]] += 2
    moved = dict(balanced)
    moved[lines["申请.上年结转"][2]] += 1
    moved[lines["申请.结转下年度"][5]] += 1
    words = itertools.cycle(["无", None, "12件", 3, "１２", "—", 0, "1,234", " ", 7])
    cases = {
        "balanced": balanced, "broken": broken, "moved": moved,
        "with text and blanks": {at: next(words) for at in balanced}, "blank": dict.fromkeys(balanced), "of text": dict.fromkeys(balanced, "无"),
    }
    for name, inputs in cases.items():
        wb = openpyxl.load_workbook(path)
        for (title, at), value in inputs.items():
            wb[title][at] = value
        for ws in wb:
            for cell, far, _, formula in colours(ws):
                ws[far] = formula
        wb.save(folder / f"{name}.xlsx")
        yield name, inputs


def colours(ws):
    """The rules that colour cells: cell, a free place beside the table, colour, and the rule as a formula for this cell."""
    seen = Counter()
    for formatting in ws.conditional_formatting:
        areas = sorted(formatting.sqref.ranges, key=lambda area: area.bounds)
        origin = place(min(a.min_row for a in areas), min(a.min_col for a in areas))
        for area in areas:
            for rule in formatting.rules:
                rgb = rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else None
                if rule.type != "expression" or not isinstance(rgb, str):
                    raise ValueError(f"{ws.title} {area}: a rule that cannot be judged: {rule.type} {rgb}")
                for row in ws[area.coord] if ":" in area.coord else ((ws[area.coord],),):
                    for cell in row:
                        seen[cell.coordinate] += 1
                        formula = Translator("=" + rule.formula[0], origin).translate_formula(cell.coordinate)
                        yield cell, place(cell.row, cell.column + FAR * seen[cell.coordinate]), rgb[-6:], formula


def compute(work):
    """Every filled form as LibreOffice computes and saves it; says what went wrong."""
    files = sorted((work / "filled").glob("*.xlsx"))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{work}/profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    command += ["--outdir", str(work / "computed"), *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, env={**os.environ, "HOME": str(work)})
    missing = [f.name for f in files if not (work / "computed" / f.name).exists()]
    return f"{missing} {run.stdout[-500:]} {run.stderr[-500:]}" if missing or run.returncode else ""


def computed(path, blank, fmt, inputs):
    wb = openpyxl.load_workbook(path, data_only=True)
    rules = openpyxl.load_workbook(blank)
    tables = layouts(fmt, rules)
    for ws in wb:
        yield from (f"{ws.title} {c.coordinate}: {c.value}" for row in ws.iter_rows() for c in row if c.data_type == "e")
    expected = sums(tables, inputs)
    for (title, at), value in expected.items():
        got = wb[title][at].value
        if got not in (value if isinstance(value, set) else {value}):
            yield f"{title} {at}: {got!r} for {value!r}"
    # Red where the check row does not say 相等; a warning colour in inputs that hold no number, but for amounts with their unit.
    for ws in rules:
        table, seen = tables.get(ws.title), {}
        for cell, far, rgb, _ in colours(ws):
            applies = wb[ws.title][far].value
            if applies not in (True, False, 0, 1):
                yield f"{ws.title} {cell.coordinate}: the colour's rule gives {applies!r}"
            if applies:
                seen.setdefault(cell.coordinate, []).append(rgb)
        if not table:
            continue
        for box in table.checks:
            colour = [c for c in seen.get(box.first(), []) if not is_grey(c)]
            wanted = not {"相等", "未填"} & expected[ws.title, box.first()]
            if [is_red(c) for c in colour] != [True] * wanted:
                yield f"{ws.title} {box.first()}: colours {colour} where {expected[ws.title, box.first()]}"
        for box in table.inputs():
            value, colour = inputs[ws.title, box.first()], seen.get(box.first(), [])
            if table.kinds.get(box) != "amount" and bool(colour) == isinstance(value, (int, float)):
                yield f"{ws.title} {box.first()}: colours {colour} for {value!r}"


def is_grey(rgb):
    return len({rgb[i : i + 2] for i in (0, 2, 4)}) == 1


def is_red(rgb):
    red, green, blue = (int(rgb[i : i + 2], 16) for i in (0, 2, 4))
    return red > 160 and green < 90 and blue < 90


def sums(tables, inputs):
    """What totals and check row must show; text and blanks count nothing in sums."""
    expected = {}
    for title, table in tables.items():
        def number(box):
            value = expected.get((title, box.first()), inputs.get((title, box.first())))
            return value if isinstance(value, (int, float)) else 0

        whole = table.rows.get("申请.办理结果.总计", [])
        for n, box in enumerate(whole[:-1]):
            rows = [row for name, row in table.rows.items() if name.startswith("申请.办理结果.") and row is not whole]
            expected[title, box.first()] = sum(number(row[n]) for row in rows)
        for row in table.rows.values():
            if row[-1] in table.totals:
                expected[title, row[-1].first()] = sum(map(number, row[:-1]))
        filled = any(number(box) for row in table.rows.values() for box in row if box not in table.totals)
        for n, box in enumerate(table.checks):
            new, carried, done, left = (number(table.rows[f"申请.{key}"][n]) for key in ("新收", "上年结转", "办理结果.总计", "结转下年度"))
            over = new + carried - done - left
            # A column in which something is no number cannot be compared.
            column = [row[n] for row in table.rows.values() if row[n] not in table.totals]
            whole_column = all(isinstance(inputs.get((title, box.first())), (int, float)) for box in column if (title, box.first()) in inputs)
            said = {f"相差{over}", f"相差{abs(over)}"} if over else {"相等"} if filled else {"未填"}
            expected[title, table.checks[n].first()] = said if whole_column else {"没填全"}
    return expected


main()

#!/usr/bin/env python3
"""Judge a format's JSON Schema of the form: check_schema.py NIANBAO FORMAT DIR (needs jsonschema, PyYAML; works in DIR).

The schema must be draft-07, describe every key in Chinese and ask for every row; it must accept the samples, blank forms
and what `convert` writes as JSON, and refuse each of a list of bad forms exactly where the mistake is. YAML is read as
editors do, with the types of YAML 1.2. Prints a line per matter; exit 1 on any difference.
"""
import copy
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from jsonschema import Draft7Validator
from jsonschema.exceptions import SchemaError

import form

ROOT = Path(__file__).resolve().parents[2]
YEAR = {"2019": "2020", "2021": "2023"}
GOOD = {"2019": "001-xinfangju-2020", "2021": "003-corrected-2023"}
DROP = object()
APPLICANTS = [key for key, _ in form.APPLICANTS]

# A change to the good form: path, new value, and where the fault must be reported if not at the path itself.
BAD = [
    ("甲", 1), ("申请.甲", 0), ("申请.办理结果.不予公开.甲", 0), ("复议诉讼.甲", [0] * 4), ("主动公开.甲", 0),
    ("联系", {"传真": "1"}, "联系.传真"), ("说明", {"甲": "一"}, "说明.甲"), ("网站", {"甲": "一"}, "网站.甲"),
    ("主动公开", DROP), ("申请", DROP), ("复议诉讼", DROP), ("机关", DROP), ("年度", DROP),
    ("主动公开.规章", DROP), ("主动公开.行政许可", DROP), ("申请.新收", DROP), ("申请.办理结果", DROP), ("申请.结转下年度", DROP),
    ("申请.办理结果.予以公开", DROP), ("申请.办理结果.不予公开", DROP), ("申请.办理结果.不予公开.国家秘密", DROP),
    ("申请.办理结果.不予处理.重复申请", DROP), ("申请.办理结果.其他处理", DROP), ("复议诉讼.直接起诉", DROP),
    ("主动公开", None), ("申请", []), ("复议诉讼", "无"), ("申请.办理结果.不予公开", 0), ("申请.新收", None),
    ("申请.新收", [1] * 5), ("申请.新收", [1] * 8), ("申请.新收", []), ("申请.新收", 5), ("申请.新收", "无"), ("申请.新收", True),
    ("复议诉讼.行政复议", [0] * 3), ("复议诉讼.行政复议", [0] * 6), ("主动公开.规章", [0] * 2), ("主动公开.规章", [0] * 4),
    ("申请.新收", [1, 2, -3, 4, 5, 6], "申请.新收.2"), ("申请.新收", [1, 2, "3件", 4, 5, 6], "申请.新收.2"),
    ("申请.新收", [1, 2, 3.5, 4, 5, 6], "申请.新收.2"), ("申请.新收", [1, 2, None, 4, 5, 6], "申请.新收.2"),
    ("申请.新收", [1, 2, True, 4, 5, 6], "申请.新收.2"), ("申请.新收", [1, 2, [3], 4, 5, 6], "申请.新收.2"),
    ("申请.新收", [1, 2, 3, 4, 5, 6, -21], "申请.新收.6"), ("申请.新收", [1, 2, 3, 4, 5, 6, "21件"], "申请.新收.6"),
    ("申请.新收", {"自然人": 1, "甲": 2}, "申请.新收.甲"), ("申请.新收", {"自然人": -1}, "申请.新收.自然人"),
    ("申请.新收", {"自然人": None}, "申请.新收.自然人"), ("复议诉讼.行政复议", {"撤销": 1}, "复议诉讼.行政复议.撤销"),
    ("主动公开.规章", [0, "／", 0], "主动公开.规章.1"),
    ("申请.新收", [{"注": "一"}, 0, 0, 0, 0, 0], "申请.新收.0.值"), ("申请.新收", [{"值": 1, "甲": "一"}, 0, 0, 0, 0, 0], "申请.新收.0.甲"),
    ("申请.新收", [{"值": -1}, 0, 0, 0, 0, 0], "申请.新收.0.值"), ("申请.新收", [{"值": "1件"}, 0, 0, 0, 0, 0], "申请.新收.0.值"),
    ("申请.新收", [{"值": 1, "注": ["一"]}, 0, 0, 0, 0, 0], "申请.新收.0.注"),
    ("格式", 2020), ("格式", None), ("机关", ["甲"]), ("年度", 2018), ("年度", 20233), ("年度", None), ("年度", "二〇二三"), ("年度", 2020.5),
    ("成文日期", "2024年1月26日"), ("成文日期", "2024-1-26"), ("成文日期", "2024/01/26"), ("成文日期", "2024-13-01"),
    ("成文日期", "2024-00-10"), ("成文日期", "2024-01-32"), ("成文日期", 20240126),
    ("零申请", "没有"), ("零申请", True), ("零申请", 1), ("图表", "要"), ("图表", False),
    ("总体情况", 5), ("引言", ["一"]), ("问题与改进", {"一": "二"}), ("说明", {"申请": ["一"]}, "说明.申请"), ("联系", "电话1"),
    ("豁免", "无"), ("豁免", [None], "豁免.0"), ("豁免", [{"规则": "narrative-number", "位子": "总体情况"}], "豁免.0.位子"),
    ("豁免", [{"规则": ["一"]}], "豁免.0.规则"), ("豁免", {"位子": "总体情况"}, "豁免.位子"),
]
BAD_OF = {
    "2019": [
        ("年度", 2021), ("格式", 2021), ("信息处理费", {"通知件数": 1}), ("主动公开.政府集中采购", DROP), ("主动公开.其他对外管理服务事项", DROP),
        ("主动公开.行政许可", 12), ("主动公开.行政许可", [1, 2]), ("主动公开.行政许可", [1, 2, 3, 4]), ("主动公开.规章", {"制发": 1}, "主动公开.规章.制发"),
        ("主动公开.行政许可", [-1, 2, 3], "主动公开.行政许可.0"), ("主动公开.行政许可", [1, 2.5, 3], "主动公开.行政许可.1"),
        ("主动公开.行政许可", [1, "增2", 3], "主动公开.行政许可.1"), ("主动公开.行政许可", {"增减": None}, "主动公开.行政许可.增减"),
        ("主动公开.行政许可", [1, {"值": "增2"}, 3], "主动公开.行政许可.1.值"),
        *(("主动公开.政府集中采购", {"项目": 3, "金额": bad}, "主动公开.政府集中采购.金额")
          for bad in (44.44, 454, "454", "454万", "44.44 万元", "-4万元", "01万元", ".5万元", "4.万元", "1,000万元", "454美元", "454万元整", "", None, -1)),
        ("主动公开.政府集中采购", {"项目": 3, "金额": {"值": 454}}, "主动公开.政府集中采购.金额.值"), ("主动公开.政府集中采购", [3, 454], "主动公开.政府集中采购.1"),
        ("主动公开.政府集中采购", {"项目": "3个", "金额": "4元"}, "主动公开.政府集中采购.项目"), ("申请.办理结果.其他处理", {"逾期不补正": 0}, "申请.办理结果.其他处理.逾期不补正"),
    ],
    "2021": [
        ("年度", 2020), ("格式", 2019), ("主动公开.政府集中采购", 0), ("主动公开.规章", {"新制作": 1}, "主动公开.规章.新制作"),
        *(("主动公开.行政许可", bad) for bad in (-1, "12件", "无", "", None, 1.5, True, [1, 2])),
        ("主动公开.行政许可", {"注": "一"}, "主动公开.行政许可.值"),
        *(("主动公开.行政事业性收费", bad) for bad in (-0.5, "1.5万元", "1万", None)), ("主动公开.行政事业性收费", {"值": "1元"}, "主动公开.行政事业性收费.值"),
        ("申请.办理结果.其他处理", [0] * 6), ("申请.办理结果.其他处理.逾期不缴费", DROP), ("信息处理费", {"件数": 1}, "信息处理费.件数"),
        ("信息处理费", {"通知件数": 1.5, "通知金额": 1, "实收金额": 1}, "信息处理费.通知件数"), ("信息处理费", {"通知件数": 1, "通知金额": -1, "实收金额": 1}, "信息处理费.通知金额"),
        ("信息处理费", {"通知件数": 1, "通知金额": 1, "实收金额": "20元"}, "信息处理费.实收金额"),
    ],
}
FINE = [
    ("格式", DROP), ("机关", 12), ("成文日期", None), ("成文日期", "2024-02-29"), ("零申请", "是"), ("零申请", "否"), ("零申请", None), ("图表", "是"),
    ("联系", None), ("联系", {"邮编": 215600, "电话": None}), ("说明", {"申请": "一\n二\n"}), ("豁免", []), ("豁免", None), ("上年", "2022.yaml"),
    ("豁免", [{"规则": "narrative-number", "位置": "总体情况", "值": 774, "理由": "一"}]), ("豁免", {"规则": "narrative-number"}),
    ("总体情况", ""), ("总体情况", None), ("总体情况", DROP), ("问题与改进", DROP),
    ("申请.新收", 0), ("申请.新收", [1, 2, 3, 4, 5, 6]), ("申请.新收", [1, 2, 3, 4, 5, 6, 21]), ("申请.新收", [1, 2, 3, 4, 5, 6, None]),
    ("申请.新收", {"自然人": 98, "商业企业": 2}), ("申请.新收", {"自然人": 98, "总计": 98}), ("申请.新收", {}),
    ("申请.新收", [{"值": 22, "注": "其中修订16件"}, 0, 0, 0, 0, 0]), ("申请.新收", {"自然人": {"值": 22}}),
    ("申请.办理结果.总计", [0] * 6), ("申请.办理结果.总计", None), ("申请.办理结果.总计", DROP), ("申请.办理结果.总计", [None] * 7),
    ("复议诉讼.行政复议", {"维持": 1}), ("复议诉讼.行政复议", [4, 2, 1, 3, 10]), ("主动公开.规章", [1, 2, 3]), ("主动公开.规章", 0),
]
FINE_OF = {
    "2019": [
        ("年度", 2019), ("主动公开.行政许可", [12, -3, 0]), ("主动公开.行政许可", {"增减": {"值": -3, "注": "一"}}), ("主动公开.政府集中采购", [3, 0]), ("主动公开.政府集中采购", 0),
        *(("主动公开.政府集中采购", {"项目": 3, "金额": good}) for good in ("454万元", "44.44元", "1亿元", "0万元", 0, {"值": "454万元", "注": "一"})),
    ],
    "2021": [
        ("年度", 2021), ("年度", 2035), ("主动公开.行政许可", {"值": 1, "注": "一"}), ("主动公开.行政事业性收费", 28660.38), ("主动公开.行政事业性收费", {"值": 1.5, "注": "一"}),
        ("信息处理费", None), ("信息处理费", {"通知件数": 1, "通知金额": 20.5, "实收金额": 0}),
    ],
}


class Core(yaml.SafeLoader):
    """YAML 1.2's core types: a date stays text, yes and no are words."""

    yaml_implicit_resolvers = {}


for kind, pattern, make in (
    ("null", r"~|null|Null|NULL|", lambda text: None),
    ("bool", r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", lambda text: int(text, 0 if text[:2] in ("0o", "0x") else 10)),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
):
    tag = "tag:yaml.org,2002:" + kind
    Core.add_implicit_resolver(tag, re.compile(f"(?:{pattern})$"), None)
    Core.add_constructor(tag, lambda loader, node, make=make: make(loader.construct_scalar(node)))


def load(path):
    return yaml.load(Path(path).read_text(encoding="utf-8"), Core)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program, fmt, work = str(Path(sys.argv[1]).resolve()), sys.argv[2], Path(sys.argv[3]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    schema = json.loads((ROOT / f"schema/form-{fmt}.json").read_text(encoding="utf-8"))
    try:
        Draft7Validator.check_schema(schema)
    except SchemaError as e:
        sys.exit(f"no draft-07 schema: {e.message}")
    validator = Draft7Validator(schema)
    bad = 0
    for name, errors in (
        ("described", undescribed(schema, fmt)),
        ("rows asked for", unasked(schema, fmt)),
        ("samples", samples(validator, fmt, program, work)),
        ("blank form", blank_form(validator, fmt, program, work)),
        ("good forms", good_forms(validator, fmt)),
        ("bad forms", bad_forms(validator, fmt)),
    ):
        said = errors if isinstance(errors, Count) else Count(0, list(errors))
        bad += len(said.errors)
        print(f"{'differs' if said.errors else 'same'} {fmt} {name}" + (f": {said.n}" if said.n else ""))
        for e in said.errors:
            print(f"   {e}")
    if not bad:
        fine, refused = len(FINE + FINE_OF[fmt]), len(BAD + BAD_OF[fmt])
        print(f"schema {fmt}: samples, blank form and {fine} good forms accepted, {refused} bad forms refused in their places")
    sys.exit(1 if bad else 0)


class Count:
    """Faults found among n things judged."""

    def __init__(self, n, errors):
        self.n, self.errors = n, errors


def undescribed(schema, fmt):
    """Keys without a Chinese description of their own, or of the definition they refer to; alike ones together."""
    lacking = {}

    def walk(node, path):
        if isinstance(node, list):
            for n in node:
                walk(n, path)
        elif isinstance(node, dict):
            for key, child in node.get("properties", {}).items():
                target = schema["definitions"][child["$ref"].split("/")[-1]] if "$ref" in child else child
                if not any(re.search("[一-鿿]", n.get("description", "")) for n in (child, target)):
                    lacking.setdefault(key, []).append(".".join((*path, key)))
                walk(child, (*path, key))
            for name in ("items", "anyOf", "allOf", "oneOf"):
                walk(node.get(name), path)

    walk(schema, ())
    for name, definition in schema["definitions"].items():
        walk(definition, ("definitions", name))
    for key, paths in lacking.items():
        yield f"no Chinese description: {key}, {len(paths)} times, first {paths[0]}"


def rows(fmt):
    """The keys of every table, group and row that a form must have, as paths; totals are left to the program."""
    yield ("机关",)
    yield ("年度",)
    for item in form.DISCLOSURE[fmt]:
        yield from (("主动公开", row) for row in item[2])
    yield from (("申请", key) for key in ("新收", "上年结转", "结转下年度"))
    yield from (("申请", "办理结果", *keys) for keys, _ in form.outcome_rows(fmt))
    yield from (("复议诉讼", key) for key, _ in form.REVIEW)


def unasked(schema, fmt):
    wanted = {path[:n] for path in rows(fmt) for n in range(1, len(path) + 1)}
    for path in sorted(wanted):
        node = schema
        for key in path[:-1]:
            node = node.get("properties", {}).get(key, {})
        if path[-1] not in node.get("required", []):
            yield f"not required: {'.'.join(path)}"

    def named(node, path):
        for key in node.get("required", []):
            yield (*path, key)
        for key, child in node.get("properties", {}).items():
            yield from named(child, (*path, key))

    for path in sorted(set(named(schema, ())) - wanted):
        yield f"required, though a form may leave it out: {'.'.join(path)}"


def faults(validator, data):
    """Where a form fails: paths of keys and places, for a missing or unknown key with that key."""
    return {path: message for e in validator.iter_errors(data) for path, message in leaves(e)}


def leaves(error):
    """The faults that an error comes down to: of the choices in anyOf, those that are meant for the value's shape."""
    path = ".".join(map(str, error.absolute_path))
    if error.validator == "additionalProperties":
        for key in error.instance.keys() - error.schema.get("properties", {}).keys():
            yield f"{path}.{key}".lstrip("."), "unknown key"
    elif error.validator == "required":
        for key in (k for k in error.validator_value if k not in error.instance):
            yield f"{path}.{key}".lstrip("."), "missing key"
    elif error.context:
        meant = [e for choice in choices(error) for e in choice if not misses(choice)]
        if not meant:
            yield path, error.message
        for e in meant:
            yield from leaves(e)
    else:
        yield path, error.message


def choices(error):
    """The errors of an anyOf, choice by choice."""
    found = {}
    for e in error.context:
        found.setdefault(e.schema_path[0], []).append(e)
    return found.values()


def misses(choice):
    """Whether a choice is meant for values of another shape than this one."""
    own = [e for e in choice if not e.relative_path]
    return any(e.validator in ("type", "const", "enum") or e.context and all(map(misses, choices(e))) for e in own)


def samples(validator, fmt, program, work):
    """The samples of the format and their JSON must pass; 000 was published with blanks, which are all that it may lack."""
    n, errors = 0, []
    for path in sorted((ROOT / "samples").glob("*.yaml")):
        data = load(path)
        if str(data["格式"]) != fmt:
            continue
        wanted = blanks(data) if path.name.startswith("000-") else set()
        out = work / (path.stem + ".json")
        run = subprocess.run([program, "convert", path, out], capture_output=True, text=True)
        made = json.loads(out.read_text(encoding="utf-8")) if out.exists() else None
        if run.returncode != bool(wanted) or made is None:
            errors.append(f"convert {path.name} to JSON: exit {run.returncode} {run.stderr.strip()}")
        for name, value in ((path.name, data), (out.name, made)):
            if value is None:
                continue
            n += 1
            found = faults(validator, value)
            errors += [f"{name} {p}: {m}" for p, m in found.items() if p not in wanted][:10]
            errors += [f"{name} {p}: blank, but accepted" for p in sorted(wanted - found.keys())][:10]
    return Count(n, errors)


def blanks(node, path=()):
    """Paths of blank cells of section three that the form must fill: of a row's first six, not its total, nor the row of totals."""
    if path == () or isinstance(node, dict):
        node = node["申请"] if path == () else node
        path = path or ("申请",)
        return {p for key, child in node.items() if key != "总计" for p in blanks(child, (*path, key))}
    return {".".join((*path, str(i))) for i, cell in enumerate(node[: len(APPLICANTS)]) if cell is None}


def blank_form(validator, fmt, program, work):
    path = work / "report.yaml"
    run = subprocess.run([program, "new", "--agency", "某某市某某局", "--year", YEAR[fmt], path], capture_output=True, text=True)
    if run.returncode:
        yield f"new: exit {run.returncode} {run.stderr.strip()}"
        return
    text = path.read_text(encoding="utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(.+)", text)
    if not named:
        yield f"the first line names no schema: {text.splitlines()[0]}"
    elif os.path.isabs(named[1]) or not (work / named[1]).is_file():
        yield f"no schema at the relative path of the first line: {named[1]}"
    elif (work / named[1]).read_bytes() != (ROOT / f"schema/form-{fmt}.json").read_bytes():
        yield f"another schema than that of {fmt}: {named[1]}"
    # The optional keys stand in comments; they must fit as well once the clerk deletes the “# ”.
    keys = "|".join(validator.schema["properties"])
    filled = re.sub(rf"^# (?=(?:{keys}):(?: |$))", "", text, flags=re.M)
    if filled == text:
        yield "no optional keys in comments"
    for name, form_text in (("blank form", text), ("blank form with optional keys", filled)):
        for p, m in faults(validator, yaml.load(form_text, Core)).items():
            yield f"{name} {p}: {m}"


def good_forms(validator, fmt):
    cases = FINE + FINE_OF[fmt]
    base = load(ROOT / f"samples/{GOOD[fmt]}.yaml")
    errors = [f"{path} {show(value)}: refused at {p}: {m}" for path, value in cases for p, m in faults(validator, changed(base, path, value)).items()]
    return Count(len(cases), errors)


def bad_forms(validator, fmt):
    cases = BAD + BAD_OF[fmt]
    base, errors = load(ROOT / f"samples/{GOOD[fmt]}.yaml"), []
    for path, value, *where in cases:
        expected, found = {where[0] if where else path}, faults(validator, changed(base, path, value))
        if not found:
            errors.append(f"{path} {show(value)}: accepted")
        elif set(found) != expected:
            errors.append(f"{path} {show(value)}: refused at {', '.join(found)}, not at {', '.join(expected)}")
    return Count(len(cases), errors)


def changed(base, path, value):
    data = copy.deepcopy(base)
    *way, last = path.split(".")
    node = data
    for key in way:
        node = node[key]
    if value is not DROP:
        node[last] = value
    else:
        node.pop(last, None)
    return data


def show(value):
    return "left out" if value is DROP else json.dumps(value, ensure_ascii=False)


main()

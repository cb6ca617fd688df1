#!/usr/bin/env python3
"""Judge the JSON that the program tells: check_json.py NIANBAO DIR (needs jsonschema; works in DIR).

Every verb's document must be valid by its committed schema, with no key that the schema does not name, and each schema
must be sound draft 2020-12. Prints a line per document; exit 1 on any fault.
"""
import json
import shutil
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"


def closed(schema):
    """The schema with no room for keys that it does not name."""
    if isinstance(schema, dict):
        schema = {key: closed(value) for key, value in schema.items()}
        if "properties" in schema:
            schema["additionalProperties"] = False
    elif isinstance(schema, list):
        schema = [closed(item) for item in schema]
    return schema


def validator(name):
    schema = json.loads((ROOT / "schema/json" / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(closed(schema))


def main():
    nianbao, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for sample in SAMPLES.glob("*.[yx]*l*"):
        shutil.copy(sample, work)
    form, old = "003-corrected-2023.yaml", "003-zhangjiagang-2023.yaml"
    (work / "broken.yaml").write_text("机关: [\n", "utf-8")
    (work / "edited.txt").write_text("别的文字\n", "utf-8")
    runs = [
        ("findings", 0, ["check", form]),
        ("findings", 0, ["check", old]),
        ("findings", 1, ["check", "004-baoshuiqu-2020.yaml", form]),
        ("findings", 1, ["check", "broken.yaml", "--format", "json"]),
        ("findings", 2, ["check", "nowhere.yaml"]),
        ("findings", 2, ["check", "nowhere.yaml", form]),
        ("findings", 0, ["check", "002-shenpiju-2021.xlsx"]),
        ("findings", 0, ["build", form, "--name", "report"]),
        ("findings", 0, ["build", form, "--name", "report"]),
        ("findings", 1, ["build", "004-baoshuiqu-2020.yaml", "--draft"]),
        ("findings", 0, ["verify", form, "report.docx", "report.pdf", "report.txt"]),
        ("findings", 1, ["verify", form, "edited.txt"]),
        ("findings", 0, ["convert", form, "form.xlsx"]),
        ("comparison", 1, ["diff", old, form]),
        ("comparison", 0, ["diff", form, form]),
        ("comparison", 1, ["diff", "001-xinfangju-2020.yaml", form]),
        ("comparison", 0, ["set", form, "联系.邮箱=a@b.cn", "申请.新收.自然人.注=含补正2件"]),
        ("proposals", 0, ["bind", old, "--dry-run"]),
        ("proposals", 0, ["bind", old, "--yes"]),
    ]
    faults = 0
    validators = {name: validator(name) for name in ("findings", "comparison", "proposals")}
    for name, expected, arguments in runs:
        command = [str(nianbao), *arguments]
        if "--format" not in arguments:
            command += ["--format", "json"]
        run = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=60)
        told = []
        if run.returncode != expected:
            told.append(f"exit {run.returncode}, not {expected}: {run.stderr.strip()}")
        try:
            document = json.loads(run.stdout)
            told += [
                f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
                for error in validators[name].iter_errors(document)
            ]
        except json.JSONDecodeError as error:
            told.append(f"no JSON: {error}")
        faults += len(told)
        print(f"{'ok' if not told else 'FAULT'} {name}: {' '.join(arguments)}")
        for line in told[:5]:
            print(f"  {line}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Judge the SARIF log of a form's check: check_sarif.py NIANBAO FORM… (needs sarif-pydantic).

The log must be read by the models of SARIF 2.1.0 that others wrote; its rules and results must fit each other; what a region
starts at must be in the file, and the results must be those of the JSON output: same codes, places and waivers. Exit 1 on any
difference.
"""
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

from sarif_pydantic import Sarif

# What SARIF calls each severity.
LEVELS = {"error": "error", "warning": "warning", "hint": "note"}


def run(nianbao, forms, kind):
    done = subprocess.run([nianbao, "check", *forms, "--format", kind], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"exit {done.returncode}: {done.stderr}")
    return done.stdout


def main():
    nianbao, forms = sys.argv[1], sys.argv[2:]
    text = run(nianbao, forms, "sarif")
    log = Sarif.model_validate_json(text)
    plain = json.loads(text)
    known = json.loads(run(nianbao, forms, "json"))["findings"]
    faults = []
    if log.version != "2.1.0" or len(log.runs) != 1:
        faults.append("not one run of version 2.1.0")
    rules = plain["runs"][0]["tool"]["driver"]["rules"]
    results = plain["runs"][0]["results"]
    if len({rule["id"] for rule in rules}) != len(rules):
        faults.append("a rule stands twice")
    if len(results) != len(known):
        faults.append(f"{len(results)} results for {len(known)} findings")
    for result, finding in zip(results, known):
        name = f"{result['ruleId']} {result['message']['text'][:40]}"
        if rules[result["ruleIndex"]]["id"] != result["ruleId"] or result["ruleId"] != finding["code"]:
            faults.append(f"{name}: rules do not fit")
        if result["level"] != LEVELS[finding["severity"]]:
            faults.append(f"{name}: level {result['level']}, severity {finding['severity']}")
        if bool(result.get("suppressions")) != (finding["waived"] is not None):
            faults.append(f"{name}: waived and suppressed do not fit")
        locations = result["locations"] + result.get("relatedLocations", [])
        if len(locations) != len(finding["places"]):
            faults.append(f"{name}: {len(locations)} locations for {len(finding['places'])} places")
        for location, place in zip(locations, finding["places"]):
            physical = location["physicalLocation"]
            file = unquote(physical["artifactLocation"]["uri"])
            if file != place["file"]:
                faults.append(f"{name}: {file} is not {place['file']}")
            region = physical.get("region")
            if region is None:
                continue
            lines = Path(file).read_text(encoding="utf-8").splitlines()
            line = lines[region["startLine"] - 1] if region["startLine"] <= len(lines) else None
            if line is None or region["startColumn"] > len(line) + 1:
                faults.append(f"{name}: no such place {region}")
    if faults:
        print("\n".join(faults))
        return 1
    print(f"{len(results)} results of {len(rules)} rules, {len(log.runs[0].results)} read")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Bills of materials in what is handed out: check_sbom.py FOLDER.

Every `sbom.cdx.json` of an archive, and the page's own, is held against the schema of CycloneDX
1.5; digests of files in it must be those of the files beside it; every reference must lead somewhere.
"""

import hashlib
import json
import os
import sys
import tarfile
import zipfile

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def archives(folder):
    """Names of bills, and how to read a file beside each."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith(".zip"):
            bundle = zipfile.ZipFile(path)
            yield name, "sbom.cdx.json", lambda file, bundle=bundle: bundle.read(f"nianbao/{file}")
        elif name.endswith(".tar.gz"):
            bundle = tarfile.open(path)
            yield name, "sbom.cdx.json", lambda file, bundle=bundle: bundle.extractfile(f"nianbao/{file}").read()
        elif name.endswith(".cdx.json"):
            yield name, name, lambda file: open(os.path.join(folder, file), "rb").read()


def faults(bill, read):
    """What the schema cannot see."""
    known = {part["bom-ref"] for part in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    for entry in bill["dependencies"]:
        yield from (f"leads nowhere: {ref}" for ref in {entry["ref"], *entry.get("dependsOn", [])} - known)
    for part in bill["components"]:
        if part["type"] != "file":
            continue
        if hashlib.sha256(read(part["name"])).hexdigest() != part["hashes"][0]["content"]:
            yield f"{part['name']}: another digest"


def main():
    wrong, count = [], 0
    validator = JsonStrictValidator(SchemaVersion.V1_5)
    for archive, name, read in archives(sys.argv[1]):
        text = read(name).decode()
        error = validator.validate_str(text)
        bill = json.loads(text)
        found = ([str(error)] if error else []) + list(faults(bill, read))
        wrong += [f"{archive}: {fault}" for fault in found]
        kinds = [part["purl"].split("/")[0] if "purl" in part else part["type"] for part in bill["components"]]
        print(f"{archive}: {len(kinds)} components, " + ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds))))
        count += 1
    if wrong or not count:
        sys.exit("\n".join(wrong) or "no bill was found")


main()

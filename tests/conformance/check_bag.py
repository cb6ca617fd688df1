#!/usr/bin/env python3
"""Bags for archives: check_bag.py PROGRAM DIR FORM…

Makes a bag of each form in DIR and has tools of others look at it: bagit of PyPI validates it, openssl computes SM3 anew, the data inside the PDF (pdfdetach)
and the OFD (unzip) are the bag's, data.xml keeps its schema, and the register tells the files as they are. Then one byte of each file is changed: `verify`
names the file, and bagit refuses the bag where the file is one that it covers. What `extract` takes out of the PDF and the OFD builds the same bytes.
Needs bagit, lxml and openpyxl of PyPI, openssl and poppler-utils."""
import hashlib, json, os, random, re, shutil, subprocess, sys, zipfile
from pathlib import Path

import bagit
import openpyxl
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
XSD = etree.XMLSchema(etree.parse(str(ROOT / "schema/xml/data.xsd")))


def run(*command, code=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, f"{command}: exit {done.returncode}, not {code}\n{done.stdout}{done.stderr}"
    return done.stdout


def files_of(bag):
    return {str(path.relative_to(bag)): path for path in sorted(bag.rglob("*")) if path.is_file()}


def listed(bag, name):
    lines = (bag / name).read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def sound(bag):
    """Whether bagit takes a bag; it says why not by raising."""
    try:
        bagit.Bag(str(bag)).validate()
        return True
    except (bagit.BagError, bagit.BagValidationError, ValueError, UnicodeError, KeyError):
        return False


def judge(program, form, bag):
    run(program, "archive", form, "-o", bag)
    run(program, "verify", bag)
    assert sound(bag), "bagit refuses the bag"
    files = files_of(bag)
    for kind in ("manifest", "tagmanifest"):
        sums = listed(bag, f"{kind}-sm3.txt")
        told = run("openssl", "dgst", "-sm3", *[bag / path for path in sums])
        found = dict(re.findall(r"^SM3\((.*)\)= ([0-9a-f]{64})$", told, re.M))
        assert {str(bag / path): digest for path, digest in sums.items()} == found, f"{kind}-sm3.txt and openssl differ"
        assert set(sums) == set(listed(bag, f"{kind}-sha256.txt"))
    register(bag, files)
    data = {name: (bag / "data/数据" / name).read_bytes() for name in ("data.json", "data.xml")}
    XSD.assertValid(etree.fromstring(data["data.xml"]))
    same_data(data)
    pdf, ofd = (next(path for path in files.values() if path.suffix == suffix and "报告" in path.parts) for suffix in (".pdf", ".ofd"))
    inside = bag.parent / "inside"
    shutil.rmtree(inside, ignore_errors=True)
    inside.mkdir()
    run("pdfdetach", "-saveall", "-o", inside, pdf)
    with zipfile.ZipFile(ofd) as package:
        attached = {name: package.read(name) for name in package.namelist() if "/Attachs/file_" in name}
    for name, content in data.items():
        assert (inside / name).read_bytes() == content, f"{name} in the PDF is not the bag's"
        assert content in attached.values(), f"{name} is not in the OFD"
    rebuilt(program, {"pdf": pdf, "ofd": ofd}, bag.parent / "again")
    return tampered(program, bag, files)


def register(bag, files):
    sheet = openpyxl.load_workbook(bag / "移交清单.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(at for at, row in enumerate(rows) if row[0] == "序号")
    told = {row[1]: row for row in rows[head + 1:] if row[0]}
    payload = {name: path.read_bytes() for name, path in files.items() if name.startswith("data/")}
    assert set(told) == set(payload), "the register lists other files"
    text = (bag / "移交清单.txt").read_text(encoding="utf-8")
    for name, content in payload.items():
        _, _, _, size, _, sha256, sm3 = told[name]
        assert size == len(content) and sha256 == hashlib.sha256(content).hexdigest(), name
        assert name in text and sha256 in text and sm3 in text, name
    assert f"文件数：{len(payload)}\n字节数合计：{sum(map(len, payload.values()))}\n" in text


def same_data(data):
    """JSON and XML say the same."""
    tree = etree.fromstring(data["data.xml"])
    found = json.loads(data["data.json"])
    space = {"d": "urn:nianbao:data:1.0"}
    cells = {cell.get("key"): cell.text or "" for cell in tree.iterfind(".//d:cell", space)}
    assert cells == {cell["key"]: cell["value"] for table in found["tables"] for cell in table["cells"]}
    texts = {text.get("key"): [p.text or "" for p in text] for text in tree.iterfind("d:text", space)}
    assert texts == {text["key"]: text["paragraphs"] for text in found["texts"]}


def rebuilt(program, reports, work):
    for kind, report in reports.items():
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        run(program, "extract", report, "-o", work / "form.yaml")
        run(program, "build", work / "form.yaml", "-o", work, "--name", "again", "--to", kind, "--pdf", "3a")
        assert (work / f"again.{kind}").read_bytes() == report.read_bytes(), f"the {kind} is made otherwise"


def tampered(program, bag, files):
    dice = random.Random(2024)
    count = 0
    for name, path in files.items():
        content = path.read_bytes()
        at = dice.randrange(len(content))
        path.write_bytes(content[:at] + bytes([content[at] ^ 1 << dice.randrange(8)]) + content[at + 1:])
        told = json.loads(run(program, "verify", bag, "--format", "json", code=1))
        named = [finding.get("stated") for finding in told["findings"]]
        assert named == [name], f"{name} was changed, told are {named}"
        covered = name in listed_before(bag, files) or name.startswith(("manifest-", "tagmanifest-sha256"))
        assert not (covered and sound(bag)), f"bagit takes a bag whose {name} was changed"
        path.write_bytes(content)
        count += 1
    run(program, "verify", bag)
    return count


def listed_before(bag, files):
    try:
        return set(listed(bag, "manifest-sha256.txt")) | set(listed(bag, "tagmanifest-sha256.txt"))
    except (ValueError, UnicodeDecodeError):
        return set()


def main():
    program, work, *forms = sys.argv[1:]
    work = Path(work).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    changed = sum(judge(Path(program).resolve(), Path(form).resolve(), work / f"bag-{at}") for at, form in enumerate(forms))
    print(f"{len(forms)} bags whole, {changed} changes named")


main()

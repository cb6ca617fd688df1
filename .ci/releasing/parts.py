"""What a program and a page are made of: crates, npm packages, fonts, libraries of the compiler.

Licences and the bill of materials are both written from this one list.
"""

import base64
import json
import re
import struct
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from . import build
from .common import FONTS, ROOT, Refusal, metadata, run, sha256

LICENCE_NAMES = re.compile(r"(?i)^(licen[cs]e|copying|copyright|notice|unlicense)")
PAGE, PACKER, FRONT = ROOT / "page/Cargo.toml", ROOT / "page/pack/Cargo.toml", ROOT / "page/front"


@dataclass
class Part:
    """Something by others, or a font."""

    kind: str  # cargo, npm, font, generic
    name: str
    version: str
    licence: str  # SPDX
    ref: str  # its purl, or a name of its own
    where: set = field(default_factory=set)  # 程序, 网页, 制作
    hashes: dict = field(default_factory=dict)
    needs: set = field(default_factory=set)
    texts: dict = field(default_factory=dict)  # licences by the names of their files
    url: str = ""

    @property
    def carried(self):
        """Whether it is handed out itself, not only used in the making."""
        return bool(self.where - {"制作"})


def texts_in(folder):
    """Licences that lie in a package."""
    files = sorted(path for path in Path(folder).iterdir() if path.is_file() and LICENCE_NAMES.match(path.name))
    return {path.name: plain(path.read_bytes()) for path in files if path.suffix not in {".rs", ".json", ".js", ".ts"}}


def plain(content):
    lines = content.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


def expression(licence):
    """An SPDX expression; crates of old wrote a slash for “or”."""
    return re.sub(r"\s*/\s*", " OR ", licence or "NOASSERTION")


# Crates ----------------------------------------------------------------------


def checksums(lock):
    """Digests of crates, by name and version, as the lock file has them."""
    found = {}
    for block in Path(lock).read_text().split("[[package]]")[1:]:
        values = dict(re.findall(r'^(name|version|checksum) = "([^"]*)"$', block, re.M))
        found[values["name"], values["version"]] = values.get("checksum")
    return found


def crate_ref(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def crate(package, digest):
    own = texts_in(Path(package["manifest_path"]).parent)
    hashes = {"SHA-256": digest} if digest else {}
    part = Part("cargo", package["name"], package["version"], expression(package["license"]), crate_ref(package), hashes=hashes, texts=own)
    part.url = package["repository"] or ""
    return part


def kinds_of(dependency):
    return {kind["kind"] for kind in dependency["dep_kinds"]}


def chosen(manifest, triple):
    """Crates that are really built: metadata lists also what features might bring that nobody asked for."""
    command = ["cargo", "tree", "--locked", "--edges", "normal,build", "--target", triple, "--prefix", "none", "--format", "{p}"]
    lines = run([*command, "--manifest-path", manifest], cwd=ROOT).splitlines()
    words = (line.split() for line in lines if line)
    return {f"pkg:cargo/{word[0]}@{word[1].removeprefix('v')}" for word in words}


def workspace(manifest, triple, use):
    """Crates of a workspace for a target, by their refs, and what its root needs.

    What only compiles or runs beside the compiler belongs to the making."""
    known = metadata(manifest, "--filter-platform", triple)
    packages = {package["id"]: package for package in known["packages"]}
    nodes = {node["id"]: node for node in known["resolve"]["nodes"]}
    digests = checksums(manifest.parent / "Cargo.lock")
    built = chosen(manifest, triple)
    root, parts, seen = known["resolve"]["root"], {}, set()
    waiting = [(root, use)]
    while waiting:
        place, role = waiting.pop()
        if (place, role) in seen:
            continue
        seen.add((place, role))
        package = packages[place]
        if package["source"] and crate_ref(package) not in built:
            continue
        if package["source"]:
            part = parts.setdefault(crate_ref(package), crate(package, digests.get((package["name"], package["version"]))))
            part.where.add("制作" if is_macro(package) else role)
            role = "制作" if is_macro(package) else role
        for dependency in nodes[place]["deps"]:
            kinds = kinds_of(dependency) - {"dev"}
            for kind in kinds:
                waiting.append((dependency["pkg"], "制作" if kind == "build" else role))
    for part in parts.values():
        node = next(n for n in nodes.values() if crate_ref(packages[n["id"]]) == part.ref)
        part.needs = {crate_ref(packages[d["pkg"]]) for d in node["deps"] if kinds_of(d) - {"dev"}} & parts.keys()
    direct = reached(nodes, packages, root)
    return parts, direct & parts.keys()


def reached(nodes, packages, root):
    """What a root needs itself; what another crate of this tree needs counts as its own."""
    found = set()
    for dependency in nodes[root]["deps"]:
        if not kinds_of(dependency) - {"dev"}:
            continue
        package = packages[dependency["pkg"]]
        found |= {crate_ref(package)} if package["source"] else reached(nodes, packages, dependency["pkg"])
    return found


def is_macro(package):
    return any("proc-macro" in target["kind"] for target in package["targets"])


# The page --------------------------------------------------------------------


def fits_here(entry):
    """Whether an npm package is one that builds here: others are for other systems."""
    return "linux" in entry.get("os", ["linux"]) and "x64" in entry.get("cpu", ["x64"])


def npm_ref(name, version):
    return f"pkg:npm/{name.replace('@', '%40')}@{version}"


def front():
    """npm packages of the page and of its making, as its lock file has them."""
    locked = json.loads((FRONT / "package-lock.json").read_text())["packages"]
    parts = {}
    for place, entry in locked.items():
        if not place or not fits_here(entry):
            continue
        name = place.rsplit("node_modules/", 1)[1]
        ref = npm_ref(name, entry["version"])
        part = parts.setdefault(ref, Part("npm", name, entry["version"], expression(entry.get("license")), ref))
        part.where.add("制作" if entry.get("dev") else "网页")
        algorithm, digest = entry["integrity"].split("-", 1)
        part.hashes = {algorithm.upper().replace("SHA", "SHA-"): base64.b64decode(digest).hex()}
        part.needs |= {child for wanted in entry.get("dependencies", {}) if (child := resolved(locked, place, wanted))}
        if (FRONT / place).is_dir():
            part.texts = texts_in(FRONT / place)
    return parts


def resolved(locked, place, name):
    """The package that another one gets by a name: the nearest."""
    while True:
        found = locked.get(f"{place}/node_modules/{name}" if place else f"node_modules/{name}")
        if found:
            return npm_ref(name, found["version"])
        if not place:
            return None
        place = place.rpartition("/node_modules/")[0]


# Fonts -----------------------------------------------------------------------


def names_in(font):
    """The name table: number to text, of its Windows entries."""
    count = struct.unpack(">H", font[4:6])[0]
    tables = (struct.unpack(">4sIII", font[12 + 16 * i : 28 + 16 * i]) for i in range(count))
    start = next(offset for tag, _, offset, _ in tables if tag == b"name")
    _, entries, texts = struct.unpack(">HHH", font[start : start + 6])
    found = {}
    for i in range(entries):
        platform, _, _, number, length, offset = struct.unpack(">6H", font[start + 6 + 12 * i : start + 18 + 12 * i])
        if platform == 3:
            place = start + texts + offset
            found[number] = font[place : place + length].decode("utf-16-be")
    return found


def font(path):
    content = path.read_bytes()
    names = names_in(content)
    licence = "OFL-1.1" if "openfontlicense" in names[14].lower() or "OFL" in names[14] else "GPL-3.0-only WITH Font-exception-2.0"
    part = Part("font", names[4], names[5].removeprefix("Version "), licence, f"font:{path.name}")
    part.hashes, part.where, part.url = {"SHA-256": sha256(content)}, {"程序"}, names[14]
    return part


def fonts(carried_by_page):
    """The fonts beside the program; the page carries some of them itself."""
    parts = {}
    for path in sorted(FONTS.glob("*.ttf")):
        part = font(path)
        if path.name in carried_by_page:
            part.where.add("网页")
        parts[part.ref] = part
    return parts


def faces_of(page):
    """Files of the fonts that a page carries, as it names them."""
    return set(re.findall(r'data-face="([^"]+)"', page.decode()))


# What the compiler brings ----------------------------------------------------


def installed(package):
    """The version of a Debian package, and its licence."""
    version = run(["dpkg-query", "-W", "-f", "${Version}", package])
    return version, plain(Path(f"/usr/share/doc/{package}/copyright").read_bytes())


def library(triple, where):
    """Rust's own library, with what it says of its parts' licences."""
    version = run([build.rustc(triple), "--version"], cwd=ROOT).split()[1]
    if build.uses_web(triple):
        name, text = "copyright", plain(Path("/usr/share/doc/rust-web-src/copyright").read_bytes())
    else:
        name = "COPYRIGHT-library.html"
        text = plain((build.sysroot(triple) / "share/doc/rust" / name).read_bytes())
    part = Part("generic", "rust-std", version, "MIT OR Apache-2.0", f"pkg:generic/rust-std@{version}", {where}, texts={name: text})
    part.url = "https://github.com/rust-lang/rust"
    return part


def musl(triple):
    """The C library inside a program that needs none of the system; its copy of libunwind is among Rust's licences."""
    archive = build.sysroot(triple) / "lib/rustlib" / triple / "lib/self-contained/libc.a"
    version = re.search(rb"\x001\.\d+\.\d+\x00", archive.read_bytes())
    if not version:
        raise Refusal(f"{archive.name} does not say its version")
    number = version.group().strip(b"\0").decode()
    _, text = installed("musl-dev")
    return Part("generic", "musl", number, "MIT", f"pkg:generic/musl@{number}", {"程序"}, texts={"copyright": text}, url="https://musl.libc.org")


def wasi():
    """The C library inside the page's module; it is musl for the most part."""
    version = run(["rustc", "--version"], cwd=ROOT).split()[1]
    folder = build.sysroot("wasm32-wasip1") / "share/doc/rust/licenses"
    texts = {name: plain((folder / name).read_bytes()) for name in ("Apache-2.0.txt", "LLVM-exception.txt", "MIT.txt")}
    texts["musl"] = installed("musl-dev")[1]
    licence = "(Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT) AND MIT"
    name = f"rust-{version}"  # Rust brings it and does not say which one it is
    return Part("generic", "wasi-libc", name, licence, f"pkg:generic/wasi-libc@{name}", {"网页"}, texts=texts, url="https://github.com/WebAssembly/wasi-libc")


def mingw():
    """The start of a Windows program and what unwinds its stack."""
    crt, crt_text = installed("mingw-w64-x86-64-dev")
    gcc, gcc_text = installed("gcc-mingw-w64-base")
    return [
        Part("generic", "mingw-w64", crt, "ZPL-2.1", f"pkg:generic/mingw-w64@{crt}", {"程序"}, texts={"copyright": crt_text}, url="https://www.mingw-w64.org"),
        Part("generic", "libgcc", gcc, "GPL-3.0-or-later WITH GCC-exception-3.1", f"pkg:generic/libgcc@{gcc}", {"程序"}, texts={"copyright": gcc_text}, url="https://gcc.gnu.org"),
    ]


def runtimes(triple):
    found = [library(triple, "程序")]
    if "musl" in triple:
        found.append(musl(triple))
    if "windows" in triple:
        found += mingw()
    return {part.ref: part for part in found}


# All of it -------------------------------------------------------------------


def merge(into, more):
    for ref, part in more.items():
        known = into.setdefault(ref, part)
        known.where |= part.where
        known.needs |= part.needs
        known.texts = known.texts or part.texts


def all_parts(triple, page):
    """Every part by its ref; what the program and the page need themselves. No triple: the page alone."""
    parts, program = {}, set()
    if triple:
        crates, program = workspace(ROOT / "Cargo.toml", triple, "程序")
        merge(parts, crates)
        merge(parts, runtimes(triple))
        program = program | runtimes(triple).keys()
    crates, needs = workspace(PAGE, "wasm32-wasip1", "网页")
    merge(parts, crates)
    for ref, part in front().items():
        merge(parts, {ref: part})
        needs |= {ref} if part.carried else set()
    for part in library("wasm32-wasip1", "网页"), wasi():
        merge(parts, {part.ref: part})
        needs.add(part.ref)
    packer, _ = workspace(PACKER, host(), "制作")
    merge(parts, packer)
    faces = fonts(faces_of(page))
    if not triple:
        faces = {ref: part for ref, part in faces.items() if "网页" in part.where}
    merge(parts, faces)
    program |= faces.keys()
    needs |= {ref for ref, part in faces.items() if "网页" in part.where}
    return dict(sorted(parts.items())), program, needs


def host():
    said = subprocess.run(["rustc", "-vV"], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout
    return re.search(r"^host: (.*)$", said, re.M)[1]

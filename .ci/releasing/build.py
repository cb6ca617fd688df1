"""Programs for the systems that clerks have: which compiler, which flags.

The flags leave no path of this machine in a program, so that the folder in which it was built
makes no difference.
"""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from .common import ROOT, Refusal, cargo_home, run, say, target_folder

# Debian's compiler brings the library's sources, without which there is none for Windows 7.
WEB_CARGO, WEB_RUSTC = Path("/usr/bin/cargo"), Path("/usr/bin/rustc")


@dataclass(frozen=True)
class System:
    """One kind of machine that a program is for."""

    name: str  # as the archive is called
    triples: tuple[str, ...]  # the best first
    words: str  # for clerks

    @property
    def windows(self):
        return self.name.startswith("windows")

    @property
    def program(self):
        return "nianbao.exe" if self.windows else "nianbao"

    @property
    def archive(self):
        return f"nianbao-{self.name}" + (".zip" if self.windows else ".tar.gz")


SYSTEMS = {
    system.name: system
    for system in [
        System("windows-x64", ("x86_64-win7-windows-gnu", "x86_64-pc-windows-gnu"), "Windows，64 位"),
        System("linux-x64", ("x86_64-unknown-linux-musl", "x86_64-unknown-linux-gnu"), "Linux（麒麟、统信 UOS 等），x86-64"),
        System("linux-arm64", ("aarch64-unknown-linux-musl",), "Linux（麒麟、统信 UOS 等），ARM64（鲲鹏、飞腾）"),
    ]
}
LEAST_WINDOWS = {"x86_64-win7-windows-gnu": "Windows 7 起", "x86_64-pc-windows-gnu": "Windows 10 起"}


@dataclass(frozen=True)
class Built:
    """A program as it was built."""

    triple: str
    path: Path
    compiler: str  # what `rustc --version` says


def builds_in(triple):
    """The folder of one target: two can be built at once, which cargo's lock would not let them in a common one."""
    return target_folder() / "handed" / triple


def uses_web(triple):
    """Whether a target is built with Debian's compiler and its library from source."""
    return "-win7-" in triple


def rustc(triple):
    return WEB_RUSTC if uses_web(triple) else "rustc"


def sysroot(triple):
    return Path(run([rustc(triple), "--print", "sysroot"], cwd=ROOT).strip())


def lacking(triple):
    """What a target needs and this machine does not have, if anything."""
    tools = {
        "x86_64-unknown-linux-musl": ["musl-gcc"],
        "aarch64-unknown-linux-musl": ["aarch64-linux-gnu-gcc"],
        "x86_64-win7-windows-gnu": ["x86_64-w64-mingw32-gcc"],
        "x86_64-pc-windows-gnu": ["x86_64-w64-mingw32-gcc"],
    }
    missing = [tool for tool in tools.get(triple, []) if not shutil.which(tool)]
    if uses_web(triple):
        if not (WEB_CARGO.exists() and WEB_RUSTC.exists()):
            return "rustc-web, cargo-web"
        if not (sysroot(triple) / "lib/rustlib/src/rust/library").is_dir():
            missing.append("rust-web-src")
    elif not (sysroot(triple) / "lib/rustlib" / triple).is_dir():
        missing.append(f"rustup target add {triple}")
    return ", ".join(missing)


def choose(system, wanted=None):
    """The best target that can be built here; None, with a line why, where none can."""
    for triple in [wanted] if wanted else system.triples:
        missing = lacking(triple)
        if not missing:
            return triple
        say(f"{system.name}: {triple} cannot be built: {missing} missing")
    return None


def remaps(triple):
    """Flags that call every folder of this machine by another name; of several that fit, rustc takes the last."""
    names = [(str(folder), "/crates") for folder in sorted((cargo_home() / "registry/src").glob("*"))]
    source = sysroot(triple) / "lib/rustlib/src/rust"
    names += [(str(path), "/rust") for path in dict.fromkeys([source, source.resolve()])]
    names += [(str(ROOT), "/nianbao"), (str(builds_in(triple)), "/target")]
    return [f"--remap-path-prefix={old}={new}" for old, new in names]


def flags(triple):
    own = remaps(triple)
    if "windows" in triple:
        # The linker would write down when it ran.
        own += ["-C", "link-arg=-Wl,--no-insert-timestamp"]
    return own


def environment(triple):
    """Cargo's surroundings: nothing that a developer set for himself comes through."""
    mine = {name: value for name, value in os.environ.items() if not re.match(r"(CARGO_(BUILD|PROFILE|TARGET|ENCODED)_?|RUSTFLAGS|RUSTC)", name)}
    mine |= {"CARGO_TARGET_DIR": str(builds_in(triple)), "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags(triple))}
    if triple == "x86_64-unknown-linux-musl":
        mine["CC_x86_64_unknown_linux_musl"] = "musl-gcc"
    if triple == "aarch64-unknown-linux-musl":
        mine["CC_aarch64_unknown_linux_musl"] = "aarch64-linux-gnu-gcc"
        mine["CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER"] = "aarch64-linux-gnu-gcc"
    if uses_web(triple):
        mine |= {"RUSTC_BOOTSTRAP": "1", "RUSTC": str(WEB_RUSTC)}
        mine["CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_LINKER"] = "x86_64-w64-mingw32-gcc"
        mine["CC_x86_64_win7_windows_gnu"] = "x86_64-w64-mingw32-gcc"
    return mine


def build(system, triple):
    """Builds the program for a target."""
    command = [WEB_CARGO if uses_web(triple) else "cargo", "build", "--quiet", "--profile", "dist", "--locked", "--target", triple]
    if uses_web(triple):
        command.append("-Zbuild-std=std,panic_unwind")
    jobs = os.environ.get("NIANBAO_JOBS")
    command += ["--jobs", jobs] if jobs else []
    say(f"{system.name}: building for {triple}")
    run(command, cwd=ROOT, env=environment(triple))
    compiler = run([rustc(triple), "--version"], cwd=ROOT).strip()
    return Built(triple, builds_in(triple) / triple / "dist" / system.program, compiler)


def build_page(target, given=None):
    """The page: as it was given, else built here."""
    if given:
        return Path(given).read_bytes()
    builder = ROOT / "page/build.mjs"
    if not builder.exists():
        raise Refusal("the tree has no page/build.mjs; name a page with --page")
    triple = "wasm32-wasip1"
    mine = environment(triple)
    # The page's own flags stand in its configuration, which these are added to.
    mine["CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS"] = " ".join(remaps(triple))
    del mine["CARGO_ENCODED_RUSTFLAGS"]
    say("page: building")
    target.parent.mkdir(parents=True, exist_ok=True)
    run(["node", builder, target], cwd=ROOT, env=mine)
    return target.read_bytes()

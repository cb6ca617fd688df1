"""What lies in an archive, beside the program."""

import base64
import re
import shutil
import subprocess
import tempfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from platform import python_version

from . import build
from .common import FONTS, ROOT, Refusal, epoch, git, say, version

GUIDE, STARTER = ROOT / "docs/使用说明.html", ROOT / ".ci/releasing/年报.desktop"
# Blank forms: format and year. The year is that of the next reports, changed by hand once a year:
# a clock would change the bytes.
FORMS = [("2019", 2020), ("2021", 2026)]
# Nobody's name: whoever fills the form writes his own agency over it.
AGENCY = "某某市某某局"
PICTURE = re.compile(r'<img src="(pictures/[^"]+\.png)"')


def forms(program):
    """Blank forms of each format as workbook and as text, made by the program as it is handed out."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "nianbao")
        shutil.copy(program, copy)
        shutil.copytree(ROOT / "schema", Path(folder, "schema"))
        made = {}
        for name, year in FORMS:
            for kind in ("xlsx", "yaml"):
                file = f"空白填报表-{name}格式.{kind}"
                command = [copy, "new", "--agency", AGENCY, "--year", str(year), file]
                subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
                made[file] = Path(folder, file).read_bytes()
        return made


def guide(trial):
    """The clerks' page with its pictures inside."""
    text = GUIDE.read_text()
    for name in dict.fromkeys(PICTURE.findall(text)):
        picture = GUIDE.parent / name
        if picture.exists():
            data = base64.b64encode(picture.read_bytes()).decode()
            text = text.replace(f'src="{name}"', f'src="data:image/png;base64,{data}"')
        elif trial:
            say(f"guide: docs/{name} is not there; left out")
            text = re.sub(rf'<figure><img src="{re.escape(name)}".*?</figure>\n?', "", text, flags=re.S)
        else:
            raise Refusal(f"docs/{name} is not there")
    return text.replace("{{版本}}", version()).replace("{{年度}}", str(FORMS[-1][1])).encode()


def label(system, built, trial):
    """版本.txt: what this is, and what it was made with."""
    lines = [
        f"nianbao（年报）{version()}",
        f"系统：{system.words}" + (f"，{build.LEAST_WINDOWS[built.triple]}" if system.windows else ""),
        f"目标：{built.triple}",
        f"编译：{built.compiler}",
        f"打包：Python {python_version()}，zlib {zlib.ZLIB_RUNTIME_VERSION}",
        f"提交：{git('rev-parse', 'HEAD')}",
        f"日期：{datetime.fromtimestamp(epoch(), UTC):%Y-%m-%d}",
    ]
    lines += ["试制，不供分发"] if trial else []
    return ("\n".join(lines) + "\n").encode()


def shared(page, blank, trial):
    """What every archive has."""
    files = {"nianbao.html": page, "使用说明.html": guide(trial)} | blank
    files |= {f"fonts/{path.name}": path.read_bytes() for path in FONTS.glob("*.ttf")}
    # What editors need to complete keys of a YAML form, which its first line names.
    files |= {f"schema/{path.name}": path.read_bytes() for path in (ROOT / "schema").glob("form-*.json")}
    return files | documents()


def documents():
    """The handbook for clerks and their colleagues, man pages and completions, as they link to each other."""
    paths = git("-c", "core.quotePath=off", "ls-files", "docs", "CHANGELOG.md", "SECURITY.md").splitlines()
    inside = [path for path in paths if Path(path) != GUIDE.relative_to(ROOT) and not path.endswith(".sh")]
    return {path: (ROOT / path).read_bytes() for path in inside}


def starter(system):
    """The desktop's icon, where a system has no other way to open a program that prints."""
    return {} if system.windows else {STARTER.name: STARTER.read_bytes()}


def below(folder, files):
    return {f"{folder}/{name}": content for name, content in files.items()}


"""The folder 许可: every part with its licence, and every licence in full, each text once."""

from .common import FONTS, ROOT, Refusal

# Packages without a text of their own, and one of the same authors and repository that has it.
BORROWED = {"alloc-stdlib": "alloc-no-stdlib"}

START = """这个文件夹里是全部许可。

nianbao 程序、网页、模板和说明：MIT.txt 或 Apache-2.0.txt，任选其一。
fonts 文件夹里的字体：LICENSE-OFL-*.txt（SIL 开放字体许可）；仿宋、楷体两个（nianbao-fang.ttf、nianbao-kai.ttf）：
LICENSE-GPL3-font-exception-Fandol.txt（GNU GPL 第 3 版，附字体例外：文件里嵌入这些字体，文件不因此受 GPL 约束）。
这两个字体的源文件和制作脚本在“字体源”文件夹里。
其余由别人编写、编进程序和网页的部件：部件清单.txt 列出名称、版本和许可，部件许可.txt 是许可全文。
"""


def texts_of(part, parts):
    """A part's licences, or those of the one that speaks for it."""
    if part.texts or part.name not in BORROWED:
        return part.texts
    return next(other.texts for other in parts.values() if other.name == BORROWED[part.name])


def listing(parts):
    """One line a part, those first that are handed out."""
    lines = ["名称\t版本\t许可\t用在\t来源"]
    for part in sorted(parts.values(), key=lambda part: (not part.carried, part.kind, part.name, part.version)):
        where = "、".join(word for word in ("程序", "网页", "制作") if word in part.where)
        lines.append("\t".join([part.name, part.version, part.licence, where, part.url or part.ref]))
    return "\n".join(lines) + "\n\n用在“制作”的只在编译时用，不在发行的文件里。\n"


def full(parts):
    """Every text once, with those it belongs to."""
    owners = {}
    for part in parts.values():
        if part.kind == "font" or not part.carried:
            continue
        texts = texts_of(part, parts)
        if not texts:
            raise Refusal(f"{part.ref} ({part.licence}) has no licence with it")
        for text in texts.values():
            owners.setdefault(text, []).append(f"{part.name} {part.version}")
    blocks = [f"{'=' * 80}\n{'、'.join(names)}\n{'=' * 80}\n\n{text}" for text, names in owners.items()]
    return "\n\n".join(blocks)


def folder(parts):
    """The files of 许可: names and contents."""
    files = {path.name: path.read_bytes() for path in sorted((ROOT / "LICENSES").glob("*.txt"))}
    files |= {path.name: path.read_bytes() for path in sorted(FONTS.glob("LICENSE-*.txt"))}
    files["说明.txt"] = START.encode()
    files["部件清单.txt"] = listing(parts).encode()
    files["部件许可.txt"] = full(parts).encode()
    return files

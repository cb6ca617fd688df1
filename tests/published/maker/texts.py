"""The text files 14–17: what is left of a page when its text is copied."""

import re

from . import grid
from .pages import SECTIONS
from .reports_texts import PAGE_ENDS, half


def with_covered(rows):
    """Each row's texts; a cell that a cell above covers is empty, one that spans columns stands once."""
    places = grid.placed(rows)
    items = [(r, c, cell.text) for r, c, cell in places]
    items += [(r + i, c, "") for r, c, cell in places for i in range(1, cell.rows)]
    return [[text for _, _, text in sorted(item for item in items if item[0] == r)] for r in range(len(rows))]


def lines(report, tables, heads=SECTIONS, title=None, paragraph=lambda text: [text], section=lambda text: [text]):
    out = [title or report.full_title] + [line for text in report.lead for line in paragraph(text)]
    texts = [report.one, *tables, report.five, report.six]
    for head, text in zip(heads, texts):
        out += section(head)
        out += text if isinstance(text, list) and text in tables else [line for part in text for line in paragraph(part)]
    return out


def text14(report):
    """Every cell a line behind a tab, rows parted by an empty line, blanks for nothing."""
    def cells(rows):
        out = []
        for row in with_covered(rows):
            out += ["\t" + text for text in row] + [""]
        return out + [""]

    tables = [cells(rows) for rows in (grid.disclosure(report), grid.requests(report), grid.review(report))]
    return "\n".join(lines(report, tables)) + "\n"


def text15(report):
    """Every cell a paragraph; half-width punctuation; data and links of the page without labels; a heading lost its number."""
    broken = {"商业企业": ["商业", "企业"], "科研机构": ["科研", "机构"], "结果纠正": ["结果", "纠正"], "其他结果": ["其他", "结果"], "尚未审结": ["尚未", "审结"]}

    def cells(rows):
        return [part for row in rows for cell in row for part in broken.get(cell.text, [half(cell.text)])]

    tables = [cells(rows) for rows in (grid.disclosure(report), grid.requests(report), grid.review(report))]
    heads = SECTIONS[:4] + ["五、存在的主要问题和改进情况", "、其他需要报告事项"]
    page = ["当前位置 > 首页 > 信息公开 > 信息公开目录 > 公开年报", report.index, "公开年报", report.agency, "2023-02-10", "2023-02-10", "有效"]
    end = ["扫一扫在手机打开当前页", "分享:", "分享文章到", "TOP 打印 关闭", "点击收藏", "回到顶部"]
    return "\n".join(page) + "\n\n" + "\n\n".join(lines(report, tables, heads)) + "\n\n\n" + "\n".join(end)


def text16(report):
    """Markdown: heads of several depths, pipe tables, blanks beside numbers, paragraphs broken where a page ended."""
    def spaced(text):
        text = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", " ", text)
        return re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])", " ", text)

    def paragraph(text):
        if re.match(r"（[一二三四]）", text):
            return ["### " + text]
        parts = [text]
        for end in PAGE_ENDS:
            if end in text:
                before, after = text.split(end)
                parts = [before + end, after]
        return [spaced(part) for part in parts]

    def pipes(rows):
        rows = grid.full(rows)
        out = []
        for place, row in enumerate(rows):
            row = [re.sub(r"^([（(].[）)]|\d\.)", lambda m: m.group(1).replace("（", "(").replace("）", ")") + " ", text) for text in row]
            out.append("| " + " | ".join(row) + " |")
            if place == 0:
                out.append("|" + " --- |" * len(row))
        return ["\n".join(out)]

    requests = grid.requests(report)
    tables = [pipes(rows) for rows in (grid.disclosure(report), requests, grid.review(report))]
    # As in published texts, the last rows of the table lost the empty cells before their label.
    shifted = []
    for line in tables[1][0].split("\n"):
        if re.match(r"\|  \| +\|? ?(5\. 要求|\(六\)|\(七\))", line):
            cells = line.strip("|").split("|")
            lead = next(i for i, c in enumerate(cells) if c.strip())
            line = "|" + "|".join(cells[lead:] + ["  "] * lead) + "|"
        shifted.append(line)
    tables[1] = ["\n".join(shifted)]
    depths = ["##", "##", "###", "####", "####", "####"]
    heads = [f"{depth} {head}" for depth, head in zip(depths, SECTIONS)]
    title = "# 白蓼渡镇人民政府 2020 年政府信息公开工作 年度报告"
    return "\n\n" + "\n\n".join(lines(report, tables, heads, title, paragraph)) + "\n"


def text17(report):
    """A row a line, cells parted by tabs; two rows lost their blank cells."""
    def rows_of(rows):
        out = []
        for row in grid.full(rows):
            out.append("\t".join(row))
        return ["\n".join(out)]

    requests = rows_of(grid.requests(report))[0].split("\n")
    for key, label in (("部分公开", "（二）部分公开"), ("不予处理.重复申请", "2.重复申请")):
        place = next(i for i, line in enumerate(requests) if label in line)
        lead = requests[place].split("\t")[: 2 if key == "部分公开" else 3]
        requests[place] = "\t".join(lead + [str(n) for n in report.lost[key]])
    tables = [rows_of(grid.disclosure(report)), ["\n".join(requests)], rows_of(grid.review(report))]
    title = "衡塘区信访局 2023 年政府信息公开工作 年度报告"
    return "\r\n".join("\n\n".join(lines(report, tables, SECTIONS, title)).split("\n")) + "\r\n"


TEXTS = [text14, text15, text16, text17]

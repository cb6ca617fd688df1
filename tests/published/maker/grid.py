"""The three tables as cells with spans, as the official form prints them."""

from dataclasses import dataclass

from .report import disclosure_parts, outcome_rows

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
ORGANISATIONS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


@dataclass
class Cell:
    text: str
    cols: int = 1
    rows: int = 1
    kind: str = "label"  # or "number"


def numbers(texts, cols=1):
    return [Cell(text, cols, kind="number") for text in texts]


def disclosure(report):
    """Section two: four columns."""
    rows = []
    for band, heads, keys in disclosure_parts(report.format):
        rows.append([Cell(band, 4)])
        last = 3 - (len(heads) - 1)  # the last column fills the row
        spans = [1] * (len(heads) - 1) + [last]
        rows.append([Cell("信息内容")] + [Cell(head, span) for head, span in zip(heads, spans)])
        for key, columns in keys:
            path = ["主动公开", key]
            texts = [report.cell(*path, column) if column else report.cell(*path) for column in columns]
            rows.append([Cell(key)] + [Cell(text, span, kind="number") for text, span in zip(texts, spans)])
    return rows


def requests_head():
    return [
        [Cell(CORNER, 3, 3), Cell("申请人情况", 7)],
        [Cell("自然人", 1, 2), Cell("法人或其他组织", 5), Cell("总计", 1, 2)],
        [Cell(name) for name in ORGANISATIONS],
    ]


def requests_rows(report):
    """The rows below the head: three columns of labels, seven of numbers."""
    def has(key):
        return key in report.requests

    rows = [[Cell(label, 3)] + numbers(report.request_row(key))
            for key, label in (("新收", "一、本年新收政府信息公开申请数量"), ("上年结转", "二、上年结转政府信息公开申请数量"))]
    outcome = []
    for key, label, parts in outcome_rows(report.format):
        if parts is None:
            outcome.append([Cell(label, 2)] + numbers(report.request_row(f"办理结果.{key}")))
            continue
        shown = [(part, name) for part, name in parts if has(f"办理结果.{key}.{part}")]
        for place, (part, name) in enumerate(shown):
            head = [Cell(label, 1, len(shown))] if place == 0 else []
            outcome.append(head + [Cell(name)] + numbers(report.request_row(f"办理结果.{key}.{part}")))
    outcome[0].insert(0, Cell("三、本年度办理结果", 1, len(outcome)))
    return rows + outcome + [[Cell("四、结转下年度继续办理", 3)] + numbers(report.request_row("结转下年度"))]


def requests(report):
    return requests_head() + requests_rows(report)


def review(report):
    """Section four: fifteen columns."""
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return [
        [Cell("行政复议", 5), Cell("行政诉讼", 10)],
        [Cell(result, 1, 2) for result in results] + [Cell("未经复议直接起诉", 5), Cell("复议后起诉", 5)],
        [Cell(result) for result in results * 2],
        numbers(report.review_cells()),
    ]


def placed(rows):
    """Every cell with its row and column, as spans put it: [(row, column, cell)]."""
    taken, places = set(), []
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            places.append((r, c, cell))
            taken |= {(r + i, c + j) for i in range(cell.rows) for j in range(cell.cols)}
            c += cell.cols
    return places


def full(rows):
    """A rectangle of texts: a cell's text stands at its first place, all else is empty."""
    places = placed(rows)
    width = max(c + cell.cols for _, c, cell in places)
    out = [[""] * width for _ in rows]
    for r, c, cell in places:
        out[r][c] = cell.text
    return out

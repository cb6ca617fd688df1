"""A report: the values that a document shows. The document and its form (YAML) are both made from this."""

import re
from dataclasses import dataclass, field

COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
RESULTS = ["维持", "纠正", "其他", "未审结", "总计"]
REVIEWS = ["行政复议", "直接起诉", "复议后起诉"]

# Rows of the table of section three: key (or group and key) and official label.
_DENIED = [
    ("国家秘密", "1.属于国家秘密"),
    ("法律行政法规禁止", "2.其他法律行政法规禁止公开"),
    ("三安全一稳定", "3.危及“三安全一稳定”"),
    ("第三方合法权益", "4.保护第三方合法权益"),
    ("三类内部事务信息", "5.属于三类内部事务信息"),
    ("四类过程性信息", "6.属于四类过程性信息"),
    ("行政执法案卷", "7.属于行政执法案卷"),
    ("行政查询事项", "8.属于行政查询事项"),
]
_UNABLE = [
    ("本机关不掌握", "1.本机关不掌握相关政府信息"),
    ("没有现成信息", "2.没有现成信息需要另行制作"),
    ("补正后仍不明确", "3.补正后申请内容仍不明确"),
]
_UNPROCESSED = [
    ("信访举报投诉", "1.信访举报投诉类申请"),
    ("重复申请", "2.重复申请"),
    ("公开出版物", "3.要求提供公开出版物"),
    ("大量反复申请", "4.无正当理由大量反复申请"),
    ("确认或重新出具", "5.要求行政机关确认或重新出具已获取信息"),
]
_OTHER = [
    ("逾期不补正", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("逾期不缴费", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("其他", "3.其他"),
]
PARTLY = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"


def outcome_rows(format):
    """The rows of 三、本年度办理结果: (key, label, None) or (key, label, parts)."""
    return [
        ("予以公开", "（一）予以公开", None),
        ("部分公开", PARTLY, None),
        ("不予公开", "（三）不予公开", _DENIED),
        ("无法提供", "（四）无法提供", _UNABLE),
        ("不予处理", "（五）不予处理", _UNPROCESSED),
        ("其他处理", "（六）其他处理", _OTHER if format == 2021 else None),
        ("总计", "（七）总计", None),
    ]


def disclosure_parts(format):
    """Section two: (band, heads, [(key, [keys of the columns])])."""
    if format == 2021:
        decisions = ["本年处理决定数量"]
        return [
            ("第二十条第（一）项", ["本年制发件数", "本年废止件数", "现行有效件数"],
             [("规章", ["制发", "废止", "现行有效"]), ("行政规范性文件", ["制发", "废止", "现行有效"])]),
            ("第二十条第（五）项", decisions, [("行政许可", [None])]),
            ("第二十条第（六）项", decisions, [("行政处罚", [None]), ("行政强制", [None])]),
            ("第二十条第（八）项", ["本年收费金额（单位：万元）"], [("行政事业性收费", [None])]),
        ]
    items = ["上一年项目数量", "本年增/减", "处理决定数量"]
    keys = ["上年项目", "增减", "处理决定"]
    return [
        ("第二十条第（一）项", ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
         [("规章", ["新制作", "新公开", "对外公开"]), ("规范性文件", ["新制作", "新公开", "对外公开"])]),
        ("第二十条第（五）项", items, [("行政许可", keys), ("其他对外管理服务事项", keys)]),
        ("第二十条第（六）项", items, [("行政处罚", keys), ("行政强制", keys)]),
        ("第二十条第（八）项", items[:2], [("行政事业性收费", keys[:2])]),
        ("第二十条第（九）项", ["采购项目数量", "采购总金额"], [("政府集中采购", ["项目", "金额"])]),
    ]


@dataclass
class Report:
    """The values, by the keys of the form. `shown` says how the document writes a cell, where that is not plain."""

    format: int
    agency: str
    year: int
    disclosure: dict
    requests: dict
    review: dict
    lead: list
    one: list
    five: list | None
    six: list | None
    title: str | None = None
    date: str | None = None
    index: str | None = None
    contact: dict | None = None
    notes: dict = field(default_factory=dict)
    shown: dict = field(default_factory=dict)
    gaps: list = field(default_factory=list)
    lost: dict = field(default_factory=dict)  # rows of section three without their blank cells: what is left

    @property
    def full_title(self):
        return self.title or f"{self.agency}{self.year}年政府信息公开工作年度报告"

    def cell(self, *path):
        """What the document shows in a cell, as text."""
        shown = self.shown.get(".".join(path))
        if shown is not None:
            return shown
        if path[0] == "主动公开":
            value = self.disclosure[path[1]]
            value = value[path[2]] if len(path) > 2 else value
        elif path[0] == "申请":
            value = self.requests[".".join(path[1:-1])][COLUMNS.index(path[-1])]
        else:
            value = self.review[path[1]][RESULTS.index(path[2])]
        return "" if value is None else str(value)

    def request_row(self, key):
        """The seven cells of a row of section three, as shown; `key` as 不予公开.国家秘密."""
        parts = key.split(".")
        return [self.cell("申请", *parts, column) for column in COLUMNS]

    def review_cells(self):
        return [self.cell("复议诉讼", review, result) for review in REVIEWS for result in RESULTS]

    def long_date(self):
        year, month, day = self.date.split("-")
        return f"{int(year)}年{int(month)}月{int(day)}日"


def outcome_keys(format):
    """The keys of the rows under 三、本年度办理结果 but for the total, in order."""
    keys = []
    for key, _, parts in outcome_rows(format):
        if key != "总计":
            keys += [f"{key}.{part}" for part, _ in parts] if parts else [key]
    return keys


def requests(format, text):
    """The table of section three from rows that have numbers: `新收 12 2 0 0 1 0`. All others are 0.

    Totals, and what is carried over, are computed; a report with errors changes them afterwards.
    """
    table = {"新收": [0] * 7, "上年结转": [0] * 7}
    table |= {f"办理结果.{key}": [0] * 7 for key in outcome_keys(format)}
    for line in text.split("\n"):
        if not line.strip():
            continue
        key, *numbers = line.split()
        key = key if key in table else f"办理结果.{key}"
        assert key in table and len(numbers) == 6, line
        table[key] = [int(n) for n in numbers] + [sum(int(n) for n in numbers)]
    outcome = [sum(row[c] for key, row in table.items() if key.startswith("办理结果.")) for c in range(7)]
    table["办理结果.总计"] = outcome
    table["结转下年度"] = [table["新收"][c] + table["上年结转"][c] - outcome[c] for c in range(7)]
    assert min(table["结转下年度"]) >= 0, table["结转下年度"]
    return table


def review(*numbers):
    """Section four from three times four numbers, with the totals computed."""
    rows = [list(numbers[i:i + 4]) for i in (0, 4, 8)]
    return {key: row + [sum(row)] for key, row in zip(REVIEWS, rows)}


def blank(table, keep=()):
    """A table of section three whose zeros are blank, but for the rows of `keep`."""
    return {key: row if key in keep else [None if n == 0 else n for n in row] for key, row in table.items()}


def fill(text, words, report_numbers):
    """`{新收}` is the total of a row, `{新收/自然人}` its cell, `{不予公开}` the sum of a group; `{我}` is a word."""
    def number(match):
        name = match.group(1)
        if name in words:
            return str(words[name])
        return str(report_numbers(name))
    return re.sub(r"\{([^{}]+)\}", number, text)


def numbers_of(requests_table, disclosure):
    def look(name):
        key, _, column = name.partition("/")
        index = COLUMNS.index(column) if column in COLUMNS else 6
        if key in disclosure:
            value = disclosure[key]
            return value[column] if column else value
        for path in (key, f"办理结果.{key}"):
            if path in requests_table:
                return requests_table[path][index] or 0
        group = [row[index] or 0 for path, row in requests_table.items()
                 if path.startswith(f"办理结果.{key}.") or path.endswith(f".{key}")]
        assert group, name
        return sum(group)
    return look


def filled(texts, words, requests_table, disclosure):
    look = numbers_of(requests_table, disclosure)
    return None if texts is None else [fill(text, words, look) for text in texts]


def make(format, agency, year, words, disclosure, requests_table, review_table, lead, one, five, six, **more):
    """A report with its paragraphs filled in from the tables, before a table's errors are put in."""
    words = {"机关": agency, "年": year, "下年": year + 1, **words, **(more.get("contact") or {})}
    texts = [filled(text, words, requests_table, disclosure) for text in (lead, one, five, six)]
    return Report(format, agency, year, disclosure, requests_table, review_table, *texts, **more)


def d2021(rules, normative, licence, penalty, coercion, fees):
    """Section two of the format of 2021."""
    columns = ("制发", "废止", "现行有效")
    return {"规章": dict(zip(columns, rules)), "行政规范性文件": dict(zip(columns, normative)),
            "行政许可": licence, "行政处罚": penalty, "行政强制": coercion, "行政事业性收费": fees}


def d2019(rules, normative, licence, services, penalty, coercion, fees, procurement):
    """Section two of the format of 2019."""
    made = ("新制作", "新公开", "对外公开")
    items = ("上年项目", "增减", "处理决定")
    return {"规章": dict(zip(made, rules)), "规范性文件": dict(zip(made, normative)),
            "行政许可": dict(zip(items, licence)), "其他对外管理服务事项": dict(zip(items, services)),
            "行政处罚": dict(zip(items, penalty)), "行政强制": dict(zip(items, coercion)),
            "行政事业性收费": dict(zip(items[:2], fees)), "政府集中采购": dict(zip(("项目", "金额"), procurement))}

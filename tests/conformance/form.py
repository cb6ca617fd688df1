"""What the tables of a report must show, worked out from its form alone: `expected(form)`.

The order and the wording of rows and columns are those printed in the official forms of 2019 (国办公开办函〔2019〕60号)
and 2021 (国办公开办函〔2021〕30号). A total that the form does not state is the sum of its parts.

A cell is the set of texts that may stand there: nearly always one. Two are accepted for a sum of nothing but blanks
(blank or 0), and `None` accepts anything: a sum over text that is no number.
"""
import re

import yaml

# Section two: item, columns as (key, label), rows as (key, label).
DISCLOSURE = {
    "2021": [
        ("第二十条第（一）项", [("制发", "本年制发件数"), ("废止", "本年废止件数"), ("现行有效", "现行有效件数")], ["规章", "行政规范性文件"]),
        ("第二十条第（五）项", [("处理决定", "本年处理决定数量")], ["行政许可"]),
        ("第二十条第（六）项", [("处理决定", "本年处理决定数量")], ["行政处罚", "行政强制"]),
        ("第二十条第（八）项", [("收费金额", "本年收费金额（单位：万元）")], ["行政事业性收费"]),
    ],
    "2019": [
        ("第二十条第（一）项", [("新制作", "本年新制作数量"), ("新公开", "本年新公开数量"), ("对外公开", "对外公开总数量")], ["规章", "规范性文件"]),
        ("第二十条第（五）项", [("上年项目", "上一年项目数量"), ("增减", "本年增/减"), ("处理决定", "处理决定数量")], ["行政许可", "其他对外管理服务事项"]),
        ("第二十条第（六）项", [("上年项目", "上一年项目数量"), ("增减", "本年增/减"), ("处理决定", "处理决定数量")], ["行政处罚", "行政强制"]),
        ("第二十条第（八）项", [("上年项目", "上一年项目数量"), ("增减", "本年增/减")], ["行政事业性收费"]),
        ("第二十条第（九）项", [("项目", "采购项目数量"), ("金额", "采购总金额")], ["政府集中采购"]),
    ],
}

# Section three: columns as (key, labels from the top head row down), rows as (keys, labels from the outer group inwards).
APPLICANTS = [("自然人", ("申请人情况", "自然人"))]
APPLICANTS += [(k, ("申请人情况", "法人或其他组织", k)) for k in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")]
ALL_APPLICANTS = ("申请人情况", "总计")
OUTCOME = "三、本年度办理结果"
OUTCOME_TOTAL = (OUTCOME, "（七）总计")


def outcome_rows(fmt):
    yield ("予以公开",), (OUTCOME, "（一）予以公开")
    yield ("部分公开",), (OUTCOME, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    groups = [
        ("不予公开", "（三）不予公开", [
            ("国家秘密", "1.属于国家秘密"), ("法律行政法规禁止", "2.其他法律行政法规禁止公开"), ("三安全一稳定", "3.危及“三安全一稳定”"),
            ("第三方合法权益", "4.保护第三方合法权益"), ("三类内部事务信息", "5.属于三类内部事务信息"), ("四类过程性信息", "6.属于四类过程性信息"),
            ("行政执法案卷", "7.属于行政执法案卷"), ("行政查询事项", "8.属于行政查询事项")]),
        ("无法提供", "（四）无法提供", [
            ("本机关不掌握", "1.本机关不掌握相关政府信息"), ("没有现成信息", "2.没有现成信息需要另行制作"), ("补正后仍不明确", "3.补正后申请内容仍不明确")]),
        ("不予处理", "（五）不予处理", [
            ("信访举报投诉", "1.信访举报投诉类申请"), ("重复申请", "2.重复申请"), ("公开出版物", "3.要求提供公开出版物"),
            ("大量反复申请", "4.无正当理由大量反复申请"), ("确认或重新出具", "5.要求行政机关确认或重新出具已获取信息")]),
        ("其他处理", "（六）其他处理", [
            ("逾期不补正", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
            ("逾期不缴费", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"), ("其他", "3.其他")]),
    ]
    for key, label, rows in groups:
        if fmt == "2019" and key == "其他处理":
            yield (key,), (OUTCOME, label)
        else:
            for sub, text in rows:
                yield (key, sub), (OUTCOME, label, text)


# Section four: rows of the form are groups of columns in print.
REVIEW = [("行政复议", ("行政复议",)), ("直接起诉", ("行政诉讼", "未经复议直接起诉")), ("复议后起诉", ("行政诉讼", "复议后起诉"))]
REVIEW_PARTS = [("维持", "结果维持"), ("纠正", "结果纠正"), ("其他", "其他结果"), ("未审结", "尚未审结")]


def load(path):
    """The form as typed: every scalar stays text."""
    with open(path, encoding="utf-8-sig") as f:
        return yaml.load(f, yaml.BaseLoader)


def expected(form):
    """For the tables of sections two, three and four: a list of (labels, accepted texts), cell by cell in print order."""
    fmt = form["格式"]
    return [disclosure(form.get("主动公开"), fmt), requests(form.get("申请"), fmt), review(form.get("复议诉讼"))]


def disclosure(table, fmt):
    cells = []
    for item, columns, rows in DISCLOSURE[fmt]:
        for row in rows:
            value = child(table, row)
            alone = len(columns) == 1 and not isinstance(value, list)
            values = [value] if alone else row_cells(value, [key for key, _ in columns])
            cells += [((item, row, label), show(v)) for (_, label), v in zip(columns, values)]
    return cells


def requests(table, fmt):
    outcomes = child(table, "办理结果")
    rows = [(("一、本年新收政府信息公开申请数量",), child(table, "新收")), (("二、上年结转政府信息公开申请数量",), child(table, "上年结转"))]
    rows += [(labels, child(outcomes, *keys)) for keys, labels in outcome_rows(fmt)]
    rows += [(OUTCOME_TOTAL, child(outcomes, "总计")), (("四、结转下年度继续办理",), child(table, "结转下年度"))]
    cells, parts = [], []
    for labels, value in rows:
        values = row_cells(value, [key for key, _ in APPLICANTS])
        if labels == OUTCOME_TOTAL:
            shown = outcome_total(values, parts, stated=not blank(value))
        else:
            shown = with_total(values, len(APPLICANTS))
        if labels[0] == OUTCOME:
            parts.append(values)
        cells += [((*labels, *column), text) for (_, column), text in zip([*APPLICANTS, ("总计", ALL_APPLICANTS)], shown)]
    return cells


def outcome_total(values, parts, stated):
    """The row （七）: as stated, or the sums of its columns; then its total, across or down where nothing is stated."""
    n = len(APPLICANTS)
    sums = [total(row[i] for row in parts) for i in range(n)]
    if stated:
        shown = with_total(values, n)
        return [either({""}, s) if blank(v) else cell for v, cell, s in zip(values, shown, sums)] + shown[n:]
    totals = [with_total(row, n)[n] for row in parts]
    return sums + [either(total(map(best, sums)), total(map(best, totals)))]


def review(table):
    cells = []
    for key, labels in REVIEW:
        values = row_cells(child(table, key), [k for k, _ in REVIEW_PARTS])
        names = [label for _, label in REVIEW_PARTS] + ["总计"]
        cells += [((*labels, name), text) for name, text in zip(names, with_total(values, len(REVIEW_PARTS)))]
    return cells


def child(node, *path):
    for key in path:
        node = node.get(key) if isinstance(node, dict) else None
    return node


def row_cells(value, keys):
    """A row's cells as typed, with the stated total last if there is one: from a list, a mapping, or one 0 for all."""
    if isinstance(value, list):
        return value + [""] * (len(keys) - len(value))
    if isinstance(value, dict):
        return [value.get(key, "0") for key in keys] + ([value["总计"]] if "总计" in value else [])
    return ["0" if value == "0" else ""] * len(keys)


def with_total(values, n):
    """The accepted texts of n cells and of their total: as stated, or else their sum."""
    last = show(values[n]) if len(values) > n and not blank(values[n]) else total(values[:n])
    return [show(v) for v in values[:n]] + [last]


def total(values):
    values = [v.get("值") if isinstance(v, dict) else v for v in values]
    if not all(blank(v) or re.fullmatch(r"\d+", v) for v in values):
        return None
    text = str(sum(int(v) for v in values if not blank(v)))
    return {text, ""} if all(map(blank, values)) else {text}


def blank(value):
    return value in (None, "", "~", "null")


def show(value):
    """A cell as typed, its note in brackets."""
    if isinstance(value, dict):
        return {f"{value.get('值', '')}（{value['注']}）" if value.get("注") else value.get("值", "")}
    return {"" if blank(value) else value}


def either(a, b):
    return None if a is None or b is None else a | b


def best(texts):
    """The one text to reckon with; what accepts anything is no number."""
    return "?" if texts is None else max(texts)

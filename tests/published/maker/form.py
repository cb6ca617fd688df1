"""A report as a form (YAML), laid out as the samples are."""

import re

from .report import COLUMNS, RESULTS, REVIEWS, disclosure_parts, outcome_rows


def scalar(value):
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {scalar(v)}" for k, v in value.items()) + "}"
    text = str(value)
    if isinstance(value, (int, float)) or re.fullmatch(r"[\w\u4e00-\u9fff（）〔〕《》、年月日.]+", text) and not re.fullmatch(r"[\d.]+|null|true|false", text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def block(key, paragraphs, indent=""):
    for paragraph in paragraphs:
        assert paragraph == paragraph.strip() and "\n" not in paragraph and paragraph, paragraph
    return f"{indent}{key}: |\n" + "".join(f"{indent}  {paragraph}\n" for paragraph in paragraphs)


def width(text):
    return sum(2 if ord(c) > 0x2000 else 1 for c in text)


def aligned(rows, indent):
    """Lines `key: [1, 2]` with their values below each other."""
    widest = max(width(key) for key, _ in rows) + 1
    return "".join(f"{indent}{key}:{' ' * (widest - width(key))}{value}\n" for key, value in rows)


def row_of(values):
    return "[" + ", ".join(scalar(v) for v in values) + "]"


def disclosure(report):
    rows = []
    for _, _, keys in disclosure_parts(report.format):
        for key, columns in keys:
            value = report.disclosure[key]
            rows.append((key, scalar(value if columns == [None] else {c: value[c] for c in columns})))
    return "主动公开:\n" + aligned(rows, "  ")


def requests(report):
    table = report.requests
    out = f"申请:  # 件；{', '.join(COLUMNS)}\n"
    out += aligned([(key, row_of(table[key])) for key in ("新收", "上年结转") if key in table], "  ")
    out += "  办理结果:\n"
    for key, _, parts in outcome_rows(report.format):
        if parts is None:
            if f"办理结果.{key}" in table:
                out += f"    {key}: {row_of(table[f'办理结果.{key}'])}\n"
            continue
        out += f"    {key}:\n"
        rows = [(part, row_of(table[f"办理结果.{key}.{part}"])) for part, _ in parts if f"办理结果.{key}.{part}" in table]
        out += aligned(rows, "      ")
    if "结转下年度" in table:
        out += f"  结转下年度: {row_of(table['结转下年度'])}\n"
    return out


def review(report):
    rows = [(key, row_of(report.review[key])) for key in REVIEWS]
    return f"复议诉讼:  # 件；{', '.join(RESULTS)}\n" + aligned(rows, "  ")


def form(report):
    out = f"# yaml-language-server: $schema=../../schema/form-{report.format}.json\n"
    out += f"格式: {report.format}\n机关: {report.agency}\n年度: {report.year}\n"
    if report.title:
        out += f"标题: {scalar(report.title)}\n"
    if report.index:
        out += f"索引号: {scalar(report.index)}\n"
    if report.date:
        out += f"成文日期: {report.date}\n"
    if report.contact:
        out += "联系:\n" + "".join(f"  {key}: {scalar(value) if key != '邮编' else value}\n" for key, value in report.contact.items())
    if report.lead:
        out += block("引言", report.lead)
    out += block("总体情况", report.one)
    out += disclosure(report) + requests(report) + review(report)
    if report.notes:
        out += "说明:\n" + "".join(block(key, text, "  ") for key, text in report.notes.items())
    if report.five:
        out += block("问题与改进", report.five)
    if report.six:
        out += block("其他事项", report.six)
    return out

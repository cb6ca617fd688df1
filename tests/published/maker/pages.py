"""The HTML pages 01–07, each as another kind of content management system would write it."""

import quopri
from html import escape

from . import grid

SECTIONS = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]


def body(report, section, paragraph, tables, heads=SECTIONS):
    """Sections in order; `tables` are the three tables as HTML, `section` and `paragraph` make HTML of text."""
    out = [paragraph(text) for text in report.lead]
    texts = [report.one, None, None, None, report.five, report.six]
    keys = {1: "主动公开", 2: "申请", 3: "复议诉讼"}
    for place, (head, text) in enumerate(zip(heads, texts)):
        out.append(section(head))
        if place in keys:
            out.append(tables[place - 1])
            text = report.notes.get(keys[place], [])
        out += [paragraph(line) for line in text or []]
    return "\n".join(out)


def table(rows, cell, opening="<table>", row=("<tr>", "</tr>"), closing="</table>"):
    lines = [opening]
    lines += [row[0] + "".join(cell(c) for c in cells) + row[1] for cells in rows]
    return "\n".join(lines + [closing])


def spans(cell, quote='"', upper=False):
    out = ""
    for name, count in (("colspan", cell.cols), ("rowspan", cell.rows)):
        if count > 1:
            out += f" {name.upper() if upper else name}={quote}{count}{quote}"
    return out


def tables_of(report):
    return [grid.disclosure(report), grid.requests(report), grid.review(report)]


def page01(report):
    """Word's HTML pasted into the editor: MsoNormal, o:p, font, numbers split into two spans."""
    def words(text):
        # Word changes the span where digits begin and end, and in the middle of some numbers.
        out, run = [], ""
        for c in text:
            if run and c.isascii() != run[-1].isascii():
                out.append(run)
                run = ""
            run += c
        out.append(run)
        html = ""
        for run in out:
            if run.isascii() and run.isdigit() and len(run) > 1:
                html += f'<span lang="EN-US">{run[0]}</span><span lang="EN-US" style="mso-font-kerning:0pt">{run[1:]}</span>'
            elif run.isascii():
                html += f'<span lang="EN-US" style="font-size:16.0pt">{escape(run)}</span>'
            else:
                html += f'<span style="font-size:16.0pt;font-family:仿宋_GB2312">{run}</span>'
        return html

    def paragraph(text):
        return (f'<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt">{words(text)}'
                '<span lang="EN-US" style="font-size:16.0pt"><o:p></o:p></span></p>')

    def section(text):
        return f'<p class="MsoNormal" style="text-indent:32.0pt"><font face="黑体"><span style="font-size:16.0pt">{text}<o:p></o:p></span></font></p>'

    def cell(c):
        inner = words(c.text) if c.kind == "number" else f'<span style="font-size:9.0pt;font-family:宋体">{c.text}</span>'
        padding = "&nbsp;" if c.kind == "number" else ""
        return (f'<td{spans(c)} valign="center" style="border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt">'
                f'<p class="MsoNormal" align="center" style="text-align:center">{padding}{inner}<span lang="EN-US"><o:p></o:p></span>{padding}</p></td>')

    tables = [table(t, cell, '<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0"><tbody>', closing="</tbody></table><p class=\"MsoNormal\">&nbsp;</p>")
              for t in tables_of(report)]
    content = body(report, section, paragraph, tables)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{report.full_title}-云泽市教育局</title>
<meta name="SiteName" content="云泽市教育局" />
<meta name="SiteDomain" content="jyj.yunze.example" />
<meta name="SiteIDCode" content="9900000030" />
<meta name="ColumnName" content="政府信息公开年报" />
<meta name="ColumnType" content="政府信息公开" />
<meta name="ArticleTitle" content="{report.full_title}" />
<meta name="PubDate" content="2024-01-24 10:26" />
<meta name="ContentSource" content="云泽市教育局" />
<script type="text/javascript">var docTitle = "政务公开"; if (1 < 2) {{ document.write("<p>正在加载</p>"); }}</script>
<style>.MsoNormal {{ margin: 0 }} td {{ padding: 2px }}</style>
</head>
<body>
<div class="top"><a href="/">网站首页</a> | <a href="/xxgk/">政府信息公开</a> | <a href="/zwfw/">政务服务</a> | <a href="/hdjl/">互动交流</a></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/xxgk/">政府信息公开</a> &gt; <a href="/xxgk/nb/">政府信息公开年报</a></div>
<table class="headInfo" width="100%"><tbody>
<tr><td><b>索 引 号：</b>{report.index}</td><td><b>主题分类：</b>政务公开/年度报告</td></tr>
<tr><td><b>发布机构：</b>云泽市教育局</td><td><b>成文日期：</b>2024年01月22日</td></tr>
<tr><td><b>文　　号：</b>无</td><td><b>发布日期：</b>2024年01月24日</td></tr>
</tbody></table>
<h1 class="title">{report.full_title}</h1>
<div class="info">发布时间：2024-01-24 10:26　来源：云泽市教育局　浏览次数：<span id="hits">1274</span>　【字体：<a>大</a> <a>中</a> <a>小</a>】</div>
<div class="TRS_Editor">
{content}
</div>
<div class="tools"><a href="javascript:print()">打印</a> <a href="javascript:close()">关闭</a> 分享到：<a>微信</a><a>微博</a></div>
<div class="pages">上一篇：<a href="t2023.html">云泽市教育局2022年政府信息公开工作年度报告</a><br />下一篇：没有了</div>
<div class="footer"><p>主办单位：云泽市教育局　地址：云泽市文庙街12号</p><p>泽ICP备20230001号-1　网站标识码：9900000030</p></div>
</body>
</html>
"""


def page02(report):
    """Old-style upper-case tags without ends, in layout tables, GBK that nothing declares."""
    def paragraph(text):
        return f"<P>&nbsp;&nbsp;&nbsp; {text}"

    def section(text):
        return f"<P>&nbsp;&nbsp;&nbsp; <STRONG>{text}</STRONG>"

    def cell(c):
        # Labels over two columns as two cells, of which the second is empty.
        if c.kind == "label" and c.cols == 3 and c.rows == 1:
            return f"<TD COLSPAN=2>{c.text}<TD>&nbsp;"
        if c.kind == "label" and c.cols == 2:
            return f"<TD>{c.text}<TD>&nbsp;"
        return f"<TD{spans(c, quote='', upper=True)} ALIGN=center>{c.text or '&nbsp;'}"

    tables = [table(t, cell, "<TABLE BORDER=1 CELLSPACING=0 WIDTH=95%>", ("<TR>", ""), "</TABLE>") for t in tables_of(report)]
    content = body(report, section, paragraph, tables)
    return f"""<HTML>
<HEAD>
<TITLE>青崖县人民政府门户网站</TITLE>
</HEAD>
<BODY BGCOLOR=#FFFFFF>
<TABLE WIDTH=1000 ALIGN=center BORDER=0><TR><TD COLSPAN=3><IMG SRC=banner.jpg ALT=青崖县人民政府>
<TR><TD BGCOLOR=#CC0000><FONT COLOR=white>首页</FONT><TD><FONT COLOR=white>走进青崖</FONT><TD><FONT COLOR=white>信息公开</FONT>
<TR><TD COLSPAN=3>您所在的位置：首页 &gt; 信息公开 &gt; 年度报告
<TR><TD VALIGN=top WIDTH=200>
<TABLE WIDTH=100%><TR><TD>公开指南<TR><TD>公开制度<TR><TD>法定主动公开内容<TR><TD>年度报告<TR><TD>依申请公开</TABLE>
<TD COLSPAN=2>
<TABLE WIDTH=100% CELLPADDING=8><TR><TD ALIGN=center><FONT SIZE=5 COLOR=red><B>{report.full_title}</B></FONT>
<TR><TD ALIGN=center>作者：县政府办 来源：本站 更新时间：2022-3-15 点击数：862 【字体：大 中 小】
<TR><TD>
{content}
<TR><TD ALIGN=right>【打印本页】【关闭窗口】
</TABLE>
<TR><TD COLSPAN=3 ALIGN=center><HR>版权所有：青崖县人民政府 主办：青崖县人民政府办公室<BR>备案序号：泽ICP备20210002号 技术支持：青崖县信息中心
</TABLE>
</BODY>
</HTML>
"""


def page03(report):
    """No table elements: rows are paragraphs, with blanks or a tab between the cells. gb2312 is declared."""
    def paragraph(text):
        return f"<p>　　{text}</p>"

    def row_by_blanks(texts):
        return "<p>" + "&nbsp;&nbsp;&nbsp;&nbsp; ".join(text for text in texts if text) + "</p>"

    def row_by_tabs(texts):
        return "<p class=pre>" + "\t".join(texts) + "</p>"

    disclosure = "\n".join(row_by_blanks([c.text for c in row]) for row in grid.disclosure(report))
    requests = "\n".join(row_by_tabs([c.text for c in row]) for row in grid.requests(report))
    review = "\n".join(row_by_blanks([c.text for c in row]) for row in grid.review(report))
    content = body(report, lambda text: f"<p><b>　　{text}</b></p>", paragraph, [disclosure, requests, review])
    return f"""<html>
<head>
<meta http-equiv=Content-Type content=text/html;charset=gb2312>
<title>{report.full_title}_柳湾镇</title>
</head>
<body>
<div id=nav>首页　镇情概况　政务公开　办事服务　政民互动</div>
<div id=path>当前位置：首页&gt;政务公开&gt;年报</div>
<ul class=info><li>发布机构：柳湾镇人民政府</li><li>发布日期：2023-01-19</li><li>有效性：有效</li></ul>
<h2 align=center>{report.full_title}</h2>
<div id=content>
{content}
</div>
<div>分享到：　打印　关闭</div>
<div>相关链接：<a href=#>青崖县人民政府</a>　<a href=#>云泽市人民政府</a></div>
<div id=foot>主办：柳湾镇人民政府　承办：柳湾镇党政办公室　电话：0590-8624410</div>
</body>
</html>
"""


# Labels as they are found altered: blanks behind numbers, half-width brackets, slips, numbers lost.
ALTERED = {
    "（一）予以公开": "（一） 予以公开",
    "（三）不予公开": "（三） 不予公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "(二)部分公开(区分处理的,只计这一情形,不计其它情形)",
    "2.其他法律行政法规禁止公开": "2.其它法律、行政法规禁止公开",
    "3.危及“三安全一稳定”": "3、危及\"三安全一稳定\"",
    "4.保护第三方合法权益": "保护第三方合法权益",
    "1.本机关不掌握相关政府信息": "1．本机关不掌握相关政府信息",
    "3.补正后申请内容仍不明确": "3.补正后申请内容仍不明",
    "（五）不予处理": "（五）不予处理情况",
    "5.要求行政机关确认或重新出具已获取信息": "5.要求行政机关确认或者重新出具已获取的信息",
    "（六）其他处理": "六、其他处理",
    "（七）总计": "（七）合计",
    "四、结转下年度继续办理": "四、结转下年度继续办理的申请",
    "本年增/减": "本年增减",
    "规范性文件": "行政规范性文件",
}


def page04(report):
    """Labels altered and split into paragraphs, tables in tables, and a hidden copy of the numbers."""
    def cell(c):
        text = ALTERED.get(c.text, c.text)
        if c.kind == "label" and len(text) > 5:
            half = 4 if len(text) < 12 else len(text) // 2
            inner = f"<p>{escape(text[:half])}</p><p>{escape(text[half:])}</p>"
        else:
            inner = f"<p>{escape(text)}</p>"
        return f"<td{spans(c)}>{inner}</td>"

    tables = []
    for rows in tables_of(report):
        inner = table(rows, cell, '<table border="1" class="data">')
        tables.append(f'<table width="100%"><tr><td>&nbsp;</td><td align="center">\n{inner}\n</td><td>&nbsp;</td></tr></table>')
    hidden = table([[c for c in row if c.kind == "number"] for row in grid.requests_rows(report)],
                   lambda c: f"<td>{'99' if c.text != '0' else '0'}</td>", '<table class="old">')
    content = body(report, lambda text: f"<h3>{text}</h3>", lambda text: f'<p style="text-indent:2em">{escape(text, quote=False)}</p>', tables)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="UTF-8">
<title>{report.full_title}</title>
<meta name="ArticleTitle" content="{report.full_title}">
<meta name="PubDate" content="2021-01-20 16:05">
<meta name="ContentSource" content="区卫生健康局">
</head>
<body>
<div class="crumb">当前位置 : 首页 &gt; 区级部门 &gt; 卫生健康局 &gt; 政府信息公开年报</div>
<table class="meta"><tr><th>索引号</th><td>{report.index}</td><th>信息分类</th><td>年报</td></tr>
<tr><th>发布机构</th><td>{report.agency}</td><th>发文日期</th><td>{report.date}</td></tr>
<tr><th>名称</th><td colspan="3">{report.full_title}</td></tr></table>
<div style="display:none">{report.full_title}<br>摘要：本报告为草稿。{hidden}</div>
<div class="article">
<h1>{report.full_title}</h1>
<p class="sub">发布时间：2021-01-20 16:05:33　信息来源：区卫生健康局　阅读：<span>408</span></p>
<div id="zoom">
{content}
</div>
<p style="display: none">相关附件：内部流转单</p>
</div>
<div class="qr"><img src="qr.png" alt="">扫一扫在手机打开当前页</div>
<div class="bottom"><a>【打印本页】</a><a>【关闭窗口】</a></div>
<footer>版权所有：澜江区人民政府 主办单位：澜江区人民政府办公室 泽ICP备20200044号 泽公网安备 99000002000044号</footer>
</body>
</html>
"""


def page05(report):
    """HTML5 with big numbers and separators; spans of some rows are one short or one too many."""
    tables = []
    for number, rows in enumerate(tables_of(report)):
        if number == 1:
            rows = [list(row) for row in rows]
            for row in rows:
                if len(row) >= 8 and row[-8].text in ("（一）予以公开", "四、结转下年度继续办理"):
                    row[-8].cols -= 1  # its numbers stand one column to the left
                if len(row) >= 8 and row[-8].text in ("2.重复申请", "（七）总计"):
                    row[-8].cols += 1  # its numbers stand one column to the right
        if number == 0:
            rows[0][0].cols = 3
            rows[-1][-1].cols = 2
        tables.append('<div class="table-wrap">' + table(rows, lambda c: f'<td{spans(c)}><span>{c.text}</span></td>', "<table><tbody>", closing="</tbody></table>") + "</div>")

    def paragraph(text):
        if text.startswith("（"):
            return f"<p><strong>{text}</strong></p>"
        return f"<p>\n  {text}\n</p>"

    content = body(report, lambda text: f'<p><strong><span style="font-family:黑体">{text}</span></strong></p>', paragraph, tables)
    return f"""<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{report.full_title} - 丹枫市人民政府</title>
<meta name="SiteName" content="丹枫市人民政府">
<meta name="ColumnName" content="市政府年报">
<meta name="ArticleTitle" content="{report.full_title}">
<meta name="PubDate" content="2025-03-24 09:00">
<meta name="Author" content="丹枫市人民政府办公室">
<meta name="Description" content="{report.full_title}，全市共收到政府信息公开申请2000余件。">
</head>
<body>
<header><nav><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li><li><a href="/zwfw">政务服务</a></li><li><a href="/hd">政民互动</a></li></ul></nav></header>
<main>
<ol class="breadcrumb"><li>首页</li><li>政务公开</li><li>政府信息公开年报</li><li>市政府</li></ol>
<ul class="xxgk-meta">
<li><label>索&nbsp;&nbsp;引&nbsp;&nbsp;号：</label><span>{report.index}</span></li>
<li><label>组配分类：</label><span>政府信息公开年报</span></li>
<li><label>发布机构：</label><span>丹枫市人民政府办公室</span></li>
<li><label>生成日期：</label><span>{report.date}</span></li>
<li><label>发布日期：</label><span>2025-03-24</span></li>
<li><label>有效性：</label><span>有效</span></li>
</ul>
<article>
<h1>丹枫市人民政府<br>2024年政府信息公开工作年度报告</h1>
<div class="tool"><span>字号：</span><a>大</a><a>中</a><a>小</a><a>打印</a><a>收藏</a></div>
<div class="article-content">
{content}
</div>
</article>
<aside><h3>相关解读</h3><ul><li><a href="1.html">一图读懂：2024年全市政务公开工作</a></li></ul></aside>
<div class="prev-next"><p>上一篇：<a href="2.html">丹枫市人民政府2023年政府信息公开工作年度报告</a></p><p>下一篇：无</p></div>
</main>
<footer><p>网站地图 | 关于我们 | 联系我们</p><p>主办单位：丹枫市人民政府办公室</p><p>泽ICP备20220100号　网站标识码：9901000001</p></footer>
</body>
</html>
"""


def page06(report):
    """A page saved by a browser as one file (mhtml): quoted-printable, the style sheet as a second part."""
    tables = [table(t, lambda c: f'<td{spans(c)} align="center">{c.text or "&nbsp;"}</td>', '<table border="1">') for t in tables_of(report)]
    content = body(report, lambda text: f"<div><b>&emsp;&emsp;{text}</b></div>", lambda text: f"<div>&emsp;&emsp;{text}</div>", tables)
    html = f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>{report.full_title}</title></head><body>
<div class="nav">首页 街道概况 信息公开 便民服务 </div>
<div class="loc">您现在的位置：首页 &gt;&gt; 信息公开 &gt;&gt; 年度报告</div>
<dl><dt>索引号</dt><dd>{report.index}</dd><dt>发布机构</dt><dd>{report.agency}</dd><dt>主题词</dt><dd>信息公开 年报</dd></dl>
<h1>{report.full_title}</h1>
<p class="tip">[ 发布日期：2020-01-17 ] [ 字号：大 中 小 ] [ 打印 ]</p>
<div class="con">
{content}
</div>
<div class="rel">相关链接：<br>石萝街道2018年政府信息公开工作年度报告</div>
<div class="foot">石萝街道办事处主办 泽ICP备20190021号</div>
</body></html>
"""
    page = quopri.encodestring(html.encode(), quotetabs=False).decode("ascii")
    style = quopri.encodestring(b"table { border-collapse: collapse } td { padding: 3px }\n").decode("ascii")
    head = """From: <Saved by Blink>
Snapshot-Content-Location: http://www.shiluo.example/xxgk/nb/2019.html
Subject: =?utf-8?Q?=E5=B9=B4=E5=BA=A6=E6=8A=A5=E5=91=8A?=
Date: Mon, 10 Feb 2020 08:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--abc123----"


------MultipartBoundary--abc123----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: http://www.shiluo.example/xxgk/nb/2019.html

"""
    second = """
------MultipartBoundary--abc123----
Content-Type: text/css
Content-Transfer-Encoding: quoted-printable
Content-Location: http://www.shiluo.example/style.css

"""
    return (head + page + second + style + "\n------MultipartBoundary--abc123------\n").replace("\n", "\r\n")


def page07(report):
    """Sections without numbers as h2, an accessible table with th, notes below tables, a second copy for telephones."""
    heads = ["总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
             "存在的主要问题及改进情况", "其他需要报告的事项"]

    def cell(c):
        tag = "td" if c.kind == "number" else "th"
        return f"<{tag}{spans(c)}>{c.text}</{tag}>"

    tables = [table(t, cell, f"<table><caption>{head}统计表</caption>") for t, head in zip(tables_of(report), heads[1:4])]
    content = body(report, lambda text: f"<h2>{text}</h2>", lambda text: f"<p>{text}</p>", tables, heads)
    hidden = "".join(f"<p>{text}</p>" for text in report.lead + report.one)
    return f"""<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="utf-8">
<title>信息公开_云泽大学附属医院</title>
<style>.mobile {{ display: none }}</style>
</head>
<body>
<div class="header">云泽大学附属医院<ul><li>医院概况</li><li>就医指南</li><li>科室导航</li><li>信息公开</li></ul></div>
<div class="location">首页 / 信息公开 / 年度报告</div>
<div class="mobile" style="display:none" aria-hidden="true"><h1>{report.full_title}</h1>{hidden}</div>
<article>
<h1>{report.full_title}</h1>
<p class="date">索引号：{report.index}&nbsp;&nbsp;发布者：院长办公室&nbsp;&nbsp;发布时间：2026-01-15&nbsp;&nbsp;浏览：<i>77</i></p>
{content}
<p class="end">分享文章到：<a>微信</a> <a>QQ空间</a></p>
</article>
<div class="footer">地址：云泽市学府路6号 邮编：350600 总机：0590-5330000 急救：120<br>泽卫网审〔2025〕第0007号</div>
</body>
</html>
"""


ENCODINGS = {2: "gbk", 3: "gb2312"}
PAGES = [page01, page02, page03, page04, page05, page06, page07]

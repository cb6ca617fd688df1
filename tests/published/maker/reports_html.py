"""The reports 01–07."""

from . import prose as p
from .report import Report, blank, fill, numbers_of, requests, review


def written(texts, words, requests_table, disclosure):
    look = numbers_of(requests_table, disclosure)
    return None if texts is None else [fill(text, words, look) for text in texts]


def make(format, agency, year, words, disclosure, requests_table, review_table, lead, one, five, six, **more):
    """A report with its paragraphs filled in from the tables, before a table's errors are put in."""
    words = {"机关": agency, "年": year, "下年": year + 1, **words, **(more.get("contact") or {})}
    texts = [written(text, words, requests_table, disclosure) for text in (lead, one, five, six)]
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


def r01():
    table = requests(2021, """
        新收 12 3 0 1 0 2
        上年结转 1 0 0 0 0 0
        予以公开 5 2 0 0 0 1
        部分公开 2 0 0 1 0 0
        不予公开.第三方合法权益 1 0 0 0 0 0
        不予公开.四类过程性信息 0 1 0 0 0 0
        无法提供.本机关不掌握 3 0 0 0 0 1
        不予处理.信访举报投诉 1 0 0 0 0 0
    """)
    return make(
        2021, "云泽市教育局", 2023,
        {"我": "我局", "上级": "市政府", "条": 438, "条一": 26, "条二": 57, "解读": 14, "微信": 365, "关注": 21480,
         "链接": 9, "错字": 31, "培训": 2, "人次": 86, "满意": "96.4%", "建议": 18, "提案": 23},
        d2021((0, 0, 0), (3, 1, 17), 42, 6, 0, 318.6), table, review(1, 0, 0, 1, 0, 1, 0, 0, 2, 0, 0, 0),
        [p.LEAD["2021"]],
        [p.OPEN["year"], "（一）主动公开", p.ACTIVE["portal"], p.ACTIVE["budget"], "（二）依申请公开", p.APPLY["full"],
         "（三）政府信息管理", p.MANAGE["review"], p.MANAGE["update"], "（四）平台建设", p.PLATFORM["wechat"],
         "（五）监督保障", p.WATCH["train"]],
        [p.PROBLEM["intro"], p.PROBLEM["next"], p.PROBLEM["old"]],
        [p.OTHER["proposal"], p.OTHER["fee0"]],
        index="YZ0030/2024-00117", date="2024-01-22")


def r02():
    table = requests(2021, """
        新收 57 4 0 0 2 1
        上年结转 6 1 0 0 0 0
        予以公开 21 3 0 0 1 0
        部分公开 9 0 0 0 0 1
        不予公开.法律行政法规禁止 2 0 0 0 0 0
        不予公开.三类内部事务信息 1 0 0 0 0 0
        不予公开.行政执法案卷 3 0 0 0 1 0
        无法提供.本机关不掌握 12 2 0 0 0 0
        无法提供.没有现成信息 4 0 0 0 0 0
        不予处理.重复申请 5 0 0 0 0 0
        其他处理.逾期不补正 1 0 0 0 0 0
        其他处理.其他 2 0 0 0 0 0
    """)
    # The text speaks of 63 new requests (the column 自然人 with what was carried in); the table has 64.
    text = "全县全年新收政府信息公开申请63件，上年结转{上年结转}件，办结{总计}件，其中予以公开{予以公开}件、部分公开{部分公开}件、无法提供{无法提供}件，{结转下年度}件结转下年度继续办理。"
    return make(
        2021, "青崖县人民政府", 2021,
        {"我": "我县", "上级": "省、市", "征求": 8, "意见": 132, "访问": 604200, "专职": 74, "链接": 46, "错字": 118,
         "通知": 2, "金额": 380, "实收": 150, "试点": 26},
        d2021((0, 0, 0), (11, 7, 96), 20877, 3105, 264, 1902.75), table, review(3, 1, 2, 0, 2, 0, 1, 4, 1, 1, 0, 2),
        [p.LEAD["2021"] + p.LEAD["ask"]],
        [p.OPEN["law"], "（一）主动公开更加规范。", p.ACTIVE["plan"],
         p.ACTIVE["permit"], "（二）依申请公开更加高效。", text, "（三）信息管理更加严格。", p.MANAGE["archive"], p.MANAGE["update"],
         "（四）平台建设更加完善。", p.PLATFORM["site"], "（五）监督保障更加有力。", p.WATCH["lead"]],
        [p.PROBLEM["depth"], p.PROBLEM["skill"], p.PROBLEM["wide"]],
        [p.OTHER["fee"], p.OTHER["guide"], "其他重大事项将在县人民政府网站及时公布。"],
        contact={"部门": "青崖县人民政府办公室", "地址": "青崖县城关镇崖前路18号", "邮编": "358200", "电话": "0590-8620016"})


def r03():
    table = requests(2021, """
        新收 4 1 0 0 0 0
        上年结转 0 0 0 0 0 0
        予以公开 2 0 0 0 0 0
        部分公开 0 1 0 0 0 0
        无法提供.补正后仍不明确 1 0 0 0 0 0
        不予处理.确认或重新出具 1 0 0 0 0 0
    """)
    return make(
        2021, "柳湾镇人民政府", 2022,
        {"我": "我镇", "上级": "县政府", "查阅": 214, "专职": 3, "微信": 148, "关注": 5127},
        d2021((0, 0, 0), (0, 2, 5), 63, 8, 1, 0), table, review(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0),
        [p.LEAD["2021"]],
        [p.OPEN["plain"], "1.主动公开方面。" + p.ACTIVE["village"], "2.依申请公开方面。" + p.APPLY["brief"],
         "3.政府信息管理方面。" + p.MANAGE["short"], "4.平台建设方面。" + p.PLATFORM["board"] + p.PLATFORM["wechat"],
         "5.监督保障方面。" + p.WATCH["lead"]],
        [p.PROBLEM["one"], p.PROBLEM["two"]],
        [p.OTHER["fee0"]])


def r04():
    table = requests(2019, """
        新收 23 5 1 0 0 2
        上年结转 2 0 0 0 0 0
        予以公开 11 4 1 0 0 0
        部分公开 3 0 0 0 0 1
        不予公开.第三方合法权益 2 1 0 0 0 0
        不予公开.行政查询事项 1 0 0 0 0 0
        无法提供.本机关不掌握 4 0 0 0 0 0
        不予处理.信访举报投诉 2 0 0 0 0 1
        其他处理 1 0 0 0 0 0
    """)
    report = make(
        2019, "澜江区卫生健康局", 2020,
        {"我": "我局", "上级": "区委、区政府", "条": 712, "条一": 12, "条二": 103, "解读": 9, "微信": 530, "关注": 48760,
         "问题": 5, "建议": 7, "提案": 12},
        d2019((0, 0, 0), (2, 2, 19), (18, -3, 1406), (4, 1, 77), (236, 12, 95), (5, 0, 2), (3, -1), (9, "186.2万元")), table,
        review(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0),
        [p.LEAD["2019"]],
        [p.OPEN["people"], "（一）主动公开情况", p.ACTIVE["portal"], "（二）依申请公开情况", p.APPLY["people"],
         "（三）政府信息管理情况", p.MANAGE["review"], "（四）平台建设情况", p.PLATFORM["wechat"], "（五）监督保障情况", p.WATCH["short"]],
        [p.PROBLEM["depth"], p.PROBLEM["skill"], p.PROBLEM["short"]],
        [p.OTHER["proposal"], "疫情防控期间，我局每日12时前发布疫情信息和就诊提示，全年发布疫情信息208期。"],
        index="LJ0412/2021-00009", date="2021-01-18")
    # The stated total of （六）其他处理 is 0, as in reports really published.
    report.requests["办理结果.其他处理"][6] = 0
    return report


def r05():
    table = requests(2021, """
        新收 1842 263 4 11 37 58
        上年结转 96 8 0 0 1 2
        予以公开 611 104 2 6 12 19
        部分公开 187 21 0 1 4 7
        不予公开.国家秘密 3 0 0 0 0 0
        不予公开.法律行政法规禁止 14 1 0 0 0 0
        不予公开.三安全一稳定 2 0 0 0 0 1
        不予公开.第三方合法权益 26 9 0 0 2 0
        不予公开.三类内部事务信息 17 0 0 0 0 0
        不予公开.四类过程性信息 22 3 0 0 1 0
        不予公开.行政执法案卷 48 6 0 0 3 0
        不予公开.行政查询事项 31 15 0 1 0 4
        无法提供.本机关不掌握 529 67 1 2 9 16
        无法提供.没有现成信息 44 5 1 0 1 0
        无法提供.补正后仍不明确 13 0 0 0 0 0
        不予处理.信访举报投诉 98 7 0 0 0 2
        不予处理.重复申请 39 2 0 0 0 0
        不予处理.公开出版物 1 0 0 0 0 0
        不予处理.大量反复申请 8 0 0 0 0 0
        不予处理.确认或重新出具 5 1 0 0 0 0
        其他处理.逾期不补正 36 4 0 0 1 0
        其他处理.逾期不缴费 2 0 0 0 0 0
        其他处理.其他 120 13 0 1 3 5
    """)
    # The text has the column 自然人 as the whole.
    text = "{年}年，全市共收到政府信息公开申请{新收/自然人}件，办结{总计/自然人}件，结转下一年度{结转下年度/自然人}件；其中予以公开{予以公开}件、部分公开{部分公开}件、无法提供{无法提供}件。"
    return make(
        2021, "丹枫市人民政府", 2024,
        {"我": "我市", "上级": "国务院、省政府", "征求": 21, "意见": 3407, "访问": 28340000, "培训": 12, "人次": 2260, "满意": "97.8%",
         "通知": 6, "金额": 12480, "实收": 9860, "复议": 145, "诉讼": 129, "试点": 28, "要点": 34, "营商": 12, "民生": 9},
        d2021((2, 1, 14), (37, 29, 612), 1204377, 358210, 10946, 95377.42), table,
        review(88, 9, 31, 17, 24, 3, 12, 9, 41, 2, 18, 20),
        [p.LEAD["2021"], p.LEAD["ask"]],
        [p.OPEN["year"], "（一）突出重点，深化主动公开", p.ACTIVE["city"], p.ACTIVE["plan"],
         "（二）依法依规，做好依申请公开", text, p.APPLY["court"],
         "（三）源头把关，强化信息管理", p.MANAGE["archive"], "（四）集约共享，加强平台建设", p.PLATFORM["site"],
         "（五）压实责任，健全监督保障", p.WATCH["train"]],
        [p.PROBLEM["intro"], p.PROBLEM["next"], p.PROBLEM["old"]],
        [p.OTHER["fee"], p.OTHER["points"], p.OTHER["guide"]],
        index="002489613/2025-01043", date="2025-03-21",
        contact={"部门": "丹枫市人民政府办公室", "地址": "丹枫市望江大道1号", "邮编": "350900", "电话": "0590-2200188"},
        shown={"主动公开.行政许可": "1,204,377", "主动公开.行政处罚": "358,210", "主动公开.行政强制": "10,946", "主动公开.行政事业性收费": "95,377.42",
               "申请.新收.自然人": "1,842", "申请.新收.总计": "2,215"})


def r06():
    table = requests(2019, """
        新收 3 0 0 0 0 1
        上年结转 0 0 0 0 0 0
        予以公开 2 0 0 0 0 0
        无法提供.本机关不掌握 1 0 0 0 0 1
    """)
    return make(
        2019, "石萝街道办事处", 2019,
        {"我": "街道", "上级": "区政府", "查阅": 96, "专职": 2, "宣讲": 11},
        d2019((0, 0, 0), (0, 0, 0), (7, 2, 31), (15, 0, 4620), (0, 0, 0), (0, 0, 0), (0, 0), (2, "251000元")),
        blank(table), review(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        [p.LEAD["2019"]],
        [p.OPEN["plain"], "（一）加强组织领导。" + p.WATCH["lead"], "（二）抓好重点公开。" + p.ACTIVE["village"].replace("村（社区）", "社区").replace("村民", "居民"),
         "（三）做好申请办理。" + p.APPLY["brief"], "（四）完善公开载体。" + p.PLATFORM["hall"]],
        [p.PROBLEM["short"], p.PROBLEM["two"].replace("（二）改进措施。", "改进措施：")],
        [p.OTHER["model"]],
        index="ST0001/2020-003")


def r07():
    table = requests(2021, """
        新收 6 2 1 0 4 0
        上年结转 0 0 0 0 1 0
        予以公开 3 1 1 0 0 0
        部分公开 0 0 0 0 2 0
        不予公开.第三方合法权益 1 0 0 0 1 0
        无法提供.没有现成信息 0 1 0 0 0 0
        不予处理.重复申请 1 0 0 0 0 0
        其他处理.逾期不缴费 0 0 0 0 1 0
    """)
    return make(
        2021, "云泽大学附属医院", 2025,
        {"我": "医院", "上级": "省卫生健康委", "条": 905, "条一": 64, "条二": 38, "解读": 22, "微信": 611, "关注": 302915, "问题": 3,
         "通知": 1, "金额": 260, "实收": 0},
        d2021((0, 0, 0), (0, 0, 0), 0, 0, 0, 0), table, review(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        [p.LEAD["2021"], "联系部门：云泽大学附属医院院长办公室，联系电话：0590-5330120。"],
        [p.OPEN["people"], p.ACTIVE["health"], p.ACTIVE["portal"], "本年新收信息公开申请{新收}件，其中法律服务机构提出{新收/法律服务机构}件，主要涉及医疗服务价格和设备采购；办结{总计}件，结转{结转下年度}件。",
         p.MANAGE["short"], p.PLATFORM["wechat"], p.WATCH["short"]],
        [p.PROBLEM["intro"], p.PROBLEM["next"]],
        [p.OTHER["fee"].replace("总金额", "总金额为"), "医院开放日活动共举办4次，邀请患者代表、社会监督员120人次参加。"],
        index="H-2025-0031", contact={"部门": "云泽大学附属医院院长办公室", "电话": "0590-5330120"},
        notes={"主动公开": ["注：医院为公共企事业单位，不制发规章和行政规范性文件，也不作出行政许可、行政处罚和行政强制决定。"],
               "申请": ["注：1.法律服务机构一栏含司法鉴定机构提出的申请1件。", "2.结转下年度的申请已于2026年1月9日前全部办结。"]})


ALL = [r01, r02, r03, r04, r05, r06, r07]

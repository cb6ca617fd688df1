//! The report's values outside the tables, by their keys, the same in all formats.
//!
//! Reading a form, the blank form, its JSON Schema and the names that
//! placeholders may use all follow this list.

/// A key of the form.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// What to write there, for the blank form and the schema.
    pub help: &'static str,
}

/// What a key holds.
#[derive(Debug)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A year of four digits.
    Year,
    /// A date, YYYY-MM-DD.
    Date,
    /// A day and a time, YYYY-MM-DD HH:MM.
    Moment,
    /// 是 or 否.
    YesNo,
    /// Paragraphs, one a line.
    Narrative,
    /// A non-negative whole number.
    Count,
    /// A non-negative exact decimal.
    Amount,
    /// Keys of its own.
    Group(&'static [Field]),
    /// A narrative for each table, by the table's key.
    PerTable,
    /// A list, each item with these keys.
    Records(&'static [Field]),
}

const fn field(key: &'static str, kind: FieldKind, help: &'static str) -> Field {
    Field { key, kind, help }
}

/// The keys before the tables.
pub const BEFORE: &[Field] = &[
    field(
        "格式",
        FieldKind::Text,
        "报告格式，一般不改：2021 年度起是 2021，2019、2020 年度是 2019",
    ),
    field("机关", FieldKind::Text, "机关全称，印在标题里"),
    field(
        "简称",
        FieldKind::Text,
        "正文里用的简称，文字里写 {{ 简称 }} 就印出来；不写就是机关全称",
    ),
    field("标题", FieldKind::Text, "报告标题；不写时是“机关 + 年度 + 年政府信息公开工作年度报告”"),
    field("年度", FieldKind::Year, "报告年度，四位数字"),
    field("成文日期", FieldKind::Date, "落款日期，如 2024-01-26；不写则不印落款"),
    field("索引号", FieldKind::Text, "政府信息公开目录的索引号，写入文件属性"),
    field("统计期限", FieldKind::Text, "不写时是“YYYY年1月1日至12月31日”"),
    field("联系", FieldKind::Group(CONTACT), "对报告有疑问时找谁；不写引言时，印在标准的第一段里"),
    field(
        "上年",
        FieldKind::Text,
        "上一年填报表的文件名，如 2022.xlsx；放在本表旁边，写了就与上年核对",
    ),
    field("零申请", FieldKind::YesNo, "三张表全年确实都是 0 时写“是”"),
    field("引言", FieldKind::Narrative, "标题下面的一段；不写时用标准的一段"),
    field(
        "总体情况",
        FieldKind::Narrative,
        "第一部分：主动公开、依申请公开、政府信息管理、平台建设、监督保障",
    ),
];

const CONTACT: &[Field] = &[
    field("部门", FieldKind::Text, "负责答复疑问的部门，如 某某局办公室；不写就是机关"),
    field("地址", FieldKind::Text, "部门的地址"),
    field("邮编", FieldKind::Text, "六位数字"),
    field("电话", FieldKind::Text, "区号和号码，如 0512-12345678"),
    field("邮箱", FieldKind::Text, "部门的电子邮箱"),
];

/// The keys behind the tables.
pub const BEHIND: &[Field] = &[
    field("说明", FieldKind::PerTable, "印在某张表下面的文字"),
    field("问题与改进", FieldKind::Narrative, "第五部分：存在的主要问题及改进情况"),
    field("其他事项", FieldKind::Narrative, "第六部分：其他需要报告的事项"),
    field("信息处理费", FieldKind::Group(FEE), "收取信息处理费的情况；填了就在第六部分生成一句"),
    field(
        "图表",
        FieldKind::YesNo,
        "写“是”，就在第三部分的表下面画图：办理结果、申请人，给了上年的表时还有与上年比较",
    ),
    field("网站", FieldKind::Group(SITE), "网页版（--to html）的页面标签"),
    field(
        "豁免",
        FieldKind::Records(WAIVER),
        "核对过、不需要改的提示；写明理由就不再算作问题，值变了会重新出现",
    ),
];

const SITE: &[Field] = &[
    field("名称", FieldKind::Text, "网站名称 SiteName"),
    field("域名", FieldKind::Text, "网站域名 SiteDomain"),
    field("标识码", FieldKind::Text, "网站标识码 SiteIDCode"),
    field("栏目", FieldKind::Text, "栏目名称 ColumnName"),
    field("栏目类别", FieldKind::Text, "栏目类别 ColumnType"),
    field("发布时间", FieldKind::Moment, "发布时间 PubDate，如 2024-01-26 09:00"),
    field("来源", FieldKind::Text, "内容来源 ContentSource；不写就是机关"),
    field("关键词", FieldKind::Text, "关键词 Keywords"),
    field("摘要", FieldKind::Text, "内容摘要 Description"),
];

const WAIVER: &[Field] = &[
    field("规则", FieldKind::Text, "提示的名称，如 narrative-number"),
    field("位置", FieldKind::Text, "提示所在的位置，如 总体情况、申请.上年结转.自然人"),
    field("值", FieldKind::Text, "提示里有问题的数或字，照提示写；没有就不写"),
    field("理由", FieldKind::Text, "为什么不需要改"),
];

const FEE: &[Field] = &[
    field("通知件数", FieldKind::Count, "发出收费通知的件数"),
    field("通知金额", FieldKind::Amount, "收费通知的总金额，元"),
    field("实收金额", FieldKind::Amount, "实际收取的总金额，元"),
];

/// All keys outside the tables.
pub fn all() -> impl Iterator<Item = &'static Field> {
    BEFORE.iter().chain(BEHIND)
}

//! The pages of all codes, made of what the rules say of themselves.

use nianbao::finding::{Code, Explanation};
use nianbao::rules::{explain, rule_of};

/// A family of codes, by the letter they begin with.
struct Family {
    letter: char,
    title: &'static str,
    about: &'static str,
}

const FAMILIES: [Family; 7] = [
    Family {
        letter: 'F',
        title: "读填报表",
        about: "读不进来的、写法不对的。这一类不能豁免：读不准的内容不猜。",
    },
    Family {
        letter: 'T',
        title: "表里的数",
        about: "合计和勾稽关系。",
    },
    Family {
        letter: 'Y',
        title: "与上年比",
        about: "写了“上年”才查。",
    },
    Family {
        letter: 'N',
        title: "正文里的数",
        about: "正文与表格、正文前后是否一致。不认得的说法不提示。",
    },
    Family {
        letter: 'S',
        title: "文字和写法",
        about: "缺漏、序号、名称、日期。",
    },
    Family {
        letter: 'H',
        title: "建议",
        about: "写得更好的建议，常常不是毛病；只有 check 才列出。",
    },
    Family {
        letter: 'O',
        title: "生成和核对",
        about: "版面、字体、生成的文件和归档包。",
    },
];

const HEAD: &str = "# 检查规则

<!-- 由程序里的规则生成，不要手改：NIANBAO_RENEW=1 cargo test --test documents -->

程序查的每一条都有代码和名称，两样都不会变。命令行里看某一条：`nianbao explain T103`。

- **错误**必须改，改好才生成报告\
（少数标“错误，可豁免”的，查实无误、写明理由后可以不改）；\
**警告**请看一眼；**提示**是建议。
- 一个毛病只说一次：由它引起的别的问题不另列，`--all` 才全部列出。
- 核对过、确实不用改的，可以**豁免**：在填报表的“豁免”里写规则的名称、位置、值和理由，\
下面标“可豁免”的才行。值一变，提示重新出现。
- 每一条算错误、警告还是提示，本单位可以在设置文件里改（`规则:`，\
见 [设置文件](reference/设置.md)）；读填报表、生成和核对的不能改。

";

/// 检查规则.md.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    page += "| 代码 | 名称 | 级别 | 查什么 |\n| --- | --- | --- | --- |\n";
    for code in Code::ALL {
        page += &format!(
            "| [{0}](#{1}) | `{2}` | {3} | {4} |\n",
            code.id(),
            anchor(*code),
            code.name(),
            code.severity().chinese(),
            in_cell(first_sentence(explain(*code).what)),
        );
    }
    for family in &FAMILIES {
        page += &format!(
            "\n## {} {}\n\n{}\n",
            family.letter, family.title, family.about
        );
        for code in Code::ALL {
            if code.id().starts_with(family.letter) {
                page += &section(*code, explain(*code));
            }
        }
    }
    page
}

/// The codes in English, for whoever reads findings by a program.
pub fn english() -> String {
    let mut page = "# Codes\n\nMade of the rules (`NIANBAO_RENEW=1 cargo test --test documents`). \
                    A finding has a code and a name, which never change; its severity is the usual \
                    one. In full, and in Chinese: [检查规则](../检查规则.md).\n\n\
                    | code | name | severity | what |\n| --- | --- | --- | --- |\n"
        .to_owned();
    for code in Code::ALL {
        page += &format!(
            "| {} | `{}` | {} | {} |\n",
            code.id(),
            code.name(),
            code.severity().name(),
            in_cell(explain(*code).summary),
        );
    }
    page
}

fn section(code: Code, explanation: &Explanation) -> String {
    let waivable = if rule_of(code).is_some_and(|rule| rule.waivable) {
        "，可豁免"
    } else {
        ""
    };
    format!(
        "\n### {} {}\n\n{}{}。{}\n\n为什么：{}\n\n这样会指出：\n\n{}\n这样就对了：\n\n{}",
        code.id(),
        code.name(),
        code.severity().chinese(),
        waivable,
        explanation.what,
        explanation.why,
        block(explanation.wrong),
        block(explanation.right),
    )
}

/// An example as a block of its own.
fn block(example: &str) -> String {
    format!("```text\n{}\n```\n", example.trim_end())
}

/// Where the heading of a code is found in the page.
fn anchor(code: Code) -> String {
    format!("{}-{}", code.id().to_lowercase(), code.name())
}

fn first_sentence(text: &str) -> &str {
    text.split('。').next().unwrap_or(text)
}

/// Text as a cell of a table takes it.
fn in_cell(text: &str) -> String {
    text.replace('|', "\\|")
        .replace('*', "\\*")
        .replace("___", "\\_\\_\\_")
}

#[test]
fn every_code_has_its_family() {
    for code in Code::ALL {
        let families = FAMILIES
            .iter()
            .filter(|family| code.id().starts_with(family.letter));
        assert_eq!(families.count(), 1, "{}", code.id());
    }
}

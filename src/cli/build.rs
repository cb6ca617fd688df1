//! `build`: check forms and write their reports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::BuildArgs;
use super::check::{Form, Reader};
use super::files::{reason, write_whole};
use super::fonts::FontFolders;
use super::show::{self, Output};
use super::{Done, Outcome, Trouble};
use crate::document::Document;
use crate::export::Format;
use crate::finding::json::{FileEntry, sha256};
use crate::finding::{Finding, count};
use crate::render::{Rendered, render};
use crate::report::Date;
use crate::style::Style;

/// The longest file name, in bytes, that all usual systems take, extension and mark included.
const MAX_NAME: usize = 200;

pub(super) fn run(args: &BuildArgs) -> Outcome {
    let reader = Reader::new(&args.reading)?;
    let fonts = if args.to.contains(&Format::Pdf) { Some(FontFolders::find(args.fonts.as_deref())?) } else { None };
    let fallback = source_date()?;
    let (style, style_source) = reader.style()?;
    let mut result = show::Result::default();
    result.sources.insert(style_source.name, style_source.text);
    let mut forms = reader.read_all()?;
    let style = match style {
        Ok(style) => style,
        Err(finding) => {
            result.findings.push(*finding);
            forms.into_iter().for_each(|form| drop(form.into_result(&mut result)));
            show::result(&result, args.reading.format);
            return Ok(Done::Faulty);
        }
    };
    let mut jobs = jobs(args, &mut forms, fallback)?;
    let faults: Vec<Vec<Finding>> =
        jobs.par_iter_mut().map(|job| job.render(&style, fonts.as_ref(), args)).collect::<Result<_, _>>()?;
    for form in forms {
        form.into_result(&mut result);
    }
    result.findings.extend(faults.into_iter().flatten());
    for job in jobs.iter().filter(|job| !job.rendered.is_empty()) {
        let folder = &job.folder;
        std::fs::create_dir_all(folder)
            .map_err(|e| Trouble(format!("建不了文件夹 {}：{}", folder.display(), reason(&e))))?;
    }
    for job in jobs {
        job.write(&mut result.files)?;
    }
    show::result(&result, args.reading.format);
    let (errors, _) = count(&result.findings);
    if errors > 0 && result.files.is_empty() && args.reading.format == Output::Human {
        show::print("有错误，没有生成报告；改正后重新运行，或加 --draft 先生成草稿\n");
    }
    Ok(if errors == 0 { Done::Sound } else { Done::Faulty })
}

/// A report to be written.
struct Job {
    document: Document,
    folder: PathBuf,
    /// The file name without its extension.
    name: String,
    /// Whether the form has errors already.
    faulty: bool,
    rendered: Vec<Rendered>,
}

/// What is to be written where; two reports of one name are refused before anything is.
fn jobs(args: &BuildArgs, forms: &mut [Form<'_>], fallback: Option<Date>) -> Result<Vec<Job>, Trouble> {
    if args.name.is_some() && forms.len() > 1 {
        return Err(Trouble("--name 只能用于一份填报表".into()));
    }
    let mut jobs = Vec::new();
    let mut taken = BTreeSet::new();
    for form in forms {
        let faulty = count(&form.findings).0 > 0;
        let Some(mut document) = form.document.take() else { continue };
        document.draft = args.draft && faulty;
        document.date = args.date.or(document.date).or(fallback);
        let folder = args.output.clone().unwrap_or_else(|| match form.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        });
        let name = file_name(args.name.as_deref(), &document.agency, document.year, document.draft);
        // Some systems take Ａ.txt and ａ.txt for one file, all take ./out and out for one folder.
        let place = std::path::absolute(&folder).unwrap_or_else(|_| folder.clone()).components().collect::<PathBuf>();
        if !taken.insert((place, name.to_lowercase())) {
            return Err(Trouble(format!("两份填报表会生成同名的报告“{name}”；请分开生成，或用 -o 放到不同的文件夹")));
        }
        jobs.push(Job { document, folder, name, faulty, rendered: Vec::new() });
    }
    Ok(jobs)
}

impl Job {
    /// Renders all formats; with errors, nothing unless a draft was asked for.
    fn render(
        &mut self,
        style: &Style,
        fonts: Option<&FontFolders>,
        args: &BuildArgs,
    ) -> Result<Vec<Finding>, Trouble> {
        if self.faulty && !args.draft {
            return Ok(Vec::new());
        }
        let fonts = fonts.map(|f| f as &dyn crate::layout::FontSource);
        let (mut rendered, findings) = render(&self.document, style, fonts, &args.to)?;
        if count(&findings).0 > 0 {
            if !args.draft {
                return Ok(findings);
            }
            if !self.document.draft {
                // The fault showed only on paper: the pages must say that this is a draft.
                self.document.draft = true;
                self.name = drafted(&self.name);
                rendered = render(&self.document, style, fonts, &args.to)?.0;
            }
        }
        self.rendered = rendered;
        Ok(findings)
    }

    fn write(self, files: &mut Vec<FileEntry>) -> Result<(), Trouble> {
        for Rendered { format, bytes } in self.rendered {
            let path = self.folder.join(format!("{}.{}", self.name, format.name()));
            let status = write_whole(&path, &bytes)?;
            files.push(FileEntry { path: shown(&path), format: format.name(), sha256: sha256(&bytes), status });
        }
        Ok(())
    }
}

/// A path without a leading `./`.
fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

fn drafted(name: &str) -> String {
    format!("{name}（草稿）")
}

/// A file name that every system takes: no separators or reserved signs, not too long.
fn file_name(given: Option<&str>, agency: &str, year: i32, draft: bool) -> String {
    let full = given.map_or_else(|| format!("{agency}{year}年政府信息公开工作年度报告"), str::to_owned);
    let reserved = |c: char| c.is_control() || "\\/:*?\"<>|".contains(c);
    let clean: String = full.chars().map(|c| if reserved(c) { '_' } else { c }).collect();
    let clean = clean.trim().trim_matches('.');
    let mut name = String::new();
    for c in clean.chars() {
        if name.len() + c.len_utf8() > MAX_NAME {
            break;
        }
        name.push(c);
    }
    if name.is_empty() {
        name.push_str("报告");
    }
    if draft { drafted(&name) } else { name }
}

/// The day of `SOURCE_DATE_EPOCH`, if it is set.
fn source_date() -> Result<Option<Date>, Trouble> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let date = value.to_str().and_then(|v| v.parse().ok()).and_then(Date::from_unix);
    date.map(Some).ok_or_else(|| Trouble("环境变量 SOURCE_DATE_EPOCH 不是秒数".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: Option<&str>, agency: &str, draft: bool, expected: &str) {
        assert_eq!(file_name(given, agency, 2023, draft), expected);
    }

    #[test]
    fn file_names() {
        check(None, "某某局", false, "某某局2023年政府信息公开工作年度报告");
        check(None, "某某局", true, "某某局2023年政府信息公开工作年度报告（草稿）");
        check(Some("../甲:乙"), "", false, "_甲_乙");
        check(Some("..."), "", false, "报告");
        assert!(file_name(None, &"长".repeat(500), 2023, true).len() <= MAX_NAME + 15);
    }
}

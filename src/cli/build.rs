//! `build`: check forms and write their reports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::BuildArgs;
use super::check::{Form, Reader};
use super::files::reason;
use super::fonts::FontFolders;
use super::lock::Lock;
use super::outputs::write_output;
use super::show::{self, Output};
use super::{Done, Outcome, Trouble};
use crate::document::Document;
use crate::export::Format;
use crate::finding::json::FileEntry;
use crate::finding::{Finding, count};
use crate::render::{Rendered, render};
use crate::report::Date;
use crate::style::Style;

/// The longest name, in bytes, before mark and extension: usual systems take 255 in all.
const MAX_NAME: usize = 200;

pub(super) fn run(args: &BuildArgs) -> Outcome {
    let reader = Reader::of(&args.reading)?;
    // A DOCX needs fonts for the pictures of charts only.
    let fonts = match FontFolders::find(args.fonts.as_deref()) {
        Err(trouble) if args.to.contains(&Format::Pdf) || args.fonts.is_some() => {
            return Err(trouble);
        }
        found => found.ok(),
    };
    let fallback = source_date()?;
    let (style, style_source) = reader.style()?;
    let mut result = show::Result::default();
    result.sources.insert(style_source.name, style_source.text);
    let mut forms = reader.read_all(&args.reading.forms)?;
    let style = match style {
        Ok(style) => asked(style, args, &reader)?,
        Err(finding) => {
            result.findings.push(*finding);
            forms.into_iter().for_each(|form| form.into_result(&mut result));
            show::result(&result, args.reading.how.format)?;
            return Ok(Done::Faulty);
        }
    };
    let mut jobs = jobs(args, &mut forms, fallback)?;
    let faults: Vec<Vec<Finding>> = jobs
        .par_iter_mut()
        .map(|job| job.render(&style, fonts.as_ref(), args))
        .collect::<Result<_, _>>()?;
    for form in forms {
        form.into_result(&mut result);
    }
    // A fault that showed only on paper has made a report a draft, with another name.
    distinct(&jobs)?;
    writable(&jobs, args)?;
    result.findings.extend(faults.into_iter().flatten());
    for job in jobs.iter().filter(|job| !job.rendered.is_empty()) {
        let folder = &job.folder;
        std::fs::create_dir_all(folder)
            .map_err(|e| Trouble(format!("建不了文件夹 {}：{}", folder.display(), reason(&e))))?;
    }
    let built: Vec<&Path> =
        jobs.iter().filter(|job| !job.rendered.is_empty()).map(|job| job.form).collect();
    let paths = args.reading.forms.iter().filter(|path| !built.contains(&path.as_path()));
    let unbuilt: Vec<String> = paths.map(|path| path.display().to_string()).collect();
    for job in jobs {
        job.write(&mut result.files, args.force)?;
    }
    show::result(&result, args.reading.how.format)?;
    let (errors, _) = count(&result.findings);
    if !unbuilt.is_empty() && args.reading.how.format == Output::Human {
        let way = if args.draft {
            "改正后重新运行"
        } else {
            "改正后重新运行，或加 --draft 先生成草稿"
        };
        show::print(&format!("有错误，没有生成报告：{}；{way}\n", unbuilt.join("、")))?;
    }
    Ok(if errors == 0 { Done::Sound } else { Done::Faulty })
}

/// The style with what the arguments ask of it.
fn asked(mut style: Style, args: &BuildArgs, reader: &Reader<'_>) -> Result<Style, Trouble> {
    style.page.blank_last |= args.blank_last_page;
    for name in args.landscape.iter().flat_map(|names| names.split(['，', '、'])) {
        let tables = reader.tables();
        let Some((id, _)) = tables.iter().find(|(_, key)| key == name.trim()) else {
            let keys: Vec<&str> = tables.iter().map(|(_, key)| key.as_str()).collect();
            return Err(Trouble(format!(
                "没有“{name}”这张表；--landscape 后面可以写 {}",
                keys.join("、")
            )));
        };
        style.table.tables.entry(id.clone()).or_default().landscape = true;
    }
    Ok(style)
}

/// A report to be written.
struct Job<'a> {
    form: &'a Path,
    document: Document,
    folder: PathBuf,
    /// The file name without its extension.
    name: String,
    /// Whether the form has errors already.
    faulty: bool,
    rendered: Vec<Rendered>,
}

/// What is to be written where; two reports of one name are refused before anything is.
fn jobs<'a>(
    args: &BuildArgs,
    forms: &mut [Form<'a>],
    fallback: Option<Date>,
) -> Result<Vec<Job<'a>>, Trouble> {
    if args.name.is_some() && forms.len() > 1 {
        return Err(Trouble("--name 只能用于一份填报表".into()));
    }
    let mut jobs = Vec::new();
    for form in forms {
        let faulty = count(&form.findings).0 > 0;
        let Some(mut document) = form.document.take() else { continue };
        document.draft = args.draft && faulty;
        document.date = args.date.or(document.date).or(fallback);
        let folder = args.output.clone().unwrap_or_else(|| match form.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        });
        let stem = form.path.file_stem().unwrap_or_default().to_string_lossy();
        let usual = usual_name(&document, &stem);
        let name = file_name(args.name.as_deref().unwrap_or(&usual), document.draft);
        jobs.push(Job { form: form.path, document, folder, name, faulty, rendered: Vec::new() });
    }
    distinct(&jobs)?;
    Ok(jobs)
}

/// Refuses targets that are folders, devices or the forms themselves.
fn writable(jobs: &[Job<'_>], args: &BuildArgs) -> Result<(), Trouble> {
    let forms: BTreeSet<PathBuf> = args.reading.forms.iter().map(|form| place_of(form)).collect();
    for path in jobs.iter().flat_map(|job| args.to.iter().map(|format| job.target(*format))) {
        if forms.contains(&place_of(&path)) {
            return Err(Trouble(format!(
                "{} 是填报表，不能被报告覆盖；请换一个 --name",
                path.display()
            )));
        }
        if path.metadata().is_ok_and(|m| !m.is_file()) {
            return Err(Trouble(format!("{} 不是普通文件，不能写入", path.display())));
        }
    }
    Ok(())
}

/// Refuses two reports of one name in one folder.
fn distinct(jobs: &[Job<'_>]) -> Result<(), Trouble> {
    let mut taken = BTreeSet::new();
    for job in jobs {
        // Some systems take A.txt and a.txt for one file.
        if !taken.insert((place_of(&job.folder), job.name.to_lowercase())) {
            let message = "请分开生成，或用 -o 放到不同的文件夹";
            return Err(Trouble(format!("两份填报表会生成同名的报告“{}”；{message}", job.name)));
        }
    }
    Ok(())
}

/// A folder by its one true name, as far as it exists.
pub(super) fn place_of(folder: &Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let existing = absolute
        .ancestors()
        .find_map(|a| Some((a.canonicalize().ok()?, absolute.strip_prefix(a).ok()?.to_owned())));
    existing.map_or(absolute.clone(), |(real, rest)| real.join(rest))
}

impl Job<'_> {
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

    fn target(&self, format: Format) -> PathBuf {
        self.folder.join(format!("{}.{}", self.name, format.name()))
    }

    /// Writes the files while nobody else writes into their folder, so that all come from one run.
    fn write(self, files: &mut Vec<FileEntry>, force: bool) -> Result<(), Trouble> {
        if self.rendered.is_empty() {
            return Ok(());
        }
        let _lock = Lock::on(&self.folder);
        for rendered in self.rendered {
            let path = self.folder.join(format!("{}.{}", self.name, rendered.format.name()));
            files.push(write_output(&path, rendered, force)?);
        }
        Ok(())
    }
}

fn drafted(name: &str) -> String {
    format!("{name}（草稿）")
}

/// Agency and year in the usual words; the form's own name where one of them is missing.
pub(super) fn usual_name(document: &Document, stem: &str) -> String {
    if document.agency.is_empty() || document.year == 0 {
        return stem.to_owned();
    }
    let rest = format!("{}年政府信息公开工作年度报告", document.year);
    format!("{}{rest}", cut(&document.agency, MAX_NAME - rest.len()))
}

/// A file name that every system takes: no separators or reserved signs, not too long.
pub(super) fn file_name(full: &str, draft: bool) -> String {
    let reserved = |c: char| c.is_control() || "\\/:*?\"<>|".contains(c);
    let clean: String = full.chars().map(|c| if reserved(c) { '_' } else { c }).collect();
    let name = cut(&clean, MAX_NAME).trim_matches(|c: char| c == '.' || c.is_whitespace());
    let name = if name.is_empty() { "报告" } else { name };
    if draft { drafted(name) } else { name.to_owned() }
}

/// The start of a text, of at most so many bytes.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
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

    fn check(given: &str, draft: bool, expected: &str) {
        assert_eq!(file_name(given, draft), expected);
    }

    #[test]
    fn file_names() {
        check("某某局2023年", false, "某某局2023年");
        check("某某局2023年", true, "某某局2023年（草稿）");
        check("../甲:乙 .", false, "_甲_乙");
        check("...", false, "报告");
        assert!(file_name(&"长".repeat(500), true).len() <= MAX_NAME + 15);
    }
}

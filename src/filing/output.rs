//! A filing's files: what was made, what showed only on paper, and whether it is a draft.

use super::world::World;
use super::{Filing, Refusal, STYLE};
use crate::export::Attachment;
use crate::file::Format;
use crate::finding::{Code, Finding, Tally};
use crate::layout::FontSource;
use crate::place::Place;
use crate::render::{Paper, Rendered, Renderings, render_with};
use crate::report::Date;
use crate::style::{PdfLevel, Style};

/// What becomes of a report with errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafts {
    /// No file.
    Refused,
    /// A draft, which says so on every page.
    Made,
}

/// What came of rendering.
#[derive(Debug)]
#[non_exhaustive]
pub struct Output {
    /// The files, in the order in which their formats were asked for.
    pub files: Vec<Rendered>,
    /// What showed only on paper, such as a number too wide for its cell.
    pub findings: Vec<Finding>,
    /// Whether the files are a draft.
    pub draft: bool,
    /// The paper, where any of the formats asked for it.
    pub paper: Option<Paper>,
}

impl Filing {
    /// Dates the files, whatever the form gives as 成文日期: their properties, not the
    /// signature, which prints what the form says.
    #[must_use]
    pub fn dated(mut self, date: Date) -> Self {
        if let Some(document) = &mut self.document {
            document.date = Some(date);
        }
        self
    }

    /// The report in these formats, set in the world's style and fonts.
    ///
    /// # Errors
    /// When there is nothing to render, the report has errors and drafts are refused, or a format
    /// was not built in. Without fonts this is no error: what is set on pages is missing among the
    /// files, and the findings have `no-font`.
    pub fn render(
        &self,
        world: &dyn World,
        formats: &[Format],
        drafts: Drafts,
    ) -> Result<Output, Refusal> {
        let source = world.template(STYLE)?.unwrap_or_else(Style::gbt9704);
        let style = Style::load(&source).map_err(Refusal::Style)?;
        self.render_in(&style, world.fonts(), formats, drafts)
    }

    /// Whether an error stands in the way of these formats: a character that the fonts lack does
    /// only of what is set on pages.
    fn is_faulty(&self, formats: &[Format]) -> bool {
        let on_pages = formats.iter().any(|format| format.has_pages());
        let mut tally = Tally::default();
        for finding in &self.findings {
            if on_pages || finding.code != Code::MissingGlyph {
                tally.count(finding);
            }
        }
        tally.errors > 0
    }

    /// The files that go into those of these formats; none where none of them takes any.
    fn list_inside(&self, style: &Style, formats: &[Format]) -> Vec<Attachment> {
        let in_pdf = formats.contains(&Format::Pdf) && style.pdf.level == PdfLevel::A3a;
        if in_pdf || formats.contains(&Format::Ofd) {
            self.files_inside()
        } else {
            Vec::new()
        }
    }

    /// The same in a style and fonts that are at hand already.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn render_in(
        &self,
        style: &Style,
        fonts: Option<&dyn FontSource>,
        formats: &[Format],
        drafts: Drafts,
    ) -> Result<Output, Refusal> {
        let Some(document) = &self.document else {
            return Err(Refusal::Unreadable);
        };
        let faulty = self.is_faulty(formats);
        if faulty && drafts == Drafts::Refused {
            return Err(Refusal::Faulty);
        }
        let mut document = document.clone();
        document.draft = faulty;
        let inside = self.list_inside(style, formats);
        let Renderings {
            mut files,
            mut findings,
            mut paper,
        } = render_with(&document, style, fonts, formats, &inside)?;
        self.place(&mut findings);
        let lacking = findings
            .iter()
            .any(|finding| finding.code == Code::MissingGlyph);
        if lacking && drafts == Drafts::Refused {
            return Err(Refusal::OnPaper(findings));
        }
        if lacking && !document.draft {
            // The pages must say that this is a draft.
            document.draft = true;
            let again = render_with(&document, style, fonts, formats, &inside)?;
            (files, paper) = (again.files, again.paper);
        }
        Ok(Output {
            files,
            findings,
            draft: document.draft,
            paper,
        })
    }
}

impl Filing {
    /// Gives what showed only on paper its place in the form, and leaves out what is told already.
    fn place(&self, findings: &mut Vec<Finding>) {
        let told = self
            .findings
            .iter()
            .any(|f| matches!(f.code, Code::MissingGlyph | Code::UnshapedScript));
        if told {
            // They are told already, with their places.
            findings.retain(|finding| finding.code != Code::MissingGlyph);
        }
        for finding in findings {
            if finding.code == Code::NoFont {
                finding.places = vec![Place::file(&self.name.to_string().into())];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filing::{Memory, Name};
    use crate::testing::{CLEAN, with_line};

    /// What rendering a form as text and page gives: the formats, and whether it is a draft.
    fn check(form: &str, drafts: Drafts, expected: Result<bool, &str>) {
        let world = Memory::new();
        let filing = Filing::open(&world, &Name::new("form.yaml"), form.as_bytes());
        let formats = [Format::Html, Format::Txt, Format::Html];
        let made = filing.expect("a body").render(&world, &formats, drafts);
        match (made, expected) {
            (Ok(output), Ok(draft)) => {
                let formats: Vec<Format> = output.files.iter().map(|file| file.format).collect();
                assert_eq!(formats, [Format::Html, Format::Txt], "as asked, each once");
                assert_eq!(output.draft, draft);
            }
            (Err(refusal), Err(expected)) => assert_eq!(refusal.to_string(), expected),
            (made, _) => panic!("{made:?}"),
        }
    }

    #[test]
    fn drafts_are_asked_for() {
        let faulty = with_line("新收:", "新收: [771, 17, 0, 0, 0, 2]");
        check(CLEAN, Drafts::Refused, Ok(false));
        check(CLEAN, Drafts::Made, Ok(false));
        check(&faulty, Drafts::Refused, Err("填报表有错误，没有生成报告"));
        check(&faulty, Drafts::Made, Ok(true));
        check("机关: [", Drafts::Made, Err("填报表读不懂"));
    }
}

//! The pages as they will be printed, with marks where something is wrong or has changed.

use nianbao::document::Document;
use nianbao::export::svg;
use nianbao::filing::{Filing, World};
use nianbao::finding::{Complaint, count};
use nianbao::layout::{Item, Pages, layout};
use nianbao::style::Style;

use crate::fault::Fault;
use crate::look::finding_views;
use crate::marks::{MarkFound, mark_changed, mark_wrong};
use crate::message::{Answer, MarkView, PageView};
use crate::world::Desk;

/// Pages and their pictures.
pub(crate) struct PagesDrawn {
    /// What is said of them.
    pub answer: Answer,
    /// A picture each.
    pub pictures: Vec<Vec<u8>>,
}

/// Draws the pages of the form on the desk; with `since`, what differs from the form behind it is
/// marked, else what is wrong.
///
/// # Errors
/// When the form cannot be read, or there is no face at all.
pub(crate) fn draw(desk: &Desk<'_>, since: bool) -> Result<PagesDrawn, Fault> {
    let filing = Filing::open(desk, &desk.name, desk.bytes)?;
    let Some(document) = &filing.document else {
        return Err(Fault::of(filing.findings));
    };
    let document = Document {
        draft: count(&filing.findings).0 > 0,
        ..document.clone()
    };
    let style = Style::load(&Style::gbt9704()).map_err(|finding| Fault::of(vec![*finding]))?;
    let faces = desk.fonts().ok_or(Complaint::fixed("没有能用的字体", ""))?;
    let pages = layout(&document, &style, faces)
        .map_err(|fault| Complaint::new(fault.to_string(), "重新打开这个页面"))?;
    let marks = if since {
        let before = desk.other.unwrap_or_default();
        mark_changed(
            &Filing::open(desk, &desk.name, before)?,
            &filing,
            &document,
            &pages,
        )
    } else {
        mark_wrong(&filing, &document, &pages)
    };
    let mut pictures = Vec::new();
    let mut views = Vec::new();
    for (at, page) in pages.pages.iter().enumerate() {
        let on_page: Vec<&MarkFound> = marks.iter().filter(|mark| mark.page == at).collect();
        // The page lays marks over its pictures, so that they are not printed.
        pictures.push(
            svg::export(&pages, at, &[])
                .unwrap_or_default()
                .into_bytes(),
        );
        views.push(PageView {
            width: page.size.0,
            height: page.size.1,
            marks: on_page.into_iter().map(mark_view).collect(),
            words: words(&pages, at),
        });
    }
    let findings = finding_views(&filing, &pages.findings);
    let answer = Answer::Pages {
        pages: views,
        draft: document.draft,
        findings,
    };
    Ok(PagesDrawn { answer, pictures })
}

fn mark_view(mark: &MarkFound) -> MarkView {
    MarkView {
        rect: mark.rect,
        finding: mark.finding,
        path: mark.path.clone(),
    }
}

/// What a page says, for those who do not see it.
fn words(pages: &Pages, at: usize) -> String {
    let mut words = String::new();
    for item in &pages.pages[at].items {
        if let Item::Glyphs(run) = item {
            words.push_str(&run.text);
            words.push(' ');
        }
    }
    words
}

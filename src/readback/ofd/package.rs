//! From the first part to all others: where pages, structure and attached files lie.

use quick_xml::events::BytesStart;

use super::super::attached::{AttachedFile, MAX_ATTACHED, MAX_FILES};
use super::super::content::Stray;
use super::super::package::{Listener, ZippedParts, value, walk};
use super::super::{BROKEN, TOO_LARGE};
use super::STRUCTURE;
use crate::finding::Complaint;

/// What every package begins with.
pub(super) const FIRST: &str = "OFD.xml";
/// Pages of a document; a report has ten.
const MAX_PAGES: usize = 1_000;

/// What a document leads to.
pub(super) struct OfdDocument {
    pub pages: Vec<PageOfDocument>,
    /// The part that tells what objects are, where it is of our kind.
    pub structure: Option<String>,
    /// What a reader sees beside the pages.
    pub strays: Vec<Stray>,
    attachments: Option<String>,
}

/// A page by its number, and the part that it stands in.
pub(super) struct PageOfDocument {
    pub id: u32,
    pub part: String,
}

/// The files inside an OFD, in the order in which it lists them, and behind them its pictures.
///
/// # Errors
/// When it is broken, or too large.
pub(in crate::readback) fn read_attached(bytes: &[u8]) -> Result<Vec<AttachedFile>, Complaint> {
    let mut parts = ZippedParts::open_within(bytes, MAX_ATTACHED)?;
    let document = OfdDocument::of(&mut parts)?;
    let mut inside = Vec::new();
    for list in document.attachments.iter().chain(&document.structure) {
        let xml = parts.part(list)?.ok_or(BROKEN)?;
        let mut entries = FilesNamed {
            list,
            ..FilesNamed::default()
        };
        walk(&xml, &mut entries)?;
        inside.extend(entries.files);
    }
    let mut files: Vec<AttachedFile> = Vec::new();
    for FileInside { name, part } in inside {
        if files.iter().any(|known| known.name == name) {
            continue;
        }
        files.push(AttachedFile {
            name,
            content: parts.raw(&part)?.ok_or(BROKEN)?,
        });
    }
    Ok(files)
}

impl OfdDocument {
    /// # Errors
    /// When a part is missing or broken.
    pub fn of(parts: &mut ZippedParts<'_>) -> Result<Self, Complaint> {
        let first = parts.part(FIRST)?.ok_or(BROKEN)?;
        let mut bodies = Locations::of(FIRST, &["DocRoot", "Signatures"]);
        walk(&first, &mut bodies)?;
        let mut roots = bodies.found.iter().filter(|found| found.name == "DocRoot");
        let root = roots.next().ok_or(BROKEN)?.part.clone();
        let xml = parts.part(&root)?.ok_or(BROKEN)?;
        let mut places = Locations::of(&root, &["CustomTags", "Attachments", "Annotations"]);
        walk(&xml, &mut places)?;
        let structure = match places.part("CustomTags") {
            Some(tags) => find_structure(parts, &tags)?,
            None => None,
        };
        let met = [
            (roots.next().is_some(), "另一份文件"),
            (bodies.part("Signatures").is_some(), "电子表单或签章"),
            (places.part("Annotations").is_some(), "批注"),
            (places.has_templates, "页面底图"),
        ];
        let mut strays = Vec::new();
        for (_, what) in met.into_iter().filter(|(is_there, _)| *is_there) {
            strays.push(Stray {
                what,
                page: None,
                text: String::new(),
            });
        }
        let attachments = places.part("Attachments");
        Ok(Self {
            pages: places.pages,
            structure,
            strays,
            attachments,
        })
    }
}

/// The part that tells what objects are, of those that a list of such parts names; none where it
/// is not of our kind.
fn find_structure(parts: &mut ZippedParts<'_>, list: &str) -> Result<Option<String>, Complaint> {
    let xml = parts.part(list)?.ok_or(BROKEN)?;
    let mut tagged = Locations::of(list, &["FileLoc"]);
    walk(&xml, &mut tagged)?;
    Ok(if tagged.is_ours {
        tagged.part("FileLoc")
    } else {
        None
    })
}

/// Another part, by the element that names it.
struct LocatedPart {
    name: &'static str,
    part: String,
}

/// What a part names of others.
#[derive(Default)]
struct Locations<'a> {
    /// The part itself.
    base: &'a str,
    names: &'a [&'static str],
    found: Vec<LocatedPart>,
    pages: Vec<PageOfDocument>,
    has_templates: bool,
    /// Whether the structure that is named is of our kind.
    is_ours: bool,
    /// The element whose text is a location, and the text.
    open: Option<&'static str>,
    text: String,
}

impl<'a> Locations<'a> {
    fn of(base: &'a str, names: &'a [&'static str]) -> Self {
        Self {
            base,
            names,
            ..Self::default()
        }
    }

    fn part(&self, name: &str) -> Option<String> {
        self.found
            .iter()
            .find(|found| found.name == name)
            .map(|found| found.part.clone())
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

/// A location as it stands in the package: of its own part's folder, or from the top.
fn resolve(base: &str, location: &str) -> String {
    let location = location.trim();
    if let Some(whole) = location.strip_prefix('/') {
        return whole.to_owned();
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in location.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

impl Listener for Locations<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        let name = tag.name();
        let name = local(name.as_ref());
        match name {
            "Page" => {
                if self.pages.len() >= MAX_PAGES {
                    return Err(TOO_LARGE);
                }
                let id = value(tag, "ID")
                    .and_then(|id| id.parse().ok())
                    .ok_or(BROKEN)?;
                let location = value(tag, "BaseLoc").ok_or(BROKEN)?;
                self.pages.push(PageOfDocument {
                    id,
                    part: resolve(self.base, &location),
                });
            }
            "TemplatePage" => self.has_templates = true,
            "CustomTag" => {
                self.is_ours = value(tag, "NameSpace").is_some_and(|space| space == STRUCTURE);
            }
            _ => {}
        }
        self.open = self.names.iter().copied().find(|known| *known == name);
        self.text.clear();
        Ok(())
    }

    fn end(&mut self, _: &str) {
        if let Some(name) = self.open.take() {
            let part = resolve(self.base, &self.text);
            self.found.push(LocatedPart { name, part });
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.is_some() {
            self.text.push_str(text);
        }
    }
}

/// A file inside, by its name and its part.
struct FileInside {
    name: String,
    part: String,
}

/// A part that names files inside: the list of those attached, the structure with its pictures.
#[derive(Default)]
struct FilesNamed<'a> {
    list: &'a str,
    files: Vec<FileInside>,
    name: String,
    is_location: bool,
    text: String,
}

impl Listener for FilesNamed<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        match local(tag.name().as_ref()) {
            "Attachment" => self.name = value(tag, "Name").unwrap_or_default(),
            "FileLoc" => {
                self.is_location = true;
                self.text.clear();
            }
            "Figure" => {
                if let (Some(name), Some(part)) = (value(tag, "Source"), value(tag, "Picture")) {
                    self.files.push(FileInside {
                        name,
                        part: resolve(self.list, &part),
                    });
                }
            }
            _ => {}
        }
        if self.files.len() > MAX_FILES {
            Err(TOO_LARGE)
        } else {
            Ok(())
        }
    }

    fn end(&mut self, _: &str) {
        if std::mem::take(&mut self.is_location) {
            let part = resolve(self.list, &self.text);
            self.files.push(FileInside {
                name: std::mem::take(&mut self.name),
                part,
            });
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_location {
            self.text.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, location: &str, expected: &str) {
        assert_eq!(resolve(base, location), expected);
    }

    #[test]
    fn locations_are_of_their_own_parts_folder() {
        check("OFD.xml", "Doc_0/Document.xml", "Doc_0/Document.xml");
        check(
            "Doc_0/Document.xml",
            "Pages/Page_0/Content.xml",
            "Doc_0/Pages/Page_0/Content.xml",
        );
        check("Doc_0/Tags/CustomTags.xml", "../a.xml", "Doc_0/a.xml");
        check("Doc_0/Document.xml", "/Doc_0/a.xml", "Doc_0/a.xml");
        check("OFD.xml", "../../a.xml", "a.xml");
    }
}

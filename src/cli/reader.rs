//! The disk as a world: what it takes to read forms, with all that the arguments name.

use std::collections::BTreeSet;
use std::path::Path;

use super::Trouble;
use super::args::{CellArgs, LooksArgs, ReadingArgs};
use super::files::read_form;
use super::resources::{Templates, library, severities};
use nianbao::document::Source;
use nianbao::filing::{Filing, Name, STYLE, Terms, Why, World};
use nianbao::finding::Finding;
use nianbao::form::Options;
use nianbao::form::workbook::MAX_BYTES;
use nianbao::layout::FontSource;
use nianbao::standard::Library;
use nianbao::style::Style;

/// What it takes to read forms.
pub(super) struct Reader<'a> {
    pub library: Library,
    pub templates: Templates<'a>,
    terms: Terms,
}

impl<'a> Reader<'a> {
    /// For the forms of a verb that reads several.
    pub fn of(args: &'a ReadingArgs) -> Result<Self, Trouble> {
        Self::new(&args.how.cells, &args.looks)
    }

    pub fn new(cells: &CellArgs, looks: &'a LooksArgs) -> Result<Self, Trouble> {
        let library = library(cells.standard.as_deref())?;
        let severities = severities(looks.config.as_deref())?;
        Ok(Self {
            templates: Templates::new(looks.template.as_deref(), &library)?,
            library,
            terms: Terms { options: cells.options(), severities },
        })
    }

    /// How strictly cells are read.
    pub fn options(&self) -> Options {
        self.terms.options
    }

    /// The style of the pages, or the finding that tells what is wrong with it.
    pub fn style(&self) -> Result<(Result<Style, Box<Finding>>, Source), Trouble> {
        let source = self.template(STYLE)?.unwrap_or_else(Style::gbt9704);
        Ok((Style::load(&source), source))
    }

    /// The ids and keys of the tables of all formats.
    pub fn tables(&self) -> BTreeSet<(String, String)> {
        let standards = self.library.all();
        standards
            .iter()
            .flat_map(|s| &s.tables)
            .map(|table| (table.id.clone(), table.key.clone()))
            .collect()
    }

    /// Reads and checks a form.
    pub fn open(&self, path: &Path) -> Result<Filing, Trouble> {
        self.open_as(path, &read_form(path)?)
    }

    /// Reads and checks a form of these bytes, as if they stood in the file.
    pub fn open_as(&self, path: &Path, bytes: &[u8]) -> Result<Filing, Trouble> {
        Ok(Filing::open(self, &Name::new(path), bytes)?)
    }
}

impl World for Reader<'_> {
    fn read(&self, name: &Name) -> Result<Vec<u8>, Why> {
        let path = name.path();
        let missing = path.symlink_metadata().is_err();
        match read_form(path) {
            Ok(bytes) if bytes.len() > MAX_BYTES => {
                Err(Why::TooLarge(format!("文件超过 {} MB", MAX_BYTES >> 20)))
            }
            Ok(bytes) => Ok(bytes),
            Err(Trouble(line)) if missing => Err(Why::Missing(line)),
            Err(Trouble(line)) => Err(Why::Unreadable(line)),
        }
    }

    fn standards(&self) -> &Library {
        &self.library
    }

    fn template(&self, name: &str) -> Result<Option<Source>, Why> {
        self.templates.find(name).map_err(|Trouble(line)| Why::Unreadable(line))
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn fonts(&self) -> Option<&dyn FontSource> {
        None
    }
}

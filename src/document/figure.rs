//! Figures: a chart or a picture with its caption.

use super::{BarChart, Image, Text};

/// A figure with its caption.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What is shown.
    pub content: FigureContent,
    /// The words below it, with its number.
    pub caption: Text,
    /// The words for those who do not see it; never empty.
    pub alt: String,
    /// What these words tell beside the caption; may be empty.
    pub words: String,
}

/// What a figure shows.
#[derive(Clone, Debug)]
pub enum FigureContent {
    /// A chart of the report's own numbers.
    Chart(BarChart),
    /// A picture of the agency's own.
    Image(Image),
}

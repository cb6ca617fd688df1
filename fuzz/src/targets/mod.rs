//! The targets: each takes any bytes as one kind of input, and what it starts from.

pub mod docx;
mod finished;
pub mod font;
pub mod ofd;
pub mod page;
pub mod pdf;
pub mod picture;
pub mod published;
pub mod template;
pub mod text;
pub mod workbook;
pub mod yaml;

/// A way into the program.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Takes any bytes; panics where a promise is broken.
    pub run: fn(&[u8]),
    /// Sound input to start from.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All targets.
pub static TARGETS: [Target; 13] = [
    Target {
        name: "yaml",
        run: yaml::run,
        seeds: yaml::seeds,
    },
    Target {
        name: "workbook",
        run: workbook::run,
        seeds: workbook::seeds,
    },
    Target {
        name: "docx",
        run: docx::run,
        seeds: docx::seeds,
    },
    Target {
        name: "pdf",
        run: pdf::run,
        seeds: pdf::seeds,
    },
    Target {
        name: "page",
        run: page::run,
        seeds: page::seeds,
    },
    Target {
        name: "ofd",
        run: ofd::run,
        seeds: ofd::seeds,
    },
    Target {
        name: "text",
        run: text::run,
        seeds: text::seeds,
    },
    Target {
        name: "published-word",
        run: published::run,
        seeds: published::word,
    },
    Target {
        name: "published-pdf",
        run: published::run,
        seeds: published::paper,
    },
    Target {
        name: "published-page",
        run: published::run,
        seeds: published::pages,
    },
    Target {
        name: "template",
        run: template::run,
        seeds: template::seeds,
    },
    Target {
        name: "font",
        run: font::run,
        seeds: font::seeds,
    },
    Target {
        name: "picture",
        run: picture::run,
        seeds: picture::seeds,
    },
];

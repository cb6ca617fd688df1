//! The library as a page in a browser calls it: a form and fonts in, finished files out.
//!
//! Both ways go through one block of memory: a name's length and the name, the content's length
//! and the content, and so on; lengths have four bytes, the lowest first.

use nianbao::{Drafts, Filing, Format, Memory, Name};

/// The formats that are made.
const FORMATS: [Format; 5] =
    [Format::Docx, Format::Pdf, Format::Ofd, Format::Txt, Format::Html];

/// Room for a block of this length, which [`make`] takes.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: u32) -> *mut u8 {
    Box::leak(vec![0; length as usize].into_boxed_slice()).as_mut_ptr()
}

/// Makes the files of a form: the block's first entry is the form, the others are fonts. The
/// block that is given back begins with its own length.
///
/// # Safety
/// The block is one of [`room`], of this length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn make(block: *mut u8, length: u32) -> *const u8 {
    // SAFETY: the caller's promise.
    let block = unsafe { Vec::from_raw_parts(block, length as usize, length as usize) };
    let mut entries = entries(&block).into_iter();
    let (name, form) = entries.next().expect("a form");
    let world = entries.fold(Memory::new(), |world, (name, font)| {
        world.with_own_font(name, font.to_vec()).expect("a font")
    });
    let filing = Filing::open(&world, &Name::new(name), form).expect("a body");
    let output = filing.render(&world, &FORMATS, Drafts::Made).expect("files");
    let mut out = vec![0; 4];
    for file in output.files {
        for part in [file.format.name().as_bytes(), &file.bytes] {
            out.extend((part.len() as u32).to_le_bytes());
            out.extend(part);
        }
    }
    let length = out.len() as u32;
    out[..4].copy_from_slice(&length.to_le_bytes());
    Box::leak(out.into_boxed_slice()).as_ptr()
}

/// The entries of a block: names and contents.
fn entries(block: &[u8]) -> Vec<(&str, &[u8])> {
    let mut rest = block;
    let mut part = || {
        let (length, behind) = rest.split_first_chunk::<4>()?;
        let (part, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        rest = behind;
        Some(part)
    };
    let mut found = Vec::new();
    while let Some(name) = part() {
        found.push((std::str::from_utf8(name).expect("a name"), part().expect("a content")));
    }
    found
}

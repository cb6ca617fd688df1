//! The system that a package names as its maker: one value wherever the program runs.
//!
//! The writer of workbooks puts down the system that it runs on, so that the same form
//! would give other bytes on Windows. Nothing reads the value but unpackers, which take
//! file permissions by it.

/// What ends a package's list of parts, and what begins an entry of it.
const END: &[u8; 4] = b"PK\x05\x06";
const ENTRY: &[u8; 4] = b"PK\x01\x02";
/// Bytes of the end without its comment, of an entry without its name, extra fields and comment.
const END_LENGTH: usize = 22;
const ENTRY_LENGTH: usize = 46;
/// Where in an entry the maker stands, and its value for Unix.
const MAKER: usize = 5;
const UNIX: u8 = 3;

/// Names Unix as the maker of every part. What is no package stays as it is.
pub(crate) fn set_maker(package: &mut [u8]) {
    let Some(end) = package.len().checked_sub(END_LENGTH) else {
        return;
    };
    if !package[end..].starts_with(END) {
        return;
    }
    let mut at = long(package, end + 16).unwrap_or(usize::MAX);
    while package
        .get(at..)
        .is_some_and(|rest| rest.starts_with(ENTRY))
    {
        let lengths = [28, 30, 32].map(|field| short(package, at + field).unwrap_or_default());
        if let Some(maker) = package.get_mut(at + MAKER) {
            *maker = UNIX;
        }
        at += ENTRY_LENGTH + lengths.iter().sum::<usize>();
    }
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?).into())
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;
    use zip::{System, ZipWriter};

    use super::*;

    /// A package of two parts, made on a system.
    fn package(system: System) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "文件夹/b.xml"] {
            zip.start_file(name, SimpleFileOptions::default().system(system))
                .expect("a part");
            zip.write_all(b"PK\x01\x02 no entry").expect("written");
        }
        zip.finish().expect("a package").into_inner()
    }

    #[test]
    fn the_maker_is_the_same_everywhere() {
        let unix = package(System::Unix);
        let mut dos = package(System::Dos);
        assert_ne!(unix, dos);
        set_maker(&mut dos);
        assert_eq!(unix, dos);
    }

    #[test]
    fn what_is_no_package_stays() {
        let broken = [b"PK\x05\x06".as_slice(), &[0xFF; 18]].concat();
        for bytes in [b"".as_slice(), b"PK", &broken] {
            let mut changed = bytes.to_vec();
            set_maker(&mut changed);
            assert_eq!(changed, bytes);
        }
    }
}

//! What streams hold, unfolded: Flate, LZW, ASCII85, ASCIIHex, run lengths, with predictors.
//!
//! Pictures are never unfolded, as nobody asks for them.

use flate2::read::{DeflateDecoder, ZlibDecoder};
use weezl::decode::Decoder;
use weezl::{BitOrder, LzwStatus};

use super::super::super::TOO_LARGE;
use super::super::super::budget::{gather, spend};
use super::super::lexis::is_blank;
use super::value::{PdfEntries, PdfValue};
use super::values::hex_bytes;
use crate::finding::Complaint;

/// Columns of a predictor's row, in bytes.
const MAX_ROW: usize = 1 << 16;
/// Bytes that LZW gives at a time.
const LZW_STEP: usize = 1 << 12;

/// Unfolds data by one filter; what is broken halfway counts as far as it goes.
///
/// # Errors
/// When it is more than is left.
pub(super) fn unfold(
    filter: &[u8],
    data: &[u8],
    parms: Option<&PdfEntries>,
    left: &mut usize,
) -> Result<Option<Vec<u8>>, Complaint> {
    let out = match filter {
        b"FlateDecode" | b"Fl" => inflate(data, left)?,
        b"LZWDecode" | b"LZW" => {
            let early = whole(parms, b"EarlyChange", 1) != 0;
            let out = lzw(data, early, *left);
            spend(left, out.len())?;
            out
        }
        b"ASCII85Decode" | b"A85" => ascii85(data),
        b"ASCIIHexDecode" | b"AHx" => hex(data),
        b"RunLengthDecode" | b"RL" => {
            let out = runs(data, *left);
            spend(left, out.len())?;
            out
        }
        b"Crypt" => data.to_vec(),
        _ => return Ok(None),
    };
    Ok(Some(match parms {
        Some(parms) if whole(Some(parms), b"Predictor", 1) > 1 => undo_predictor(out, parms)?,
        _ => out,
    }))
}

/// A whole number among the settings of a filter.
fn whole(parms: Option<&PdfEntries>, name: &[u8], default: usize) -> usize {
    parms
        .and_then(|parms| parms.get(name))
        .and_then(PdfValue::number)
        .map_or(default, |number| number.clamp(0.0, 1e6) as usize)
}

/// Flate; some programs leave out its head.
fn inflate(data: &[u8], left: &mut usize) -> Result<Vec<u8>, Complaint> {
    let skip = data
        .iter()
        .take_while(|byte| b"\r\n".contains(byte))
        .count();
    let out = gather(ZlibDecoder::new(data.get(skip..).unwrap_or_default()), left)?;
    if out.is_empty() && !data.is_empty() {
        return gather(DeflateDecoder::new(data), left);
    }
    Ok(out)
}

/// Hexadecimal digits up to their end.
fn hex(data: &[u8]) -> Vec<u8> {
    hex_bytes(data.split(|byte| *byte == b'>').next().unwrap_or_default())
}

/// ASCII85, with or without its head.
fn ascii85(data: &[u8]) -> Vec<u8> {
    let data = data.trim_ascii_start();
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    let mut out = Vec::new();
    let mut group = 0_u32;
    let mut count = 0;
    for byte in data.iter().filter(|byte| !is_blank(**byte)) {
        match byte {
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    out.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            _ => break,
        }
    }
    if count > 1 {
        for _ in count..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        out.extend(group.to_be_bytes().into_iter().take(count - 1));
    }
    out
}

/// Run lengths.
fn runs(data: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = data;
    while let [length, tail @ ..] = rest {
        let length = usize::from(*length);
        if length == 128 || out.len() > most {
            break;
        }
        if length < 128 {
            let plain = tail.get(..(length + 1).min(tail.len())).unwrap_or_default();
            out.extend(plain);
            rest = tail.get(plain.len()..).unwrap_or_default();
        } else {
            let Some((byte, after)) = tail.split_first() else {
                break;
            };
            out.extend(std::iter::repeat_n(*byte, 257 - length));
            rest = after;
        }
    }
    out
}

/// LZW; `early` is whether codes grow one code before they must.
fn lzw(data: &[u8], early: bool, most: usize) -> Vec<u8> {
    let (order, size) = (BitOrder::Msb, 8);
    let mut decoder = if early {
        Decoder::with_tiff_size_switch(order, size)
    } else {
        Decoder::new(order, size)
    };
    let mut out = Vec::new();
    let mut buffer = [0; LZW_STEP];
    let mut rest = data;
    while out.len() <= most {
        let step = decoder.decode_bytes(rest, &mut buffer);
        out.extend(buffer.iter().take(step.consumed_out));
        rest = rest.get(step.consumed_in..).unwrap_or_default();
        if !matches!(step.status, Ok(LzwStatus::Ok)) {
            break;
        }
    }
    out
}

/// Takes a predictor back.
fn undo_predictor(data: Vec<u8>, parms: &PdfEntries) -> Result<Vec<u8>, Complaint> {
    let parms = Some(parms);
    let colors = whole(parms, b"Colors", 1).clamp(1, 32);
    let bits = colors * whole(parms, b"BitsPerComponent", 8).clamp(1, 16);
    let pixel = bits.div_ceil(8);
    let row = (bits * whole(parms, b"Columns", 1)).div_ceil(8);
    if row == 0 || row > MAX_ROW {
        return Err(TOO_LARGE);
    }
    if whole(parms, b"Predictor", 1) == 2 {
        return Ok(add_differences(data, row, pixel));
    }
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0; row];
    for line in data.chunks(row + 1) {
        let Some((kind, line)) = line.split_first() else {
            break;
        };
        let mut now = vec![0; row];
        for (at, byte) in line.iter().enumerate() {
            let left = byte_before(&now, at, pixel);
            let up = above.get(at).copied().unwrap_or(0);
            let guess = match kind {
                1 => left,
                2 => up,
                3 => u16::midpoint(u16::from(left), u16::from(up)) as u8,
                4 => paeth(left, up, byte_before(&above, at, pixel)),
                _ => 0,
            };
            if let Some(place) = now.get_mut(at) {
                *place = byte.wrapping_add(guess);
            }
        }
        out.extend(now.iter().take(line.len()));
        above = now;
    }
    Ok(out)
}

/// The byte of a row that stands a pixel before a place; 0 before the row's beginning.
fn byte_before(row: &[u8], at: usize, pixel: usize) -> u8 {
    match at.checked_sub(pixel) {
        Some(before) => row.get(before).copied().unwrap_or(0),
        None => 0,
    }
}

/// TIFF's predictor, for whole bytes.
fn add_differences(mut data: Vec<u8>, row: usize, pixel: usize) -> Vec<u8> {
    for line in data.chunks_mut(row) {
        for at in pixel..line.len() {
            let before = line.get(at - pixel).copied().unwrap_or(0);
            if let Some(byte) = line.get_mut(at) {
                *byte = byte.wrapping_add(before);
            }
        }
    }
    data
}

/// Which of three neighbours is nearest to what they foretell together.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i32::from(left), i32::from(up), i32::from(corner));
    let guess = a + b - c;
    let (da, db, dc) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(filter: &str, data: &[u8], expected: &str) {
        let out = unfold(filter.as_bytes(), data, None, &mut 1000);
        let shown = match out {
            Ok(Some(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
            Ok(None) => "unknown".to_owned(),
            Err(complaint) => complaint.message.into_owned(),
        };
        assert_eq!(shown, expected, "{filter}");
    }

    #[test]
    fn filters_of_all_kinds() {
        check("ASCIIHexDecode", b"41 4 2 5>", "ABP");
        check("ASCII85Decode", b"<~87cURD]i,\"Ebo7~>", "Hello World");
        check(
            "RunLengthDecode",
            &[1, b'a', b'b', 254, b'c', 128, 9],
            "abccc",
        );
        check("RunLengthDecode", &[9, b'a'], "a");
        // The example of the standard.
        check(
            "LZWDecode",
            &[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01],
            "-----A---B",
        );
        check("FlateDecode", &[0x78, 0x9c, 0x4b, 0x4c, 0x04, 0x00], "aa");
        check("JPXDecode", b"", "unknown");
        check("RunLengthDecode", &[129, 0].repeat(9), &TOO_LARGE.message);
        check("LZWDecode", &[0xFF; 99], "");
    }

    #[test]
    fn predictors_are_taken_back() {
        let parms: PdfEntries = [("Predictor", 12.0), ("Columns", 2.0)]
            .map(|(name, number)| (name.as_bytes().to_vec(), PdfValue::Number(number)))
            .into();
        let out = undo_predictor(vec![2, 1, 2, 2, 1, 1, 1, 5, 1, 4, 9], &parms).unwrap();
        assert_eq!(out, [1, 2, 2, 3, 5, 6, 14]);
        assert_eq!(add_differences(vec![1, 1, 1, 2, 1], 3, 1), [1, 2, 3, 2, 3]);
    }
}

//! `nianbao-pack < FILE > TEXT`: gzip as small as it gets, in base64; the same bytes every time.

use std::io::{self, Read, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use libdeflater::{CompressionLvl, Compressor};

fn main() -> io::Result<()> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    let mut compressor = Compressor::new(CompressionLvl::best());
    let mut packed = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(&bytes, &mut packed).map_err(io::Error::other)?;
    io::stdout().write_all(STANDARD.encode(&packed[..length]).as_bytes())
}

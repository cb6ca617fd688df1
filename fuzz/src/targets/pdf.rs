//! The bytes of a finished PDF, verified.

use nianbao::export::Format;

use super::finished;
use crate::samples::{Fonts, LatinOnly, rendered};

/// Any bytes as a PDF.
pub fn run(data: &[u8]) {
    finished::run(data, Format::Pdf);
}

/// The program's own files: one with all its fonts, and small ones, which are read sooner.
pub fn seeds() -> Vec<Vec<u8>> {
    let whole = rendered(Format::Pdf, &Fonts).into_iter().take(1);
    whole
        .chain(drafts())
        .chain([SMALL.as_bytes().to_vec()])
        .collect()
}

/// Documents without Chinese faces; a document that is no draft has no such file.
fn drafts() -> Vec<Vec<u8>> {
    rendered(Format::Pdf, &LatinOnly)
}

/// One paragraph of one character, with everything that a reader needs.
const SMALL: &str = "%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R/StructTreeRoot 3 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[7 0 R]>>endobj
3 0 obj<</Type/StructTreeRoot/K[8 0 R 9 0 R]>>endobj
4 0 obj<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/ToUnicode 5 0 R>>endobj
5 0 obj
<</Length 46>>
stream
1 beginbfrange <0020> <00ff> <4e00> endbfrange
endstream
endobj
6 0 obj
<</Length 48>>
stream
/P<</MCID 0>>BDC BT /F 9 Tf <00410042> Tj ET EMC
endstream
endobj
7 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]\
/Resources<</Font<</F 4 0 R>>>>/Contents 6 0 R>>endobj
8 0 obj<</S/P/Pg 7 0 R/K 0>>endobj
9 0 obj<</S/Table/Pg 7 0 R/K[\
<</S/TR/K[<</S/TD/A<</O/Table/ColSpan 2/RowSpan 1>>/Pg 7 0 R/K 0>>]>>]>>endobj
trailer<</Size 10/Root 1 0 R>>
%%EOF
";

//! Formulas against what Excel makes of them, over one small workbook.

mod functions;
mod refused;

use super::*;

/// The sheet on which the formulas stand that are checked.
const CELLS: [&str; 9] = [
    "A1 1|A2 2.50|A3 3",
    "B1 '7|B2 '件|B3 TRUE",
    "C1 =A1+A2|C2 =C1*2|C3 =A4",
    "D1 #N/A|D2 =1/0|D3 0",
    "E1 '|E2 'abc|E3 '１２|E4 '1,234|E5 ' 12 |E6 '1e2|E7 '2024-01-01",
    "F1 =F2|F2 =F3+1|F3 =SUM(F1,1)",
    "G1 =SUM(G1:G3)|G2 =COUNTA(G:G)|G3 =IF(A1=1,5,G3)",
    "H1 =OFFSET(A1,1,1)|H2 =H1+1",
    "K1 =SUM($A1:$A3)|K2 =\"\"",
];

/// What stands in the cells of a sheet.
type Cells = BTreeMap<CellPos, String>;

struct Book {
    sheets: Vec<(String, Cells)>,
}

impl CellSource for Book {
    fn sheet(&self, name: &str) -> Option<usize> {
        self.sheets
            .iter()
            .position(|(sheet, _)| sheet.to_lowercase() == name.to_lowercase())
    }

    fn content(&self, cell: CellAddress) -> CellContent<'_> {
        let Some(text) = self.sheets[cell.sheet].1.get(&cell.pos) else {
            return CellContent::Empty;
        };
        match text.chars().next() {
            Some('\'') => CellContent::Text(&text[1..]),
            Some('=') => CellContent::Formula(text),
            // A formula without the sign before it.
            Some('~') => CellContent::Formula(&text[1..]),
            Some('#') => CellContent::Error(text),
            _ => text
                .parse()
                .map_or(CellContent::Boolean(text == "TRUE"), CellContent::Number),
        }
    }

    fn filled(
        &self,
        sheet: usize,
        rows: RangeInclusive<u32>,
        columns: RangeInclusive<u32>,
    ) -> Vec<CellPos> {
        let cells = self.sheets[sheet].1.keys();
        cells
            .filter(|pos| rows.contains(&pos.row) && columns.contains(&pos.column))
            .copied()
            .collect()
    }
}

/// `B3` as row and column.
fn key(name: &str) -> CellPos {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = name[..name.len() - digits.len()].bytes();
    let column = letters.fold(0, |column, c| column * 26 + u32::from(c - b'@'));
    CellPos::new(digits.parse::<u32>().unwrap() - 1, column - 1)
}

fn book() -> Book {
    let cell = |cell: &str| {
        cell.split_once(' ')
            .map(|(name, text)| (key(name), text.to_owned()))
    };
    let sheet = |cells: &str| cells.split('|').filter_map(cell).collect::<Cells>();
    let mut chain: Cells = (1..200)
        .map(|row| (CellPos::new(row, 0), format!("=A{row}+1")))
        .collect();
    chain.insert(CellPos::default(), "1".into());
    let long = (0..2000)
        .map(|row| (CellPos::new(row, 0), row.to_string()))
        .collect();
    let mut texts: Cells = (1..20)
        .map(|row| (CellPos::new(row, 0), format!("=A{row}&A{row}")))
        .collect();
    texts.insert(CellPos::default(), "'年".into());
    let sheets = vec![
        ("Sheet1".to_owned(), sheet(&CELLS.join("|"))),
        ("三、申请".to_owned(), sheet("F12 12|F13 =F12+Sheet1!A1")),
        ("It's 1".to_owned(), sheet("A1 8")),
        ("链".to_owned(), chain),
        ("长".to_owned(), long),
        ("文".to_owned(), texts),
        ("2024".to_owned(), sheet("A1 2024")),
        (
            "日".to_owned(),
            sheet("A1 45291|A2 45292|A3 45317|B1 1|B2 2|B3 3"),
        ),
    ];
    Book { sheets }
}

fn shown(result: &Result<Scalar, FormulaFault>) -> String {
    match result {
        Ok(Scalar::Empty) => "empty".into(),
        Ok(Scalar::Number(number)) => number.to_string(),
        Ok(Scalar::Text(text)) => format!("\"{text}\""),
        Ok(Scalar::Boolean(truth)) => truth.to_string().to_uppercase(),
        Ok(Scalar::Error(name)) => name.clone(),
        Err(FormulaFault::Unknown(piece)) => format!("unknown {piece}"),
        Err(FormulaFault::Cycle) => "cycle".into(),
        Err(FormulaFault::TooLong) => "too long".into(),
    }
}

/// What stands in Z99 of the first sheet gives what is expected.
fn check(content: &str, expected: &str) {
    let mut book = book();
    book.sheets[0].1.insert(key("Z99"), content.to_owned());
    let cell = key("Z99").in_sheet(0);
    let mut calculator = Calculator::new(&book);
    let result = calculator.value(cell);
    assert_eq!(
        shown(&result),
        expected,
        "{}",
        content.chars().take(200).collect::<String>()
    );
    assert_eq!(
        calculator.value(cell),
        result,
        "asked again: {content:.200}"
    );
}

#[test]
fn cells_without_formulas() {
    check("3.50", "3.50");
    check("'3", "\"3\"");
    check("TRUE", "TRUE");
    check("#REF!", "#REF!");
    assert_eq!(
        Calculator::new(&book()).value(CellPos::new(50, 50).in_sheet(0)),
        Ok(Scalar::Empty)
    );
}

#[test]
fn literals() {
    check("=1", "1");
    check("= 1.50 ", "1.5");
    check("=.5", "0.5");
    check("=5.", "5");
    check("=1E3", "1000");
    check("=1.25e-2", "0.0125");
    check("=1E+2", "100");
    check("=1E-400", "0");
    check("=0E99999999999", "0");
    check("=1E40", "#NUM!");
    check("=1E-99999999999", "0");
    check(&format!("=0.{}1*1E9", "0".repeat(40)), "0");
    check(&format!("=0.{}1E41", "0".repeat(40)), "0");
    check(&format!("={}", "9".repeat(40)), "#NUM!");
    check("=\"a\"\"b\"", "\"a\"b\"");
    check("=\"\"", "\"\"");
    check("=true", "TRUE");
    check("=FALSE()", "FALSE");
    check("=#N/A", "#N/A");
    check("=#div/0!+1", "#DIV/0!");
    check("=#REF!A1", "#REF!");
    check("=Sheet1!#REF!", "#REF!");
    check("=-0", "0");
}

#[test]
fn arithmetic() {
    check("=1+2*3-4/2", "5");
    check("=0.1+0.2=0.3", "TRUE");
    check("=2^3^2", "64");
    check("=-2^2", "4");
    check("=0-2^2", "-4");
    check("=2^-1", "0.5");
    check("=0^0", "#NUM!");
    check("=0^-1", "#DIV/0!");
    check("=2^100", "#NUM!");
    check("=10^-40", "0");
    check("=0.1^-40", "#NUM!");
    check("=1^999999", "1");
    check("=1.01^2", "1.0201");
    check("=4^0.5", "unknown ^");
    check("=1^1000001", "unknown ^");
    check("=50%", "0.5");
    check("=5%%*1E4", "5");
    check("=--\"3\"", "3");
    check("=---3", "-3");
    check("=+-+3", "-3");
    check("=(1+2)*(3)", "9");
    check("=10-2-3", "5");
    check("=8/4/2", "1");
    check("=1/3", "0.3333333333333333333333333333");
    check("=1/0", "#DIV/0!");
    check("=79228162514264337593543950335+1", "#NUM!");
    check("=79228162514264337593543950335*10", "#NUM!");
    check("=1\n+\t1", "2");
}

#[test]
fn texts_and_truths_in_arithmetic() {
    check("=B1+1", "8");
    check("=E5*2", "24");
    check("=E6", "\"1e2\"");
    check("=E6+0", "100");
    check("=B2+1", "#VALUE!");
    check("=E1+1", "#VALUE!");
    check("=E3+1", "#VALUE!");
    check("=E4+1", "#VALUE!");
    check("=E7+1", "#VALUE!");
    check("=\"1_000\"+1", "#VALUE!");
    check("=\"+\"+1", "#VALUE!");
    check("=\"1E\"+1", "#VALUE!");
    check("=\"-.5\"+1", "0.5");
    check("=B3+1", "2");
    check("=A9+1", "1");
    check("=-B2", "#VALUE!");
    check("=B2%", "#VALUE!");
    check("=D1+B2", "#N/A");
    check("=B2+D1", "#N/A");
    check("=D1+D2", "#N/A");
    check("=D2+D1", "#DIV/0!");
}

#[test]
fn joins() {
    check("=A2&\"件\"", "\"2.5件\"");
    check("=1+1&2", "\"22\"");
    check("=TRUE&A9&B2", "\"TRUE件\"");
    check("=1/3&\"\"", "\"0.333333333333333\"");
    check("=2/3&\"\"", "\"0.666666666666667\"");
    check("=1234567890123456789&\"\"", "\"1234567890123460000\"");
    check("=D1&1", "#N/A");
}

#[test]
fn comparisons() {
    check("=1=1", "TRUE");
    check("=1<>1", "FALSE");
    check("=1<=1", "TRUE");
    check("=2>=3", "FALSE");
    check("=1.0=1", "TRUE");
    check("=A9=0", "TRUE");
    check("=A9=\"\"", "TRUE");
    check("=A9=FALSE", "TRUE");
    check("=A9=A10", "TRUE");
    check("=C3=\"\"", "FALSE");
    check("=K2=\"\"", "TRUE");
    check("=\"ABC\"=E2", "TRUE");
    check("=\"a\"<\"B\"", "TRUE");
    check("=\"1\"=1", "FALSE");
    check("=B1>100", "TRUE");
    check("=TRUE>\"z\"", "TRUE");
    check("=TRUE=1", "FALSE");
    check("=TRUE>FALSE", "TRUE");
    check("=\"件\"=B2", "TRUE");
    check("=\"件\"<>B1", "TRUE");
    check("=\"件\"<\"条\"", "unknown <");
    check("=\"a-b\">=\"ab\"", "unknown >=");
    check("=A9<\"a\"", "TRUE");
    check("=1=1=TRUE", "TRUE");
    check("=1&2=\"12\"", "TRUE");
    check("=D2=D2", "#DIV/0!");
}

#[test]
fn references() {
    check("=A1", "1");
    check("~$A$2", "2.5");
    check("=a$3", "3");
    check("=A9", "0");
    check("=B1", "\"7\"");
    check("=C2", "7");
    check("=Sheet1!A1", "1");
    check("=SHEET1!$A$1", "1");
    check("='三、申请'!F12", "12");
    check("=三、申请!F13", "13");
    check("='It''s 1'!A1*2", "16");
    check("=2024!A1", "2024");
    check("=SUM(2024!1:1)", "2024");
    check("=SUM(A1:A3)", "6.5");
    check("=SUM(A3:A1)", "6.5");
    check("=SUM(A:A)", "6.5");
    check("=SUM($A:$B)", "6.5");
    check("=SUM(1:1)", "cycle");
    check("=COUNT('三、申请'!12:$13)", "2");
    check("=SUM(Sheet1!A1:A2,'三、申请'!F:F)", "28.5");
    check("=SUM('三、申请'!F12:'三、申请'!F13)", "25");
    check("=SUM(Sheet1!A1:sheet1!A2)", "3.5");
    check("=SUM((A1,A3),A2)", "6.5");
    check("=SUM((A1:A2,A1))", "4.5");
    check("=((A1))", "1");
    check("=XFD1048576", "0");
    check("=K1", "6.5");
}

#[test]
fn sums_and_their_like() {
    check("=SUM(A1:B3)", "6.5");
    check("=SUM(B1)", "0");
    check("=SUM(B1,\"7\",TRUE)", "8");
    check("=SUM(\"件\")", "#VALUE!");
    check("=SUM(1,)", "1");
    check("=SUM(1;2,3)", "6");
    check("=SUM(A1:D1)", "#N/A");
    check("=SUM(B1+0)", "7");
    check("=SUM (1)", "1");
    check("=_xlfn.SUM(1)", "1");
    check("=_xlfn._xlws.sum(1)", "1");
    check("=SUM(79228162514264337593543950335,1)", "#NUM!");
    check("=PRODUCT(A1:A3)", "7.5");
    check("=PRODUCT(B1:B2)", "0");
    check("=AVERAGE(A1:B3,5.5)", "3");
    check("=AVERAGE(B1:B3)", "#DIV/0!");
    check("=MAX(A1:B3)", "3");
    check("=MIN(A1:B3,-1)", "-1");
    check("=MAX(B1:B3)", "0");
    check("=MAX(-5,)", "0");
    check("=COUNT(A1:D3)", "7");
    check("=COUNT(1,\"2\",\"件\",TRUE,,#N/A)", "4");
    check("=COUNTA(A1:E3)", "15");
    check("=COUNTA(A1:A9)", "3");
    check("=COUNTA(A9,1,,\"\",K2)", "4");
}

#[test]
fn other_functions() {
    check("=ROUND(2.675,2)", "2.68");
    check("=ROUND(-2.5,0)", "-3");
    check("=ROUND(1250,-2)", "1300");
    check("=ROUND(-1249.99,-2)", "-1200");
    check("=ROUND(1249.9999,-2)", "1200");
    check("=ROUND(5,-1)", "10");
    check("=ROUND(4.99,-1)", "0");
    check("=ROUND(1.5,)", "2");
    check("=ROUND(1.26,1.9)", "1.3");
    check("=ROUND(1.26,99)", "1.26");
    check("=ROUND(1.26,-99)", "0");
    check("=ROUND(49999999999999999999999999999,-29)", "0");
    check("=ROUND(50000000000000000000000000000,-29)", "#NUM!");
    check("=ROUND(79228162514264337593543950335,-28)", "#NUM!");
    check("=ROUND(B2,0)", "#VALUE!");
    check("=ABS(-A2)", "2.5");
    check("=ABS(B1)", "7");
    check("=N(B1)", "0");
    check("=N(B3)", "1");
    check("=N(A2)", "2.5");
    check("=N(D1)", "#N/A");
    check("=N(A9)", "0");
    check("=AND(A1=1,A2>2)", "TRUE");
    check("=AND(TRUE,0)", "FALSE");
    check("=AND(A1:B3)", "TRUE");
    check("=AND(B2)", "#VALUE!");
    check("=AND(\"true\",1)", "TRUE");
    check("=AND(\"1\",1)", "#VALUE!");
    check("=AND(FALSE,D1)", "#N/A");
    check("=OR(FALSE,D3)", "FALSE");
    check("=OR(D3,A1)", "TRUE");
    check("=NOT(A1)", "FALSE");
    check("=NOT(A9)", "TRUE");
    check("=NOT(B2)", "#VALUE!");
}

#[test]
fn choices() {
    check("=IF(A1=1,\"一\",\"二\")", "\"一\"");
    check("=IF(A1=2,\"一\",\"二\")", "\"二\"");
    check("=IF(A1=2,1)", "FALSE");
    check("=IF(A1=1,1)", "1");
    check("=IF(A1=2,1,)", "0");
    check("=IF(,1,2)", "2");
    check("=IF(A1,1/1,1/0)", "1");
    check("=IF(D1,1,2)", "#N/A");
    check("=IF(B2,1,2)", "#VALUE!");
    check("=IF(\"TRUE\",1,2)", "1");
    check("=IF(A1=2,F1,3)", "3");
    check("=IF(A1=1,IF(A2=1,1,IF(A3=3,4,5)),6)+1", "5");
    check("=SUM(IF(A1=1,A1:A3,B1:B3),1)", "7.5");
    check("=SUM(IF(A1=1,B1,0))", "0");
    check("=1+IF(A1=1,2,3)*2", "5");
    check("=IFERROR(1/0,5)", "5");
    check("=IFERROR(2,1/0)", "2");
    check("=IFERROR(D1,D2)", "#DIV/0!");
    check("=IFERROR(D2,)", "0");
    check("=IFERROR(A9,1)", "0");
    check("=IFERROR(IFERROR(D1,D2),9)", "9");
    check("=SUM(IFERROR(D1,1),IFERROR(A3,0))", "4");
    check("=IFERROR(F1,0)", "cycle");
    check("=IFERROR(H1,0)", "unknown OFFSET");
    check("=IFERROR(NOPE(),0)", "unknown NOPE");
}

//! Formulas that are not recomputed: circles, what is not known, what is too long.

use super::*;

#[test]
fn cycles() {
    check("=Z99", "cycle");
    check("=Z99+1", "cycle");
    check("=SUM(Z1:Z200)", "cycle");
    check("=SUM(Z:Z)", "cycle");
    check("=COUNTA(99:99)", "cycle");
    check("=F1", "cycle");
    check("=F3", "cycle");
    check("=G1", "cycle");
    check("=G2", "cycle");
    check("=G3", "5");
    check("=IF(TRUE,1,Z99)", "1");
    check("=IF(FALSE,1,Z99)", "cycle");
}

#[test]
fn what_is_not_known() {
    check("=HLOOKUP(A1,A:B,2,0)", "unknown HLOOKUP");
    check("=1+_xlfn.XLOOKUP(1,2,3)", "unknown XLOOKUP");
    check("=OFFSET(A1,1,1)+1", "unknown OFFSET");
    check("=H2", "unknown OFFSET");
    check("=合计+1", "unknown 合计");
    check("=LOG10(5)", "unknown LOG10");
    check("=SUM(范围)", "unknown 范围");
    check("=A0", "unknown A0");
    check("=XFE1", "unknown XFE1");
    check("=A1048577", "unknown A1048577");
    check("=A$", "unknown A$");
    check("=$$A1", "unknown $$A1");
    check("=A", "unknown A");
    check("=1:A", "unknown 1:A");
    check("=SUM(A1:B)", "unknown A1:B");
    check("=A1:B2:C3", "unknown A1:B2:C3");
    check("=[1]Sheet!A1+1", "unknown [1]Sheet!A1");
    check("='[1]Sheet x'!A1*2", "unknown '[1]Sheet x'!A1");
    check("='C:\\[a.xlsx]S'!A1", "unknown 'C:\\[a.xlsx]S'!A1");
    check("=SUM(Sheet1:Sheet3!A1)", "unknown Sheet1:Sheet3!A1");
    check("=SUM(S1:S3!A1)", "unknown S1:S3!A1");
    check("=SUM('三:四'!A1)", "unknown '三:四'!A1");
    check(
        "=SUM(Sheet1!A1:三、申请!A2)",
        "unknown Sheet1!A1:三、申请!A2",
    );
    check("=没有!A1", "unknown 没有!A1");
    check("=SUM({1,2;3})", "unknown {1,2;3}");
    check("={1+2}", "unknown {1+2}");
    check("=表1[[#All],[金额 元]]+1", "unknown 表1[[#All],[金额 元]]");
    check("=SUM(A1#)", "unknown A1#");
    check("=@A1", "unknown @A1");
    check("=A1:A3", "unknown A1:A3");
    check("=ABS(A1:A3)", "unknown A1:A3");
    check("=1+(A1,A2)", "unknown A1,A2");
    check("=SUM((A1,2))", "unknown (A1,2)");
    check("=SUM(A1:B3 B2:C5)", "unknown B2:C5");
    check("=SUM(A1:INDEX(A:A,2))", "unknown A1:INDEX");
    check("=IF(1)", "unknown IF");
    check("=IF(1,2,3,4)", "unknown IF");
    check("=IFERROR(1)", "unknown IFERROR");
    check("=IFERROR(1,2,3)", "unknown IFERROR");
    check("=ROUND(1)", "unknown ROUND");
    check("=SUM()", "unknown SUM");
    check("=NOT(1,2)", "unknown NOT");
    check("=", "unknown =");
    check("= ", "unknown =");
    check("~", "unknown ");
    check("=1+", "unknown =1+");
    check("=1 2", "unknown 2");
    check("=1.5.2", "unknown 1.5.2");
    check("=12件", "unknown 12件");
    check("=1E", "unknown 1E");
    check("=(1+2", "unknown (1");
    check("=SUM(1", "unknown SUM");
    check("=1)", "unknown )");
    check("=()", "unknown )");
    check("=\"abc", "unknown \"abc");
    check("='abc", "unknown 'abc");
    check("='三、申请'", "unknown '三、申请'");
    check("=#FOO!", "unknown #FOO!");
    check("=*1", "unknown *1");
    check("=1**2", "unknown *2");
    check("=SUM(1，2)", "unknown 1，2");
    check(
        &format!("={}", "名".repeat(100)),
        &format!("unknown {}…", "名".repeat(60)),
    );
}

#[test]
fn bounds() {
    let nested = |count: usize| format!("={}1{}", "(".repeat(count), ")".repeat(count));
    check(&nested(64), "1");
    check(&nested(65), "too long");
    let calls = |count: usize| format!("={}1{}", "ABS(1+".repeat(count), ")".repeat(count));
    check(&calls(64), "65");
    check(&calls(65), "too long");
    check(&format!("=1{}", "+1".repeat(4095)), "4096");
    check(&format!("=1{}", "+1".repeat(4096)), "too long");
    check(&format!("={}1", "-".repeat(8000)), "1");
    check(&format!("=1{}", "%".repeat(8000)), "0");
    check(&format!("=SUM({}1)", "1,".repeat(4000)), "4001");
    check("=链!A64", "64");
    check("=链!A65", "too long");
    check("=链!A150", "too long");
    check("=SUM(链!A1:A64)", "2080");
    check("=SUM(链!A1:A65)", "too long");
    check("=SUM(长!A:A)", "1999000");
    check(&format!("=SUM({}1)", "长!A:A,".repeat(24)), "47976001");
    check(&format!("=SUM({}1)", "长!A:A,".repeat(25)), "too long");
    check("=COUNTA(文!A13,A1)", "2");
    check("=文!A13=\"\"", "FALSE");
    check("=文!A15", "too long");
}

/// A cell of the chain.
fn in_chain(row: u32) -> CellAddress {
    CellPos::new(row, 0).in_sheet(3)
}

/// A chain that is one cell too long is so in whatever order its cells are asked for.
#[test]
fn depth_does_not_depend_on_the_order() {
    let book = book();
    let (mut up, mut down) = (Calculator::new(&book), Calculator::new(&book));
    let mut upwards: Vec<_> = (0..100).map(|row| up.value(in_chain(row))).collect();
    upwards.reverse();
    let downwards: Vec<_> = (0..100)
        .rev()
        .map(|row| down.value(in_chain(row)))
        .collect();
    assert_eq!(upwards, downwards);
    assert_eq!(upwards.iter().filter(|value| value.is_ok()).count(), 65);
}

/// The deepest formulas in the longest chain fit a stack as threads have it, with room left for the
/// caller.
#[test]
fn a_small_stack_is_enough() {
    let deep = |row: u32| {
        format!(
            "={}A{row}{}",
            "IF(TRUE,SUM(1=1&1+1*-(".repeat(21),
            ")))".repeat(21)
        )
    };
    let mut cells: Cells = (1..64)
        .map(|row| (CellPos::new(row, 0), deep(row)))
        .collect();
    cells.insert(CellPos::default(), deep(300));
    let book = Book {
        sheets: vec![("深".into(), cells)],
    };
    let last = CellPos::new(63, 0).in_sheet(0);
    let work = move || Calculator::new(&book).value(last);
    let thread = std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(work)
        .unwrap();
    assert!(thread.join().unwrap().is_ok());
}

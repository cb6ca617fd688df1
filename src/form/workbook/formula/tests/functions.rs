//! Functions of texts, days, criteria and ranges.

use super::*;

#[test]
fn roundings() {
    check("=ROUNDUP(2.301,1)", "2.4");
    check("=ROUNDUP(-2.301,0)", "-3");
    check("=ROUNDDOWN(2.39,1)", "2.3");
    check("=ROUNDDOWN(-1299,-2)", "-1200");
    check("=TRUNC(-2.9)", "-2");
    check("=INT(-2.1)", "-3");
    check("=ROUNDUP(D1,0)", "#N/A");
}

#[test]
fn functions_of_texts() {
    check("=LEFT(\"张家港市\",2)", "\"张家\"");
    check("=LEFT(E2)", "\"a\"");
    check("=RIGHT(\"2024年度\",2)&\"报告\"", "\"年度报告\"");
    check("=MID(\"512-56729822\",5,99)", "\"56729822\"");
    check("=MID(E2,0,1)", "#VALUE!");
    check("=LEFT(E2,-1)", "#VALUE!");
    check("=LEN(\"信息公开\")", "4");
    check("=LEN(A9)", "0");
    check("=TRIM(\"  a   b \")", "\"a b\"");
    check("=VALUE(\"12.50\")", "12.5");
    check("=VALUE(\"十二\")", "#VALUE!");
    check("=CONCATENATE(A1,\"件\",B3)", "\"1件TRUE\"");
    check("=_xlfn.CONCAT(A1:A2,\"件\")", "\"12.5件\"");
    check("=LEFT(D1)", "#N/A");
    check(
        &format!("=LEN(CONCATENATE({}\"\"))", "文!A12,".repeat(6)),
        "too long",
    );
}

#[test]
fn functions_of_dates() {
    check("=DATE(2024,1,26)", "45317");
    check("=DATE(2023,13,0)", "45291");
    check("=DATE(124,1,1)", "45292");
    check("=DATE(2024,3,1)-DATE(2024,2,1)", "29");
    check("=DATE(10000,1,1)", "#NUM!");
    check("=DATE(1E20,1,1)", "#NUM!");
    check("=YEAR(DATE(2024,1,26))-1", "2023");
    check("=MONTH(45317)&\"-\"&DAY(45317.9)", "\"1-26\"");
    check("=YEAR(E7)", "2024");
    check("=YEAR(B2)", "#VALUE!");
    check("=YEAR(-1)", "#NUM!");
    check("=TEXT(45317,\"yyyy年m月d日\")", "\"2024年1月26日\"");
    check("=TEXT(1234.5,\"#,##0.00\")", "\"1,234.50\"");
    check("=TEXT(A1,\"[dbnum1]\")", "unknown TEXT");
    check("=TEXT(D1,\"0\")", "#N/A");
}

#[test]
fn counts_and_sums_by_criteria() {
    check("=COUNTIF(A1:A3,\">=2\")", "2");
    check("=COUNTIF(A1:A3,2.5)", "1");
    check("=COUNTIF(B1:B3,7)", "1");
    check("=COUNTIF(B1:B3,\"件\")", "1");
    check("=COUNTIF(B1:B3,\"TRUE\")", "1");
    check("=COUNTIF(E1:E7,\"A*\")", "1");
    check("=COUNTIF(E1:E7,\"?bc\")", "1");
    check("=COUNTIF(E1:E7,\"~*\")", "0");
    check("=COUNTIF(E1:E7,\"*1*\")", "4");
    check("=COUNTIF(A1:A9,\"\")", "6");
    check("=COUNTIF(A1:A9,\"=\")", "6");
    check("=COUNTIF(A1:A9,\"<>\")", "3");
    check("=COUNTIF(A1:A9,\"<>1\")", "8");
    check("=COUNTIF(A1:A9,A9)", "0");
    check("=COUNTIF(D1:D3,0)", "1");
    check("=COUNTIF(A:A,\"\")", "1048573");
    check("=COUNTIF(E1:E7,\">b\")", "unknown COUNTIF");
    check("=COUNTIF(A1:A3,A1:A3)", "unknown COUNTIF");
    check("=COUNTIFS(A1:A3,\">1\",B1:B3,\"件\")", "1");
    check("=COUNTIFS(A1:A3,1,B1:B2,1)", "#VALUE!");
    check("=SUMIF(A1:A3,\">1\")", "5.5");
    check("=SUMIF(B1:B3,\"件\",A1)", "2.5");
    check("=SUMIF(B1:B3,\"件\",A1:A9)", "2.5");
    check("=SUMIF(A1:A3,\">1\",D1:D3)", "#DIV/0!");
    check("=SUMIF(A1:A3,\">2.5\",D1:D3)", "0");
    check("=SUMIFS(A1:A3,B1:B3,\"件\",A1:A3,\"<3\")", "2.5");
    check("=SUMIFS(A1:A3,B1:B2,\"件\")", "#VALUE!");
    check("=COUNTIF(A1:A3+1,2)", "unknown A1:A3");
    check("=COUNTIF(A1:A3)", "unknown COUNTIF");
    check("=SUMIF(日!A1:A3,\">=2024-1-1\",日!B1:B3)", "5");
}

#[test]
fn products_place_by_place() {
    check("=SUMPRODUCT(A1:A3)", "6.5");
    check("=SUMPRODUCT(A1:A3,A1:A3)", "16.25");
    check("=SUMPRODUCT((B1:B3=\"件\")*A1:A3)", "2.5");
    check("=SUMPRODUCT(--(A1:A3>1))", "2");
    check("=SUMPRODUCT((A1:A3>1)*1%)", "0.02");
    check("=SUMPRODUCT((LEFT(E2:E4,1)=\"a\")*(A1:A3))", "1");
    check("=SUMPRODUCT((YEAR(日!A1:A3)=2024)*日!B1:B3)", "5");
    check("=SUMPRODUCT(A1:A3,B1:B3)", "0");
    check("=SUMPRODUCT(A1:A3,A1:A2)", "#VALUE!");
    check("=SUMPRODUCT(D1:D3)", "#N/A");
    check("=SUMPRODUCT((A1:A3)*(A1:A2))", "#N/A");
    check("=SUMPRODUCT((A1:B1)*(A1:A3))", "52");
    check("=SUMPRODUCT(2)", "2");
    check("=SUMPRODUCT((A:A=1)*1)", "too long");
    check("=A1:A3*2", "unknown A1:A3");
    check("=SUM(-A1:A3)", "unknown A1:A3");
}

#[test]
fn values_found_in_tables() {
    check("=VLOOKUP(\"件\",B1:C3,2,FALSE)", "7");
    check("=VLOOKUP(2.5,A1:B3,2,0)", "\"件\"");
    check("=VLOOKUP(2.6,A1:B3,2)", "\"件\"");
    check("=VLOOKUP(2.6,A1:B3,2,0)", "#N/A");
    check("=VLOOKUP(0,A1:B3,2)", "#N/A");
    check("=VLOOKUP(1,A1:B3,3,0)", "#REF!");
    check("=VLOOKUP(1,A1:B3,0,0)", "#VALUE!");
    check("=VLOOKUP(7,B1:C3,2,0)", "#N/A");
    check("=VLOOKUP(\"7\",B1:C3,2,0)", "3.5");
    check("=VLOOKUP(\"abc\",E1:E7,1)", "unknown VLOOKUP");
    check("=MATCH(2.5,A1:A3,0)", "2");
    check("=MATCH(2.6,A1:A3)", "2");
    check("=MATCH(2.6,A1:A3,-1)", "unknown MATCH");
    check("=MATCH(\"A*\",E1:E7,0)", "2");
    check("=MATCH(9,A1:A3,0)", "#N/A");
    check("=MATCH(1,A1:B3,0)", "unknown MATCH");
    check("=INDEX(A1:A3,2)", "2.5");
    check("=INDEX(A1:B3,2,2)", "\"件\"");
    check("=INDEX(A1:C1,3)", "3.5");
    check("=INDEX(A1:A3,4)", "#REF!");
    check("=INDEX(A1:A3,-1)", "#VALUE!");
    check("=INDEX(A1:B3,0,1)", "unknown INDEX");
    check("=INDEX(A1:A3,MATCH(\"件\",B1:B3,0))", "2.5");
}

use nianbao::readback::{document_kind, read_any, ContentBlock};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let kind = document_kind(&bytes).unwrap();
    match read_any(&path, kind, &bytes) {
        Err(f) => println!("{} {}", f.message, f.hint),
        Ok(c) => {
            for b in &c.blocks { match b {
                ContentBlock::Line(l) => println!("L{} {:?}", l.level.map_or(String::new(), |x| x.to_string()), l.text),
                ContentBlock::Table(g) => { println!("TABLE {}", g.name); let mut r=usize::MAX; for x in &g.cells { if x.row!=r {println!(); r=x.row; print!("  r{r}: ");} print!("[{},{}x{} {:?}] ", x.column, x.height, x.width, x.text);} println!(); }
                ContentBlock::Figure(_) => println!("FIG"),
            }}
            for f in &c.facts { println!("FACT {f:?}"); }
            for s in &c.strays { println!("STRAY {s:?}"); }
        }
    }
}

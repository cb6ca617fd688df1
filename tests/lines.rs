//! Lines read down, not inward: how many closures have names or several lines, what is handed on
//! as a tuple, how long functions and lines are. With `-- --nocapture` it tells the figures.

mod common;

use std::fmt::{Display, Formatter, Result as Written};
use std::fs;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use unicode_width::UnicodeWidthStr;

use common::{files_ending, root};

/// Closures with a name or of several lines, for each 1,000 lines of code.
const CLOSURES: f64 = 1.0;
/// Lines of a function, from its signature to its last brace.
const FUNCTION: usize = 60;
/// Columns of a line; a Chinese character has two.
const COLUMNS: usize = 100;

/// Where the code is that counts.
const CODE: [&str; 2] = ["src", "page/src"];
/// Where lines are counted, tests and all.
const ALL: [&str; 7] = [
    "src",
    "page/src",
    "page/tests",
    "tests",
    "benches",
    "examples",
    "fuzz/src",
];

/// What was counted.
#[derive(Default)]
struct Figures {
    /// Lines with code; blank ones, comments and tests are none.
    lines: usize,
    /// Closures that `let` gives a name.
    named: Vec<String>,
    /// Other closures of several lines.
    long: Vec<String>,
    /// Parameters that are tuples.
    tuples: Vec<String>,
    /// The lengths of all functions.
    functions: Vec<Length>,
}

/// A function and its lines.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Length {
    lines: usize,
    place: String,
}

impl Figures {
    fn closures(&self) -> f64 {
        (self.named.len() + self.long.len()) as f64 * 1_000.0 / self.lines as f64
    }
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        let longest = self.functions.last().expect("a function");
        let of_hundred = &self.functions[self.functions.len() * 99 / 100];
        writeln!(f, "lines of code: {}", self.lines)?;
        writeln!(f, "closures with a name: {}", self.named.len())?;
        writeln!(f, "others of several lines: {}", self.long.len())?;
        writeln!(f, "both, for 1,000 lines: {:.1}", self.closures())?;
        writeln!(f, "parameters that are tuples: {}", self.tuples.len())?;
        writeln!(f, "functions: {}", self.functions.len())?;
        writeln!(f, "99 of 100 have at most {} lines", of_hundred.lines)?;
        write!(f, "the longest has {}: {}", longest.lines, longest.place)
    }
}

/// Walks through a file's code, its tests left out.
struct Walk<'f> {
    path: String,
    figures: &'f mut Figures,
}

impl Walk<'_> {
    fn place(&self, node: &impl Spanned) -> String {
        format!("{}:{}", self.path, node.span().start().line)
    }

    fn measure(&mut self, signature: &syn::Signature, end: usize) {
        let lines = end + 1 - signature.span().start().line;
        let place = format!("{} {}", self.place(signature), signature.ident);
        self.figures.functions.push(Length { lines, place });
    }
}

impl<'a> Visit<'a> for Walk<'_> {
    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_impl(&mut self, block: &'a syn::ItemImpl) {
        if !is_test(&block.attrs) {
            visit::visit_item_impl(self, block);
        }
    }

    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        if !is_test(&function.attrs) {
            self.measure(&function.sig, function.block.span().end().line);
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        if !is_test(&function.attrs) {
            self.measure(&function.sig, function.block.span().end().line);
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_trait_item_fn(&mut self, function: &'a syn::TraitItemFn) {
        self.measure(&function.sig, function.span().end().line);
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_signature(&mut self, signature: &'a syn::Signature) {
        for input in &signature.inputs {
            if let syn::FnArg::Typed(parameter) = input
                && is_tuple(&parameter.ty)
            {
                let place = self.place(parameter);
                self.figures.tuples.push(place);
            }
        }
        visit::visit_signature(self, signature);
    }

    fn visit_local(&mut self, local: &'a syn::Local) {
        let value = local.init.as_ref().map(|init| &*init.expr);
        if let Some(syn::Expr::Closure(closure)) = value {
            let place = self.place(local);
            self.figures.named.push(place);
            // What is inside counts for itself.
            visit::visit_expr_closure(self, closure);
        } else {
            visit::visit_local(self, local);
        }
    }

    fn visit_expr_closure(&mut self, closure: &'a syn::ExprClosure) {
        let span = closure.span();
        if span.end().line > span.start().line {
            let place = self.place(closure);
            self.figures.long.push(place);
        }
        visit::visit_expr_closure(self, closure);
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg") => {
            list.tokens.to_string().starts_with("test")
        }
        meta => meta.path().is_ident("test"),
    })
}

/// Whether a type is a tuple, or refers to one.
fn is_tuple(kind: &syn::Type) -> bool {
    match kind {
        syn::Type::Reference(reference) => is_tuple(&reference.elem),
        syn::Type::Paren(inner) => is_tuple(&inner.elem),
        syn::Type::Tuple(tuple) => tuple.elems.len() > 1,
        _ => false,
    }
}

fn count() -> Figures {
    let mut figures = Figures::default();
    for file in CODE
        .iter()
        .flat_map(|top| files_ending(&root().join(top), "rs"))
    {
        let path = file
            .strip_prefix(root())
            .expect("ours")
            .display()
            .to_string();
        if path.ends_with("tests.rs") || path.contains("/tests/") || path.contains("testing") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a file");
        let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        figures.lines += lines_of_code(&text, &syntax);
        let figures = &mut figures;
        Walk { path, figures }.visit_file(&syntax);
    }
    figures.functions.sort();
    figures
}

/// Lines of a file that are neither blank, nor a comment, nor a test.
fn lines_of_code(text: &str, syntax: &syn::File) -> usize {
    let mut tests = Vec::new();
    for item in &syntax.items {
        if let syn::Item::Mod(module) = item
            && is_test(&module.attrs)
        {
            tests.push(module.span().start().line..=module.span().end().line);
        }
    }
    let mut lines = 0;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        let is_code = !line.is_empty() && !line.starts_with("//");
        if is_code && !tests.iter().any(|test| test.contains(&(at + 1))) {
            lines += 1;
        }
    }
    lines
}

#[test]
fn code_reads_down() {
    let figures = count();
    println!("{figures}");
    assert!(figures.lines > 50_000);
    let closures = [figures.named.join("\n"), figures.long.join("\n")].join("\n");
    assert!(
        figures.closures() <= CLOSURES,
        "{:.1} closures for 1,000 lines:\n{closures}",
        figures.closures()
    );
    assert!(figures.tuples.is_empty(), "{}", figures.tuples.join("\n"));
    for function in &figures.functions {
        let Length { lines, place } = function;
        assert!(*lines <= FUNCTION, "{place} has {lines} lines");
    }
}

#[test]
fn no_line_is_wide() {
    let mut wide = Vec::new();
    for file in ALL
        .iter()
        .flat_map(|top| files_ending(&root().join(top), "rs"))
    {
        let text = fs::read_to_string(&file).expect("a file");
        for (at, line) in text.lines().enumerate() {
            if line.width() > COLUMNS {
                wide.push(format!("{}:{}", file.display(), at + 1));
            }
        }
    }
    assert!(wide.is_empty(), "{}", wide.join("\n"));
}

/// The counting itself: one of each kind.
#[test]
fn what_is_counted() {
    let text = "
        fn one(pair: (u8, u8), list: &[(u8, u8)]) {
            let named = |x: u8| x;
            let kept = [1].iter().map(|x| x + 1);
            let long = [1].iter().map(|x| {
                x + 1
            });
        }
        #[cfg(test)]
        mod tests { fn two() { let named = |x: u8| x; } }
    ";
    let syntax = syn::parse_file(text).expect("code");
    let mut figures = Figures::default();
    let path = String::new();
    Walk {
        path,
        figures: &mut figures,
    }
    .visit_file(&syntax);
    assert_eq!(figures.named.len(), 1);
    assert_eq!(figures.long.len(), 1);
    assert_eq!(figures.tuples.len(), 1);
    assert_eq!(figures.functions.len(), 1);
    assert_eq!(figures.functions[0].lines, 7);
}

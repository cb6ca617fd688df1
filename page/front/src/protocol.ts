// Written by a test of page/src/message.rs; do not edit: NIANBAO_RENEW=1 writes it anew.

export type FormGiven = { 
/**
 * Its file's name.
 */
name: string, 
/**
 * The names of the files beside it, such as last year's form and pictures.
 */
beside: Array<string>, 
/**
 * The names of files that can be brought when they are asked for.
 */
offered: Array<string>, };

export type Edit = { "edit": "set", 
/**
 * The value's path.
 */
path: string, 
/**
 * As it is typed.
 */
value: string, } | { "edit": "write", 
/**
 * The text's path.
 */
path: string, 
/**
 * Its paragraphs.
 */
paragraphs: Array<string>, } | { "edit": "waive", 
/**
 * The rule's name.
 */
rule: string, 
/**
 * The finding's path.
 */
path: string, 
/**
 * The value that it states.
 */
value: string, 
/**
 * Why.
 */
reason: string, } | { "edit": "unwaive", 
/**
 * Which, from 0.
 */
at: number, } | { "edit": "bind" } | { "edit": "ledger", 
/**
 * A request a row: 收到日期, 申请人类型, 办理结果, 办结日期, 备注.
 */
requests: Array<Array<string>>, };

export type FormLine = { 
/**
 * The form's file.
 */
form: string, 
/**
 * The agency.
 */
agency: string, 
/**
 * The year; 0 where there is none.
 */
year: number, 
/**
 * What became of it, in a word.
 */
state: string, 
/**
 * Why nothing came of it.
 */
reason: string, 
/**
 * Whether its findings count.
 */
read: boolean, 
/**
 * Its findings, family by family: errors, warnings, hints, waived, caused.
 */
tallies: Array<[number, number, number, number, number]>, 
/**
 * Its key figures, as numbers; empty where it has none.
 */
figures: Array<string>, };

export type Request = { "ask": "faces", 
/**
 * Their files.
 */
offered: Array<string>, } | { "ask": "face", 
/**
 * The file's name.
 */
file: string, } | { "ask": "shape", 
/**
 * The format.
 */
format: string, } | { "ask": "open", 
/**
 * The file.
 */
form: FormGiven, } | { "ask": "new", 
/**
 * The agency.
 */
agency: string, 
/**
 * The report year.
 */
year: number, } | { "ask": "next", 
/**
 * Last year's form, of any kind.
 */
form: FormGiven, } | { "ask": "look", 
/**
 * The form.
 */
form: FormGiven, } | { "ask": "change", 
/**
 * The form.
 */
form: FormGiven, 
/**
 * What is to be changed, one after the other.
 */
edits: Array<Edit>, } | { "ask": "pages", 
/**
 * The form; with `since`, the part behind all others is the form as it was opened.
 */
form: FormGiven, 
/**
 * Whether what has changed is marked instead of what is wrong.
 */
since: boolean, } | { "ask": "make", 
/**
 * The form.
 */
form: FormGiven, 
/**
 * The file's format.
 */
format: string, } | { "ask": "bag", 
/**
 * The form.
 */
form: FormGiven, } | { "ask": "save", 
/**
 * The form; where it was opened as a workbook, the part behind all others is that.
 */
form: FormGiven, 
/**
 * `yaml`, `xlsx` or `json`.
 */
kind: string, 
/**
 * Whether the form was opened as a workbook, whose other cells are to stay.
 */
opened: boolean, } | { "ask": "compare", 
/**
 * The form.
 */
form: FormGiven, } | { "ask": "line", 
/**
 * The form.
 */
form: FormGiven, } | { "ask": "summary", 
/**
 * A line a form.
 */
lines: Array<FormLine>, } | { "ask": "zip", 
/**
 * The parts' names.
 */
names: Array<string>, } | { "ask": "explain", 
/**
 * The code.
 */
code: string, };

export type Said = { 
/**
 * What is wrong.
 */
message: string, 
/**
 * What to do; may be empty.
 */
hint: string, };

export type EditRefused = { 
/**
 * Which, from 0.
 */
at: number, 
/**
 * Why.
 */
complaint: Said, };

export type PrintedShape = { 
/**
 * Its words; empty for a number.
 */
label: string, 
/**
 * `band`, `corner`, `head`, `stub` or `number`.
 */
role: string, 
/**
 * Its first column.
 */
column: number, 
/**
 * Columns that it spans.
 */
width: number, 
/**
 * Rows that it spans.
 */
height: number, 
/**
 * The index of the number's cell.
 */
cell: number | null, };

export type TableShape = { 
/**
 * Its key.
 */
key: string, 
/**
 * What it shows.
 */
name: string, 
/**
 * The heading of its section.
 */
section: string, 
/**
 * Columns of the grid.
 */
columns: number, 
/**
 * How many of them hold labels.
 */
stub: number, 
/**
 * How many leading rows are its head.
 */
head: number, 
/**
 * The rows of cells.
 */
rows: Array<Array<PrintedShape>>, };

export type CellShape = { 
/**
 * Its path in the form.
 */
path: string, 
/**
 * Its words on the official form.
 */
label: string, 
/**
 * What counts there, with its source; a line each.
 */
counts: Array<string>, 
/**
 * The unit of its numbers.
 */
unit: string, 
/**
 * Whether it is a total, which is left to the program.
 */
total: boolean, };

export type FieldShape = { 
/**
 * Its path.
 */
path: string, 
/**
 * The group or the text that it belongs to.
 */
top: string, 
/**
 * `text`, `date`, `yes-no`, `narrative` and so on.
 */
kind: string, 
/**
 * What to write there.
 */
help: string, 
/**
 * Whether few agencies need it.
 */
folded: boolean, };

export type Shape = { 
/**
 * The format.
 */
format: string, 
/**
 * The notice that prescribes it.
 */
source: string, 
/**
 * Its tables.
 */
tables: Array<TableShape>, 
/**
 * Its cells, in the order of a view's.
 */
cells: Array<CellShape>, 
/**
 * The keys outside the tables, in the form's order.
 */
fields: Array<FieldShape>, 
/**
 * Who may apply, as a ledger names them.
 */
applicants: Array<string>, 
/**
 * How requests are done, as a ledger names it.
 */
outcomes: Array<string>, };

export type CellView = { 
/**
 * As the form states it; empty where it states none.
 */
typed: string, 
/**
 * As it prints.
 */
printed: string, 
/**
 * Whether it holds something that is no number.
 */
odd: boolean, 
/**
 * The note behind it.
 */
note: string, 
/**
 * Last year's number, where the form names last year's and that has such a cell.
 */
last: string | null, };

export type ValueView = { 
/**
 * Its path.
 */
path: string, 
/**
 * The value.
 */
value: string, };

export type ChipView = { 
/**
 * Where it begins in the paragraph as typed.
 */
start: number, 
/**
 * Where it ends.
 */
end: number, 
/**
 * What it prints.
 */
printed: string, };

export type ParagraphView = { 
/**
 * As typed, with its placeholders.
 */
typed: string, 
/**
 * What its placeholders print.
 */
chips: Array<ChipView>, };

export type TextView = { 
/**
 * Its path.
 */
path: string, 
/**
 * Its paragraphs.
 */
paragraphs: Array<ParagraphView>, };

export type SidesView = { 
/**
 * The one sum.
 */
left: string, 
/**
 * The other.
 */
right: string, 
/**
 * Whether they are equal.
 */
equal: boolean, };

export type BalanceView = { 
/**
 * The table's key.
 */
table: string, 
/**
 * The one side in words.
 */
left: string, 
/**
 * The other side in words.
 */
right: string, 
/**
 * Each column's sums.
 */
columns: Array<SidesView>, };

export type WaiverView = { 
/**
 * The rule's name.
 */
rule: string, 
/**
 * Where.
 */
path: string, 
/**
 * The value that is let stand.
 */
value: string, 
/**
 * Why.
 */
reason: string, };

export type PlaceView = { 
/**
 * The path of a cell, a value or a text; empty where there is none.
 */
path: string, 
/**
 * The words for it.
 */
label: string, 
/**
 * The paragraph of a text.
 */
paragraph: number | null, 
/**
 * Where in the paragraph the words begin.
 */
start: number, 
/**
 * Where they end.
 */
end: number, };

export type Remedy = { 
/**
 * What the button says.
 */
label: string, 
/**
 * What it does.
 */
edit: Edit, };

export type FindingView = { 
/**
 * Its code.
 */
code: string, 
/**
 * The code's name.
 */
name: string, 
/**
 * `error`, `warning` or `hint`.
 */
severity: string, 
/**
 * What is wrong.
 */
message: string, 
/**
 * What to do.
 */
hint: string, 
/**
 * Why it is let stand, if it is.
 */
waived: string | null, 
/**
 * The finding from which it follows, by its index.
 */
caused_by: number | null, 
/**
 * Where; the first is the finding's own.
 */
places: Array<PlaceView>, 
/**
 * What can be done about it at a press of a button.
 */
remedies: Array<Remedy>, 
/**
 * How it can be let stand with a reason; none where it cannot.
 */
waive: WaiverView | null, };

export type View = { 
/**
 * The format; empty where the form cannot be read.
 */
format: string, 
/**
 * The agency.
 */
agency: string, 
/**
 * The report year; 0 where the form has none.
 */
year: number, 
/**
 * What files of it are called, without extension.
 */
name: string, 
/**
 * The numbers, in the order of the shape's cells.
 */
cells: Array<CellView>, 
/**
 * The short values that are given.
 */
values: Array<ValueView>, 
/**
 * The texts that are given.
 */
texts: Array<TextView>, 
/**
 * The sums that must agree, column by column.
 */
balances: Array<BalanceView>, 
/**
 * The ledger's requests.
 */
ledger: Array<Array<string>>, 
/**
 * Findings that are let stand.
 */
waivers: Array<WaiverView>, 
/**
 * Numbers of the text that can be placeholders.
 */
unbound: number, 
/**
 * All that was found.
 */
findings: Array<FindingView>, 
/**
 * How many errors there are.
 */
errors: number, 
/**
 * How many warnings.
 */
warnings: number, 
/**
 * How many hints.
 */
hints: number, 
/**
 * How many findings are let stand.
 */
waived: number, 
/**
 * The report that it is held against; empty where there is none.
 */
last: string, 
/**
 * SHA-256 of what the form means: two of the same say the same.
 */
meaning: string, };

export type MarkView = { 
/**
 * Left, top, width, height, pt.
 */
rect: [number, number, number, number], 
/**
 * The finding that stands there, by its index; none where only something has changed.
 */
finding: number | null, 
/**
 * The path of what stands there.
 */
path: string, };

export type PageView = { 
/**
 * Its width, pt.
 */
width: number, 
/**
 * Its height, pt.
 */
height: number, 
/**
 * What is marked on it.
 */
marks: Array<MarkView>, 
/**
 * Its words, for those who do not see it.
 */
words: string, };

export type ChangeView = { 
/**
 * What it is about: `number`, `value` or `sentence`.
 */
kind: string, 
/**
 * Its path; of a sentence the text's, empty where it stands in none.
 */
path: string, 
/**
 * The paragraph of a sentence.
 */
paragraph: number | null, 
/**
 * In the words of the official form.
 */
label: string, 
/**
 * What was.
 */
old: string, 
/**
 * What is.
 */
new: string, };

export type Answer = { "is": "done" } | { "is": "need", 
/**
 * The files of faces.
 */
faces: Array<string>, 
/**
 * Files beside the form.
 */
files: Array<string>, } | { "is": "refused", 
/**
 * Why, in Chinese.
 */
complaint: Said, } | { "is": "shape" } & Shape | { "is": "opened", 
/**
 * What was wrong on the way to it, where it was no such text before.
 */
remarks: Array<FindingView>, 
/**
 * Whether the form is that file itself, not one that was made of it.
 */
same: boolean, 
/**
 * What it says.
 */
view: View, } | { "is": "viewed", 
/**
 * What it says.
 */
view: View, } | { "is": "changed", 
/**
 * What was not taken, and why.
 */
refused: Array<EditRefused>, 
/**
 * Whether its text was written anew, so that remarks in it are lost.
 */
rewritten: boolean, 
/**
 * What it says.
 */
view: View, } | { "is": "pages", 
/**
 * A page each.
 */
pages: Array<PageView>, 
/**
 * Whether they are a draft.
 */
draft: boolean, 
/**
 * What showed only on paper.
 */
findings: Array<FindingView>, } | { "is": "made", 
/**
 * Their names.
 */
names: Array<string>, 
/**
 * What showed only on paper.
 */
findings: Array<FindingView>, 
/**
 * What else is to be said.
 */
notes: Array<string>, 
/**
 * Whether a workbook was made anew, since the one that was opened does not take the
 * changes: it must not be written over.
 */
anew: boolean, } | { "is": "compared", 
/**
 * What differs.
 */
changes: Array<ChangeView>, } | { "is": "line", 
/**
 * Its line.
 */
line: FormLine, } | { "is": "explained", 
/**
 * In Chinese: what is checked, why, what to do.
 */
text: string, };


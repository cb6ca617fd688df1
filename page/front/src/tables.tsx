// The three tables as on paper: a native grid, arrows and Enter, blocks from Excel, totals live.

import { useRef, useState } from "preact/hooks";
import { useGoal } from "./goal";
import type { BalanceView, CellShape, CellView, PrintedShape, TableShape } from "./protocol";
import type { Store } from "./store";
import { plainNumber, useTyped } from "./typed";

export function Tables({ store }: { store: Store }) {
  const box = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const [withLast, setWithLast] = useState(false);
  useGoal(store, (goal) => {
    const at = store.shape?.cells.findIndex((cell) => cell.path === goal.path) ?? -1;
    if (at >= 0) inputOf(box.current, at)?.focus();
  });
  const { shape, view } = store;
  if (!shape || !view) return null;
  return (
    <div ref={box} class="tables" onFocusIn={(event) => setCurrent(cellOf(event.target) ?? current)}>
      <div class="bar">
        <h2>三张表</h2>
        <span class="aside">方向键、Tab、回车移动，可以从 Excel 整块粘贴；按 Esc 再按 Tab 离开表格</span>
        {view.last !== "" && (
          <label class="check"><input type="checkbox" checked={withLast} onChange={() => setWithLast(!withLast)} />显示上年的数</label>
        )}
      </div>
      {shape.tables.map((table) => (
        <TableGrid key={table.key} store={store} table={table} current={current} withLast={withLast} />
      ))}
      <About store={store} at={current} />
    </div>
  );
}

function inputOf(box: HTMLElement | null, at: number): HTMLInputElement | null {
  return box?.querySelector<HTMLInputElement>(`input[data-cell="${at}"]`) ?? null;
}

function cellOf(target: EventTarget | null): number | undefined {
  const at = (target as HTMLElement | null)?.dataset?.cell;
  return at === undefined ? undefined : Number(at);
}

interface GridProps {
  store: Store;
  table: TableShape;
  current: number;
  withLast: boolean;
}

function TableGrid({ store, table, current, withLast }: GridProps) {
  const cells = table.rows.flatMap((row) => row.flatMap((cell) => (cell.cell === null ? [] : [cell.cell])));
  const entry = cells.includes(current) ? current : cells[0];
  const balances = store.view?.balances.filter((balance) => balance.table === table.key) ?? [];
  return (
    <section class="sheet" aria-labelledby={`table-${table.key}`}>
      <h3 id={`table-${table.key}`}>{table.section}</h3>
      <div class="scroll">
        <table role="grid" aria-labelledby={`table-${table.key}`} class={`grid ${table.stub > 1 ? "wide" : ""}`}>
          <tbody onKeyDown={(event) => move(event, table)} onPaste={(event) => paste(event, table, store)}>
            {table.rows.map((row, at) => (
              <tr key={at}>
                {row.map((cell) => (
                  <GridCell key={`${cell.column}`} store={store} cell={cell} entry={entry} withLast={withLast} />
                ))}
              </tr>
            ))}
            {balances.map((balance, at) => <BalanceRow key={at} balance={balance} table={table} />)}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface CellProps {
  store: Store;
  cell: PrintedShape;
  entry: number | undefined;
  withLast: boolean;
}

function GridCell({ store, cell, entry, withLast }: CellProps) {
  const span = { colSpan: cell.width, rowSpan: cell.height };
  if (cell.cell === null) {
    const scope = cell.role === "stub" ? (cell.height > 1 ? "rowgroup" : "row") : cell.width > 1 ? "colgroup" : "col";
    if (cell.role === "corner" || cell.role === "band") return <td {...span} class={cell.role}>{cell.label}</td>;
    return <th {...span} scope={scope} class={cell.role}>{cell.label}</th>;
  }
  const shape = store.shape?.cells[cell.cell];
  const view = store.view?.cells[cell.cell];
  if (!shape || !view) return <td {...span} />;
  return (
    <td {...span} role="gridcell" class={`number ${shape.total ? "total" : ""}`}>
      <NumberBox store={store} at={cell.cell} shape={shape} view={view} entry={entry} />
      {withLast && view.last !== null && <span class="last">{view.last}</span>}
    </td>
  );
}

interface BoxProps {
  store: Store;
  at: number;
  shape: CellShape;
  view: CellView;
  entry: number | undefined;
}

function NumberBox({ store, at, shape, view, entry }: BoxProps) {
  const refused = store.refused.get(shape.path);
  const typed = useTyped(store, shape.path, store.typedAt(shape.path) ?? view.typed, plainNumber);
  const worst = severityAt(store, shape.path);
  return (
    <input
      data-cell={at}
      class={refused ? "error" : worst}
      {...typed}
      placeholder={shape.total ? view.printed : ""}
      tabIndex={at === entry ? 0 : -1}
      inputMode="decimal"
      autocomplete="off"
      aria-label={shape.label}
      aria-describedby="about-cell"
      aria-invalid={refused || worst === "error" ? "true" : undefined}
      onFocus={(event) => {
        event.currentTarget.select();
        // What is said of the cell lies over the end of the window.
        event.currentTarget.scrollIntoView({ block: "nearest" });
      }}
    />
  );
}

function severityAt(store: Store, path: string): string {
  const found = store.view?.findings.filter((finding) => finding.waived === null && finding.places[0]?.path === path) ?? [];
  for (const severity of ["error", "warning", "hint"]) {
    if (found.some((finding) => finding.severity === severity)) return severity;
  }
  return "";
}

function BalanceRow({ balance, table }: { balance: BalanceView; table: TableShape }) {
  const words = `勾稽：${balance.left} ＝ ${balance.right}`;
  return (
    <tr class="balance">
      <th scope="row" colSpan={table.stub} title={words}>{words}</th>
      {balance.columns.map((sides, at) => (
        <td key={at} class={sides.equal ? "good" : "bad"} title={words}>{sides.equal ? `${sides.left} ✓` : `${sides.left} ≠ ${sides.right}`}</td>
      ))}
    </tr>
  );
}

/** What counts in the cell that one is in, and what is wrong there. */
function About({ store, at }: { store: Store; at: number }) {
  const shape = store.shape?.cells[at];
  const view = store.view?.cells[at];
  if (!shape || !view) return null;
  const refused = store.refused.get(shape.path);
  const findings = store.view?.findings.filter((one) => one.waived === null && one.places[0]?.path === shape.path) ?? [];
  return (
    <div class="about" id="about-cell">
      <p><strong>{shape.label}</strong>{shape.unit && `（${shape.unit}）`}{shape.total && "：合计由程序计算，可以不填"}{view.note && `　注：${view.note}`}{view.last !== null && `　上年 ${view.last}`}</p>
      {refused && <p class="bad">{refused.complaint.message}{refused.complaint.hint && `；${refused.complaint.hint}`}</p>}
      {findings.map((finding, index) => <p key={index} class={finding.severity}>{finding.message}</p>)}
      {shape.counts.map((words, index) => <p key={index} class="aside">{words}</p>)}
    </div>
  );
}

// Moving ---------------------------------------------------------------------------------------

interface Spot {
  row: number;
  column: number;
  cell: number;
}

function spots(table: TableShape): Spot[] {
  return table.rows.flatMap((row, at) =>
    row.flatMap((cell) => (cell.cell === null ? [] : [{ row: at, column: cell.column, cell: cell.cell }])),
  );
}

/** The next number in a direction; of another block the nearest column. */
function next(all: Spot[], from: Spot, rows: number, columns: number): Spot | undefined {
  if (columns !== 0) {
    const row = all.filter((spot) => spot.row === from.row);
    return row[row.indexOf(from) + columns];
  }
  const wanted = all.filter((spot) => (spot.row - from.row) * rows > 0);
  const nearest = rows > 0 ? Math.min(...wanted.map((spot) => spot.row)) : Math.max(...wanted.map((spot) => spot.row));
  const row = wanted.filter((spot) => spot.row === nearest);
  return [...row].sort((a, b) => Math.abs(a.column - from.column) - Math.abs(b.column - from.column))[0];
}

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Enter: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Whether Escape was pressed last: then Tab leaves the table. */
let leaving = false;

function move(event: KeyboardEvent, table: TableShape): void {
  const input = event.target as HTMLInputElement;
  const at = cellOf(input);
  if (event.key === "Tab") moveOn(event, table, at);
  if (event.key !== "Shift") leaving = event.key === "Escape";
  const step = STEPS[event.key];
  if (at === undefined || !step || event.ctrlKey || event.altKey || event.isComposing) return;
  if (step[1] !== 0 && !atEdge(input, step[1])) return;
  const all = spots(table);
  const from = all.find((spot) => spot.cell === at);
  const sign = event.key === "Enter" && event.shiftKey ? -1 : 1;
  const to = from && next(all, from, step[0] * sign, step[1]);
  event.preventDefault();
  if (to) inputOf(input.closest("table"), to.cell)?.focus();
}

/** Tab goes on to the next number as in Excel; from the last one, or after Escape, it leaves the table. */
function moveOn(event: KeyboardEvent, table: TableShape, at: number | undefined): void {
  if (at === undefined || leaving || event.ctrlKey || event.altKey) return;
  const cells = spots(table).map((spot) => spot.cell);
  const to = cells[cells.indexOf(at) + (event.shiftKey ? -1 : 1)];
  const input = to === undefined ? null : inputOf((event.target as HTMLElement).closest("table"), to);
  if (!input) return;
  event.preventDefault();
  input.focus();
}

/** Whether an arrow would leave what is typed: all is selected, or the caret is at the end. */
function atEdge(input: HTMLInputElement, step: number): boolean {
  const { selectionStart, selectionEnd, value } = input;
  if (selectionStart === 0 && selectionEnd === value.length) return true;
  return selectionStart === selectionEnd && selectionStart === (step < 0 ? 0 : value.length);
}

/** A block from Excel, Word or a page: its rows and columns from the cell on where it is pasted. */
function paste(event: ClipboardEvent, table: TableShape, store: Store): void {
  const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "") ?? "";
  const at = cellOf(event.target);
  if (at === undefined || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const all = spots(table);
  const from = all.find((spot) => spot.cell === at);
  if (!from) return;
  const rows = [...new Set(all.filter((spot) => spot.row >= from.row).map((spot) => spot.row))];
  // What was being typed in the cell gives way to the block.
  (event.target as HTMLInputElement).blur();
  (event.target as HTMLInputElement).focus();
  const edits = text.split("\n").flatMap((line, down) => {
    const row = all.filter((spot) => spot.row === rows[down] && spot.column >= from.column);
    return line.split("\t").flatMap((value, along) => editOf(store, row[along], value));
  });
  store.change(edits, "");
}

function editOf(store: Store, spot: Spot | undefined, value: string): { edit: "set"; path: string; value: string }[] {
  const shape = spot && store.shape?.cells[spot.cell];
  // Totals are left to the program, whatever a block says there.
  if (!shape || shape.total) return [];
  // A blank of a block leaves what stands there.
  return value.trim() === "" ? [] : [{ edit: "set", path: shape.path, value: plainNumber(value.trim()) }];
}

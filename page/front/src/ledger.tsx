// The ledger of requests: a request a row, from which the table is counted.

import { useLayoutEffect, useState } from "preact/hooks";
import type { Store } from "./store";

const HEADS = ["收到日期", "申请人类型", "办理结果", "办结日期", "备注"];
const APPLICANT = 1;
const OUTCOME = 2;
/** Rows on one leaf. */
const LEAF = 50;

export function Ledger({ store }: { store: Store }) {
  const kept = store.view?.ledger ?? [];
  const [rows, setRows] = useState(kept);
  const [leaf, setLeaf] = useState(0);
  const known = JSON.stringify(kept);
  // What was typed here comes back as it was given; only another form's ledger takes its place.
  useLayoutEffect(() => {
    if (JSON.stringify(rows.filter((row) => row.some((value) => value.trim() !== ""))) !== known) setRows(kept);
  }, [known]);
  if ((store.shape?.applicants.length ?? 0) === 0) {
    return <div><h2>台账</h2><p>这种格式没有台账。</p></div>;
  }
  const give = (changed: string[][]): void => {
    setRows(changed);
    store.change([{ edit: "ledger", requests: changed.filter((row) => row.some((value) => value.trim() !== "")) }], "台账");
  };
  const blank = HEADS.map(() => "");
  // Something to paste on is always there.
  const last = Math.max(0, Math.ceil(rows.length / LEAF) - 1);
  const here = Math.min(leaf, last);
  const shown = rows.length > 0 ? rows.slice(here * LEAF, (here + 1) * LEAF) : [blank];
  return (
    <div>
      <h2>台账</h2>
      <p class="aside">一行一件申请，由它算出申请表；不写姓名等个人信息，不会印出来。可以从 Excel 整块粘贴。</p>
      <div class="scroll">
        <table class="ledger" aria-label="台账">
          <thead><tr>{HEADS.map((head) => <th key={head} scope="col">{head}</th>)}<th scope="col">删</th></tr></thead>
          <tbody onPaste={(event) => pasteRows(event, rows, give)}>
            {shown.map((row, at) => (
              <Row key={at} store={store} row={row} at={here * LEAF + at} onGive={(changed) => give(withRow(rows, here * LEAF + at, changed))} />
            ))}
          </tbody>
        </table>
      </div>
      <div class="bar">
        <button type="button" onClick={() => { setRows([...rows, blank]); setLeaf(Math.floor(rows.length / LEAF)); }}>加一件</button>
        {rows.length > LEAF && <button type="button" disabled={here === 0} onClick={() => setLeaf(here - 1)}>上一页</button>}
        {rows.length > LEAF && <button type="button" disabled={here === last} onClick={() => setLeaf(here + 1)}>下一页</button>}
        <span>{`共 ${rows.length} 件`}</span>
      </div>
      <datalist id="applicants">{store.shape?.applicants.map((name) => <option key={name} value={name} />)}</datalist>
      <datalist id="outcomes">{store.shape?.outcomes.map((name) => <option key={name} value={name} />)}</datalist>
    </div>
  );
}

function withRow(rows: string[][], at: number, row: string[] | null): string[][] {
  const changed = [...rows];
  if (row) changed[at] = row;
  else changed.splice(at, 1);
  return changed;
}

interface RowProps {
  store: Store;
  row: string[];
  at: number;
  onGive(row: string[] | null): void;
}

function Row({ row, at, onGive }: RowProps) {
  const [typed, setTyped] = useState(row);
  const known = row.join("\t");
  useLayoutEffect(() => setTyped(row), [known]);
  return (
    <tr>
      {HEADS.map((head, column) => (
        <td key={head}>
          <input
            aria-label={`第 ${at + 1} 件，${head}`}
            list={column === APPLICANT ? "applicants" : column === OUTCOME ? "outcomes" : undefined}
            value={typed[column] ?? ""}
            data-row={at}
            onInput={(event) => {
              const changed = withValue(typed, column, event.currentTarget.value);
              setTyped(changed);
              if (!event.isComposing) onGive(changed);
            }}
            {...{ oncompositionend: () => onGive(typed) }}
          />
        </td>
      ))}
      <td><button type="button" class="quiet" aria-label={`删去第 ${at + 1} 件`} onClick={() => onGive(null)}>×</button></td>
    </tr>
  );
}

function withValue(row: string[], column: number, value: string): string[] {
  const changed = HEADS.map((_, at) => row[at] ?? "");
  changed[column] = value;
  return changed;
}

function pasteRows(event: ClipboardEvent, rows: string[][], give: (rows: string[][]) => void): void {
  const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "") ?? "";
  const at = Number((event.target as HTMLElement).dataset?.row);
  if (!text.includes("\t") || Number.isNaN(at)) return;
  event.preventDefault();
  const pasted = text.split("\n").map((line) => line.split("\t").slice(0, HEADS.length));
  give([...rows.slice(0, at), ...pasted, ...rows.slice(at + pasted.length)]);
}

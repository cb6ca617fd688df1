// The texts, each a box of paragraphs whose placeholders are chips.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useGoal } from "./goal";
import type { FieldShape, ParagraphView } from "./protocol";
import type { Store } from "./store";
import { caretOf, cleaned, copied, fill, insert, insertChip, leaveChip, putCaret, read, renew, select } from "./textbox";

export function Texts({ store }: { store: Store }) {
  const fields = (store.shape?.fields ?? []).filter((field) => field.kind === "narrative");
  const unbound = store.view?.unbound ?? 0;
  return (
    <div>
      <div class="bar">
        <h2>文字</h2>
        {unbound > 0 && (
          <button type="button" onClick={() => store.change([{ edit: "bind" }], "")}>{`把 ${unbound} 个数与表绑定，以后随表变动`}</button>
        )}
      </div>
      <p class="aside">一行一段；灰底的数随表变动，按退格键整个删去。“一、”“（一）”“1.”开头的行是标题。</p>
      {fields.map((field) => <TextField key={field.path} store={store} field={field} />)}
    </div>
  );
}

function TextField({ store, field }: { store: Store; field: FieldShape }) {
  const box = useRef<HTMLDivElement>(null);
  const known = store.view?.texts.find((text) => text.path === field.path)?.paragraphs ?? [];
  const waiting = store.typedAt(field.path);
  // What has not been taken stands as it was typed, not as the form has it.
  const paragraphs = waiting === null ? known : waiting.split("\n").map((typed) => ({ typed, chips: [] }));
  const refused = store.refused.get(field.path);
  const id = `text-${field.path}`;
  const turn = useRef(store.turn);
  useLayoutEffect(() => {
    const { current } = box;
    if (current) show(current, paragraphs, turn.current !== store.turn);
    turn.current = store.turn;
  });
  useGoal(store, (goal) => {
    if (goal.path === field.path && box.current) goTo(box.current, goal.paragraph, goal.start, goal.end);
  });
  const typed = (): void => {
    if (box.current) store.change([{ edit: "write", path: field.path, paragraphs: read(box.current) }], field.path);
  };
  const paste = (event: ClipboardEvent): void => {
    event.preventDefault();
    const { text, dropped } = cleaned(event.clipboardData?.getData("text/plain") ?? "");
    insert(text);
    if (dropped > 0) store.say(`去掉了 ${dropped} 个看不见或印不出的字符`);
  };
  const copy = (event: ClipboardEvent): void => {
    if (!box.current) return;
    event.preventDefault();
    event.clipboardData?.setData("text/plain", copied(box.current));
    if (event.type === "cut") document.execCommand("delete");
  };
  return (
    <section class="text">
      <h3 id={id}>{field.path.replace(".", " · ")}</h3>
      <p class="aside" id={`${id}-help`}>{`${field.help}${NOTES[field.path] ?? ""}`}</p>
      <div
        ref={box}
        class="box"
        role="textbox"
        aria-multiline="true"
        aria-labelledby={id}
        aria-describedby={`${id}-help`}
        aria-invalid={refused ? "true" : undefined}
        contentEditable
        data-path={field.path}
        onBeforeInput={() => box.current && leaveChip(box.current)}
        onInput={(event) => {
          if (!event.isComposing) typed();
        }}
        {...{ oncompositionend: typed }}
        onPaste={paste}
        onCopy={copy}
        onCut={copy}
        onDrop={(event) => event.preventDefault()}
        onBlur={() => store.history.pause()}
      />
      {refused && <p class="bad">{refused.complaint.message}{refused.complaint.hint && `；${refused.complaint.hint}`}</p>}
      <Insert store={store} onPick={(range, path, printed) => {
        if (!box.current) return;
        const selection = window.getSelection();
        if (range && box.current.contains(range.startContainer)) {
          selection?.removeAllRanges();
          selection?.addRange(range);
        }
        insertChip(box.current, `{{ ${path} }}`, printed);
        typed();
      }} />
    </section>
  );
}

/** What the page adds to the help of a text. */
const NOTES: Record<string, string> = {
  引言: "。自己写引言时，“基本信息”里的联系方式不会自动印出来，请写进去",
};

/** Shows what the form says; what somebody is typing at the moment stays, unless the form was set back. */
function show(box: HTMLElement, paragraphs: ParagraphView[], setBack: boolean): void {
  const wanted = paragraphs.map((paragraph) => paragraph.typed.trimEnd()).join("\n").trimEnd();
  const shown = read(box).map((paragraph) => paragraph.trimEnd()).join("\n").trimEnd();
  const typing = document.activeElement === box && box.hasChildNodes();
  if (wanted === shown && box.hasChildNodes()) {
    renew(box, paragraphs);
  } else if (setBack || !typing) {
    const caret = typing ? caretOf(box) : null;
    fill(box, paragraphs);
    if (caret) putCaret(box, caret);
  }
}

function goTo(box: HTMLElement, paragraph: number | null, start: number, end: number): void {
  if (paragraph === null) box.focus();
  else select(box, paragraph, start, end);
}

interface InsertProps {
  store: Store;
  onPick(range: Range | null, path: string, printed: string): void;
}

const MOST_SHOWN = 12;

/** A number of the tables is looked for by its words or its value and put in as a chip, where the caret was. */
function Insert({ store, onPick }: InsertProps) {
  const [range, setRange] = useState<Range | null>(null);
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState("");
  const begin = (): void => {
    setWanted("");
    setOpen(true);
  };
  const remember = (event: Event): void => {
    event.preventDefault();
    const selection = window.getSelection();
    setRange(selection && selection.rangeCount > 0 ? selection.getRangeAt(0).cloneRange() : null);
  };
  if (!open) return <button type="button" class="quiet" onMouseDown={remember} onClick={begin}>插入表中的数…</button>;
  const found = numbersLike(store, wanted);
  return (
    <div class="insert">
      <label>找哪个数（如 新收 总计，或直接写数）<input ref={(input) => input?.focus({ preventScroll: true })} value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></label>
      {found.length === 0 && <p>没有找到，试试“新收”“行政许可”</p>}
      <ul>
        {found.map(({ path, label, printed }) => (
          <li key={path}><button type="button" onClick={() => { onPick(range, path, printed); setOpen(false); }}>{`${label}：${printed}`}</button></li>
        ))}
      </ul>
      <button type="button" class="quiet" onClick={() => setOpen(false)}>不插了</button>
    </div>
  );
}

interface NumberFound {
  path: string;
  label: string;
  printed: string;
}

function numbersLike(store: Store, wanted: string): NumberFound[] {
  const words = wanted.trim().split(/\s+/);
  const all = (store.shape?.cells ?? []).map((cell, at) => ({ path: cell.path, label: cell.label, printed: store.view?.cells[at]?.printed ?? "" }));
  const hits = (one: NumberFound): boolean => words.every((word) => one.path.includes(word) || one.label.includes(word) || one.printed === word);
  return all.filter(hits).slice(0, MOST_SHOWN);
}

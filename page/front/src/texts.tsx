// The texts, each a box of paragraphs whose placeholders are chips.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useGoal } from "./goal";
import type { FieldShape, ParagraphView } from "./protocol";
import type { Store } from "./store";
import { fill, insert, insertChip, read, renew, select } from "./textbox";

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
  const paragraphs = store.view?.texts.find((text) => text.path === field.path)?.paragraphs ?? [];
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
    insert(event.clipboardData?.getData("text/plain") ?? "");
  };
  return (
    <section class="text">
      <h3 id={id}>{field.path.replace(".", " · ")}</h3>
      <p class="aside" id={`${id}-help`}>{field.help}</p>
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
        onInput={(event) => {
          if (!event.isComposing) typed();
        }}
        {...{ oncompositionend: typed }}
        onPaste={paste}
        onDrop={(event) => event.preventDefault()}
        onBlur={() => store.pause()}
      />
      {refused && <p class="bad">{refused.complaint.message}{refused.complaint.hint && `；${refused.complaint.hint}`}</p>}
      <Insert store={store} onPick={(path, printed) => {
        if (!box.current) return;
        insertChip(box.current, `{{ ${path} }}`, printed);
        typed();
      }} />
    </section>
  );
}

/** Shows what the form says; what somebody is typing at the moment stays, unless the form was set back. */
function show(box: HTMLElement, paragraphs: ParagraphView[], setBack: boolean): void {
  const wanted = paragraphs.map((paragraph) => paragraph.typed.trimEnd()).join("\n").trimEnd();
  const shown = read(box).map((paragraph) => paragraph.trimEnd()).join("\n").trimEnd();
  const typing = document.activeElement === box && box.hasChildNodes();
  if (wanted === shown && box.hasChildNodes()) renew(box, paragraphs);
  else if (setBack || !typing) fill(box, paragraphs);
}

function goTo(box: HTMLElement, paragraph: number | null, start: number, end: number): void {
  if (paragraph === null) box.focus();
  else select(box, paragraph, start, end);
}

interface InsertProps {
  store: Store;
  onPick(path: string, printed: string): void;
}

const MOST_SHOWN = 12;

/** A number of the tables is looked for by its words and put in as a chip. */
function Insert({ store, onPick }: InsertProps) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState("");
  if (!open) return <button type="button" class="quiet" onMouseDown={(event) => event.preventDefault()} onClick={() => setOpen(true)}>插入表中的数…</button>;
  const found = (store.shape?.cells ?? []).flatMap((cell, at) => {
    const hit = wanted.split(/\s+/).every((word) => cell.path.includes(word) || cell.label.includes(word));
    return hit ? [{ cell, printed: store.view?.cells[at]?.printed ?? "" }] : [];
  });
  return (
    <div class="insert">
      <label>找哪个数（如 新收 总计）<input value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></label>
      <ul>
        {found.slice(0, MOST_SHOWN).map(({ cell, printed }) => (
          <li key={cell.path}><button type="button" onClick={() => { onPick(cell.path, printed); setOpen(false); }}>{`${cell.path}：${printed}`}</button></li>
        ))}
      </ul>
      <button type="button" class="quiet" onClick={() => setOpen(false)}>不插了</button>
    </div>
  );
}

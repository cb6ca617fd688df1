// Short values: whose report, when, who answers questions; and what is let stand.

import { useRef } from "preact/hooks";
import { ofInput } from "./files";
import type { FieldShape } from "./protocol";
import type { Store } from "./store";
import { useGoal } from "./goal";
import { useTyped } from "./typed";
import { base } from "./work";

const KINDS: Record<string, string> = { postcode: "numeric", phone: "tel", count: "numeric", amount: "decimal", year: "numeric" };

export function Basics({ store }: { store: Store }) {
  const box = useRef<HTMLDivElement>(null);
  useGoal(store, (goal) => focusField(box.current, goal.path));
  // The format follows from the year and is not changed here.
  const fields = (store.shape?.fields ?? []).filter((field) => field.kind !== "narrative" && field.path !== "格式");
  const usual = fields.filter((field) => !field.folded);
  const folded = fields.filter((field) => field.folded);
  return (
    <div ref={box}>
      <h2>基本信息</h2>
      <p class="aside">{`按 ${store.shape?.format} 年起的格式（${store.shape?.source}）`}</p>
      <LastYear store={store} />
      <div class="fields">{usual.map((field) => <FieldRow key={field.path} store={store} field={field} />)}</div>
      {folded.length > 0 && (
        <details>
          <summary>不常用的：网站、归档</summary>
          <div class="fields">{folded.map((field) => <FieldRow key={field.path} store={store} field={field} />)}</div>
        </details>
      )}
      <Waivers store={store} />
    </div>
  );
}

function focusField(box: HTMLElement | null, path: string): void {
  const field = box && Array.from(box.querySelectorAll<HTMLElement>("[data-path]")).find((one) => one.dataset.path === path);
  if (!field) return;
  const folded = field.closest("details");
  if (folded) folded.open = true;
  field.focus();
}

function FieldRow({ store, field }: { store: Store; field: FieldShape }) {
  const refused = store.refused.get(field.path);
  const known = store.typedAt(field.path) ?? store.view?.values.find((one) => one.path === field.path)?.value ?? "";
  const typed = useTyped(store, field.path, known);
  const id = `field-${field.path}`;
  const told = `${id}-help`;
  const chosen = (event: Event): void => {
    const { value } = event.currentTarget as HTMLSelectElement;
    store.change([{ edit: "set", path: field.path, value }], "");
  };
  const attributes = { id, "data-path": field.path, "aria-describedby": told, "aria-invalid": refused ? ("true" as const) : undefined };
  return (
    <div class="field">
      <label for={id}>{field.path.replace(".", " · ")}</label>
      {field.kind === "yes-no" ? (
        <select {...attributes} value={known} onChange={chosen}>
          <option value="">（不写）</option>
          <option value="是">是</option>
          <option value="否">否</option>
        </select>
      ) : (
        <input {...attributes} {...typed} inputMode={(KINDS[field.kind] ?? "text") as "text"} />
      )}
      <p id={told} class={refused ? "bad" : "aside"}>{refused ? `${refused.complaint.message}${refused.complaint.hint && `；${refused.complaint.hint}`}` : field.help}</p>
    </div>
  );
}

function LastYear({ store }: { store: Store }) {
  const input = useRef<HTMLInputElement>(null);
  const taken = async (event: Event): Promise<void> => {
    const [given] = ofInput(event.currentTarget as HTMLInputElement);
    if (!given) return;
    store.change([{ edit: "set", path: "上年", value: base(given.name) }], "");
    await store.put([given]);
  };
  const last = store.view?.last;
  return (
    <p class="last">
      {last ? `与上年核对：${last}` : "还没有给上年的填报表（或上年公布的报告）；给了就与上年核对"}
      <button type="button" onClick={() => input.current?.click()}>{last ? "换一份…" : "选择上年的…"}</button>
      <input ref={input} type="file" hidden aria-label="上年的填报表" onChange={(event) => void taken(event)} />
    </p>
  );
}

function Waivers({ store }: { store: Store }) {
  const waivers = store.view?.waivers ?? [];
  if (waivers.length === 0) return null;
  return (
    <section>
      <h3>写了理由、不用改的</h3>
      <ul>
        {waivers.map((waiver, at) => (
          <li key={at}>
            {`${waiver.path} ${waiver.value}（${waiver.rule}）：${waiver.reason}`}
            <button type="button" class="quiet" onClick={() => store.change([{ edit: "unwaive", at }], "")}>撤去</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

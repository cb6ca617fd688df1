// What is wrong, grouped as in the terminal: what follows from a finding stands under it.

import { useState } from "preact/hooks";
import type { FindingView, WaiverView } from "./protocol";
import type { Store } from "./store";
import type { Refused } from "./work";

const SEVERITIES: Record<string, string> = { error: "错误", warning: "警告", hint: "提示" };

export function Findings({ store }: { store: Store }) {
  const findings = store.view?.findings ?? [];
  const heads = findings.flatMap((finding, at) => (finding.caused_by === null && finding.waived === null ? [{ finding, at }] : []));
  const waived = findings.filter((finding) => finding.waived !== null);
  return (
    <aside id="findings" class="findings" aria-labelledby="findings-title">
      <h2 id="findings-title">检查结果</h2>
      <p class="tally" aria-live="polite">{tally(store)}</p>
      <ul>
        {store.remarks.map((finding, at) => <li key={`r${at}`}><FindingCard store={store} finding={finding} followers={[]} remark /></li>)}
        {[...store.refused].map(([path, refused]) => <li key={`x${path}`}><RefusedCard store={store} path={path} refused={refused} /></li>)}
        {heads.map(({ finding, at }) => (
          <li key={keyOf(finding)}><FindingCard store={store} finding={finding} followers={findings.filter((one) => one.caused_by === at)} /></li>
        ))}
      </ul>
      {waived.length > 0 && (
        <details>
          <summary>{`写了理由、不用改的 ${waived.length} 处`}</summary>
          <ul>{waived.map((finding) => <li key={keyOf(finding)}><FindingCard store={store} finding={finding} followers={[]} /></li>)}</ul>
        </details>
      )}
    </aside>
  );
}

function tally(store: Store): string {
  const { view } = store;
  if (!view) return "";
  const { errors, warnings, hints } = view;
  const refused = store.refused.size;
  if (errors + warnings + hints + refused === 0) return "没有发现问题，可以生成报告";
  const caused = view.findings.filter((finding) => finding.caused_by !== null && finding.waived === null).length;
  const rest = [hints > 0 ? `，${hints} 条提示` : "", caused > 0 ? `，另有 ${caused} 处由此而来` : "", refused > 0 ? `，${refused} 处没有收进去` : ""];
  return `${errors} 个错误，${warnings} 个警告${rest.join("")}`;
}

/** What a card is known by while others come and go. */
function keyOf(finding: FindingView): string {
  const [place] = finding.places;
  return [finding.code, place?.path, place?.paragraph, place?.start, finding.message].join("|");
}

/** Something that was typed and is not in the form. */
function RefusedCard({ store, path, refused }: { store: Store; path: string; refused: Refused }) {
  return (
    <div class="card error">
      <button type="button" class="lead" onClick={() => store.lead(path)}>
        <span class="mark">没有收进去</span>
        {refused.complaint.message}
      </button>
      {refused.complaint.hint && <p class="hint">{`办法：${refused.complaint.hint}`}</p>}
    </div>
  );
}

interface CardProps {
  store: Store;
  finding: FindingView;
  followers: FindingView[];
  remark?: boolean;
}

function FindingCard({ store, finding, followers, remark }: CardProps) {
  const [place] = finding.places;
  const lead = (): void => {
    if (place) store.lead(place.path, place.paragraph, place.start, place.end);
  };
  return (
    <div class={`card ${finding.severity}`}>
      <button type="button" class="lead" onClick={lead}>
        <span class="mark">{remark ? "打开时" : SEVERITIES[finding.severity]}</span>
        {finding.message}
      </button>
      {place?.label && <p class="where">{place.label}</p>}
      {finding.hint && <p class="hint">{`办法：${finding.hint}`}</p>}
      {finding.waived !== null && <Waived store={store} finding={finding} />}
      {!remark && (
        <div class="remedies">
          {finding.remedies.map((remedy) => (
            <button type="button" key={remedy.label} onClick={() => store.change([remedy.edit], "")}>{remedy.label}</button>
          ))}
          {finding.waive && <Waive store={store} waiver={finding.waive} />}
          <Explain store={store} code={finding.code} />
        </div>
      )}
      {followers.length > 0 && (
        <details>
          <summary>{`另有 ${followers.length} 处由此而来`}</summary>
          <ul>{followers.map((one) => <li key={keyOf(one)}><FindingCard store={store} finding={one} followers={[]} /></li>)}</ul>
        </details>
      )}
    </div>
  );
}

function Waive({ store, waiver }: { store: Store; waiver: WaiverView }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  if (!open) return <button type="button" class="quiet" onClick={() => setOpen(true)}>不用改…</button>;
  const give = (event: Event): void => {
    event.preventDefault();
    const { rule, path, value } = waiver;
    store.change([{ edit: "waive", rule, path, value, reason }], "");
    setOpen(false);
  };
  return (
    <form class="waive" onSubmit={give}>
      <label>为什么不用改<input required ref={(input) => input?.focus()} value={reason} onInput={(event) => setReason(event.currentTarget.value)} /></label>
      <button type="submit">记下理由</button>
      <button type="button" onClick={() => setOpen(false)}>算了</button>
    </form>
  );
}

function Explain({ store, code }: { store: Store; code: string }) {
  const [text, setText] = useState("");
  const show = async (): Promise<void> => setText(text === "" ? await store.explain(code) : "");
  return (
    <>
      <button type="button" class="quiet" onClick={() => void show()}>{text === "" ? "说明" : "收起"}</button>
      {text !== "" && <pre class="explained">{text}</pre>}
    </>
  );
}

/** The reason why a finding stands, and the way back. */
function Waived({ store, finding }: { store: Store; finding: FindingView }) {
  const path = finding.places[0]?.path ?? "";
  const at = store.view?.waivers.findIndex((one) => one.rule === finding.name && one.path === path && one.reason === finding.waived) ?? -1;
  return (
    <p class="where">
      {`理由：${finding.waived}`}
      {at >= 0 && <button type="button" class="quiet" onClick={() => store.change([{ edit: "unwaive", at }], "")}>撤去</button>}
    </p>
  );
}

// What has changed since the form was opened, and against last year.

import { useLayoutEffect } from "preact/hooks";
import type { Store } from "./store";

export function Changes({ store }: { store: Store }) {
  const { view, papers } = store;
  const { changes } = papers;
  useLayoutEffect(() => {
    if (!changes) void papers.compare();
  }, [view]);
  return (
    <div>
      <h2>对比</h2>
      <section>
        <h3>打开以后改了什么</h3>
        {changes && changes.length === 0 && <p>没有改动。</p>}
        {changes && changes.length > 0 && (
          <div class="scroll"><table class="plain">
            <thead><tr><th scope="col">哪里</th><th scope="col">原来</th><th scope="col">现在</th></tr></thead>
            <tbody>
              {changes.map((change, at) => (
                <tr key={at}>
                  <th scope="row">{store.reachable(change.path) ? <button type="button" class="quiet" onClick={() => store.lead(change.path, change.paragraph)}>{change.label}</button> : change.label}</th>
                  <td>{change.old}</td>
                  <td>{change.new}</td>
                </tr>
              ))}
            </tbody>
          </table></div>
        )}
      </section>
      <AgainstLast store={store} />
    </div>
  );
}

function AgainstLast({ store }: { store: Store }) {
  const { shape, view } = store;
  if (!shape || !view) return null;
  if (view.last === "") {
    return <section><h3>与上年相比</h3><p>还没有给上年的填报表或报告；在“基本信息”里选择。</p></section>;
  }
  const rows = shape.cells.flatMap((cell, at) => {
    const now = view.cells[at];
    if (!now || now.last === null) return [];
    const printed = now.printed.replace(/（.*$/, "") || "0";
    return printed === now.last ? [] : [{ cell, last: now.last, printed }];
  });
  return (
    <section>
      <h3>{`与上年相比（${view.last}）`}</h3>
      <div class="scroll"><table class="plain">
        <thead><tr><th scope="col">哪里</th><th scope="col">上年</th><th scope="col">本年</th><th scope="col">增减</th></tr></thead>
        <tbody>
          {rows.map(({ cell, last, printed }) => (
            <tr key={cell.path}>
              <th scope="row"><button type="button" class="quiet" onClick={() => store.lead(cell.path)}>{cell.path}</button></th>
              <td class="number">{last}</td>
              <td class="number">{printed}</td>
              <td class="number">{difference(printed, last)}</td>
            </tr>
          ))}
        </tbody>
      </table></div>
    </section>
  );
}

/** By how much a number grew; nothing for what is none. Sums of money have six places. */
function difference(now: string, last: string): string {
  const change = Number(now) - Number(last);
  if (Number.isNaN(change)) return "";
  return `${change > 0 ? "+" : ""}${Number(change.toFixed(6))}`;
}

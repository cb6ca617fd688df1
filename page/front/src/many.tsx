// Several forms: a line each, opened with a click, and the table of all as a workbook.

import type { FormLine } from "./protocol";
import type { Many as One, Store } from "./store";

export function Many({ store }: { store: Store }) {
  const { many } = store;
  const files = many.map((one) => one.given);
  return (
    <div>
      <div class="bar">
        <h2>{`${many.length} 份填报表`}</h2>
        <button type="button" onClick={() => void store.saveSummary()}>汇总存为 Excel</button>
        <button type="button" onClick={() => store.set({ many: [], room: "start" })}>回到开始</button>
      </div>
      <div class="scroll"><table class="plain">
        <thead><tr><th scope="col">填报表</th><th scope="col">机关</th><th scope="col">年度</th><th scope="col">结果</th><th scope="col">错误</th><th scope="col">警告</th><th scope="col">提示</th></tr></thead>
        <tbody>{many.map((one, at) => <Line key={at} one={one} onOpen={() => void store.open(one.given, files)} />)}</tbody>
      </table></div>
    </div>
  );
}

function Line({ one, onOpen }: { one: One; onOpen(): void }) {
  const { line, given } = one;
  return (
    <tr>
      <th scope="row"><button type="button" class="quiet" onClick={onOpen}>{given.name}</button></th>
      <td>{line?.agency ?? ""}</td>
      <td>{line?.year || ""}</td>
      <td>{line ? `${line.state}${line.reason && `：${line.reason}`}` : "…"}</td>
      <td class="number">{line ? total(line, 0) : ""}</td>
      <td class="number">{line ? total(line, 1) : ""}</td>
      <td class="number">{line ? total(line, 2) : ""}</td>
    </tr>
  );
}

function total(line: FormLine, kind: number): number {
  return line.tallies.reduce((sum, tally) => sum + (tally[kind] ?? 0), 0);
}

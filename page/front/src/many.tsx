// Several forms: a line each, opened with a click, and the table of all as a workbook.

import type { FormLine } from "./protocol";
import { useLayoutEffect } from "preact/hooks";
import type { FormOfSeveral } from "./several";
import type { Store } from "./store";

export function Many({ store }: { store: Store }) {
  const { several } = store;
  const { many } = several;
  useLayoutEffect(() => void several.renew(), []);
  return (
    <div>
      <div class="bar">
        <h2>{`${many.length} 份填报表`}</h2>
        <button type="button" onClick={() => void several.saveSummary()}>汇总存为 Excel</button>
        <button type="button" onClick={() => several.close()}>回到开始</button>
      </div>
      <div class="scroll"><table class="plain">
        <thead><tr><th scope="col">填报表</th><th scope="col">机关</th><th scope="col">年度</th><th scope="col">结果</th><th scope="col">错误</th><th scope="col">警告</th><th scope="col">提示</th></tr></thead>
        <tbody>{many.map((one, at) => <Line key={at} one={one} onOpen={() => void several.openOne(one)} />)}</tbody>
      </table></div>
    </div>
  );
}

function Line({ one, onOpen }: { one: FormOfSeveral; onOpen(): void }) {
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

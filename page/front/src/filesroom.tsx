// What is made of the form: the form itself, the report in all formats, the archive edition.

import type { Store } from "./store";

const FORMATS: [string, string][] = [
  ["docx", "Word（.docx）：可以接着改"],
  ["pdf", "PDF：打印、归档"],
  ["txt", "纯文本（.txt）"],
  ["html", "网页（.html）：网站发布"],
  ["ofd", "OFD：版式文件"],
  ["bag", "归档包：移交档案（zip）"],
];

export function Files({ store }: { store: Store }) {
  const errors = store.view?.errors ?? 0;
  const workbook = store.work?.workbook !== null;
  const ready = FORMATS.filter(([format]) => format !== "bag" || errors === 0);
  return (
    <div>
      <h2>生成文件</h2>
      <section>
        <h3>填报表</h3>
        <p class="aside">{store.work?.handle ? `“保存填报表”直接写回 ${store.work.handle.name}。` : "“保存填报表”会下载一份到“下载”文件夹；请收到平时放填报表的地方，下次把它拖进这个网页接着填。"}</p>
        <div class="bar">
          <button type="button" class="main" onClick={() => void store.saving.save()}>保存填报表</button>
          <button type="button" onClick={() => void store.saving.saveAs("yaml")}>另存草稿（.yaml，用这个网页打开）</button>
          <button type="button" onClick={() => void store.saving.saveAs("xlsx")}>{workbook ? "存为 Excel（原来的表格）" : "存为 Excel"}</button>
          <button type="button" onClick={() => void store.saving.saveAs("json")}>存为 JSON</button>
        </div>
        <p class="aside">没保存的改动也留在这个浏览器的草稿里，但同一浏览器打开的别的本地网页读得到它，清理浏览器会清掉它；要紧的请另存成文件。</p>
      </section>
      <section>
        <h3>报告</h3>
        {errors > 0 && <p class="bad">{`还有 ${errors} 个错误：现在生成的是草稿，每页都印“草稿”字样；归档包要改正后才能生成。`}</p>}
        <ul class="formats">
          {FORMATS.map(([format, words]) => (
            <li key={format}><button type="button" disabled={format === "bag" && errors > 0} onClick={() => void store.saving.makeFormat(format)}>{words}</button></li>
          ))}
        </ul>
        <button type="button" class="main" onClick={() => void store.saving.saveAll(ready.map(([format]) => format))}>全部，装成一个 zip</button>
      </section>
    </div>
  );
}

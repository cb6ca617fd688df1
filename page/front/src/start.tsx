// The start: a form, a report, a new form, a draft.

import { useRef, useState } from "preact/hooks";
import type { Draft } from "./drafts";
import { type GivenFile, choose, ofInput } from "./files";
import { Licences } from "./licences";
import type { Store } from "./store";

export function Start({ store }: { store: Store }) {
  return (
    <div class="start">
      <section aria-labelledby="start-new">
        <h2 id="start-new">新的填报表</h2>
        <NewForm store={store} />
      </section>
      <section aria-labelledby="start-open">
        <h2 id="start-open">接着做，或者从公布过的报告开始</h2>
        <p>把填报表、上年的填报表、已经公布的报告或整个文件夹拖到这里，或者：</p>
        <OpenButtons store={store} />
        <p class="aside">填报表是 .yaml、.xlsx、.xls、.et、.ods；公布过的报告是 .docx、.pdf、.ofd、.html、.txt，里面的数和文字会读出来。</p>
      </section>
      <Drafts store={store} />
      <section aria-labelledby="start-about" class="aside">
        <h2 id="start-about">放心用</h2>
        <p>全部在这台电脑上完成，不上网，也不会把任何内容发到别处。</p>
        <Licences />
      </section>
    </div>
  );
}

function OpenButtons({ store }: { store: Store }) {
  const one = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const chooseFiles = async (): Promise<void> => {
    const given = one.current && (await choose(one.current));
    if (given) await store.take(given);
  };
  const taken = (event: Event): void => void store.take(ofInput(event.currentTarget as HTMLInputElement));
  return (
    <div class="bar">
      <button type="button" class="main" onClick={() => void chooseFiles()}>选择文件…</button>
      <button type="button" onClick={() => folder.current?.click()}>选择文件夹…</button>
      <input ref={one} type="file" multiple hidden aria-label="选择文件" id="choose-files" onChange={taken} />
      <input ref={folder} type="file" hidden aria-label="选择文件夹" {...{ webkitdirectory: true }} onChange={taken} />
    </div>
  );
}

function NewForm({ store }: { store: Store }) {
  const [agency, setAgency] = useState("");
  const [year, setYear] = useState(String(new Date().getFullYear() - 1));
  const last = useRef<HTMLInputElement>(null);
  const create = (event: Event): void => {
    event.preventDefault();
    void store.create(agency, Number(year));
  };
  const followed = (event: Event): void => {
    const [given] = ofInput(event.currentTarget as HTMLInputElement);
    if (given) void store.follow(given as GivenFile);
  };
  return (
    <form onSubmit={create}>
      <label>机关全称<input name="agency" required value={agency} onInput={(event) => setAgency(event.currentTarget.value)} /></label>
      <label>报告年度<input name="year" required inputMode="numeric" pattern="20[0-9]{2}" title="四位年份，如 2021" value={year} onFocus={(event) => event.currentTarget.select()} onInput={(event) => setYear(event.currentTarget.value)} /></label>
      <div class="bar">
        <button type="submit" class="main">新建</button>
        <button type="button" onClick={() => last.current?.click()}>由上年的填报表生成…</button>
      </div>
      <input ref={last} type="file" hidden aria-label="上年的填报表" onChange={followed} />
    </form>
  );
}

function Drafts({ store }: { store: Store }) {
  if (store.drafts.length === 0) return null;
  return (
    <section aria-labelledby="start-drafts">
      <h2 id="start-drafts">上次没做完的</h2>
      <ul class="drafts">
        {store.drafts.map((draft) => (
          <li key={draft.id}>
            <button type="button" onClick={() => void store.openDraft(draft)}>{draftName(draft)}</button>
            <span>{`${draft.name}，${new Date(draft.changed).toLocaleString("zh-CN")}`}</span>
            <button type="button" class="quiet" aria-label={`删去 ${draftName(draft)}`} onClick={() => void store.dropDraft(draft.id)}>删去</button>
          </li>
        ))}
      </ul>
      <p class="aside">草稿存在这个浏览器里：同一浏览器打开的别的本地网页也读得到，清理浏览器会一起清掉。要紧的请在“生成文件”里“另存草稿”成文件。</p>
    </section>
  );
}

function draftName(draft: Draft): string {
  return `${draft.agency || draft.name} ${draft.year || ""}年度`;
}

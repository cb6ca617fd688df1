// The pages as they will be printed, with marks where something is wrong or has changed.

import { useLayoutEffect, useState } from "preact/hooks";
import type { MarkView, PageView } from "./protocol";
import type { Store } from "./store";

export function Pages({ store }: { store: Store }) {
  const [since, setSince] = useState(false);
  const [wide, setWide] = useState(false);
  const { view, papers } = store;
  const { sheets } = papers;
  useLayoutEffect(() => {
    if (!sheets || sheets.since !== since) void papers.draw(since);
  }, [since, view, store.ready]);
  return (
    <div class={wide ? "pages large" : "pages"}>
      <div class="bar noprint">
        <h2>看版面</h2>
        <label class="check"><input type="checkbox" checked={since} onChange={() => setSince(!since)} />标出打开以后改过的</label>
        <label class="check"><input type="checkbox" checked={wide} onChange={() => setWide(!wide)} />放大</label>
        <button type="button" onClick={() => window.print()}>打印…</button>
        {sheets && <span>{`共 ${sheets.pages.length} 页${sheets.draft ? "，有错误，印作草稿" : ""}`}</span>}
      </div>
      {sheets?.pages.map((page, at) => <Sheet key={at} store={store} page={page} at={at} url={sheets.urls[at] ?? ""} />)}
    </div>
  );
}

interface SheetProps {
  store: Store;
  page: PageView;
  at: number;
  url: string;
}

function Sheet({ store, page, at, url }: SheetProps) {
  return (
    <figure class="paper" style={{ aspectRatio: `${page.width} / ${page.height}` }}>
      <img src={url} alt={`第 ${at + 1} 页`} width={Math.round(page.width)} height={Math.round(page.height)} />
      <figcaption class="unseen">{page.words}</figcaption>
      {page.marks.map((mark, index) => <Mark key={index} store={store} page={page} mark={mark} />)}
    </figure>
  );
}

function Mark({ store, page, mark }: { store: Store; page: PageView; mark: MarkView }) {
  const [left, top, width, height] = mark.rect;
  const finding = mark.finding === null ? undefined : store.view?.findings[mark.finding];
  const [place] = finding?.places ?? [];
  const style = {
    left: `${(left / page.width) * 100}%`,
    top: `${(top / page.height) * 100}%`,
    width: `${(width / page.width) * 100}%`,
    height: `${(height / page.height) * 100}%`,
  };
  const words = finding ? finding.message : `改过：${mark.path}`;
  const lead = (): void => store.lead(mark.path, place?.paragraph ?? null, place?.start ?? 0, place?.end ?? 0);
  const kind = finding?.severity ?? "changed";
  return <button type="button" class={`spot noprint ${kind}`} style={style} title={words} aria-label={words} onClick={lead} />;
}

// The frame: what is open, where one is, what is wrong.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { Basics } from "./basics";
import { Changes } from "./changes";
import { Files } from "./filesroom";
import { Findings } from "./findings";
import { Ledger } from "./ledger";
import { Many } from "./many";
import { Pages } from "./pages";
import { Start } from "./start";
import type { Room, Store } from "./store";
import { Tables } from "./tables";
import { Texts } from "./texts";
import { DropZone } from "./drop";

const ROOMS: [Room, string][] = [
  ["basics", "基本信息"],
  ["tables", "三张表"],
  ["texts", "文字"],
  ["ledger", "台账"],
  ["pages", "看版面"],
  ["changes", "对比"],
  ["files", "生成文件"],
];

/** Draws again whenever the store has changed. */
function useStore(store: Store): void {
  const [, again] = useState(0);
  useLayoutEffect(() => store.watch(() => again((count) => count + 1)), [store]);
}

export function App({ store }: { store: Store }) {
  useStore(store);
  useKeys(store);
  useLeaving(store);
  return (
    <DropZone store={store}>
      <a class="skip" href="#main">跳到内容</a>
      <Header store={store} />
      <Messages store={store} />
      {store.work ? <Form store={store} /> : <main id="main" tabIndex={-1}>{store.room === "many" ? <Many store={store} /> : <Start store={store} />}</main>}
    </DropZone>
  );
}

function Header({ store }: { store: Store }) {
  const { work, view } = store;
  return (
    <header class="top">
      <h1>{view && work ? `${view.agency || "（没有机关）"} ${view.year || ""}年度` : "政府信息公开工作年度报告"}</h1>
      {work && (
        <div class="bar">
          <button type="button" disabled={!store.history.canUndo} onClick={() => void store.undo()}>撤销</button>
          <button type="button" disabled={!store.history.canRedo} onClick={() => void store.redo()}>重做</button>
          <button type="button" class="main" onClick={() => void store.saving.save()}>{store.unsaved ? "保存填报表 ●" : "保存填报表"}</button>
          <button type="button" onClick={() => void store.leave()}>关闭</button>
        </div>
      )}
    </header>
  );
}

function Messages({ store }: { store: Store }) {
  const { alarm, busy, notice, ready } = store;
  const shown = busy || (ready ? notice : "正在准备…");
  return (
    <div class="messages">
      <p class="busy" role="status">{shown}</p>
      {alarm && (
        <div class="alarm" role="alert">
          <p><strong>{alarm.message}</strong>{alarm.hint && `；${alarm.hint}`}</p>
          <button type="button" onClick={() => store.set({ alarm: null })}>知道了</button>
        </div>
      )}
    </div>
  );
}

function Form({ store }: { store: Store }) {
  return (
    <div class="work">
      <nav aria-label="内容">
        {ROOMS.map(([room, name]) => (
          <button type="button" key={room} aria-current={store.room === room ? "page" : undefined} onClick={() => goTo(store, room)}>{name}</button>
        ))}
        <button type="button" class="narrow" onClick={() => document.getElementById("findings")?.scrollIntoView()}>{`问题 ${counted(store)}`}</button>
      </nav>
      <main id="main" tabIndex={-1}><RoomView store={store} /></main>
      <Findings store={store} />
    </div>
  );
}

/** Another room begins at its top. */
function goTo(store: Store, room: Room): void {
  store.set({ room, goal: null });
  window.scrollTo(0, 0);
}

function counted(store: Store): number {
  return (store.view?.errors ?? 0) + (store.view?.warnings ?? 0) + (store.view?.hints ?? 0) + store.refused.size;
}

function RoomView({ store }: { store: Store }): ComponentChildren {
  switch (store.room) {
    case "tables":
      return <Tables store={store} />;
    case "texts":
      return <Texts store={store} />;
    case "ledger":
      return <Ledger store={store} />;
    case "pages":
      return <Pages store={store} />;
    case "changes":
      return <Changes store={store} />;
    case "files":
      return <Files store={store} />;
    default:
      return <Basics store={store} />;
  }
}

/** Ctrl+S, Ctrl+Z, Ctrl+Y. */
function useKeys(store: Store): void {
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || !store.work || !isOfForm(event)) return;
      const act = shortcut(store, event.key.toLowerCase(), event.shiftKey);
      if (!act) return;
      event.preventDefault();
      void act;
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, [store]);
}

/** Inputs that are no values of the form undo by themselves; saving is meant everywhere. */
function isOfForm(event: KeyboardEvent): boolean {
  const at = event.target as HTMLElement;
  const types = at.tagName === "INPUT" || at.isContentEditable;
  return event.key.toLowerCase() === "s" || !types || at.dataset.cell !== undefined || at.dataset.path !== undefined;
}

function shortcut(store: Store, key: string, shift: boolean): Promise<void> | null {
  if (key === "s") return store.saving.save();
  if (key === "y" || (key === "z" && shift)) return store.redo();
  if (key === "z") return store.undo();
  return null;
}

/** Asks before what is not saved is left. */
function useLeaving(store: Store): void {
  useLayoutEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (!store.unsaved) return;
      void store.keepNow();
      event.preventDefault();
      event.returnValue = "";
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [store]);
}

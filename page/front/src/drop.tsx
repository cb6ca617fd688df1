// The whole page takes what is dropped on it.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { isForm, ofDrop } from "./files";
import type { Store } from "./store";

interface Props {
  store: Store;
  children: ComponentChildren;
}

export function DropZone({ store, children }: Props) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer) void takeDropped(store, event.dataTransfer);
  };
  const dragOver = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <div class={over ? "page over" : "page"} onDragOver={dragOver} onDragLeave={() => setOver(false)} onDrop={drop}>
      {children}
      {over && <p class="dropping">松开鼠标，放进来</p>}
    </div>
  );
}

/** With a form open, what is dropped belongs to it; otherwise it is opened. */
async function takeDropped(store: Store, transfer: DataTransfer): Promise<void> {
  const files = await ofDrop(transfer);
  if (!store.work) return store.take(files);
  const forms = files.filter((given) => isForm(given.name));
  const [form] = forms;
  if (form && window.confirm(`打开 ${form.name} 吗？\n“取消”就把它放在现在这份填报表旁边（如上年的填报表、图片）。`)) {
    await store.leave();
    return store.take(files);
  }
  await store.put(files);
  store.say(`放在这份填报表旁边：${files.map((given) => given.name).join("、")}`);
}

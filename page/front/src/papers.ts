// The pages as they will be printed, and what has changed: made when they are looked at.

import type { ChangeView, FindingView, PageView } from "./protocol";
import type { Store } from "./store";

/** Drawn pages. */
export interface Sheets {
  pages: PageView[];
  urls: string[];
  draft: boolean;
  since: boolean;
  findings: FindingView[];
}

export class Papers {
  sheets: Sheets | null = null;
  changes: ChangeView[] | null = null;

  constructor(private readonly store: Store) {}

  /** Forgets what was made of an older text. */
  forget(): void {
    this.sheets?.urls.forEach((url) => URL.revokeObjectURL(url));
    this.sheets = null;
    this.changes = null;
  }

  async draw(since: boolean): Promise<void> {
    const { store } = this;
    store.set({ busy: "正在排版…" });
    await store.inTurn(async (work) => {
      const { text } = work;
      const reply = await store.asked(work, (form) => ({ ask: "pages", form, since }), since ? [work.opened] : []);
      if (reply?.answer.is !== "pages" || store.work !== work || work.text !== text) return;
      const urls = reply.parts.map((svg) => URL.createObjectURL(new Blob([svg as BlobPart], { type: "image/svg+xml" })));
      const { pages, draft, findings } = reply.answer;
      this.sheets?.urls.forEach((url) => URL.revokeObjectURL(url));
      this.sheets = { pages, urls, draft, since, findings };
    });
    store.set({ busy: "" });
  }

  async compare(): Promise<void> {
    const { store } = this;
    await store.inTurn(async (work) => {
      const reply = await store.asked(work, (form) => ({ ask: "compare", form }), [work.opened]);
      if (reply?.answer.is === "compared" && store.work === work) this.changes = reply.answer.changes;
    });
    store.set({});
  }
}

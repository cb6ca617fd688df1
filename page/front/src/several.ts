// Several forms: a line each, one after the other, and the table of all.

import { type GivenFile, download } from "./files";
import type { FormLine } from "./protocol";
import type { Store } from "./store";
import { freshWork, offer } from "./work";

/** One form of several. */
export interface FormOfSeveral {
  given: GivenFile;
  line: FormLine | null;
}

export class Several {
  many: FormOfSeveral[] = [];
  /** All files that were given with them. */
  private files: GivenFile[] = [];

  constructor(private readonly store: Store) {}

  async open(forms: GivenFile[], files: GivenFile[]): Promise<void> {
    const { store } = this;
    const many: FormOfSeveral[] = forms.map((given) => ({ given, line: null }));
    this.many = many;
    this.files = files;
    store.set({ room: "many" });
    for (const [at, one] of many.entries()) {
      if (this.many !== many) return;
      store.set({ busy: `正在检查 ${at + 1}/${many.length}…` });
      one.line = await this.lineOf(one.given);
      store.set({});
    }
    store.set({ busy: "" });
  }

  /** Opens one of them, with all files that were given beside it. */
  async openOne(one: FormOfSeveral): Promise<void> {
    await this.store.open(one.given, this.files);
    // What is changed in it is seen when the table is looked at again.
    one.line = null;
  }

  /** Checks again what has been opened since. */
  async renew(): Promise<void> {
    for (const one of this.many) one.line ??= await this.lineOf(one.given);
    this.store.set({});
  }

  close(): void {
    this.many = [];
    this.files = [];
    this.store.set({ room: "start", busy: "" });
  }

  async saveSummary(): Promise<void> {
    const lines = this.many.flatMap((one) => (one.line ? [one.line] : []));
    const reply = await this.store.plain({ ask: "summary", lines }, []);
    if (reply?.answer.is === "made") download("汇总.xlsx", reply.parts[0] ?? new Uint8Array());
  }

  private async lineOf(given: GivenFile): Promise<FormLine> {
    const { store } = this;
    const { alarm } = store;
    const bytes = await store.read(given);
    const work = freshWork(given.name, bytes ?? new Uint8Array());
    offer(work, given.name, this.files);
    const reply = bytes && (await store.asked(work, (form) => ({ ask: "line", form })));
    if (reply?.answer.is === "line") return { ...reply.answer.line, form: given.name };
    const reason = store.alarm?.message ?? "";
    // It is told in its line.
    store.set({ alarm });
    return { form: given.name, agency: "", year: 0, state: "没有检查成", reason, read: false, tallies: [], figures: [] };
  }
}

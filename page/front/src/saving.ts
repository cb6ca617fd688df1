// Files out: the form where it came from, the report in all formats, everything as one zip.

import { type SaveHandle, download, write } from "./files";
import type { FormGiven, Request } from "./protocol";
import type { Store } from "./store";
import type { Work } from "./work";

/** A file that was made. */
interface MadeFile {
  name: string;
  bytes: Uint8Array;
  /** Whether it is a workbook made anew, which must not take the place of the clerk's. */
  anew: boolean;
}

export class Saving {
  constructor(private readonly store: Store) {}

  /** Saves the form where it came from, or as a download. */
  async save(): Promise<void> {
    await this.store.inTurn((work) => this.saveNow(work));
  }

  private async saveNow(work: Work): Promise<void> {
    const { store } = this;
    const meaning = store.view?.meaning ?? "";
    const file = await this.kept(work, work.workbook ? "xlsx" : "yaml");
    if (!file) return;
    if (file.anew) {
      download(`新表-${file.name}`, file.bytes);
      store.warn({ message: "原来的表格装不下这些改动，没有动它", hint: `改动在另下载的“新表-${file.name}”里，请用它代替原来的` });
    } else if (work.handle) {
      if (!(await this.writeBack(work.handle, file.bytes))) return;
      store.say(`已保存到 ${work.handle.name}`);
    } else {
      download(file.name, file.bytes);
      store.say(`已下载 ${file.name}，请放到平时存填报表的文件夹`);
    }
    work.saved = meaning;
    if (store.refused.size > 0) {
      store.warn({ message: `有 ${store.refused.size} 处填的内容没有收进去，也就没有存`, hint: "看右边“没有收进去的”，改好再保存" });
    }
    store.set({});
    await store.keepNow();
  }

  private async writeBack(handle: SaveHandle, bytes: Uint8Array): Promise<boolean> {
    try {
      await write(handle, bytes);
      return true;
    } catch {
      this.store.warn({ message: `${handle.name} 写不进去`, hint: "它可能在别的程序里开着；关掉再保存，或用“生成文件”里的下载" });
      return false;
    }
  }

  /** Downloads the form as a file of this kind. */
  async saveAs(kind: string): Promise<void> {
    await this.store.inTurn(async (work) => {
      const file = await this.kept(work, kind);
      if (file) download(file.name, file.bytes);
    });
  }

  /** Makes a finished file and hands it over. */
  async makeFormat(format: string): Promise<void> {
    this.store.set({ busy: `正在生成 ${nameOf(format)}…` });
    await this.store.inTurn(async (work) => {
      const files = await this.finished(work, format);
      files.forEach((file) => download(file.name, file.bytes));
      if (files.length > 0) this.store.say(`已下载 ${files.map((file) => file.name).join("、")}`);
    });
    this.store.set({ busy: "" });
  }

  /** Makes everything at once, as one zip. */
  async saveAll(formats: string[]): Promise<void> {
    await this.store.inTurn((work) => this.saveAllNow({ ...work }, formats));
    this.store.set({ busy: "" });
  }

  private async saveAllNow(work: Work, formats: string[]): Promise<void> {
    const { store } = this;
    const name = store.view?.name ?? "报告";
    const files: MadeFile[] = [];
    for (const kind of work.workbook ? ["yaml", "xlsx"] : ["yaml"]) {
      const file = await this.kept(work, kind);
      if (file) files.push(file);
    }
    for (const format of formats) {
      store.set({ busy: `正在生成 ${nameOf(format)}…` });
      files.push(...(await this.finished(work, format)));
    }
    const names = files.map((file) => file.name);
    const zip = await store.plain({ ask: "zip", names }, files.map((file) => file.bytes));
    const [bytes] = zip?.parts ?? [];
    if (!bytes) return;
    download(`${name}.zip`, bytes);
    store.say(`已下载 ${name}.zip，里面有 ${files.length} 个文件`);
  }

  /** The form as a file of this kind. */
  private async kept(work: Work, kind: string): Promise<MadeFile | null> {
    const opened = kind === "xlsx" && work.workbook !== null;
    const files = await this.make(work, (form) => ({ ask: "save", form, kind, opened }));
    return files[0] ?? null;
  }

  private async finished(work: Work, format: string): Promise<MadeFile[]> {
    if (format !== "bag") return this.make(work, (form) => ({ ask: "make", form, format }));
    if (!work.workbook) return this.make(work, (form) => ({ ask: "bag", form }));
    // The archive edition holds the form as it is kept: a workbook where it was one.
    const file = await this.kept(work, "xlsx");
    if (!file) return [];
    const asKept: Work = { ...work, name: file.name, text: file.bytes, workbook: null };
    return this.make(asKept, (form) => ({ ask: "bag", form }));
  }

  private async make(work: Work, request: (form: FormGiven) => Request): Promise<MadeFile[]> {
    const { store } = this;
    const reply = await store.asked(work, request, work.workbook ? [work.workbook] : []);
    if (reply?.answer.is !== "made") return [];
    const { names, notes, findings, anew } = reply.answer;
    if (notes.length > 0) store.say(notes.join("；"));
    const bad = findings.find((finding) => finding.severity === "error");
    if (bad) store.warn({ message: bad.message, hint: bad.hint });
    return names.map((name, at) => ({ name, bytes: reply.parts[at] ?? new Uint8Array(), anew }));
  }
}

/** What a format is called in words. */
function nameOf(format: string): string {
  return format === "bag" ? "归档包" : format.toUpperCase();
}

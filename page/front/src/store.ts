// What the page knows: the form's text is the one truth; all that is shown follows from it.

import { type Draft, VERSION, drop, keep, list } from "./drafts";
import { type GivenFile, type SaveHandle, bytesOf, download, isForm, isReport, write } from "./files";
import { Ended, Link, type Reply } from "./link";
import type { ChangeView, Edit, FindingView, FormGiven, FormLine, PageView, Request, Said, Shape, View } from "./protocol";
import { hold, isOpenElsewhere, release } from "./tabs";

/** What is shown at the moment. */
export type Room = "start" | "many" | "basics" | "tables" | "texts" | "ledger" | "pages" | "changes" | "files";

/** The form that is worked on. */
export interface Work {
  id: string;
  /** The name of its text. */
  name: string;
  text: Uint8Array;
  beside: Map<string, Uint8Array>;
  /** Files that can be brought when the form asks for them. */
  offered: Map<string, File>;
  /** Its text as it was opened. */
  opened: Uint8Array;
  /** The workbook that it was opened from. */
  workbook: Uint8Array | null;
  /** The file that it is written back to. */
  handle: SaveHandle | null;
  /** What it meant when it was saved last; empty before. */
  saved: string;
}

/** Something that was typed and not taken. */
export interface Refused {
  value: string;
  complaint: Said;
}

/** Where the page should lead to. */
export interface Goal {
  path: string;
  paragraph: number | null;
  start: number;
  end: number;
  /** So that the same goal can be led to twice. */
  count: number;
}

interface Step {
  text: Uint8Array;
  /** What was typed last; typing on in one place is one step. */
  at: string;
}

/** Drawn pages. */
export interface Sheets {
  pages: PageView[];
  urls: string[];
  draft: boolean;
  since: boolean;
  findings: FindingView[];
}

/** One form of many. */
export interface Many {
  given: GivenFile;
  line: FormLine | null;
}

const KEEP_AFTER = 1000;
const MOST_STEPS = 500;

export class Store {
  room: Room = "start";
  ready = false;
  busy = "";
  notice = "";
  /** Bad news that stays until it is read. */
  alarm: Said | null = null;
  work: Work | null = null;
  view: View | null = null;
  shape: Shape | null = null;
  remarks: FindingView[] = [];
  refused = new Map<string, Refused>();
  goal: Goal | null = null;
  drafts: Draft[] = [];
  sheets: Sheets | null = null;
  changes: ChangeView[] | null = null;
  many: Many[] = [];
  readonly link: Link;
  private readonly shapes = new Map<string, Shape>();
  private readonly watchers = new Set<() => void>();
  private undone: Step[] = [];
  private steps: Step[] = [];
  private queue: { edits: Edit[]; at: string }[] = [];
  private changing = false;
  private timer: number | undefined;
  private goals = 0;
  /** How often the form has been set back: what is being typed gives way then. */
  turn = 0;

  constructor() {
    this.link = new Link(
      (why) => this.warn({ message: why, hint: "填的内容都还在；刚才那一步没有做成，可以再试一次" }),
      () => this.set({ ready: true }),
    );
  }

  /** Calls back whenever something has changed. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  set(news: Partial<Store>): void {
    Object.assign(this, news);
    this.watchers.forEach((watcher) => watcher());
  }

  /** Says something good or plain. */
  say(notice: string): void {
    this.set({ notice });
  }

  warn(alarm: Said): void {
    this.set({ alarm, busy: "" });
  }

  get unsaved(): boolean {
    const { work, view } = this;
    return work !== null && view !== null && view.meaning !== work.saved;
  }

  // Starting ---------------------------------------------------------------------------------

  async begin(): Promise<void> {
    this.link.start();
    await this.listDrafts();
  }

  async listDrafts(): Promise<void> {
    try {
      this.set({ drafts: await list() });
    } catch {
      // A browser that keeps nothing has no drafts.
      this.set({ drafts: [] });
    }
  }

  async dropDraft(id: string): Promise<void> {
    await drop(id);
    await this.listDrafts();
  }

  /** Takes files that were given: one form is opened, several become a table. */
  async take(files: GivenFile[]): Promise<void> {
    if (files.length === 0) return;
    const forms = files.filter((given) => isForm(given.name));
    const reports = files.filter((given) => isReport(given.name));
    const wanted = forms.length > 0 ? forms : reports;
    const [first] = wanted;
    if (!first) {
      this.warn({ message: "没有认得的文件", hint: "填报表是 .yaml、.xlsx 等，已公布的报告是 .docx、.pdf、.ofd、.html、.txt" });
      return;
    }
    if (wanted.length === 1) await this.open(first, files);
    else await this.openMany(wanted, files);
  }

  /** Opens a form or a published report; the other files stand beside it. */
  async open(given: GivenFile, others: GivenFile[]): Promise<void> {
    const bytes = await bytesOf(given.file);
    const work = fresh(given.name, bytes);
    work.handle = given.handle;
    offer(work, given.name, others);
    await this.openWork(work, "正在打开…");
  }

  async openWork(work: Work, busy: string): Promise<void> {
    this.set({ busy });
    const source = work.text;
    const reply = await this.asked(work, (form) => ({ ask: "open", form }));
    if (!reply) return;
    const { answer, parts } = reply;
    if (answer.is !== "opened") return this.tell(reply);
    work.text = parts[0] ?? source;
    work.opened = work.text;
    if (!answer.same) {
      work.workbook = isForm(work.name) && /\.xls/i.test(work.name) ? source : null;
      // Only a workbook can be written back to what it was opened from.
      if (!/\.xlsx$/i.test(work.name)) work.handle = null;
    }
    work.saved = isForm(work.name) ? answer.view.meaning : "";
    await this.enter(work, answer.view, answer.remarks);
  }

  async create(agency: string, year: number): Promise<void> {
    const reply = await this.plain({ ask: "new", agency, year }, []);
    if (!reply) return;
    if (reply.answer.is !== "opened") return this.tell(reply);
    const work = fresh(`${agency.trim()}-${year}.yaml`, reply.parts[0] ?? new Uint8Array());
    await this.enter(work, reply.answer.view, []);
  }

  /** Next year's form out of last year's. */
  async follow(given: GivenFile): Promise<void> {
    const last = await bytesOf(given.file);
    const work = fresh(given.name, last);
    const reply = await this.asked(work, (form) => ({ ask: "next", form }));
    if (!reply) return;
    if (reply.answer.is !== "opened") return this.tell(reply);
    const { view } = reply.answer;
    const next = fresh(`${view.agency}-${view.year}.yaml`, reply.parts[0] ?? new Uint8Array());
    next.beside.set(base(given.name), last);
    await this.enter(next, view, []);
  }

  async openDraft(draft: Draft): Promise<void> {
    if (isOpenElsewhere(draft.id)) {
      this.warn({ message: "这份草稿在另一个窗口里开着", hint: "只在一个窗口里改，不然后存的会盖掉先存的" });
    }
    const work: Work = {
      ...fresh(draft.name, draft.text),
      id: draft.id,
      beside: new Map(draft.beside),
      opened: draft.opened,
      workbook: draft.workbook,
      saved: draft.saved,
    };
    const reply = await this.asked(work, (form) => ({ ask: "look", form }));
    if (!reply) return;
    if (reply.answer.is !== "viewed") return this.tell(reply);
    await this.enter(work, reply.answer.view, []);
  }

  private async enter(work: Work, view: View, remarks: FindingView[]): Promise<void> {
    if (!view.format) {
      this.warn({ message: view.findings[0]?.message ?? "填报表读不懂", hint: view.findings[0]?.hint ?? "" });
      return;
    }
    const shape = await this.shapeOf(view.format);
    if (!shape) return;
    this.forgetPages();
    this.steps = [];
    this.undone = [];
    hold(work.id);
    this.set({ work, view, shape, remarks, refused: new Map(), room: "basics", busy: "", changes: null, goal: null });
    this.keepSoon();
  }

  private async shapeOf(format: string): Promise<Shape | null> {
    const known = this.shapes.get(format);
    if (known) return known;
    const reply = await this.plain({ ask: "shape", format }, []);
    if (reply?.answer.is !== "shape") return null;
    this.shapes.set(format, reply.answer);
    return reply.answer;
  }

  /** Leaves the form for the start. */
  async leave(): Promise<void> {
    await this.keepNow();
    release();
    this.forgetPages();
    this.set({ room: this.many.length > 0 ? "many" : "start", work: null, view: null, remarks: [] });
    await this.listDrafts();
  }

  // Asking -----------------------------------------------------------------------------------

  /** Asks something about a form, with its files; those that it asks for are brought. */
  private async asked(work: Work, request: (form: FormGiven) => Request, behind: Uint8Array[] = []): Promise<Reply | null> {
    const bring = (names: string[]) => bringFiles(work, names);
    for (;;) {
      const parts = [work.text, ...work.beside.values(), ...behind];
      const reply = await this.plain(request(givenOf(work)), parts, bring);
      if (reply?.answer.is !== "need") return reply;
    }
  }

  private async plain(request: Request, parts: Uint8Array[], bring?: (names: string[]) => Promise<void>): Promise<Reply | null> {
    try {
      const reply = await this.link.ask(request, parts, bring);
      if (reply.answer.is !== "refused") return reply;
      this.warn(reply.answer.complaint);
    } catch (error) {
      // What has ended is told where it ended.
      if (!(error instanceof Ended)) throw error;
      this.set({ busy: "" });
    }
    return null;
  }

  private tell(reply: Reply): void {
    this.warn({ message: "没有做成", hint: reply.answer.is });
  }

  // Changing ---------------------------------------------------------------------------------

  /** Changes the form; `at` says where somebody is typing. */
  change(edits: Edit[], at: string): void {
    this.queue.push({ edits, at });
    if (!this.changing) void this.work_off();
  }

  private async work_off(): Promise<void> {
    this.changing = true;
    try {
      while (this.queue.length > 0) await this.changeNext();
    } finally {
      this.changing = false;
    }
  }

  private async changeNext(): Promise<void> {
    const { work } = this;
    const taken = this.queue.splice(0);
    if (!work) return;
    const edits = latest(taken.flatMap((some) => some.edits));
    const at = taken[taken.length - 1]?.at ?? "";
    const reply = await this.asked(work, (form) => ({ ask: "change", form, edits }));
    if (reply?.answer.is !== "changed") return;
    const { view, refused, rewritten } = reply.answer;
    const text = reply.parts[0] ?? work.text;
    this.noteRefused(edits, refused);
    if (!same(text, work.text)) this.step(work.text, at);
    work.text = text;
    if (rewritten) this.say("填报表的写法不便照改，已重写一遍；里面的注释没有留下");
    this.forgetPages();
    this.set({ view, changes: null });
    this.keepSoon();
  }

  private noteRefused(edits: Edit[], refused: { at: number; complaint: Said }[]): void {
    for (const [at, edit] of edits.entries()) {
      const bad = refused.find((one) => one.at === at);
      if (edit.edit === "set" || edit.edit === "write") {
        if (bad) this.refused.set(edit.path, { value: edit.edit === "set" ? edit.value : edit.paragraphs.join("\n"), complaint: bad.complaint });
        else this.refused.delete(edit.path);
      } else if (bad) {
        this.warn(bad.complaint);
      }
    }
  }

  private step(text: Uint8Array, at: string): void {
    const last = this.steps[this.steps.length - 1];
    this.undone = [];
    if (last && at !== "" && last.at === at) return;
    this.steps.push({ text, at });
    if (this.steps.length > MOST_STEPS) this.steps.shift();
  }

  /** Ends a stretch of typing: what comes next is a step of its own. */
  pause(): void {
    const last = this.steps[this.steps.length - 1];
    if (last) last.at = "";
  }

  get canUndo(): boolean {
    return this.steps.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  async undo(): Promise<void> {
    await this.back(this.steps, this.undone);
  }

  async redo(): Promise<void> {
    await this.back(this.undone, this.steps);
  }

  private async back(from: Step[], to: Step[]): Promise<void> {
    const { work } = this;
    const step = from.pop();
    if (!work || !step) return;
    to.push({ text: work.text, at: "" });
    work.text = step.text;
    this.turn += 1;
    this.refused.clear();
    await this.look();
  }

  /** Checks the form again, as when a file beside it has come. */
  async look(): Promise<void> {
    const { work } = this;
    if (!work) return;
    const reply = await this.asked(work, (form) => ({ ask: "look", form }));
    if (reply?.answer.is !== "viewed") return;
    this.forgetPages();
    this.set({ view: reply.answer.view, changes: null });
    this.keepSoon();
  }

  /** Puts a file beside the form. */
  async put(name: string, file: File): Promise<void> {
    this.work?.beside.set(name, await bytesOf(file));
    await this.look();
  }

  // Leading ----------------------------------------------------------------------------------

  /** Leads to a place of the form. */
  lead(path: string, paragraph: number | null = null, start = 0, end = 0): void {
    const room = this.roomOf(path);
    if (!room) return;
    this.goals += 1;
    this.set({ room, goal: { path, paragraph, start, end, count: this.goals } });
  }

  private roomOf(path: string): Room | null {
    if (!this.shape || path === "") return null;
    if (this.shape.cells.some((cell) => cell.path === path)) return "tables";
    const field = this.shape.fields.find((one) => one.path === path);
    if (field) return field.kind === "narrative" ? "texts" : "basics";
    if (path.startsWith("台账")) return "ledger";
    if (path.startsWith("豁免")) return "basics";
    return null;
  }

  // Pages and comparisons --------------------------------------------------------------------

  private forgetPages(): void {
    this.sheets?.urls.forEach((url) => URL.revokeObjectURL(url));
    this.sheets = null;
  }

  async draw(since: boolean): Promise<void> {
    const { work } = this;
    if (!work) return;
    this.set({ busy: "正在排版…" });
    const behind = since ? [work.opened] : [];
    const reply = await this.asked(work, (form) => ({ ask: "pages", form, since }), behind);
    this.set({ busy: "" });
    if (reply?.answer.is !== "pages") return;
    this.forgetPages();
    const urls = reply.parts.map((svg) => URL.createObjectURL(new Blob([svg as BlobPart], { type: "image/svg+xml" })));
    const { pages, draft, findings } = reply.answer;
    this.set({ sheets: { pages, urls, draft, since, findings } });
  }

  async compare(): Promise<void> {
    const { work } = this;
    if (!work) return;
    const reply = await this.asked(work, (form) => ({ ask: "compare", form }), [work.opened]);
    if (reply?.answer.is === "compared") this.set({ changes: reply.answer.changes });
  }

  // Files ------------------------------------------------------------------------------------

  /** Makes files; their names and bytes, or null where that was refused. */
  async make(request: (form: FormGiven) => Request, work: Work): Promise<[string, Uint8Array][] | null> {
    const behind = work.workbook ? [work.workbook] : [];
    const reply = await this.asked(work, request, behind);
    if (reply?.answer.is !== "made") return null;
    const { names, notes, findings } = reply.answer;
    if (notes.length > 0) this.say(notes.join("；"));
    const bad = findings.find((finding) => finding.severity === "error");
    if (bad) this.warn({ message: bad.message, hint: bad.hint });
    return names.map((name, at) => [name, reply.parts[at] ?? new Uint8Array()]);
  }

  /** Makes a finished file and hands it over. */
  async makeFormat(format: string): Promise<void> {
    const { work } = this;
    if (!work) return;
    this.set({ busy: `正在生成 ${format.toUpperCase()}…` });
    const files = format === "bag" ? await this.bag(work) : await this.make((form) => ({ ask: "make", form, format }), work);
    this.set({ busy: "" });
    files?.forEach(([name, bytes]) => download(name, bytes));
  }

  /** The archive edition holds the form as it is kept: a workbook where it was one. */
  private async bag(work: Work): Promise<[string, Uint8Array][] | null> {
    if (!work.workbook) return this.make((form) => ({ ask: "bag", form }), work);
    const kept = await this.make((form) => ({ ask: "save", form, kind: "xlsx", opened: true }), work);
    const [file] = kept ?? [];
    if (!file) return null;
    return this.make((form) => ({ ask: "bag", form }), { ...work, name: file[0], text: file[1], workbook: null });
  }

  /** The form as a file. */
  async saved(kind: string): Promise<[string, Uint8Array] | null> {
    const { work } = this;
    if (!work) return null;
    const opened = kind === "xlsx" && work.workbook !== null;
    const files = await this.make((form) => ({ ask: "save", form, kind, opened }), work);
    return files?.[0] ?? null;
  }

  /** Saves the form where it came from, or as a download. */
  async save(): Promise<void> {
    const { work, view } = this;
    if (!work || !view) return;
    const kind = work.workbook ? "xlsx" : "yaml";
    const file = await this.saved(kind);
    if (!file) return;
    const { meaning } = view;
    if (work.handle) {
      try {
        await write(work.handle, file[1]);
      } catch {
        this.warn({ message: `${work.handle.name} 写不进去`, hint: "它可能在别的程序里开着；关掉再保存，或用“文件”里的下载" });
        return;
      }
      this.say(`已保存到 ${work.handle.name}`);
    } else {
      download(file[0], file[1]);
      this.say(`已下载 ${file[0]}，请放到平时存填报表的文件夹`);
    }
    work.saved = meaning;
    this.set({});
    await this.keepNow();
  }

  /** Downloads the form as a file of this kind. */
  async saveAs(kind: string): Promise<void> {
    const file = await this.saved(kind);
    if (file) download(file[0], file[1]);
  }

  /** Makes everything at once, as one zip. */
  async saveAll(formats: string[]): Promise<void> {
    const { work, view } = this;
    if (!work || !view) return;
    const files: [string, Uint8Array][] = [];
    for (const kind of work.workbook ? ["yaml", "xlsx"] : ["yaml"]) {
      const file = await this.saved(kind);
      if (file) files.push(file);
    }
    for (const format of formats) {
      this.set({ busy: `正在生成 ${format.toUpperCase()}…` });
      const made = format === "bag" ? await this.bag(work) : await this.make((form) => ({ ask: "make", form, format }), work);
      if (made) files.push(...made);
    }
    const zip = await this.plain({ ask: "zip", names: files.map(([name]) => name) }, files.map(([, bytes]) => bytes));
    this.set({ busy: "" });
    const [bytes] = zip?.parts ?? [];
    if (bytes) download(`${view.name}.zip`, bytes);
  }

  // Many forms -------------------------------------------------------------------------------

  async openMany(forms: GivenFile[], files: GivenFile[]): Promise<void> {
    const many: Many[] = forms.map((given) => ({ given, line: null }));
    this.set({ many, room: "many" });
    for (const [at, one] of many.entries()) {
      if (this.many !== many) return;
      this.set({ busy: `正在检查 ${at + 1}/${many.length}…` });
      one.line = await this.lineOf(one.given, files);
      this.set({});
    }
    this.set({ busy: "" });
  }

  private async lineOf(given: GivenFile, files: GivenFile[]): Promise<FormLine> {
    const work = fresh(given.name, await bytesOf(given.file));
    offer(work, given.name, files);
    const { alarm } = this;
    const reply = await this.asked(work, (form) => ({ ask: "line", form }));
    if (reply?.answer.is === "line") return { ...reply.answer.line, form: given.name };
    const reason = this.alarm?.message ?? "";
    // It is told in its line.
    this.set({ alarm });
    return { form: given.name, agency: "", year: 0, state: "中断", reason, read: false, tallies: [], figures: [] };
  }

  async saveSummary(): Promise<void> {
    const lines = this.many.flatMap((one) => (one.line ? [one.line] : []));
    const reply = await this.plain({ ask: "summary", lines }, []);
    if (reply?.answer.is !== "made") return;
    download(reply.answer.names[0] ?? "汇总.xlsx", reply.parts[0] ?? new Uint8Array());
  }

  async explain(code: string): Promise<string> {
    const reply = await this.plain({ ask: "explain", code }, []);
    return reply?.answer.is === "explained" ? reply.answer.text : "";
  }

  // Drafts -----------------------------------------------------------------------------------

  private keepSoon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.keepNow(), KEEP_AFTER);
  }

  async keepNow(): Promise<void> {
    const { work, view } = this;
    if (!work || !view) return;
    if (!this.unsaved) {
      // What stands in its file needs no draft.
      await drop(work.id).catch(() => undefined);
      return;
    }
    const draft: Draft = {
      version: VERSION,
      id: work.id,
      name: work.name,
      agency: view.agency,
      year: view.year,
      changed: Date.now(),
      text: work.text,
      beside: [...work.beside],
      opened: work.opened,
      workbook: work.workbook,
      saved: work.saved,
    };
    try {
      await keep(draft);
    } catch {
      // A browser that keeps nothing: the file is the only safety, and the page says so.
    }
  }
}

function fresh(name: string, text: Uint8Array): Work {
  return {
    id: `${Date.now()}-${Math.random()}`,
    name,
    text,
    beside: new Map(),
    offered: new Map(),
    opened: text,
    workbook: null,
    handle: null,
    saved: "",
  };
}

function base(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** Offers a form the files of its folder and below, by their ways from there. */
function offer(work: Work, form: string, files: GivenFile[]): void {
  const folder = form.slice(0, form.lastIndexOf("/") + 1);
  for (const other of files) {
    if (other.name !== form && other.name.startsWith(folder)) work.offered.set(other.name.slice(folder.length), other.file);
  }
  work.name = base(form);
}

function givenOf(work: Work): FormGiven {
  return { name: work.name, beside: [...work.beside.keys()], offered: [...work.offered.keys()] };
}

/** Brings files that a form asks for; each is asked for once. */
async function bringFiles(work: Work, names: string[]): Promise<void> {
  for (const name of names) {
    const file = work.offered.get(name);
    work.offered.delete(name);
    if (file) work.beside.set(name, await bytesOf(file));
  }
}

/** Of several values for one path only the last counts. */
function latest(edits: Edit[]): Edit[] {
  const last = new Map<string, number>();
  edits.forEach((edit, at) => {
    if (edit.edit === "set" || edit.edit === "write") last.set(edit.path, at);
  });
  return edits.filter((edit, at) => (edit.edit !== "set" && edit.edit !== "write") || last.get(edit.path) === at);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

// What the page knows: the form's text is the one truth; all that is shown follows from it.
//
// Whatever reads the form or puts another text in its place waits its turn (`inTurn`), behind all
// that has been typed before: nothing is saved, drawn or set back between a key and its answer.

import { type Draft, VERSION, drop, keep, list } from "./drafts";
import { type GivenFile, bytesOf, isForm, isReport } from "./files";
import { History } from "./history";
import { Ended, Link, type Reply } from "./link";
import { Papers } from "./papers";
import type { Edit, FindingView, FormGiven, Request, Said, Shape, View } from "./protocol";
import { Saving } from "./saving";
import { Several } from "./several";
import { hold, isOpenElsewhere, release } from "./tabs";
import { type Refused, type Unanswered, type Work, base, bringFiles, freshWork, givenOf, latest, offer, sameBytes, typedOf } from "./work";

/** What is shown at the moment. */
export type Room = "start" | "many" | "basics" | "tables" | "texts" | "ledger" | "pages" | "changes" | "files";

/** Where the page should lead to. */
export interface Goal {
  path: string;
  paragraph: number | null;
  start: number;
  end: number;
  /** So that the same goal can be led to twice. */
  count: number;
}

const KEEP_EVERY = 2000;

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
  /** How often the form has been set back: what is being typed gives way then. */
  turn = 0;
  readonly link: Link;
  readonly history = new History();
  readonly papers = new Papers(this);
  readonly saving = new Saving(this);
  readonly several = new Several(this);
  private readonly shapes = new Map<string, Shape>();
  private readonly watchers = new Set<() => void>();
  private unanswered: Unanswered[] = [];
  private flushing = false;
  private failures = 0;
  private turns: Promise<unknown> = Promise.resolve();
  private timer: number | undefined;
  private goals = 0;

  constructor() {
    this.link = new Link(
      (why) => this.warn({ message: why, hint: "填的内容都还在；刚才那一步没有做成，可以再试一次" }),
      (ready) => {
        this.set({ ready });
        // What was typed when the module ended is not lost.
        if (ready) this.flushSoon();
      },
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

  /** Whether the form says something that its file does not. */
  get unsaved(): boolean {
    const { work, view } = this;
    if (work === null || view === null) return false;
    return view.meaning !== work.saved || this.unanswered.length > 0 || this.refused.size > 0;
  }

  // Starting ---------------------------------------------------------------------------------

  async begin(): Promise<void> {
    this.link.start();
    window.addEventListener("pagehide", () => void this.keepNow());
    document.addEventListener("visibilitychange", () => void this.keepNow());
    await this.listDrafts();
  }

  async listDrafts(): Promise<void> {
    try {
      this.set({ drafts: await list() });
    } catch {
      this.set({ drafts: [] });
      this.say("这个浏览器不留草稿：请及时“保存填报表”");
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
    else await this.several.open(wanted, files);
  }

  /** The bytes of a file that was given; none where the browser cannot read it, which is told. */
  async read(given: GivenFile): Promise<Uint8Array | null> {
    try {
      return await bytesOf(given.handle ? await given.handle.getFile() : given.file);
    } catch {
      this.warn({ message: `${given.name} 读不了`, hint: "它可能被移走了，或者在别的程序里开着；再选一次" });
      return null;
    }
  }

  /** Opens a form or a published report; the other files stand beside it. */
  async open(given: GivenFile, others: GivenFile[]): Promise<void> {
    const bytes = await this.read(given);
    if (!bytes) return;
    const work = freshWork(given.name, bytes);
    work.handle = given.handle;
    offer(work, given.name, others);
    this.set({ busy: "正在打开…" });
    const reply = await this.asked(work, (form) => ({ ask: "open", form }));
    this.set({ busy: "" });
    if (reply?.answer.is !== "opened") return;
    const { same, view, remarks } = reply.answer;
    work.text = reply.parts[0] ?? bytes;
    work.opened = work.text;
    // Only a workbook of today's kind is written back to what it was opened from.
    const workbook = !same && /\.xlsx$/i.test(work.name);
    if (workbook) work.workbook = bytes;
    else if (!same) work.handle = null;
    work.saved = isForm(work.name) ? view.meaning : "";
    await this.enter(work, view, remarks);
  }

  async create(agency: string, year: number): Promise<void> {
    const reply = await this.plain({ ask: "new", agency, year }, []);
    if (reply?.answer.is !== "opened") return;
    const work = freshWork(`${agency.trim()}-${year}.yaml`, reply.parts[0] ?? new Uint8Array());
    await this.enter(work, reply.answer.view, []);
  }

  /** Next year's form out of last year's. */
  async follow(given: GivenFile): Promise<void> {
    const last = await this.read(given);
    if (!last) return;
    const reply = await this.asked(freshWork(given.name, last), (form) => ({ ask: "next", form }));
    if (reply?.answer.is !== "opened") return;
    const { view } = reply.answer;
    const next = freshWork(`${view.agency}-${view.year}.yaml`, reply.parts[0] ?? new Uint8Array());
    next.beside.set(base(given.name), last);
    await this.enter(next, view, []);
  }

  async openDraft(draft: Draft): Promise<void> {
    const work: Work = {
      ...freshWork(draft.name, draft.text),
      id: draft.id,
      beside: new Map(draft.beside),
      opened: draft.opened,
      workbook: draft.workbook,
      saved: draft.saved,
    };
    const reply = await this.asked(work, (form) => ({ ask: "look", form }));
    if (reply?.answer.is !== "viewed") return;
    await this.enter(work, reply.answer.view, []);
    this.set({ refused: new Map(draft.refused) });
  }

  private async enter(work: Work, view: View, remarks: FindingView[]): Promise<void> {
    if (!view.format) {
      this.warn({ message: view.findings[0]?.message ?? "填报表读不懂", hint: view.findings[0]?.hint ?? "" });
      return;
    }
    const shape = await this.shapeOf(view.format);
    if (!shape) return;
    this.papers.forget();
    this.history.clear();
    this.unanswered = [];
    if (await isOpenElsewhere(work.opened)) {
      this.warn({ message: "这份填报表在另一个窗口里也开着", hint: "只在一个窗口里改，不然后存的会盖掉先存的" });
    }
    hold(work.opened);
    this.set({ work, view, shape, remarks, refused: new Map(), room: "basics", busy: "", goal: null });
    this.keepSoon();
    document.getElementById("main")?.focus({ preventScroll: true });
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
    await this.inTurn(async () => this.keepNow());
    release();
    this.papers.forget();
    this.set({ room: this.several.many.length > 0 ? "many" : "start", work: null, view: null, remarks: [] });
    await this.listDrafts();
    document.getElementById("main")?.focus({ preventScroll: true });
  }

  // Asking -----------------------------------------------------------------------------------

  /** Does something with the form when all that was typed before has been answered. */
  inTurn<T>(act: (work: Work) => Promise<T>): Promise<T | null> {
    const { work } = this;
    const done = this.turns.then(async () => {
      if (work === null || this.work !== work) return null;
      await this.flushAll(work);
      return act(work);
    });
    this.turns = done.catch(() => undefined);
    return done;
  }

  /** Asks something about a form, with its files; those that it asks for are brought. */
  async asked(work: Work, request: (form: FormGiven) => Request, behind: Uint8Array[] = []): Promise<Reply | null> {
    const bring = (names: string[]) => bringFiles(work, names);
    for (;;) {
      const offered = work.offered.size;
      const parts = [work.text, ...work.beside.values(), ...behind];
      const reply = await this.plain(request(givenOf(work)), parts, bring);
      // Each round brings a file or gives one up.
      if (reply?.answer.is !== "need" || work.offered.size === offered) return reply;
    }
  }

  async plain(request: Request, parts: Uint8Array[], bring?: (names: string[]) => Promise<void>): Promise<Reply | null> {
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

  async explain(code: string): Promise<string> {
    const reply = await this.plain({ ask: "explain", code }, []);
    return reply?.answer.is === "explained" ? reply.answer.text : "";
  }

  // Changing ---------------------------------------------------------------------------------

  /** Changes the form; `at` says where somebody is typing. */
  change(edits: Edit[], at: string): void {
    this.unanswered.push({ edits, at });
    this.flushSoon();
  }

  /** Whether all that was typed has been answered. */
  get settled(): boolean {
    return this.unanswered.length === 0 && !this.flushing;
  }

  private flushSoon(): void {
    if (this.flushing || this.unanswered.length === 0 || !this.work) return;
    this.flushing = true;
    const done = (): void => {
      this.flushing = false;
      this.flushSoon();
    };
    // A fault of the page's own is told and not tried again and again.
    const failed = (error: unknown): void => {
      this.flushing = false;
      this.warn({ message: `网页自己出错了（${String(error)}）`, hint: "先“另存草稿”，再重新打开这个网页" });
    };
    this.inTurn(async () => undefined).then(done, failed);
  }

  /** Sends until all that was typed has been taken, or given up. */
  private async flushAll(work: Work): Promise<void> {
    while (this.unanswered.length > 0 && this.work === work) await this.flush(work);
  }

  /** Sends all that has been typed since. */
  private async flush(work: Work): Promise<void> {
    const taken = [...this.unanswered];
    const edits = latest(taken.flatMap((some) => some.edits));
    const reply = await this.asked(work, (form) => ({ ask: "change", form, edits }));
    if (this.work !== work) return;
    if (reply?.answer.is !== "changed") {
      this.giveUp(taken, edits);
      return;
    }
    this.failures = 0;
    this.unanswered = this.unanswered.slice(taken.length);
    const { view, refused, rewritten } = reply.answer;
    const text = reply.parts[0] ?? work.text;
    this.noteRefused(edits, refused);
    if (!sameBytes(text, work.text)) this.history.note(work.text, taken[taken.length - 1]?.at ?? "");
    work.text = text;
    if (rewritten) this.say("填报表的写法不便照改，已重写一遍；里面的注释没有留下");
    this.papers.forget();
    this.set({ view });
    this.keepSoon();
  }

  /** What the module does not survive is tried once more; then it stays where it was typed. */
  private giveUp(taken: Unanswered[], edits: Edit[]): void {
    this.failures += 1;
    if (this.failures < 2) return;
    this.failures = 0;
    this.unanswered = this.unanswered.slice(taken.length);
    const complaint = { message: "这里填的内容没有收进去", hint: "改一改再试；内容还在框里，可以先复制出来" };
    this.noteRefused(edits, edits.map((_, at) => ({ at, complaint })));
    this.set({});
  }

  private noteRefused(edits: Edit[], refused: { at: number; complaint: Said }[]): void {
    for (const [at, edit] of edits.entries()) {
      const bad = refused.find((one) => one.at === at);
      const typed = typedOf(edit);
      if (!typed && bad) this.warn(bad.complaint);
      else if (typed && bad) this.refused.set(typed.path, { value: typed.value, complaint: bad.complaint });
      else if (typed) this.refused.delete(typed.path);
    }
  }

  /** What was typed last at a path and is not in the form yet. */
  typedAt(path: string): string | null {
    for (const some of [...this.unanswered].reverse()) {
      const typed = some.edits.map(typedOf).find((one) => one?.path === path);
      if (typed) return typed.value;
    }
    return this.refused.get(path)?.value ?? null;
  }

  async undo(): Promise<void> {
    await this.inTurn((work) => this.setBack(work, this.history.undo(work.text)));
  }

  async redo(): Promise<void> {
    await this.inTurn((work) => this.setBack(work, this.history.redo(work.text)));
  }

  private async setBack(work: Work, text: Uint8Array | undefined): Promise<void> {
    if (!text) return;
    work.text = text;
    this.turn += 1;
    await this.lookNow(work);
  }

  /** Checks the form again, as when a file beside it has come. */
  private async lookNow(work: Work): Promise<void> {
    const reply = await this.asked(work, (form) => ({ ask: "look", form }));
    if (reply?.answer.is !== "viewed" || this.work !== work) return;
    this.papers.forget();
    this.set({ view: reply.answer.view });
    this.keepSoon();
  }

  /** Puts files beside the form. */
  async put(files: GivenFile[]): Promise<void> {
    await this.inTurn(async (work) => {
      for (const given of files) {
        const bytes = await this.read(given);
        if (bytes) work.beside.set(base(given.name), bytes);
      }
      await this.lookNow(work);
    });
  }

  // Leading ----------------------------------------------------------------------------------

  /** Leads to a place of the form. */
  lead(path: string, paragraph: number | null = null, start = 0, end = 0): void {
    const goal = this.reachable(path);
    if (!goal) return;
    this.goals += 1;
    this.set({ room: goal.room, goal: { path: goal.path, paragraph, start, end, count: this.goals } });
  }

  /** The room of a path, and what of it can be reached: of a row its first cell. */
  reachable(path: string): { room: Room; path: string } | null {
    const { shape } = this;
    if (!shape || path === "") return null;
    const inside = (one: { path: string }): boolean => one.path === path || one.path.startsWith(`${path}.`);
    const cell = shape.cells.find(inside);
    if (cell) return { room: "tables", path: cell.path };
    const field = shape.fields.find(inside);
    if (field) return { room: field.kind === "narrative" ? "texts" : "basics", path: field.path };
    if (path.startsWith("台账")) return { room: "ledger", path };
    if (path.startsWith("豁免")) return { room: "basics", path };
    return null;
  }

  // Drafts -----------------------------------------------------------------------------------

  /** Keeps a draft before long, also while somebody goes on typing. */
  private keepSoon(): void {
    if (this.timer !== undefined) return;
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      void this.keepNow();
    }, KEEP_EVERY);
  }

  async keepNow(): Promise<void> {
    const { work, view } = this;
    if (!work || !view) return;
    try {
      // What stands in its file needs no draft.
      if (this.unsaved) await keep(draftOf(work, view, this.refused));
      else await drop(work.id);
    } catch {
      this.say("草稿存不进这个浏览器：请及时“保存填报表”");
    }
  }
}

function draftOf(work: Work, view: View, refused: Map<string, Refused>): Draft {
  return {
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
    refused: [...refused],
  };
}

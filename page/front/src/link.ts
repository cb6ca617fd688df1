// The way to the module: one message after the other, a limit for each, a new worker where one ends.

import type { Answer, Request } from "./protocol";
import type { FromWorker, ToWorker } from "./worker";

/** How long an answer may take, ms, on a machine that starts the module in a second. */
const LIMIT = 5000;
const USUAL_START = 1000;
/** The slowest machine that is waited for, as a multiple. */
const SLOWEST = 12;
/** How often a module is started that does not come up. */
const MOST_TRIES = 3;
/** The number of the first message to a module. */
const GREETING = -1;

/** An answer and the files that go with it. */
export interface Reply {
  answer: Answer;
  parts: Uint8Array[];
}

/** The module has ended, or took too long; what was asked has not been done. */
export class Ended extends Error {}

interface Waiting {
  id: number;
  message: ToWorker;
  take(reply: Reply): void;
  fail(error: Error): void;
}

/** What the page carries, by the names of its elements. */
function carried(id: string): string {
  return document.getElementById(id)?.textContent ?? "";
}

/** The faces that the page carries. */
function offered(): string[] {
  const elements = document.querySelectorAll("script[data-face]");
  return Array.from(elements, (element) => element.getAttribute("data-face") ?? "");
}

interface TrustedUrls {
  createScriptURL(url: string): string;
}

interface TrustedFactory {
  createPolicy(name: string, rules: TrustedUrls): TrustedUrls;
}

/** The one place where an address becomes a script: the worker that the page carries. */
function trusted(): TrustedUrls {
  const plain: TrustedUrls = { createScriptURL: (url) => url };
  const factory = (window as unknown as { trustedTypes?: TrustedFactory }).trustedTypes;
  return factory ? factory.createPolicy("nianbao", plain) : plain;
}

export class Link {
  private worker: Worker | undefined;
  private readonly urls = trusted();
  private readonly script = URL.createObjectURL(new Blob([carried("worker")], { type: "text/javascript" }));
  private waiting: Waiting[] = [];
  private timer: number | undefined;
  private next = 0;
  private begun = 0;
  private slowness = 1;
  private state: "starting" | "ready" | "down" = "down";
  private tries = 0;

  /** `onEnd` is told why a worker had to be replaced, `onReady` whether one is there. */
  constructor(
    private readonly onEnd: (why: string) => void,
    private readonly onReady: (ready: boolean) => void,
  ) {}

  /** Starts the module. */
  start(): void {
    this.state = "starting";
    this.begun = performance.now();
    const worker = new Worker(this.urls.createScriptURL(this.script));
    this.worker = worker;
    // What a worker says that has been replaced is not heard.
    const current = (hear: () => void): void => {
      if (worker === this.worker) hear();
    };
    worker.onmessage = (event: MessageEvent<FromWorker>) => current(() => this.hear(event.data));
    worker.onerror = () => current(() => this.end("计算部分启动不了"));
    worker.postMessage({ do: "start", module: carried("module") } satisfies ToWorker);
    this.limit(LIMIT * SLOWEST);
  }

  /** Asks the module; faces and files that it needs are brought on the way. */
  async ask(request: Request, parts: Uint8Array[], bring?: (names: string[]) => Promise<void>): Promise<Reply> {
    for (;;) {
      const reply = await this.send({ do: "ask", id: 0, head: JSON.stringify(request), parts });
      if (reply.answer.is !== "need") return reply;
      for (const file of reply.answer.faces) await this.bringFace(file);
      if (reply.answer.files.length > 0) {
        // Other files are another message, which whoever asked puts together.
        await bring?.(reply.answer.files);
        return reply;
      }
    }
  }

  /** Ends the module as if it had ended by itself, for tests. */
  breakOff(): void {
    this.end("试验");
  }

  private async bringFace(file: string): Promise<void> {
    const head = JSON.stringify({ ask: "face", file } satisfies Request);
    await this.send({ do: "face", id: 0, head, packed: carried(`face-${file}`) });
  }

  private send(message: ToWorker): Promise<Reply> {
    return new Promise((take, fail) => {
      this.next += 1;
      const id = this.next;
      this.waiting.push({ id, message: { ...message, id } as ToWorker, take, fail });
      if (this.state === "down") {
        this.tries = 0;
        this.start();
      } else if (this.state === "ready" && this.waiting.length === 1) {
        this.sendFirst();
      }
    });
  }

  private sendFirst(): void {
    const [first] = this.waiting;
    if (!first) return;
    this.worker?.postMessage(first.message);
    this.limit(LIMIT * this.slowness);
  }

  private limit(time: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.end("计算太久，已经停下"), time);
  }

  private hear(message: FromWorker): void {
    window.clearTimeout(this.timer);
    if (message.is === "ready") this.greet();
    else if (message.is === "ended") this.end("计算中断");
    else if (message.id === GREETING) this.welcome();
    else this.deliver(message);
  }

  /** Tells a new module which faces the page has. */
  private greet(): void {
    const took = performance.now() - this.begun;
    this.slowness = Math.min(SLOWEST, Math.max(1, took / USUAL_START));
    const head = JSON.stringify({ ask: "faces", offered: offered() } satisfies Request);
    this.worker?.postMessage({ do: "ask", id: GREETING, head, parts: [] } satisfies ToWorker);
    this.limit(LIMIT * this.slowness);
  }

  private welcome(): void {
    this.state = "ready";
    this.tries = 0;
    this.onReady(true);
    this.sendFirst();
  }

  private deliver(message: { id: number; head: string; parts: Uint8Array[] }): void {
    const [first] = this.waiting;
    if (!first || first.id !== message.id) return;
    this.waiting.shift();
    first.take({ answer: JSON.parse(message.head) as Answer, parts: message.parts });
    this.sendFirst();
  }

  /** Ends the worker and starts another; only what it was at is given up. */
  private end(why: string): void {
    window.clearTimeout(this.timer);
    this.worker?.terminate();
    const failed = this.state === "ready" ? this.waiting.splice(0, 1) : [];
    this.tries += 1;
    if (this.tries < MOST_TRIES) {
      this.start();
    } else {
      // It will not start at once; the next question tries again.
      this.state = "down";
      failed.push(...this.waiting.splice(0));
    }
    this.onReady(false);
    this.onEnd(why);
    for (const one of failed) one.fail(new Ended(why));
  }
}

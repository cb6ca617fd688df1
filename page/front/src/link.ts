// The way to the module: one message after the other, a limit for each, a new worker where one ends.

import type { Answer, Request } from "./protocol";
import type { FromWorker, ToWorker } from "./worker";

/** How long an answer may take, ms, on a machine that starts the module in a second. */
const LIMIT = 5000;
const USUAL_START = 1000;
/** The slowest machine that is waited for, as a multiple. */
const SLOWEST = 12;

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
  private readonly waiting: Waiting[] = [];
  private timer: number | undefined;
  private next = 0;
  private begun = 0;
  private slowness = 1;
  private ready = false;

  /** `onEnd` is told why a worker had to be replaced. */
  constructor(
    private readonly onEnd: (why: string) => void,
    private readonly onReady: () => void,
  ) {}

  /** Starts the module. */
  start(): void {
    this.ready = false;
    this.begun = performance.now();
    const script = new Blob([carried("worker")], { type: "text/javascript" });
    const url = URL.createObjectURL(script);
    this.worker = new Worker(this.urls.createScriptURL(url));
    this.worker.onmessage = (event: MessageEvent<FromWorker>) => this.hear(event.data);
    this.worker.onerror = () => this.end("计算部分启动不了");
    this.say({ do: "start", module: carried("module") });
    this.limit(LIMIT * SLOWEST);
  }

  /** Asks the module; faces and files that it needs are brought on the way. */
  async ask(request: Request, parts: Uint8Array[], bring?: (names: string[]) => Promise<void>): Promise<Reply> {
    for (;;) {
      const reply = await this.send({ do: "ask", id: 0, head: JSON.stringify(request), parts });
      if (reply.answer.is !== "need") return reply;
      for (const file of reply.answer.faces) await this.bringFace(file);
      if (reply.answer.files.length > 0) {
        if (!bring) return reply;
        await bring(reply.answer.files);
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
      if (this.waiting.length === 1 && this.ready) this.sendFirst();
    });
  }

  private sendFirst(): void {
    const first = this.waiting[0];
    if (!first) return;
    this.say(first.message);
    this.limit(LIMIT * this.slowness);
  }

  private say(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  private limit(time: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.end("计算太久，已经停下"), time);
  }

  private hear(message: FromWorker): void {
    window.clearTimeout(this.timer);
    if (message.is === "ready") {
      const took = performance.now() - this.begun;
      this.slowness = Math.min(SLOWEST, Math.max(1, took / USUAL_START));
      this.say({ do: "ask", id: -1, head: JSON.stringify({ ask: "faces", offered: offered() } satisfies Request), parts: [] });
      return;
    }
    if (message.is === "ended") {
      this.end("计算中断");
      return;
    }
    if (message.id === -1) {
      this.ready = true;
      this.onReady();
      this.sendFirst();
      return;
    }
    const first = this.waiting.shift();
    first?.take({ answer: JSON.parse(message.head) as Answer, parts: message.parts });
    this.sendFirst();
  }

  /** Ends the worker and starts another; only what it was at is given up. */
  private end(why: string): void {
    window.clearTimeout(this.timer);
    this.worker?.terminate();
    const started = this.ready;
    const given = started ? this.waiting.shift() : undefined;
    this.onEnd(why);
    if (!started && performance.now() - this.begun < LIMIT * SLOWEST) {
      // A module that does not even start will not do so at once: what waits is told.
      for (const waiting of this.waiting.splice(0)) waiting.fail(new Ended(why));
      return;
    }
    this.start();
    given?.fail(new Ended(why));
  }
}

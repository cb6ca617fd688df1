// The module in a worker of its own: what takes long or ends does not take the page with it.

import { inflate } from "./inflate";

/** What the page says to the worker. */
export type ToWorker =
  | { do: "start"; module: string }
  | { do: "face"; id: number; head: string; packed: string }
  | { do: "ask"; id: number; head: string; parts: Uint8Array[] };

/** What the worker says to the page. */
export type FromWorker =
  | { is: "ready" }
  | { is: "answer"; id: number; head: string; parts: Uint8Array[] }
  | { is: "ended"; id: number; why: string };

interface Module {
  _initialize?(): void;
  memory: WebAssembly.Memory;
  room(length: number): number;
  answer(block: number, length: number): number;
  drop_block(block: number, length: number): void;
}

/** Bytes of a length before each piece. */
const LENGTH = 4;

let loaded: Module | undefined;

function post(message: FromWorker, moved: Transferable[] = []): void {
  (self as unknown as { postMessage(m: FromWorker, t: Transferable[]): void }).postMessage(message, moved);
}

/** What the module's panic said, for the report of it. */
let lastWords = "";

/** What the module asks of its host: time, which it never looks at; chance; a place for last words. */
const HOST: Record<string, (...given: number[]) => number> = {
  clock_time_get: (_clock, _precision, at) => put64(at ?? 0),
  random_get: (at, length) => {
    crypto.getRandomValues(memory().subarray(at, (at ?? 0) + (length ?? 0)) as Uint8Array<ArrayBuffer>);
    return 0;
  },
  environ_sizes_get: (count, size) => put32(count) + put32(size),
  environ_get: () => 0,
  sched_yield: () => 0,
  fd_write: (_file, pieces, count, written) => hear(pieces ?? 0, count ?? 0, written ?? 0),
};

function memory(): Uint8Array {
  return new Uint8Array(loaded?.memory.buffer ?? new ArrayBuffer(0));
}

function words(): DataView {
  return new DataView(memory().buffer);
}

function put32(at: number | undefined, value = 0): number {
  words().setUint32(at ?? 0, value, true);
  return 0;
}

function put64(at: number): number {
  return put32(at) + put32(at + LENGTH);
}

/** Hears what is written where a terminal would be: only a panic does. */
function hear(pieces: number, count: number, written: number): number {
  let length = 0;
  for (let piece = 0; piece < count; piece += 1) {
    const from = words().getUint32(pieces + piece * 2 * LENGTH, true);
    const size = words().getUint32(pieces + piece * 2 * LENGTH + LENGTH, true);
    lastWords += new TextDecoder().decode(memory().subarray(from, from + size));
    length += size;
  }
  return put32(written, length);
}

/** All that a module asks for; what is not known here ends it where it is called. */
function host(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, (...given: number[]) => number>> = {};
  for (const asked of WebAssembly.Module.imports(module)) {
    const names = (imports[asked.module] ??= {});
    names[asked.name] = HOST[asked.name] ?? ((): number => {
      throw new Error(`${asked.module} ${asked.name}`);
    });
  }
  return imports;
}

async function start(packed: string): Promise<void> {
  const module = await WebAssembly.compile((await inflate(packed)) as BufferSource);
  const instance = await WebAssembly.instantiate(module, host(module));
  loaded = instance.exports as unknown as Module;
  loaded._initialize?.();
  post({ is: "ready" });
}

/** Pieces behind their lengths, as the module reads them. */
function packed(pieces: Uint8Array[]): Uint8Array {
  const length = pieces.reduce((sum, piece) => sum + LENGTH + piece.length, 0);
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const piece of pieces) {
    view.setUint32(at, piece.length, true);
    out.set(piece, at + LENGTH);
    at += LENGTH + piece.length;
  }
  return out;
}

function unpacked(block: Uint8Array): Uint8Array[] {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < block.length; ) {
    const length = view.getUint32(at, true);
    pieces.push(block.slice(at + LENGTH, at + LENGTH + length));
    at += LENGTH + length;
  }
  return pieces;
}

function answer(module: Module, head: string, parts: Uint8Array[]): Uint8Array[] {
  const block = packed([new TextEncoder().encode(head), ...parts]);
  const at = module.room(block.length);
  new Uint8Array(module.memory.buffer, at, block.length).set(block);
  const out = module.answer(at, block.length);
  const length = new DataView(module.memory.buffer).getUint32(out, true);
  const pieces = unpacked(new Uint8Array(module.memory.buffer, out + LENGTH, length));
  module.drop_block(out, length + LENGTH);
  return pieces;
}

async function follow(message: ToWorker): Promise<void> {
  if (message.do === "start") {
    await start(message.module);
    return;
  }
  const parts = message.do === "face" ? [await inflate(message.packed)] : message.parts;
  if (!loaded) throw new Error("not started");
  const [head, ...files] = answer(loaded, message.head, parts);
  const moved = files.map((file) => file.buffer as ArrayBuffer);
  post({ is: "answer", id: message.id, head: new TextDecoder().decode(head), parts: files }, moved);
}

self.onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  const id = message.do === "start" ? -1 : message.id;
  follow(message).catch((error: unknown) => post({ is: "ended", id, why: `${String(error)} ${lastWords}`.trim() }));
};

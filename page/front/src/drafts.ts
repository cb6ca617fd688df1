// Drafts in the browser's own store, for the day when it closes by itself. They are no safe place:
// other local pages of the same browser can read them, and clearing the browser takes them away.

import type { Refused } from "./work";

const NAME = "nianbao";
const STORE = "drafts";
/** Of the store and of what is in it; what a newer page has written is left alone. */
export const VERSION = 1;

/** A form as it was left. */
export interface Draft {
  version: number;
  id: string;
  name: string;
  agency: string;
  year: number;
  changed: number;
  text: Uint8Array;
  beside: [string, Uint8Array][];
  /** The form as it was opened. */
  opened: Uint8Array;
  /** The workbook that it was opened from. */
  workbook: Uint8Array | null;
  /** What the form meant when it was saved last. */
  saved: string;
  /** What was typed and not taken, by its path. */
  refused: [string, Refused][];
}

function request<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((take, fail) => {
    asked.onsuccess = () => take(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  const asked = indexedDB.open(NAME, VERSION);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
  return request(asked);
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  opened ??= open();
  const database = await opened;
  // A newer page that wants another version does not wait for this one.
  database.onversionchange = () => {
    database.close();
    opened = undefined;
  };
  return database.transaction(STORE, mode).objectStore(STORE);
}

/** Keeps a draft. */
export async function keep(draft: Draft): Promise<void> {
  await request((await store("readwrite")).put(draft));
}

/** All drafts, the newest first. */
export async function list(): Promise<Draft[]> {
  const all = (await request((await store("readonly")).getAll())) as Draft[];
  return all.filter((draft) => draft.version === VERSION).sort((a, b) => b.changed - a.changed);
}

/** Takes a draft away. */
export async function drop(id: string): Promise<void> {
  await request((await store("readwrite")).delete(id));
}

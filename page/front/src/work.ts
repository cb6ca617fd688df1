// The form that is worked on, with the files beside it.

import { type GivenFile, type SaveHandle, bytesOf } from "./files";
import type { Edit, FormGiven, Said } from "./protocol";

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

/** Edits that have not been answered yet, and where somebody is typing. */
export interface Unanswered {
  edits: Edit[];
  at: string;
}

export function freshWork(name: string, text: Uint8Array): Work {
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

/** The last part of a way. */
export function base(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** Offers a form the files of its folder and below, by their ways from there. */
export function offer(work: Work, form: string, files: GivenFile[]): void {
  const folder = form.slice(0, form.lastIndexOf("/") + 1);
  for (const other of files) {
    if (other.name !== form && other.name.startsWith(folder)) work.offered.set(other.name.slice(folder.length), other.file);
  }
  work.name = base(form);
}

export function givenOf(work: Work): FormGiven {
  return { name: work.name, beside: [...work.beside.keys()], offered: [...work.offered.keys()] };
}

/** Brings files that a form asks for; each is asked for once. */
export async function bringFiles(work: Work, names: string[]): Promise<void> {
  for (const name of names) {
    const file = work.offered.get(name);
    work.offered.delete(name);
    if (!file) continue;
    try {
      work.beside.set(name, await bytesOf(file));
    } catch {
      // What cannot be read is told as missing.
    }
  }
}

/** Of several values for one path only the last counts. */
export function latest(edits: Edit[]): Edit[] {
  const last = new Map<string, number>();
  edits.forEach((edit, at) => {
    if (edit.edit === "set" || edit.edit === "write") last.set(edit.path, at);
  });
  return edits.filter((edit, at) => (edit.edit !== "set" && edit.edit !== "write") || last.get(edit.path) === at);
}

/** What an edit wants to write at its path; none of edits without one. */
export function typedOf(edit: Edit): { path: string; value: string } | null {
  if (edit.edit === "set") return { path: edit.path, value: edit.value };
  if (edit.edit === "write") return { path: edit.path, value: edit.paragraphs.join("\n") };
  return null;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

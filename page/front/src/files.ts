// Files in and out: dropped, chosen, pasted; saved in place where the browser can, else as downloads.

/** A file that was given, by its way from the folder that was dropped. */
export interface GivenFile {
  name: string;
  file: File;
  /** By which the browser writes the file in place. */
  handle: SaveHandle | null;
}

/** What Chromium gives for a file that may be written. */
export interface SaveHandle {
  kind?: string;
  name: string;
  getFile(): Promise<File>;
  createWritable(): Promise<{ write(bytes: BlobPart): Promise<void>; close(): Promise<void> }>;
}

interface Picker {
  showOpenFilePicker?(options: { multiple: boolean }): Promise<SaveHandle[]>;
}

const picker = window as unknown as Picker;

/** The bytes of a file. */
export async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

/** Whether the browser writes files in place. */
export const writesInPlace = typeof picker.showOpenFilePicker === "function";

/** Lets somebody choose files; an input where the browser knows nothing better. */
export async function choose(input: HTMLInputElement): Promise<GivenFile[] | null> {
  if (!picker.showOpenFilePicker) {
    input.click();
    return null;
  }
  try {
    const handles = await picker.showOpenFilePicker({ multiple: true });
    return Promise.all(handles.map(ofHandle));
  } catch (error) {
    // Who closes the dialog has chosen nothing.
    if (error instanceof DOMException && error.name === "AbortError") return [];
    input.click();
    return null;
  }
}

async function ofHandle(handle: SaveHandle): Promise<GivenFile> {
  return { name: handle.name, file: await handle.getFile(), handle };
}

/** The files of an input. */
export function ofInput(input: HTMLInputElement): GivenFile[] {
  const files = Array.from(input.files ?? [], (file) => ({
    name: (file as File & { webkitRelativePath?: string }).webkitRelativePath || file.name,
    file,
    handle: null,
  }));
  input.value = "";
  return files;
}

interface Entry {
  isFile: boolean;
  fullPath: string;
  file(take: (file: File) => void, fail: (error: unknown) => void): void;
  createReader(): { readEntries(take: (entries: Entry[]) => void, fail: (error: unknown) => void): void };
}

/** How many files of a folder are looked at. */
const MOST_FILES = 5000;

/** The files that were dropped, those of folders with them. */
export async function ofDrop(transfer: DataTransfer): Promise<GivenFile[]> {
  // What was dropped is gone after the first wait.
  const items = Array.from(transfer.items).filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry() as Entry | null);
  const handles = items.map(handleOf);
  const files = items.map((item) => item.getAsFile());
  const found: GivenFile[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const entry = entries[at];
    const file = files[at];
    if (entry && !entry.isFile) await walk(entry, found);
    else if (file) found.push({ name: file.name, file, handle: (await handles[at]) ?? null });
  }
  return found;
}

async function handleOf(item: DataTransferItem): Promise<SaveHandle | null> {
  const asked = (item as unknown as { getAsFileSystemHandle?(): Promise<SaveHandle | null> }).getAsFileSystemHandle;
  if (!asked) return null;
  try {
    const handle = await asked.call(item);
    return handle?.kind === "file" ? handle : null;
  } catch {
    return null;
  }
}

async function walk(entry: Entry, found: GivenFile[]): Promise<void> {
  if (found.length >= MOST_FILES) return;
  if (entry.isFile) {
    const file = await new Promise<File>((take, fail) => entry.file(take, fail));
    found.push({ name: entry.fullPath.replace(/^\//, ""), file, handle: null });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise<Entry[]>((take, fail) => reader.readEntries(take, fail));
    if (some.length === 0) return;
    for (const inside of some) await walk(inside, found);
  }
}

/** Hands a file over as a download. */
export function download(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([bytes as BlobPart], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Writes a file in place. */
export async function write(handle: SaveHandle, bytes: Uint8Array): Promise<void> {
  const stream = await handle.createWritable();
  await stream.write(bytes as BlobPart);
  await stream.close();
}

const FORMS = /\.(ya?ml|xlsx?|xlsm|et|ods|json)$/i;
const REPORTS = /\.(docx|pdf|ofd|html?|txt)$/i;

/** Whether a name is a form's. */
export function isForm(name: string): boolean {
  return FORMS.test(name) && !/(^|\/)[.~]/.test(name);
}

/** Whether a name may be a published report's. */
export function isReport(name: string): boolean {
  return REPORTS.test(name);
}

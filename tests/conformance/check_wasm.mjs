#!/usr/bin/env node
// The library as a page in a browser has it makes the same bytes as the program:
// check_wasm.mjs MODULE.wasm PROGRAM FORM…
//
// The module is given each form and the program's own fonts, and makes DOCX, PDF, OFD, TXT and HTML; the program builds the
// same with those fonts. What the module asks of its host is answered by stubs that are never called.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [module, program, ...forms] = process.argv.slice(2);
const fonts = join(dirname(fileURLToPath(import.meta.url)), "../../templates/fonts");
const faces = readdirSync(fonts).filter((name) => name.endsWith(".ttf"));
const sum = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

function packed(entries) {
  const parts = [];
  for (const part of entries.flatMap(([name, content]) => [Buffer.from(name), content])) {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(part.length);
    parts.push(length, part);
  }
  return Buffer.concat(parts);
}

function unpacked(block) {
  const parts = [];
  for (let at = 4; at < block.length; ) {
    const length = block.readUInt32LE(at);
    parts.push(block.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return new Map(parts.flatMap((part, at) => (at % 2 ? [] : [[part.toString(), parts[at + 1]]])));
}

const compiled = new WebAssembly.Module(readFileSync(module));
const stubs = {};
for (const { module, name } of WebAssembly.Module.imports(compiled)) {
  stubs[module] ??= {};
  stubs[module][name] = () => {
    throw new Error(`${module} ${name} was called`);
  };
}

function made(form) {
  const { memory, room, make } = new WebAssembly.Instance(compiled, stubs).exports;
  const block = packed([form, ...faces].map((file, at) => [basename(file), readFileSync(at ? join(fonts, file) : file)]));
  const at = room(block.length);
  Buffer.from(memory.buffer, at, block.length).set(block);
  const out = make(at, block.length);
  const length = Buffer.from(memory.buffer).readUInt32LE(out);
  return unpacked(Buffer.from(memory.buffer, out, length));
}

let bad = 0;
for (const form of forms) {
  const folder = mkdtempSync(join(tmpdir(), "wasm-"));
  try {
    execFileSync(program, ["build", form, "-o", folder, "--draft", "--name", "r", "--to", "docx,pdf,ofd,txt,html"], {
      env: { ...process.env, NIANBAO_SYSTEM_FONTS: "no" },
      stdio: "ignore",
    });
  } catch (error) {
    if (error.status !== 1) throw error; // a form with errors is built as a draft
  }
  for (const [kind, bytes] of made(form)) {
    const own = readFileSync(join(folder, `r.${kind}`));
    if (!own.equals(bytes)) {
      bad += 1;
      console.log(`${basename(form)} ${kind}: ${sum(bytes)} in the module, ${sum(own)} by the program`);
    }
  }
  rmSync(folder, { recursive: true });
}
console.log(`${forms.length} forms, ${bad} files that differ`);
process.exit(bad ? 1 : 0);

#!/usr/bin/env node
// The library as a page in a browser has it makes the same bytes as the program:
// check_wasm.mjs MODULE.wasm PROGRAM FORM…
//
// The page's module is given each form and the program's own fonts, and makes DOCX, PDF, OFD, TXT and HTML; the program builds
// the same with those fonts.
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

/** Pieces behind their lengths, as the module reads them. */
function packed(pieces) {
  return Buffer.concat(
    pieces.flatMap((piece) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(piece.length);
      return [length, piece];
    }),
  );
}

function unpacked(block) {
  const pieces = [];
  for (let at = 0; at < block.length; ) {
    const length = block.readUInt32LE(at);
    pieces.push(block.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return pieces;
}

const compiled = new WebAssembly.Module(readFileSync(module));

/** The module as the page starts it. */
function started() {
  let exports;
  const host = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) (host[module] ??= {})[name] = () => 0;
  host.wasi_snapshot_preview1.random_get = (at, length) => (new Uint8Array(exports.memory.buffer, at, length).fill(7), 0);
  exports = new WebAssembly.Instance(compiled, host).exports;
  return (head, parts) => {
    const block = packed([Buffer.from(JSON.stringify(head)), ...parts]);
    const at = exports.room(block.length);
    Buffer.from(exports.memory.buffer, at, block.length).set(block);
    const out = exports.answer(at, block.length);
    const length = Buffer.from(exports.memory.buffer).readUInt32LE(out);
    const [said, ...files] = unpacked(Buffer.from(exports.memory.buffer.slice(out + 4, out + 4 + length)));
    exports.drop_block(out, length + 4);
    return [JSON.parse(said), files];
  };
}

/** The files of a form in every format, by their formats. */
function made(form) {
  const answer = started();
  answer({ ask: "faces", offered: [] }, []);
  for (const face of faces) answer({ ask: "face", file: face }, [readFileSync(join(fonts, face))]);
  const given = { name: basename(form), beside: [], offered: [] };
  const files = new Map();
  for (const format of ["docx", "pdf", "ofd", "txt", "html"]) {
    const [, [bytes]] = answer({ ask: "make", form: given, format }, [readFileSync(form)]);
    files.set(format, bytes);
  }
  return files;
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

#!/usr/bin/env node
// Builds the page, one HTML file: node page/build.mjs [TARGET.html]
//
// The module is compiled, the front end checked and bundled, the faces packed, and all of it put
// into one file whose policy names its scripts and its style by their digests. What is built twice
// is the same bytes. NIANBAO_MODULE names a module that is built already.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const front = join(here, "front");
const target = process.env.CARGO_TARGET_DIR ? resolve(process.env.CARGO_TARGET_DIR) : join(root, "target");
const page = resolve(process.argv[2] ?? join(target, "page", "nianbao.html"));

/** The faces that the page carries: all but the large fallback, which would make half of it. */
const FACES = ["title", "fang", "hei", "kai", "song", "latin", "latin-light", "rare"].map((name) => `nianbao-${name}.ttf`);
/** The oldest browsers that the page is for; 80 takes little more than 86. */
const BROWSERS = ["chrome80", "firefox115"];

function run(command, args, options = {}) {
  return execFileSync(command, args, { maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "inherit"], ...options });
}

function cargo(folder, ...args) {
  run("cargo", args, { cwd: join(here, folder), env: { ...process.env, CARGO_TARGET_DIR: target } });
}

function module() {
  if (process.env.NIANBAO_MODULE) return readFileSync(process.env.NIANBAO_MODULE);
  cargo(".", "build", "--quiet", "--locked", "--release", "--target", "wasm32-wasip1");
  return readFileSync(join(target, "wasm32-wasip1/release/nianbao_page.wasm"));
}

function pack(bytes) {
  return run(join(target, "release", "nianbao-pack"), [], { input: bytes }).toString();
}

function packages() {
  if (!existsSync(join(front, "node_modules"))) run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: front });
  run(join(front, "node_modules/.bin/tsc"), ["--noEmit", "-p", front]);
}

async function bundled(entry) {
  const { build } = await import(join(front, "node_modules/esbuild/lib/main.js"));
  const made = await build({
    entryPoints: [join(front, "src", entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: BROWSERS,
    charset: "utf8",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
  });
  // Inside a page nothing may look like its end.
  return made.outputFiles[0].text.trim().replaceAll("</script", "<\\/script");
}

const digest = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

function policy(scripts, style) {
  const own = scripts.map(digest).join(" ");
  return [
    "default-src 'none'",
    // Chromium before 97 compiles no module without 'unsafe-eval'; newer ones are told more by the script itself.
    `script-src ${own} 'unsafe-eval'`,
    "worker-src blob:",
    "connect-src 'none'",
    "img-src blob:",
    `style-src ${digest(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types nianbao",
  ].join("; ");
}

/** The crates that the module is made of, with their folders. */
function crates() {
  const told = run("cargo", ["metadata", "--format-version", "1", "--locked", "--filter-platform", "wasm32-wasip1"], { cwd: here });
  const { packages, resolve } = JSON.parse(told.toString());
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const found = new Set();
  const queue = [resolve.root];
  while (queue.length > 0) {
    const id = queue.pop();
    if (found.has(id)) continue;
    found.add(id);
    for (const dep of nodes.get(id).deps) if (dep.dep_kinds.some((kind) => kind.kind === null)) queue.push(dep.pkg);
  }
  return [...found].map((id) => byId.get(id)).filter((one) => one.source).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Licences of the module's crates: each text once, under the names of all that are under it. */
function crateLicences() {
  const texts = new Map();
  for (const { name, version, license, manifest_path: manifest } of crates()) {
    const folder = dirname(manifest);
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|unlicense)/i.test(file)).sort();
    const own = files.map((file) => join(folder, file)).filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, "utf8").trim());
    for (const text of own.length > 0 ? own : [`${license}`]) {
      texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}（${license}）`]);
    }
  }
  return [...texts].map(([text, names]) => `\n\n==== ${names.join("、")}\n\n${text}\n`);
}

/** Licences of all that the page carries. */
function licences() {
  const parts = [readFileSync(join(here, "LICENCES.txt"), "utf8")];
  const named = (folder) => readdirSync(folder).filter((name) => /^(LICENSE|.*\.txt$)/.test(name)).sort().map((name) => [name, join(folder, name)]);
  const own = [...named(join(root, "templates/fonts")), ...named(join(root, "LICENSES")), ["preact", join(front, "node_modules/preact/LICENSE")]];
  for (const [name, file] of own) parts.push(`\n\n==== ${name}\n\n${readFileSync(file, "utf8")}`);
  return Buffer.from([...parts, ...crateLicences()].join(""));
}

function carried(id, text, face) {
  const mark = face ? ` data-face="${face}"` : "";
  return `<script type="text/plain" id="${id}"${mark}>${text}</script>`;
}

async function assemble() {
  cargo("pack", "build", "--quiet", "--locked", "--release");
  packages();
  const wasm = module();
  const style = readFileSync(join(front, "src/style.css"), "utf8").trim();
  const scripts = [readFileSync(join(front, "src/old.js"), "utf8").trim(), await bundled("main.tsx")];
  const parts = [
    "<!doctype html>",
    '<html lang="zh-CN"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy(scripts, style)}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">',
    `<title>政府信息公开工作年度报告</title><style>${style}</style></head>`,
    '<body><div id="app"><p class="old">正在打开…</p></div><noscript><p class="old">这一页要用脚本：请在浏览器里允许它运行。它不上网。</p></noscript>',
    ...scripts.map((script) => `<script>${script}</script>`),
    carried("worker", await bundled("worker.ts")),
    carried("module", pack(wasm)),
    ...FACES.map((face) => carried(`face-${face}`, pack(readFileSync(join(root, "templates/fonts", face))), face)),
    carried("licences", pack(licences())),
    "</body></html>\n",
  ];
  mkdirSync(dirname(page), { recursive: true });
  const text = parts.join("\n");
  writeFileSync(page, text);
  console.log(`${page}: ${(Buffer.byteLength(text) / 1e6).toFixed(1)} MB`);
}

await assemble();

#!/usr/bin/env node
// The page in the oldest browsers that it is for: old.mjs PAGE.html PROGRAM chromium|firefox BROWSER
//
// A form is opened and a number changed, what is wrong is found, every file is made and compared
// with the program's. Chromium before 85 hands no 64-bit number to scripts, which workbooks ask for.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const [pageFile, program, kind, executable] = process.argv.slice(2);
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const form = join(root, "samples/003-corrected-2023.yaml");
const folder = mkdtempSync(join(tmpdir(), "nianbao-old-"));
const address = `${pathToFileURL(resolve(pageFile))}#test`;

/** A browser that evaluates expressions in the page: Firefox by WebDriver BiDi, old Chromium by its own pipe. */
async function started() {
  if (kind === "firefox") {
    const browser = await launch("firefox", executable);
    const page = await browser.newPage();
    await page.goto(address);
    return { version: await browser.version(), evaluate: (text) => page.evaluate(text), end: () => browser.close() };
  }
  const switches = ["--headless", "--no-sandbox", "--disable-gpu", "--no-zygote", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"];
  const chromium = spawn(executable, [...switches, "--remote-debugging-pipe", `--user-data-dir=${folder}/profile`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const waiting = new Map();
  let heard = "";
  let calls = 0;
  chromium.stdio[4].setEncoding("utf8").on("data", (data) => {
    const messages = (heard + data).split("\0");
    heard = messages.pop();
    for (const message of messages.map((text) => JSON.parse(text))) waiting.get(message.id)?.(message.result ?? message);
  });
  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((answer) => {
      calls += 1;
      waiting.set(calls, answer);
      chromium.stdio[3].write(`${JSON.stringify({ id: calls, method, params, sessionId })}\0`);
    });
  const { product } = await send("Browser.getVersion");
  const { targetId } = await send("Target.createTarget", { url: address });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const evaluate = async (expression) => {
    const said = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true }, sessionId);
    if (said.exceptionDetails) throw new Error(JSON.stringify(said.exceptionDetails).slice(0, 400));
    return said.result.value;
  };
  return { version: product, evaluate, end: () => chromium.kill() };
}

let bad = 0;
function judge(what, good, detail = "") {
  console.log(`${good ? "good" : "BAD "} ${what}${detail === "" ? "" : `: ${detail}`}`);
  if (!good) bad += 1;
}

const pause = (time) => new Promise((go) => setTimeout(go, time));

async function until(browser, expression) {
  for (let tried = 0; tried < 600; tried += 1) {
    if (await browser.evaluate(expression)) return;
    await pause(100);
  }
  throw new Error(`not within a minute: ${expression}`);
}

const MAKE = (format) => `(async () => {
  const store = window.nianbao;
  const [made] = await store.saving.finished(store.work, "${format}");
  return made ? btoa(Array.from(made.bytes, (byte) => String.fromCharCode(byte)).join("")) : "";
})()`;

const browser = await started();
const began = Date.now();
await until(browser, "Boolean(window.nianbao && window.nianbao.ready)");
console.log(`${browser.version}: ready after ${Date.now() - began} ms`);
const content = readFileSync(form).toString("base64");
await browser.evaluate(`(async () => {
  const bytes = Uint8Array.from(atob("${content}"), (c) => c.charCodeAt(0));
  const file = new File([bytes], "003-corrected-2023.yaml");
  await window.nianbao.take([{ name: file.name, file, handle: null }]);
})()`);
await until(browser, "window.nianbao.work !== null");
judge("a form is opened", (await browser.evaluate("window.nianbao.view.errors")) === 0);
await browser.evaluate(`window.nianbao.change([{ edit: "set", path: "申请.新收.自然人", value: "774" }], "")`);
await until(browser, "window.nianbao.view.errors > 0");
judge("a wrong number is found", true);
await browser.evaluate("window.nianbao.undo()");
await until(browser, "window.nianbao.view.errors === 0");
for (const room of ["tables", "texts", "ledger", "changes", "files", "pages"]) {
  await browser.evaluate(`window.nianbao.set({ room: "${room}" })`);
  await pause(300);
}
await until(browser, "window.nianbao.papers.sheets !== null").catch(async (error) => { throw new Error(`${error.message} ${await browser.evaluate("JSON.stringify([window.nianbao.alarm, window.nianbao.busy, window.nianbao.ready])")}`); });
await browser.evaluate("window.nianbao.set({ room: 'texts' })");
await until(browser, "document.querySelectorAll('.box p').length > 3");
judge("texts are shown", true);
await browser.evaluate("window.nianbao.set({ room: 'pages' })");
await until(browser, "document.querySelectorAll('.paper img').length > 0");
judge("pages are drawn", (await browser.evaluate("document.querySelectorAll('.paper img').length")) > 5);
execFileSync(program, ["build", form, "-o", folder, "--name", "r", "--to", "docx,pdf,txt,html,ofd"], { env: { ...process.env, NIANBAO_SYSTEM_FONTS: "no" } });
for (const format of ["docx", "pdf", "txt", "html", "ofd"]) {
  const made = Buffer.from(await browser.evaluate(MAKE(format)), "base64");
  judge(`${format} is the program's, byte for byte`, made.equals(readFileSync(join(folder, `r.${format}`))));
}
await browser.end();
process.exit(bad ? 1 : 0);

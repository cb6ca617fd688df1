// Judges HTML pages in Chromium: check_html.mjs AXE.js PROFILE-FOLDER FILE.html… (called by check_html.sh).
//
// A page fails at a width when axe-core finds a violation of serious or critical impact or hardly looked at anything, when the
// page is wider than the window, writes an error to its console, or asks for anything that is not in itself. Lesser violations
// and what axe-core could not decide are notes. Chromium is driven over its debugging pipe, so nothing is put into the file.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { start } from "./chromium.mjs";

const WIDTHS = [[1280, 900, false], [360, 800, true]]; // width, height, a phone: there a page without a viewport becomes 980 wide
const RULES = 12; // that must have passed at least, or axe-core did not see the page
// Places in the source that make a browser fetch from elsewhere; links (a href) and names of namespaces do not.
const FETCHES = [
  /<(?!a\b)\w+\b[^>]*?\s(?:src|srcset|data|poster|background|(?:xlink:)?href)\s*=\s*["']?\s*(?:https?:)?\/\/[^\s"'>]*/gi,
  /url\(\s*["']?(?:https?:)?\/\/[^\s"')]*/gi,
  /@import[^;]*/gi,
];

const [axe, profile, ...files] = process.argv.slice(2);
if (!files.length) {
  console.error("check_html.sh FILE.html…");
  process.exit(1);
}

const sources = files.map((file) => readFileSync(file, "utf8"));

// Chromium

const chromium = start(profile);
const { send } = chromium;

/** Loads a page and answers with the errors, requests, widths and the results of axe-core. */
async function look(url, [width, height, mobile]) {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  const evaluate = async (expression) => {
    const { result, exceptionDetails: e } = await page("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (e) die(`${url}: ${e.exception?.description ?? e.text}`);
    return result.value;
  };
  const errors = [], requests = [];
  const loaded = new Promise((answer) => {
    chromium.heard = (method, p) => {
      if (method === "Page.loadEventFired") answer();
      if (method === "Network.requestWillBeSent" && p.request.url !== url && !/^(data|blob):/.test(p.request.url)) requests.push(p.request.url);
      if (method === "Network.webSocketCreated") requests.push(p.url);
      if (method === "Log.entryAdded" && p.entry.level === "error") errors.push(`${p.entry.text} ${p.entry.url ?? ""}`);
      if (method === "Runtime.exceptionThrown") errors.push(p.exceptionDetails.exception?.description ?? p.exceptionDetails.text);
      if (method === "Runtime.consoleAPICalled" && ["error", "assert"].includes(p.type)) errors.push(p.args.map((a) => a.value ?? a.description).join(" "));
    };
  });
  for (const domain of ["Page", "Network", "Log", "Runtime"]) await page(`${domain}.enable`);
  await page("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile });
  const { errorText } = await page("Page.navigate", { url });
  if (errorText) die(`${url}: ${errorText}`);
  await loaded;
  const [scroll, client] = await evaluate("document.fonts.ready.then(() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth])");
  await evaluate(readFileSync(axe, "utf8") + "; 0");
  const results = await evaluate(`axe.run().then(({ passes, violations, incomplete }) => ({
    passed: passes.map((r) => r.id),
    found: [...violations.map((r) => [r, true]), ...incomplete.map((r) => [r, false])].map(([r, sure]) => ({
      sure, rule: r.id, impact: r.impact, help: r.help, nodes: r.nodes.map((n) => n.target.flat().join(" ") + "  " + n.html.slice(0, 100)) })),
  }))`);
  await send("Target.closeTarget", { targetId });
  return { errors, requests, scroll, client, ...results };
}

// Judgement

let bad = 0;
for (const [n, file] of files.entries()) {
  const url = pathToFileURL(resolve(file)).href;
  for (const size of WIDTHS) {
    const { errors, requests, scroll, client, passed, found } = await look(url, size);
    const severe = (f) => f.sure && ["serious", "critical"].includes(f.impact);
    const wrong = FETCHES.flatMap((f) => sources[n].match(f) ?? []).map((place) => `not self-contained: ${place.slice(0, 120)}`);
    wrong.push(...requests.map((r) => `asks for ${r}`), ...errors.map((e) => `error: ${e}`));
    if (client !== size[0]) wrong.push(`laid out for ${client} pixels, not ${size[0]}: no viewport?`);
    if (scroll > client) wrong.push(`${scroll} pixels wide in a window of ${client}`);
    if (passed.length < RULES || ![...passed, ...found.map((f) => f.rule)].includes("color-contrast"))
      wrong.push(`axe-core hardly saw the page: ${passed.length} rules passed: ${passed.join(" ")}`);
    for (const f of found.filter(severe)) wrong.push(`${f.impact} ${f.rule}: ${f.help}`, ...f.nodes.slice(0, 5).map((n) => `   ${n}`));
    const notes = found.filter((f) => !severe(f));
    console.log(`${wrong.length ? "FAIL" : "PASS"} ${file} at ${size[0]}: ${passed.length} rules passed, ${notes.length} notes`);
    for (const w of wrong) console.log(`   ${w}`);
    for (const f of notes) console.log(`   note: ${f.sure ? f.impact : "undecided"} ${f.rule}: ${f.help}: ${f.nodes[0]}${f.nodes[1] ? ` and ${f.nodes.length - 1} more` : ""}`);
    bad += wrong.length > 0;
  }
}
await chromium.end();
process.exit(bad ? 1 : 0);

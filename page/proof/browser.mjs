// The page in a browser, without a network: what its proofs share.
//
// The page's policy lets no text become code, so nothing here is evaluated in it as text: functions
// go through the browser's own debugging, and what a clerk does is done by keys.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "../front/node_modules/puppeteer-core/lib/puppeteer/puppeteer-core.js";

const CHROMIUM = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
];

/** Starts a browser: Chromium, or Firefox by WebDriver BiDi. */
export async function launch(kind = "chrome", executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium") {
  const options = { executablePath, headless: true, browser: kind };
  if (kind === "chrome") options.args = CHROMIUM;
  return puppeteer.launch(options);
}

/** Waits until a function of the page says yes. */
export async function until(page, what, ask, ...given) {
  const end = Date.now() + 20_000;
  for (;;) {
    const said = await page.evaluate(ask, ...given);
    if (said) return said;
    if (Date.now() > end) throw new Error(`not within 20 s: ${what}`);
    await pause(15);
  }
}

export const pause = (time) => new Promise((go) => setTimeout(go, time));

/** Opens the page; whatever it asks for beside itself, or complains of, is noted. */
export async function open(browser, file, { width = 1280, height = 900 } = {}) {
  const page = await browser.newPage();
  const faults = [];
  await page.setViewport({ width, height });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("request", (request) => {
    if (!/^(file|blob|data):/.test(request.url())) faults.push(`asks for ${request.url()}`);
  });
  const began = Date.now();
  await page.goto(`${pathToFileURL(file)}#test`);
  await ready(page);
  return { page, faults, took: Date.now() - began };
}

/** Waits for the module. */
export async function ready(page) {
  await until(page, "the module", () => Boolean(window.nianbao && window.nianbao.ready));
}

/** A folder into which a page's downloads go. */
export async function downloads(page) {
  const folder = mkdtempSync(join(tmpdir(), "nianbao-page-"));
  const client = await page.createCDPSession();
  await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  return folder;
}

/** Presses Tab until the element is reached that a function knows. */
export async function tabTo(page, what, isThere, ...given) {
  for (let pressed = 0; pressed < 400; pressed += 1) {
    if (await page.evaluate(isThere, ...given)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`not reached by Tab: ${what}`);
}

/** Reaches a button by its words and presses it. */
export async function press(page, words) {
  const isThere = (wanted) => {
    const { activeElement: at } = document;
    return at?.tagName === "BUTTON" && (at.getAttribute("aria-label") ?? at.textContent).trim().startsWith(wanted);
  };
  await tabTo(page, words, isThere, words);
  await page.keyboard.press("Enter");
}

/** Waits until all that was typed has been taken and checked. */
export async function settled(page) {
  await until(page, "what was typed", () => window.nianbao.settled);
}

#!/usr/bin/env node
// Pictures of the page for documents: pictures.mjs PAGE.html FOLDER
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, open, pause, settled, until } from "./browser.mjs";

const [pageFile, folder] = process.argv.slice(2);
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const browser = await launch();
const { page } = await open(browser, resolve(pageFile), { width: 1280, height: 860 });

const shoot = async (name) => {
  await pause(400);
  await page.screenshot({ path: join(folder, `${name}.png`) });
};
const go = (room) => page.evaluate((room) => window.nianbao.set({ room, goal: null }), room);
const change = async (path, value) => {
  await page.evaluate((path, value) => window.nianbao.change([{ edit: "set", path, value }], ""), path, value);
  await settled(page);
};

await shoot("page-start");
const form = readFileSync(join(root, "samples/003-corrected-2023.yaml")).toString("base64");
await page.evaluate((packed) => {
  const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  const file = new File([bytes], "003-corrected-2023.yaml");
  void window.nianbao.take([{ name: file.name, file, handle: null }]);
}, form);
await until(page, "the form", () => window.nianbao.work !== null);
await go("tables");
await shoot("page-tables");
await change("申请.新收.自然人", "774");
await page.evaluate(() => window.nianbao.lead("申请.新收.自然人"));
await shoot("page-findings");
await go("texts");
await shoot("page-texts");
await go("pages");
await until(page, "the pages", () => window.nianbao.papers.sheets !== null);
await pause(600);
await page.evaluate(() => document.querySelector(".spot")?.scrollIntoView({ block: "center" }));
await shoot("page-pages");
await go("files");
await shoot("page-files");
await browser.close();

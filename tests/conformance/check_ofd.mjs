// Judges OFD files by ofd.js in Chromium: check_ofd.mjs OFD.js PROFILE-FOLDER OUTDIR FILE.ofd… (called by check_ofd_reader.sh).
//
// A file fails when ofd.js cannot open it, draws another number of pages, pages of other proportions, or not every object of a
// page; when a text does not stand in its object or cannot be selected; when an object is painted in another order than it is
// written (ofd.js stacks by ID); when a picture or a font does not load; when something is written to the console as an error, or
// asked for. ofd.js draws with fonts that the browser has: the embedded ones are given to it here under their names, so that
// Chromium's own check of fonts judges them too. Names that ofd.js takes for the system's fonts (any with “kai” in it) are a note.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { start } from "./chromium.mjs";

const WIDTH = 808; // of the window: ofd.js gives an upright page 3.8 pixels a millimetre then, and pictures always 96 dpi

const [library, profile, out, ...files] = process.argv.slice(2);
if (!files.length) {
  console.error("check_ofd_reader.sh OUTDIR FILE.ofd…");
  process.exit(1);
}
mkdirSync(out, { recursive: true });

// Chromium

const chromium = start(profile);
const { send } = chromium;

// The package

/** The entries of a zip by name. */
function entries(data) {
  const found = {};
  const end = data.lastIndexOf("PK\x05\x06", undefined, "latin1");
  for (let at = data.readUInt32LE(end + 16), n = data.readUInt16LE(end + 10); n > 0; n--) {
    const [name, extra, comment] = [28, 30, 32].map((o) => data.readUInt16LE(at + o));
    const local = data.readUInt32LE(at + 42);
    const from = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
    const packed = data.subarray(from, from + data.readUInt32LE(at + 20));
    found[data.toString("utf8", at + 46, at + 46 + name)] = data.readUInt16LE(at + 10) ? inflateRawSync(packed) : packed;
    at += 46 + name + extra + comment;
  }
  return found;
}

/** Runs in the page: opens a package with ofd.js, draws it, and answers with what is wrong and where the pages are. */
async function judge(base64, xml, fonts, width) {
  const wrong = [], notes = new Set();
  const bytes = (encoded) => Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0)).buffer;
  const bare = (s) => s.replace(/\s/gu, "");
  const parse = (name) => new DOMParser().parseFromString(xml[name], "text/xml");
  const all = (node, ...tags) => [...node.getElementsByTagNameNS("http://www.ofdspec.org/2016", "*")].filter((e) => tags.includes(e.localName));
  const at = (base, loc) => new URL(loc, `file:///${base}`).pathname.slice(1);
  const root = at("", all(parse("OFD.xml"), "DocRoot")[0].textContent);
  const document_ = parse(root);
  const templates = Object.fromEntries(all(document_, "TemplatePage").map((t) => [t.getAttribute("ID"), parse(at(root, t.getAttribute("BaseLoc")))]));
  const pages = all(document_, "Page").map((p) => parse(at(root, p.getAttribute("BaseLoc"))));
  const area = all(document_, "PhysicalBox")[0].textContent;

  const families = {};
  for (const loc of all(document_, "PublicRes", "DocumentRes")) {
    const path = at(root, loc.textContent), res = parse(path);
    const folder = at(path, `${res.documentElement.getAttribute("BaseLoc")}/`);
    for (const font of all(res, "Font")) {
      const family = font.getAttribute("FamilyName") ?? font.getAttribute("FontName");
      families[font.getAttribute("ID")] = family;
      const file = at(folder, all(font, "FontFile")[0]?.textContent ?? "");
      try {
        document.fonts.add(await new FontFace(family, bytes(fonts[file])).load());
      } catch (e) {
        wrong.push(`Chromium does not take the font ${family} (${file}): ${e.message}`);
      }
    }
  }

  const documents = await new Promise((success) => ofd.parseOfdDocument({ ofd: bytes(base64), success, fail: (e) => success(String(e)) }));
  if (!Array.isArray(documents)) return { wrong: [`ofd.js cannot open it: ${documents}`], drawn: [] };
  const divs = documents.flatMap((d) => ofd.renderOfd(width, d));
  document.body.replaceChildren(...divs);
  await document.fonts.ready;
  if (divs.length !== pages.length) wrong.push(`${divs.length} pages drawn, not ${pages.length}`);

  let texts = 0;
  for (const [n, page] of pages.entries()) {
    const say = (what) => wrong.push(`page ${n + 1}: ${what}`);
    const div = divs[n];
    if (!div) continue;
    const [, , w, h] = (all(page, "PhysicalBox")[0]?.textContent ?? area).split(" ").map(Number);
    const ratio = div.offsetWidth / div.offsetHeight / (w / h);
    if (Math.abs(ratio - 1) > 0.005) say(`drawn ${div.offsetWidth} × ${div.offsetHeight}, not as ${w} × ${h} mm`);
    const sources = [...all(page, "Template").map((t) => templates[t.getAttribute("TemplateID")]), page];
    const objects = sources.flatMap((source) => all(source, "TextObject", "PathObject", "ImageObject"));
    const drawn = Object.fromEntries([...div.children].map((svg) => [svg.style.zIndex, svg]));
    if (div.children.length !== objects.length) say(`${div.children.length} objects drawn, not ${objects.length}`);
    let last = 0;
    getSelection().selectAllChildren(div);
    const selected = bare(getSelection().toString());
    for (const object of objects) {
      const id = Number(object.getAttribute("ID")), svg = drawn[id];
      if (id < last) say(`${object.localName} ${id} is written after ${last}: painted in another order`);
      last = id;
      if (!svg) say(`${object.localName} ${id} is not drawn`);
      else if (object.localName === "ImageObject") {
        const image = new Image();
        image.src = svg.querySelector("image").href.baseVal;
        await image.decode().catch((e) => say(`the picture of ImageObject ${id} does not load: ${e.message}`));
        if (!svg.querySelector("image").getBoundingClientRect().width) say(`ImageObject ${id} has no width`);
      } else if (object.localName === "PathObject") {
        if (!svg.querySelector("path")?.getTotalLength()) say(`PathObject ${id} has no length`);
      } else {
        texts += 1;
        const wanted = all(object, "TextCode").map((code) => code.textContent).join("");
        if (svg.textContent !== wanted) say(`TextObject ${id} reads ${JSON.stringify(svg.textContent)}, not ${JSON.stringify(wanted)}`);
        if (!selected.includes(bare(wanted))) say(`${JSON.stringify(wanted)} cannot be selected`);
        const family = svg.querySelector("text")?.style.fontFamily.replace(/"/g, "");
        const meant = families[object.getAttribute("Font")];
        if (family !== meant) notes.add(`${meant} is taken for ${family}`);
      }
    }
  }
  const drawn = divs.map((div) => div.getBoundingClientRect()).map((r) => ({ x: r.x, y: r.y + scrollY, width: r.width, height: r.height, scale: 1 }));
  return { wrong: wrong.map((w) => w.toWellFormed()), notes: [...notes], drawn, texts };
}

/** Opens a file in a window of its own. */
async function look(file) {
  const data = readFileSync(file), parts = entries(data);
  const pick = (test, coded) => Object.fromEntries(Object.entries(parts).filter(([name]) => test(name)).map(([name, d]) => [name, d.toString(coded)]));
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  const errors = [];
  chromium.heard = (method, p) => {
    if (method === "Network.requestWillBeSent" && !/^(data|blob):/.test(p.request.url)) errors.push(`asks for ${p.request.url}`);
    if (method === "Log.entryAdded" && p.entry.level === "error") errors.push(`error: ${p.entry.text}`);
    if (method === "Runtime.exceptionThrown") errors.push(`error: ${p.exceptionDetails.exception?.description ?? p.exceptionDetails.text}`);
    if (method === "Runtime.consoleAPICalled" && ["error", "assert"].includes(p.type)) errors.push(`error: ${p.args.map((a) => a.value ?? a.description).join(" ")}`);
  };
  const evaluate = async (expression) => {
    const { result, exceptionDetails: e } = await page("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (e) errors.push(`error: ${e.exception?.description ?? e.text}`);
    return result.value;
  };
  for (const domain of ["Page", "Network", "Log", "Runtime"]) await page(`${domain}.enable`);
  await page("Emulation.setDeviceMetricsOverride", { width: WIDTH, height: 1200, deviceScaleFactor: 1, mobile: false });
  await evaluate(readFileSync(library, "utf8") + "; 0");
  const given = [data.toString("base64"), pick((name) => name.endsWith(".xml"), "utf8"), pick((name) => /\.(ttf|otf)$/i.test(name), "base64"), WIDTH];
  const { wrong = [], notes = [], drawn = [], texts = 0 } = await evaluate(`(${judge})(${given.map((g) => JSON.stringify(g)).join(", ")})`) ?? {};
  for (const [n, clip] of drawn.entries()) {
    const { data: png } = await page("Page.captureScreenshot", { format: "png", clip, captureBeyondViewport: true });
    writeFileSync(join(out, `${basename(file, ".ofd")}-${n + 1}.png`), Buffer.from(png, "base64"));
  }
  await send("Target.closeTarget", { targetId });
  return { wrong: [...wrong, ...errors], notes, pages: drawn.length, texts };
}

// Judgement

let bad = 0;
for (const file of files) {
  const { wrong, notes, pages, texts } = await look(file);
  if (!texts) wrong.push("no text was seen");
  console.log(`${wrong.length ? "FAIL" : "PASS"} ${file}: ${pages} pages, ${texts} texts`);
  for (const w of wrong.slice(0, 20)) console.log(`   ${w}`);
  for (const n of notes) console.log(`   note: ${n}`);
  if (wrong.length > 20) console.log(`   and ${wrong.length - 20} more`);
  bad += wrong.length > 0;
}
console.log(`${files.length} files, ${bad} bad`);
await chromium.end();
process.exit(bad ? 1 : 0);

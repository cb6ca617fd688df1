// Chromium by its pipe, without a network: what the judges of pages share.
import { spawn } from "node:child_process";

/** Starts Chromium with a profile of its own. What it is asked is answered in turn; its trouble ends the run. */
export function start(profile) {
  const chromium = spawn(process.env.CHROMIUM ?? "chromium", [
    "--headless=new", "--hide-scrollbars", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--disable-quic",
    "--disable-background-networking", `--user-data-dir=${profile}`, "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe", "about:blank",
  ], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const page = { done: false, heard: () => {} }; // `heard` gets every event of the page
  let calls = 0, text = "";
  const waiting = new Map();
  const die = (why) => {
    console.log(`FAIL ${why}`);
    chromium.kill("SIGKILL");
    process.exit(1);
  };
  chromium.on("error", (e) => die(`Chromium does not start: ${e.message}`));
  chromium.on("exit", (code, signal) => { if (!page.done) die(`Chromium ended (${code ?? signal})`); });
  setTimeout(() => die("Chromium takes more than 5 minutes"), 300_000).unref();
  chromium.stdio[4].setEncoding("utf8").on("data", (data) => {
    const messages = (text + data).split("\0");
    text = messages.pop();
    for (const message of messages.map((m) => JSON.parse(m))) {
      if (!message.id) page.heard(message.method, message.params);
      else if (message.error) die(`Chromium: ${message.error.message}`);
      else waiting.get(message.id)(message.result);
    }
  });
  chromium.stdio[3].on("error", () => {}); // it has ended, which is told above
  page.send = (method, params = {}, sessionId = undefined) => new Promise((answer) => {
    waiting.set(++calls, answer);
    chromium.stdio[3].write(JSON.stringify({ id: calls, method, params, sessionId }) + "\0");
  });
  /** Ends it; it writes into its profile until then. */
  page.end = async () => {
    page.done = true;
    const closed = new Promise((ended) => chromium.on("close", ended));
    page.send("Browser.close");
    await closed;
  };
  return page;
}

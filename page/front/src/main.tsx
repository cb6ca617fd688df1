// The page: one form, filled, checked, looked at and saved on this machine.

import { render } from "preact";
import { App } from "./app";
import { Store } from "./store";

/** What newer browsers may be told: the module may be compiled, and nothing else becomes code. */
function tighten(): void {
  // Known since Chromium 98 and Firefox 94; both know 'wasm-unsafe-eval' by Firefox 102, the floor is 115.
  if (typeof (window as unknown as { structuredClone?: unknown }).structuredClone !== "function") return;
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "script-src 'wasm-unsafe-eval'; worker-src blob:";
  document.head.append(policy);
}

function begin(): void {
  tighten();
  const store = new Store();
  const root = document.getElementById("app");
  if (!root) return;
  root.textContent = "";
  render(<App store={store} />, root);
  void store.begin();
  if (location.hash === "#test") (window as unknown as { nianbao: Store }).nianbao = store;
}

// A browser that is too old has been told so. What the page carries stands behind this script.
if (!(window as unknown as { nianbaoTooOld?: boolean }).nianbaoTooOld) start();

function start(): void {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}

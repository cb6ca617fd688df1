// One form in two tabs: both are told, as each would undo the other's work.

/** How long another tab is waited for, ms. */
const WAIT = 300;
const ASK = "nianbao-tab-ask";
const SAY = "nianbao-tab-say";

let held = "";

/** What a form is known by in all tabs: its text as it was opened. */
function digest(text: Uint8Array): string {
  // Nothing rests on it but a warning: a sum serves to tell forms apart.
  let sum = text.length;
  for (const byte of text) sum = (Math.imul(sum, 31) + byte) | 0;
  return `${text.length}-${sum}`;
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, JSON.stringify({ value, at: Math.random() }));
  } catch {
    // A browser without a store has no second tab to tell.
  }
}

/** Answers other tabs that ask for the form of this one. */
function hear(event: StorageEvent): void {
  if (event.key !== ASK || held === "" || event.newValue === null) return;
  if ((JSON.parse(event.newValue) as { value: string }).value === held) write(SAY, held);
}

window.addEventListener("storage", hear);

/** Whether another tab has the form open. */
export function isOpenElsewhere(text: Uint8Array): Promise<boolean> {
  const wanted = digest(text);
  return new Promise((answer) => {
    const heard = (event: StorageEvent): void => {
      if (event.key === SAY && event.newValue?.includes(`"${wanted}"`)) done(true);
    };
    const timer = window.setTimeout(() => done(false), WAIT);
    const done = (elsewhere: boolean): void => {
      window.clearTimeout(timer);
      window.removeEventListener("storage", heard);
      answer(elsewhere);
    };
    window.addEventListener("storage", heard);
    write(ASK, wanted);
  });
}

/** Says that this tab has the form open. */
export function hold(text: Uint8Array): void {
  held = digest(text);
}

/** Says so no more. */
export function release(): void {
  held = "";
}

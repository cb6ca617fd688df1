// Two tabs with one form: the second is told, as each would undo the other's work.

const BEAT = 2000;
const STALE = 6000;
const tab = String(Math.random());

function key(form: string): string {
  return `nianbao-tab-${form}`;
}

interface Beat {
  tab: string;
  time: number;
}

function read(form: string): Beat | null {
  try {
    const kept = localStorage.getItem(key(form));
    return kept ? (JSON.parse(kept) as Beat) : null;
  } catch {
    return null;
  }
}

/** Whether another tab has the form open. */
export function isOpenElsewhere(form: string): boolean {
  const beat = read(form);
  return beat !== null && beat.tab !== tab && Date.now() - beat.time < STALE;
}

let timer: number | undefined;

function beat(form: string): void {
  try {
    localStorage.setItem(key(form), JSON.stringify({ tab, time: Date.now() } satisfies Beat));
  } catch {
    // A browser without a store has no second tab to tell.
  }
}

/** Says again and again that this tab has the form open. */
export function hold(form: string): void {
  release();
  beat(form);
  timer = window.setInterval(() => beat(form), BEAT);
  window.addEventListener("pagehide", () => localStorage.removeItem(key(form)), { once: true });
}

/** Says so no more. */
export function release(): void {
  window.clearInterval(timer);
}

// What can be undone: the form's texts as they were.

interface Step {
  text: Uint8Array;
  /** What was typed last; typing on in one place is one step. */
  at: string;
}

const MOST_STEPS = 500;

export class History {
  private undone: Step[] = [];
  private steps: Step[] = [];

  /** Notes the text before a change. */
  note(text: Uint8Array, at: string): void {
    const last = this.steps[this.steps.length - 1];
    this.undone = [];
    if (last && at !== "" && last.at === at) return;
    this.steps.push({ text, at });
    if (this.steps.length > MOST_STEPS) this.steps.shift();
  }

  /** Ends a stretch of typing: what comes next is a step of its own. */
  pause(): void {
    const last = this.steps[this.steps.length - 1];
    if (last) last.at = "";
  }

  get canUndo(): boolean {
    return this.steps.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** The text before the last change; the one that is given is what redoing brings back. */
  undo(text: Uint8Array): Uint8Array | undefined {
    return exchange(this.steps, this.undone, text);
  }

  redo(text: Uint8Array): Uint8Array | undefined {
    return exchange(this.undone, this.steps, text);
  }

  clear(): void {
    this.steps = [];
    this.undone = [];
  }
}

function exchange(from: Step[], to: Step[], text: Uint8Array): Uint8Array | undefined {
  const step = from.pop();
  if (step) to.push({ text, at: "" });
  return step?.text;
}

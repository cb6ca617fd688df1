// What is being typed stands while it is typed: what comes back from the check does not undo it,
// and a word that an input method is still at is not sent.

import { useLayoutEffect, useState } from "preact/hooks";
import type { Store } from "./store";

/** How an input is bound to a value of the form. */
export interface TypedValue {
  value: string;
  onInput(event: InputEvent & { currentTarget: HTMLInputElement }): void;
  /** In small letters, as elements have no property of this event. */
  oncompositionend(event: CompositionEvent): void;
  onBlur(): void;
}

function same(typed: string): string {
  return typed;
}

/** A number as people write it, in plain digits: 43,850 and ２件; what is no number stays. */
export function plainNumber(typed: string): string {
  const half = typed.normalize("NFKC").replace(/[,\s]/g, "").replace(/(件|份|次|宗|条)$/, "");
  return /^[+-]?\d+(\.\d+)?(万元|元)?$/.test(half) ? half : typed;
}

/** Binds an input: `known` is what the form says, or what was typed and not taken. */
export function useTyped(store: Store, path: string, known: string, tidy: (typed: string) => string = same): TypedValue {
  const [typed, setTyped] = useState<string | null>(null);
  useLayoutEffect(() => setTyped(null), [store.turn]);
  const send = (value: string): void => store.change([{ edit: "set", path, value: value.trim() }], path);
  return {
    value: typed ?? known,
    onInput(event) {
      const { value } = event.currentTarget;
      setTyped(value);
      if (!event.isComposing) send(value);
    },
    oncompositionend(event) {
      send((event.currentTarget as HTMLInputElement).value);
    },
    onBlur() {
      const plain = typed === null ? null : tidy(typed);
      if (plain !== null && plain !== typed) {
        send(plain);
        store.say(`已把 ${typed} 改成 ${plain}`);
      }
      setTyped(null);
      store.history.pause();
    },
  };
}

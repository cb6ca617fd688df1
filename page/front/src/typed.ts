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

/** Binds an input: `known` is what the form says, or what was typed and not taken. */
export function useTyped(store: Store, path: string, known: string): TypedValue {
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
      setTyped(null);
      store.pause();
    },
  };
}

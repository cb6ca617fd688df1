// Where a click on a finding leads: the room comes up, then the place in it.

import { useLayoutEffect } from "preact/hooks";
import type { Goal, Store } from "./store";

/** Goes to the store's goal once it is set and the room is there. */
export function useGoal(store: Store, go: (goal: Goal) => void): void {
  const { goal } = store;
  useLayoutEffect(() => {
    if (goal) go(goal);
  }, [goal?.count]);
}

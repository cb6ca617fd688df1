// Licences, readable in the page.

import { useState } from "preact/hooks";
import { inflate } from "./inflate";

export function Licences() {
  const [text, setText] = useState("");
  const show = async (): Promise<void> => {
    const packed = document.getElementById("licences")?.textContent ?? "";
    setText(new TextDecoder().decode(await inflate(packed)));
  };
  if (text === "") return <button type="button" class="quiet" onClick={() => void show()}>版本和许可</button>;
  return <pre class="licences" tabIndex={0} aria-label="许可">{text}</pre>;
}

// A text whose placeholders are chips: paragraphs in an editable box, read back as they are typed.
// All of it is built of nodes and text; nothing that is typed or pasted becomes markup.

import type { ParagraphView } from "./protocol";

const PLACEHOLDER = /\{\{[^{}]*\}\}/g;

/** Fills a box with paragraphs. */
export function fill(box: HTMLElement, paragraphs: ParagraphView[]): void {
  const shown = paragraphs.length > 0 ? paragraphs : [{ typed: "", chips: [] }];
  box.replaceChildren(...shown.map(paragraphNode));
}

function paragraphNode(paragraph: ParagraphView): HTMLElement {
  const node = document.createElement("p");
  let at = 0;
  for (const chip of paragraph.chips) {
    append(node, paragraph.typed.slice(at, chip.start));
    node.append(chipNode(paragraph.typed.slice(chip.start, chip.end), chip.printed));
    at = chip.end;
  }
  append(node, paragraph.typed.slice(at));
  if (!node.hasChildNodes()) node.append(document.createElement("br"));
  return node;
}

/** Text; placeholders that print nothing yet are chips as well. */
function append(node: HTMLElement, text: string): void {
  let at = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > at) node.append(text.slice(at, match.index));
    node.append(chipNode(match[0], match[0]));
    at = match.index + match[0].length;
  }
  if (at < text.length) node.append(text.slice(at));
}

/** A placeholder as one thing: it shows what it prints. */
export function chipNode(expression: string, printed: string): HTMLElement {
  const chip = document.createElement("span");
  chip.className = "chip";
  chip.contentEditable = "false";
  chip.dataset.expression = expression;
  chip.title = expression;
  chip.textContent = printed;
  return chip;
}

/** The paragraphs that a box holds, as they are typed. */
export function read(box: HTMLElement): string[] {
  const paragraphs: string[] = [];
  let open: string | null = null;
  for (const node of Array.from(box.childNodes)) {
    if (isBlock(node)) {
      if (open !== null) paragraphs.push(open);
      open = null;
      paragraphs.push(...textOf(node).split("\n"));
    } else {
      open = (open ?? "") + textOf(node);
    }
  }
  if (open !== null) paragraphs.push(...open.split("\n"));
  while (paragraphs.length > 0 && paragraphs[paragraphs.length - 1]?.trim() === "") paragraphs.pop();
  return paragraphs.map((paragraph) => paragraph.replace(/\u00a0/g, " "));
}

function isBlock(node: Node): boolean {
  return node instanceof HTMLElement && /^(P|DIV|LI|UL|OL|H\d|BLOCKQUOTE)$/.test(node.tagName);
}

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? "";
  if (!(node instanceof HTMLElement)) return "";
  const { expression } = node.dataset;
  if (expression !== undefined) return expression;
  if (node.tagName === "BR") return node === node.parentNode?.lastChild ? "" : "\n";
  return Array.from(node.childNodes, textOf).join("");
}

/** Renews what chips print without touching what stands around them. */
export function renew(box: HTMLElement, paragraphs: ParagraphView[]): void {
  const chips = Array.from(box.querySelectorAll<HTMLElement>(".chip"));
  const printed = paragraphs.flatMap((paragraph) =>
    paragraph.chips.map((chip) => ({ expression: paragraph.typed.slice(chip.start, chip.end), printed: chip.printed })),
  );
  for (const chip of chips) {
    const at = printed.findIndex((one) => one.expression === chip.dataset.expression);
    const [found] = at < 0 ? [] : printed.splice(at, 1);
    if (found && chip.textContent !== found.printed) chip.textContent = found.printed;
  }
}

/** Puts text in at the caret, line by line. */
export function insert(text: string): void {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  for (const [at, line] of lines.entries()) {
    if (at > 0) document.execCommand("insertParagraph");
    if (line !== "") document.execCommand("insertText", false, line);
  }
}

/** Puts a chip in at the caret, or at the end where the caret is elsewhere. */
export function insertChip(box: HTMLElement, expression: string, printed: string): void {
  const chip = chipNode(expression, printed);
  const selection = window.getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  if (range && box.contains(range.startContainer)) {
    range.deleteContents();
    range.insertNode(chip);
  } else {
    (box.lastElementChild ?? box).append(chip);
  }
  selection?.collapse(chip.parentNode, Array.from(chip.parentNode?.childNodes ?? []).indexOf(chip) + 1);
}

/** Selects words of a paragraph, counted as typed, and brings them into sight. */
export function select(box: HTMLElement, paragraph: number, start: number, end: number): void {
  const node = box.children[paragraph];
  if (!node) return;
  const range = document.createRange();
  const from = pointAt(node, start);
  const to = pointAt(node, end);
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  const selection = window.getSelection();
  box.focus();
  selection?.removeAllRanges();
  selection?.addRange(range);
  node.scrollIntoView({ block: "center" });
}

interface Point {
  node: Node;
  offset: number;
}

/** The point in a paragraph before so many characters as typed; a chip is not entered. */
function pointAt(paragraph: Element, wanted: number): Point {
  let left = wanted;
  const children = Array.from(paragraph.childNodes);
  for (const [at, child] of children.entries()) {
    const length = textOf(child).length;
    if (left <= length) {
      if (child.nodeType === Node.TEXT_NODE) return { node: child, offset: left };
      return { node: paragraph, offset: left === 0 ? at : at + 1 };
    }
    left -= length;
  }
  return { node: paragraph, offset: children.length };
}

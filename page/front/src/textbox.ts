// A text whose placeholders are chips: paragraphs in an editable box, read back as they are typed.
// All of it is built of nodes and text; nothing that is typed or pasted becomes markup.

import type { ParagraphView } from "./protocol";

const PLACEHOLDER = /\{\{[^{}]*\}\}/g;

/** Fills a box with paragraphs. */
export function fill(box: HTMLElement, paragraphs: ParagraphView[]): void {
  const shown = paragraphs.length > 0 ? paragraphs : [{ typed: "", chips: [] }];
  box.textContent = "";
  box.append(...shown.map(paragraphNode));
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

/** Signs that are no writing: control marks, invisible ones, private ones such as the bullets of Word. */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ue000-\uf8ff]/g;

/** Text that is pasted, without what cannot be printed; how much that was. */
export function cleaned(text: string): { text: string; dropped: number } {
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n{2,}/g, "\n").replace(/\n$/, "").replace(UNPRINTABLE, "");
  return { text: clean, dropped: (text.match(UNPRINTABLE) ?? []).length - (text.match(/\r/g) ?? []).length };
}

/** Puts text in at the caret, line by line. */
export function insert(text: string): void {
  const lines = text.split("\n");
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
    const end = box.lastElementChild ?? box;
    end.querySelector("br:only-child")?.remove();
    end.append(chip);
  }
  selection?.collapse(chip.parentNode, Array.from(chip.parentNode?.childNodes ?? []).indexOf(chip) + 1);
}

/** What is selected in a box, as it is typed: chips are their placeholders. */
export function copied(box: HTMLElement): string {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0) return "";
  const range = selection.getRangeAt(0);
  if (!box.contains(range.commonAncestorContainer)) return "";
  const part = document.createElement("div");
  part.append(range.cloneContents());
  return read(part).join("\n");
}

/** Keeps the caret out of chips: what is typed inside one would vanish. */
export function leaveChip(box: HTMLElement): void {
  const selection = window.getSelection();
  const at = selection?.focusNode;
  const chip = (at instanceof Element ? at : at?.parentElement)?.closest(".chip");
  if (!selection || !chip || !box.contains(chip) || !selection.isCollapsed) return;
  const siblings = Array.from(chip.parentNode?.childNodes ?? []);
  selection.collapse(chip.parentNode, siblings.indexOf(chip) + (selection.focusOffset === 0 ? 0 : 1));
}

/** Where the caret is: the paragraph, and characters as typed before it. */
export interface Caret {
  paragraph: number;
  offset: number;
}

export function caretOf(box: HTMLElement): Caret | null {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0 || !box.contains(selection.focusNode)) return null;
  const before = document.createRange();
  before.selectNodeContents(box);
  before.setEnd(selection.focusNode as Node, selection.focusOffset);
  const part = document.createElement("div");
  part.append(before.cloneContents());
  const paragraphs = Math.max(1, part.children.length);
  return { paragraph: paragraphs - 1, offset: part.lastChild ? textOf(part.lastChild).length : 0 };
}

/** Puts the caret back after a box has been filled anew. */
export function putCaret(box: HTMLElement, caret: Caret): void {
  const paragraph = box.children[Math.min(caret.paragraph, box.children.length - 1)];
  if (!paragraph) return;
  const point = pointAt(paragraph, caret.offset);
  window.getSelection()?.collapse(point.node, point.offset);
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

/**
 * What Microfiche marks, as Algolia writes it: one text with a tag before and after each match.
 *
 * InstantSearch asks for tags that are no HTML, escapes the whole text itself, and puts `<mark>` for them. Whoever asks for
 * HTML tags will show the text as HTML: then all between them is escaped here. Either way nothing that an article says is
 * ever taken for a tag.
 */

import type { Highlighted, HighlightResult, Params } from "./algolia.js";
import { text, texts, warnOnce } from "./parameters.js";

export interface Part {
  text: string;
  match: boolean;
}

interface Snippet {
  field: string;
  parts: Part[];
}

export interface Named {
  label: string;
}

/** The parts of a hit that are shown with marks. */
export interface Shown {
  title?: string;
  summary?: string | null;
  source?: Named | null;
  authors?: Named[];
  topics?: Named[];
  snippets?: unknown[];
}

const ATTRIBUTES = ["title", "summary", "body", "source", "authors", "topics"];
const ELLIPSIS = "…";
const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export class Marker {
  private readonly before: string;
  private readonly after: string;
  private readonly isHtml: boolean;
  private readonly ellipsis: string;
  private readonly highlighted: string[];
  private readonly snippeted: string[];

  constructor(params: Params) {
    this.before = text(params, "highlightPreTag", "<em>");
    this.after = text(params, "highlightPostTag", "</em>");
    this.isHtml = /[<>&]/.test(this.before + this.after);
    this.ellipsis = text(params, "snippetEllipsisText", ELLIPSIS);
    this.highlighted = named(params, "attributesToHighlight");
    this.snippeted = named(params, "attributesToSnippet");
  }

  mark(parts: readonly Part[]): Highlighted {
    const matched = parts.filter((part) => part.match).map((part) => part.text.toLowerCase());
    const value = parts.map(({ text: said, match }) => (match ? this.before + this.plain(said) + this.after : this.plain(said)));
    return { value: value.join(""), matchLevel: matched.length > 0 ? "full" : "none", matchedWords: [...new Set(matched)] };
  }

  /** Whole fields, with what the snippets mark in them. */
  highlights(hit: Shown): HighlightResult {
    const snippets = partsOf(hit);
    const label = ({ label: said }: Named): HighlightResult => ({ label: this.unmarked(said) });
    const all: HighlightResult = {
      title: this.mark(marked(hit.title ?? "", snippets, "title")),
      summary: this.mark(marked(hit.summary ?? "", snippets, "summary")),
      authors: (hit.authors ?? []).map(label),
      topics: (hit.topics ?? []).map(label),
    };
    if (hit.source) all["source"] = label(hit.source);
    return only(all, this.highlighted);
  }

  /** What is worth showing of each field; of a body without a match the summary. */
  snippets(hit: Shown): HighlightResult {
    const snippets = partsOf(hit);
    const windows = (field: string): Part[] => joined(snippets.filter((one) => one.field === field), this.ellipsis);
    const whole = (field: "title" | "summary"): Part[] => [{ text: hit[field] ?? "", match: false }];
    const or = (parts: Part[], fallback: Part[]): Part[] => (parts.length > 0 ? parts : fallback);
    const summary = or(windows("summary"), whole("summary"));
    const all: HighlightResult = {
      title: this.mark(or(windows("title"), whole("title"))),
      summary: this.mark(summary),
      body: this.mark(or(windows("body"), summary)),
    };
    return only(all, this.snippeted);
  }

  private unmarked(said: string): Highlighted {
    return this.mark([{ text: said, match: false }]);
  }

  /** A text without anything that would be taken for a tag. */
  private plain(said: string): string {
    if (this.isHtml) return said.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);
    let rest = said;
    // Taking one out may leave another behind.
    while (rest.includes(this.before) || rest.includes(this.after)) {
      rest = rest.replaceAll(this.before, "").replaceAll(this.after, "");
    }
    return rest;
  }
}

/** A label with the beginnings of words marked that were typed. */
export function beginnings(label: string, typed: string): Part[] {
  const words = typed.trim().split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (words.length === 0) return [{ text: label, match: false }];
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(${words.join("|")})`, "giu");
  return label.split(found).map((said, at) => ({ text: said, match: at % 2 === 1 })).filter((part) => part.text !== "");
}

function named(params: Params, parameter: string): string[] {
  const names = texts(params, parameter).map((one) => one.replace(/:\d+$/, ""));
  for (const name of names) {
    if (name === "*" || ATTRIBUTES.includes(name.split(".")[0] ?? "")) continue;
    warnOnce(`"${parameter}" names "${name}"; matches are shown in ${ATTRIBUTES.join(", ")}.`);
  }
  return names.includes("*") ? [] : names.map((name) => name.split(".")[0] ?? "");
}

function only(all: HighlightResult, wanted: readonly string[]): HighlightResult {
  if (wanted.length === 0) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
}

function partsOf(hit: Shown): Snippet[] {
  return (hit.snippets ?? []) as Snippet[];
}

/** A field's text in parts: each window is looked up where the one before it ended. */
function marked(said: string, snippets: readonly Snippet[], field: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { parts: window } of snippets.filter((one) => one.field === field)) {
    const own = trimmed(window);
    const begin = said.indexOf(own.map((part) => part.text).join(""), at);
    if (begin < 0) continue;
    parts.push({ text: said.slice(at, begin), match: false }, ...own);
    at = begin + own.reduce((length, part) => length + part.text.length, 0);
  }
  return [...parts, { text: said.slice(at), match: false }].filter((part) => part.text !== "");
}

const isCut = (part: Part | undefined): boolean => part !== undefined && !part.match && part.text.trim() === ELLIPSIS;

/** A window without the dots that say it was cut there. */
function trimmed(window: readonly Part[]): Part[] {
  const begin = isCut(window[0]) ? 1 : 0;
  const end = window.length > begin && isCut(window[window.length - 1]) ? window.length - 1 : window.length;
  return window.slice(begin, end);
}

function joined(snippets: readonly Snippet[], ellipsis: string): Part[] {
  return snippets.flatMap(({ parts: window }, at) => {
    const follows = at > 0 && isCut(window[0]) && isCut(lastOf(snippets[at - 1]));
    const kept = follows ? [{ text: " ", match: false }, ...window.slice(1)] : window;
    return kept.map((part) => (isCut(part) ? { text: part.text.replace(ELLIPSIS, ellipsis), match: false } : part));
  });
}

function lastOf(snippet: Snippet | undefined): Part | undefined {
  return snippet?.parts[snippet.parts.length - 1];
}

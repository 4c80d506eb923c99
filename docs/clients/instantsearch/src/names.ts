/**
 * InstantSearch knows one text for each value of a facet, which it shows and sends back; Microfiche an id and a label. So
 * labels are shown, and what stands for which is learnt from answers, or asked for where a page begins with a choice.
 */

import type { Archive } from "./archive.js";
import { type Dimension, SEPARATOR, isCalendar } from "./attributes.js";

export interface Value {
  value: string;
  label: string;
  broader?: string | null;
}

/** The longest list of values that one request gives. */
export const MOST_VALUES = 1000;
const ID_IN_BRACKETS = /\(((?:medtop|corpus):[^()]+)\)$/;
const ID = { topic: /^(?:medtop|corpus):/, language: /^[a-z]{2,3}(?:-\w+)*$/ };
/** What an article lacks. */
const LACKING = "none";

export class Names {
  private readonly values = new Map<string, Value>();
  private readonly shown = new Map<string, string>();
  private readonly asked = new Map<string, Promise<Value[]>>();

  constructor(
    private readonly archive: Archive,
    private readonly labels: string | undefined,
  ) {}

  /** What each value is shown as: its label, with the id where two have the same. */
  show(dimension: Dimension, values: readonly Value[]): Map<string, string> {
    const times = new Map<string, number>();
    for (const { label } of values) times.set(label, (times.get(label) ?? 0) + 1);
    const shown = new Map<string, string>();
    for (const one of values) {
      const unique = times.get(one.label) === 1;
      const text = isCalendar(dimension) ? one.value : unique ? one.label : `${one.label} (${one.value})`;
      shown.set(one.value, text);
      this.values.set(`${dimension} ${one.value}`, one);
      this.shown.set(`${dimension} ${text}`, one.value);
    }
    return shown;
  }

  /** The labels from the top of the tree down to a topic; null where one above it has not been seen. */
  path(topic: string): string[] | null {
    const labels: string[] = [];
    for (let id: string | null | undefined = topic; id; ) {
      const seen: Value | undefined = this.values.get(`topic ${id}`);
      if (!seen) return null;
      labels.unshift(seen.label);
      id = seen.broader;
    }
    this.shown.set(`path ${labels.join(SEPARATOR)}`, topic);
    return labels;
  }

  /** What to ask the archive for; what nothing stands for is asked for as it is, and finds nothing. */
  async value(dimension: Dimension, text: string): Promise<string> {
    const seen = this.shown.get(`${dimension} ${text}`);
    if (seen !== undefined) return seen;
    if (dimension !== "topic" && dimension !== "language") return text;
    if (text === LACKING || ID[dimension].test(text)) return text;
    const id = ID_IN_BRACKETS.exec(text)?.[1];
    if (id) return id;
    const found = (await this.called(dimension, text)).find((one) => one.label === text);
    return found?.value ?? text;
  }

  async topicAt(path: string): Promise<string> {
    const seen = this.shown.get(`path ${path}`);
    if (seen !== undefined) return seen;
    let above: string | null = null;
    for (const label of path.split(SEPARATOR)) {
      const called: Value[] = await this.called("topic", label);
      const found: Value | undefined = called.find((one) => one.label === label && (one.broader ?? null) === above);
      if (!found) return path;
      above = found.value;
    }
    return above ?? path;
  }

  forget(): void {
    this.values.clear();
    this.shown.clear();
    this.asked.clear();
  }

  private called(dimension: "topic" | "language", label: string): Promise<Value[]> {
    const key = `${dimension} ${label}`;
    let answer = this.asked.get(key);
    if (!answer) {
      const asked = new URLSearchParams({ q: label, limit: String(MOST_VALUES) });
      if (this.labels) asked.set("labels", this.labels);
      const path = dimension === "topic" ? "/v1/topics" : "/v1/facets/language";
      answer = this.archive.get<{ values: Value[] }>(path, asked).then(({ body }) => body.values);
      this.asked.set(key, answer);
      answer.catch(() => this.asked.delete(key));
    }
    return answer;
  }
}

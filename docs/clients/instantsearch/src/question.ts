/** One of InstantSearch's requests as Microfiche would be asked it. */

import type { AlgoliaRequest, Params } from "./algolia.js";
import { type Attribute, DIMENSIONS, type Dimension, attribute, isCalendar, isWord } from "./attributes.js";
import { type Bound, type Group, filters } from "./filters.js";
import { MOST_VALUES, type Names } from "./names.js";
import { check, text, texts, whole } from "./parameters.js";

export interface Question {
  /** As typed, without the clauses. */
  typed: string;
  /** Conditions in the query language, where a filter cannot say it. */
  clauses: string[];
  filters: Map<Dimension | "from" | "to", string[]>;
  sort: string;
  facets: Map<string, Attribute>;
  mostValues: number;
  limit: number;
  /** From 0. */
  page: number;
  fields: string[];
  index: string;
  params: Params;
}

export const SORTS = ["relevance", "newest", "oldest"];
const MOST_HITS = 100;
const DEFAULT_HITS = 20;
const DEFAULT_VALUES = 100;
const NEEDED = ["title", "summary", "snippets"];

export async function question(request: AlgoliaRequest, names: Names): Promise<Question> {
  const params: Params = { ...(request.query === undefined ? {} : { query: request.query }), ...request.params };
  check(params);
  const asked: Question = {
    typed: text(params, "query").trim(),
    clauses: [],
    filters: new Map(),
    sort: sortOf(request.indexName ?? ""),
    facets: facets(params),
    mostValues: whole(params, "maxValuesPerFacet", DEFAULT_VALUES, [1, MOST_VALUES]),
    limit: whole(params, "hitsPerPage", DEFAULT_HITS, [0, MOST_HITS]),
    page: whole(params, "page", 0, [0, Number.MAX_SAFE_INTEGER]),
    fields: fields(params),
    index: request.indexName ?? "",
    params,
  };
  const read = filters(params);
  addBounds(asked, read.bounds);
  for (const group of read.groups) await addGroup(asked, group, names);
  return asked;
}

function sortOf(index: string): string {
  const colon = index.lastIndexOf(":");
  const sort = colon < 0 ? "" : index.slice(colon + 1);
  if (sort === "" || SORTS.includes(sort)) return sort;
  throw new Error(`Microfiche cannot sort by "${sort}". Name the index "${index.slice(0, colon)}:newest", or one of ${SORTS.join(", ")}.`);
}

function facets(params: Params): Map<string, Attribute> {
  const named = texts(params, "facets").flatMap((name) => (name === "*" ? DIMENSIONS : [name]));
  return new Map(named.map((name) => [name, attribute(name)]));
}

function fields(params: Params): string[] {
  const wanted = texts(params, "attributesToRetrieve").filter((name) => name !== "objectID");
  if (wanted.length === 0 || wanted.includes("*")) return [];
  return [...new Set([...wanted, ...NEEDED])];
}

async function addGroup(asked: Question, group: Group, names: Names): Promise<void> {
  const kinds = group.terms.map((term) => attribute(term.attribute));
  const [first] = kinds;
  const dimension = first && first.kind !== "date" ? first.dimension : undefined;
  if (!dimension || kinds.some((kind) => kind.kind === "date" || kind.dimension !== dimension)) {
    const written = group.terms.map((term) => `${term.attribute}:${term.value}`).join(" OR ");
    throw new Error(`Alternatives have to be of one attribute, and no dates: ${written}.`);
  }
  const values = await Promise.all(
    group.terms.map((term, at) => (kinds[at]?.kind === "level" ? names.topicAt(term.value) : names.value(dimension, term.value))),
  );
  if (isCalendar(dimension)) values.forEach((value) => checkCalendar(dimension, value));
  const negated = group.terms.some((term) => term.negated);
  if (!negated && asFilter(asked, group, first?.kind === "level", dimension)) {
    if (!isCalendar(dimension)) asked.filters.set(dimension, [...new Set(values)].sort());
    else for (const end of ["from", "to"] as const) asked.filters.set(end, values);
    return;
  }
  asked.clauses.push(clause(dimension, group, values));
}

/** Whether a filter says it. A filter leaves itself out of the counts of its facet, as the choice in a list does. */
function asFilter(asked: Question, group: Group, isLevel: boolean, dimension: Dimension): boolean {
  const taken = isCalendar(dimension)
    ? group.terms.length > 1 || asked.filters.has("from") || asked.filters.has("to")
    : asked.filters.has(dimension);
  if (taken) return false;
  const counted = [...asked.facets.values()].some((one) => one.kind === "flat" && one.dimension === dimension);
  return !counted || (group.listed && !isLevel);
}

function clause(dimension: Dimension, group: Group, values: readonly string[]): string {
  if (!isWord(dimension)) {
    throw new Error(
      `Values of "${dimension}" can only be alternatives of each other: no operator "and", nothing excluded, no second filter.`,
    );
  }
  const field = isCalendar(dimension) ? "date" : dimension;
  const words = values.map((value, at) => {
    const found = `${field}:${isCalendar(dimension) ? value : `"${value.replace(/"/g, "")}"`}`;
    return group.terms[at]?.negated ? `NOT ${found}` : found;
  });
  return `(${words.join(" OR ")})`;
}

function checkCalendar(dimension: "year" | "month", value: string): void {
  if (!(dimension === "year" ? /^\d{4}$/ : /^\d{4}-\d{2}$/).test(value)) {
    throw new Error(`No ${dimension}: "${value}".`);
  }
}

/** The latest beginning and the earliest end. */
function addBounds(asked: Question, bounds: readonly Bound[]): void {
  for (const bound of bounds) {
    const [low, high] = days(bound);
    const [from] = asked.filters.get("from") ?? [];
    const [to] = asked.filters.get("to") ?? [];
    if (low && !(from && firstDay(from) > firstDay(low))) asked.filters.set("from", [low]);
    if (high && !(to && lastDay(to) < lastDay(high))) asked.filters.set("to", [high]);
  }
}

function days({ attribute: name, operator, value }: Bound): [low: string | null, high: string | null] {
  const kind = attribute(name);
  let written: (number: number) => string;
  let step: number;
  if (kind.kind === "date") [written, step] = [(seconds) => new Date(seconds * 1000).toISOString().slice(0, 10), 86_400];
  else if (kind.kind === "flat" && kind.dimension === "year") [written, step] = [(year) => String(year).padStart(4, "0"), 1];
  else throw new Error(`"${name}" is no number: "year" and "date" are.`);
  const ceiling = kind.kind === "date" ? value : Math.ceil(value);
  const floor = kind.kind === "date" ? value : Math.floor(value);
  switch (operator) {
    case ">=":
      return [written(ceiling), null];
    case ">":
      return [written(Math.floor(value / step) * step + step), null];
    case "<=":
      return [null, written(floor)];
    case "<":
      return [null, written(Math.ceil(value / step) * step - step)];
    case "=":
      return [written(value), written(value)];
  }
}

const firstDay = (day: string): string => `${day}-01-01`.slice(0, 10);
const lastDay = (day: string): string => `${day}-12-31`.slice(0, 10);

/** Questions put to the archive: those that one answer serves are asked as one. */

import type { SearchAnswer } from "microfiche-client";

import type { Answered, Archive } from "./archive.js";
import type { Dimension } from "./attributes.js";
import { MOST_VALUES } from "./names.js";
import type { Question } from "./question.js";

export type SearchShape = SearchAnswer;

/** Hits that can be reached by the number of their page. */
export const DEEPEST = 100_000;
/** A facet lists as many without being asked for more, and years and months all. */
const LISTED_ANYWAY = 20;
const DANGLING = /^(?:(?:AND|OR)(?:\s+|$))+/;

/** The answer to each question, from as few requests as can be. */
export async function answers(
  questions: readonly Question[],
  archive: Archive,
  labels: string | undefined,
): Promise<Answered<SearchShape>[]> {
  const asked: { question: Question; facets: Map<Dimension, number>; answer?: Promise<Answered<SearchShape>> }[] = [];
  const served = questions.map((question) => {
    let one = asked.find((other) => serves(other.question, question));
    if (!one) {
      one = { question, facets: new Map() };
      asked.push(one);
    }
    for (const [dimension, most] of counted(question)) {
      one.facets.set(dimension, Math.max(most, one.facets.get(dimension) ?? 0));
    }
    return one;
  });
  for (const one of asked) {
    one.answer = archive.get<SearchShape>("/v1/search", searchParameters(one.question, one.facets, labels));
  }
  return Promise.all(served.map((one) => one.answer as Promise<Answered<SearchShape>>));
}

/**
 * Whether the answer to one question has in it the answer to another that only counts. InstantSearch asks again for each
 * list with a choice in it, without that choice; Microfiche's counts of a facet leave out its own filter to begin with.
 */
function serves(one: Question, other: Question): boolean {
  if (one.typed !== other.typed || one.clauses.join() !== other.clauses.join()) return false;
  const differing = differences(one, other);
  if (other.limit > 0) {
    const alike = one.sort === other.sort && one.limit === other.limit && one.page === other.page;
    return alike && one.fields.join() === other.fields.join() && differing.size === 0;
  }
  if (other.facets.size === 0) return differing.size === 0;
  const facets = new Set(counted(other).keys());
  return [...facets].every((facet) => [...differing].every((dimension) => left(facet).includes(dimension)));
}

/** The filters that a facet's counts leave out. */
function left(facet: Dimension): readonly string[] {
  return facet === "year" || facet === "month" ? ["from", "to"] : [facet];
}

function differences(one: Question, other: Question): Set<string> {
  const names = new Set<Dimension | "from" | "to">([...one.filters.keys(), ...other.filters.keys()]);
  return new Set([...names].filter((name) => one.filters.get(name)?.join("\n") !== other.filters.get(name)?.join("\n")));
}

/** The facets to ask for, each with how many values are wanted. */
function counted(question: Question): Map<Dimension, number> {
  const wanted = new Map<Dimension, number>();
  for (const attribute of question.facets.values()) {
    if (attribute.kind === "date") wanted.set("year", wanted.get("year") ?? LISTED_ANYWAY);
    // A menu of the tree shows what lies beside the choice too, however rare.
    else if (attribute.kind === "level") wanted.set("topic", MOST_VALUES);
    else if (attribute.dimension === "year" || attribute.dimension === "month") wanted.set(attribute.dimension, LISTED_ANYWAY);
    else wanted.set(attribute.dimension, Math.max(question.mostValues, wanted.get(attribute.dimension) ?? 0));
  }
  return wanted;
}

/** The whole query: conditions go before what was typed, whose unfinished end can then not swallow them. */
export function query(question: Question): string {
  if (question.clauses.length === 0) return question.typed;
  return [...question.clauses, question.typed.replace(DANGLING, "")].join(" ").trim();
}

/** Which articles are meant. */
export function selection(question: Question, q: "q" | "within"): URLSearchParams {
  const asked = new URLSearchParams();
  const text = query(question);
  if (text) asked.set(q, text);
  // "Any of the words, where no article has all" would let go of the conditions.
  if (question.clauses.length > 0) asked.set("match", "all");
  for (const [name, values] of question.filters) values.forEach((value) => asked.append(name, value));
  return asked;
}

function searchParameters(question: Question, facets: Map<Dimension, number>, labels: string | undefined): URLSearchParams {
  const asked = selection(question, "q");
  const sort = question.sort || (question.clauses.length === 0 ? "" : question.typed ? "relevance" : "newest");
  if (sort && question.limit > 0) asked.set("sort", sort);
  asked.set("limit", String(question.limit));
  if (question.limit > 0 && question.page > 0) asked.set("page", String(question.page + 1));
  if (question.limit === 0) asked.set("highlight", "none");
  if (facets.size > 0) asked.set("facets", [...facets.keys()].sort().join(","));
  const most = Math.max(0, ...facets.values());
  // Asked for at all, it holds for years and months too, which are else all there.
  const whole = facets.has("year") || facets.has("month") ? MOST_VALUES : most;
  if (most > LISTED_ANYWAY) asked.set("facet_limit", String(Math.max(most, whole)));
  if (question.fields.length > 0) asked.set("fields", question.fields.join(","));
  if (labels) asked.set("labels", labels);
  return asked;
}

/** Algolia's three ways of writing filters (`facetFilters`, `numericFilters`, `filters`), read into one. */

import type { Params } from "./algolia.js";
import { text } from "./parameters.js";

export interface Term {
  attribute: string;
  value: string;
  negated: boolean;
}

/** Alternatives. `listed` ones are a list's own choice, whose counts leave that choice out. */
export interface Group {
  terms: Term[];
  listed: boolean;
}

export interface Bound {
  attribute: string;
  operator: "<" | "<=" | "=" | ">=" | ">";
  value: number;
}

export interface Filters {
  groups: Group[];
  bounds: Bound[];
}

const BOUND = /^\s*([\w.]+)\s*(<=|>=|!=|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*$/;
const BETWEEN = /^\s*([\w.]+)\s*:\s*(-?\d+(?:\.\d+)?)\s+TO\s+(-?\d+(?:\.\d+)?)\s*$/;

export function filters(params: Params): Filters {
  const read: Filters = { groups: facetFilters(params["facetFilters"]), bounds: numericFilters(params["numericFilters"]) };
  const written = text(params, "filters").trim();
  if (written) addWritten(written, read);
  return read;
}

function facetFilters(given: unknown): Group[] {
  if (given === undefined || given === null || given === "") return [];
  const all: unknown[] = Array.isArray(given) ? given : [given];
  return all.map((one) =>
    Array.isArray(one)
      ? { terms: one.map((each) => facetTerm(each)), listed: true }
      : { terms: [facetTerm(one)], listed: false },
  ).filter((group) => group.terms.length > 0);
}

/** `author:Ada`, `author:-Ada` without her; `\-` is a value's own first letter. */
function facetTerm(given: unknown): Term {
  const colon = typeof given === "string" ? given.indexOf(":") : -1;
  if (typeof given !== "string" || colon < 1) throw new Error(`No facet filter: ${JSON.stringify(given)}.`);
  const value = given.slice(colon + 1);
  const negated = value.startsWith("-");
  return { attribute: given.slice(0, colon), value: value.replace(/^(?:\\(?=-)|-)/, ""), negated };
}

function numericFilters(given: unknown): Bound[] {
  if (given === undefined || given === null || given === "") return [];
  const all: unknown[] = Array.isArray(given) ? given : [given];
  return all.flatMap((one) => {
    if (Array.isArray(one) && one.length !== 1) {
      throw new Error(`Microfiche has no alternatives among numbers: ${JSON.stringify(one)}.`);
    }
    const bounds = numeric(String(Array.isArray(one) ? one[0] : one));
    if (!bounds) throw new Error(`No numeric filter: ${JSON.stringify(one)}.`);
    return bounds;
  });
}

function numeric(written: string): Bound[] | null {
  const between = BETWEEN.exec(written);
  if (between) {
    const [, name = "", low, high] = between;
    return [
      { attribute: name, operator: ">=", value: Number(low) },
      { attribute: name, operator: "<=", value: Number(high) },
    ];
  }
  const bound = BOUND.exec(written);
  if (!bound) return null;
  const [, name = "", operator, value] = bound;
  if (operator === "!=") throw new Error(`Microfiche cannot leave out one number: "${written}".`);
  return [{ attribute: name, operator: operator as Bound["operator"], value: Number(value) }];
}

const TOKEN = /\s*(?:(AND|OR|NOT)(?=[\s(]|$)|([()])|([\w.]+\s*(?:<=|>=|<|>|=)\s*-?\d+(?:\.\d+)?)|([\w.]+\s*:\s*-?\d+(?:\.\d+)?\s+TO\s+-?\d+(?:\.\d+)?)|([\w.]+):("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()]+))/y;

type Token =
  | { kind: "AND" | "OR" | "NOT" | "(" | ")" }
  | { kind: "bounds"; bounds: Bound[] }
  | { kind: "term"; term: Term };

/** Groups of alternatives joined by AND: `a:b AND (c:d OR c:e) AND NOT f:g AND year >= 1980`. */
function addWritten(written: string, into: Filters): void {
  const tokens = tokensOf(written);
  const refuse = (): never => {
    throw new Error(`"filters" are groups of alternatives joined by AND, as in a:b AND (c:d OR c:e), not: ${written}`);
  };
  let at = 0;
  const next = (kind: Token["kind"]): boolean => (tokens[at]?.kind === kind ? (at += 1, true) : false);
  const operand = (alternatives: Term[]): boolean => {
    const negated = next("NOT");
    const token = tokens[at++];
    if (token?.kind === "term") {
      alternatives.push({ ...token.term, negated: negated !== token.term.negated });
      return true;
    }
    if (token?.kind === "bounds" && !negated) {
      into.bounds.push(...token.bounds);
      return false;
    }
    return refuse();
  };
  const alternatives = (): Term[] => {
    const terms: Term[] = [];
    let all = operand(terms);
    while (next("OR")) all = operand(terms) && all && terms.length > 1 ? true : refuse();
    return terms;
  };
  const joined: Group[] = [];
  let bare = 0;
  do {
    const bracket = next("(");
    const terms = alternatives();
    if (bracket && !next(")")) refuse();
    if (!bracket && terms.length > 1) bare += 1;
    joined.push({ terms, listed: false });
  } while (next("AND"));
  // Without brackets `a OR b AND c` may be meant either way.
  if (at < tokens.length || (bare > 0 && joined.length > 1)) refuse();
  into.groups.push(...joined.filter((group) => group.terms.length > 0));
}

function tokensOf(written: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (written.slice(TOKEN.lastIndex).trim() !== "") {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(written);
    if (!found) throw new Error(`"filters" cannot be read from "${written.slice(from).trim()}" on.`);
    tokens.push(tokenOf(found));
  }
  return tokens;
}

function tokenOf([, operator, bracket, comparison, between, name = "", value = ""]: RegExpExecArray): Token {
  if (operator) return { kind: operator as "AND" | "OR" | "NOT" };
  if (bracket) return { kind: bracket as "(" | ")" };
  const number = comparison ?? between;
  if (number) return { kind: "bounds", bounds: numeric(number) ?? [] };
  const quoted = /^(["'])([\s\S]*)\1$/.exec(value);
  const plain = quoted ? (quoted[2] ?? "").replace(/\\(.)/g, "$1") : value;
  const negated = !quoted && plain.startsWith("-");
  return { kind: "term", term: { attribute: name, value: negated ? plain.slice(1) : plain, negated } };
}

/** Algolia's parameters: which are heard, which make no difference here, and which cannot be done. */

import type { Params } from "./algolia.js";

const HEARD = new Set([
  "query", "page", "hitsPerPage", "facets", "facetFilters", "numericFilters", "filters", "tagFilters",
  "maxValuesPerFacet", "highlightPreTag", "highlightPostTag", "attributesToRetrieve", "attributesToHighlight",
  "attributesToSnippet", "snippetEllipsisText", "facetName", "facetQuery", "maxFacetHits", "sortFacetValuesBy",
]);

/** They tell Algolia who asks, or ask its answers for what no widget shows. Which articles are found hangs on none. */
const OF_ALGOLIA_ALONE = new Set([
  "analytics", "analyticsTags", "clickAnalytics", "userToken", "enableABTest", "enablePersonalization",
  "personalizationImpact", "enableRules", "ruleContexts", "enableReRanking", "responseFields", "getRankingInfo",
  "percentileComputation", "replaceSynonymsInHighlight", "restrictHighlightAndSnippetArrays", "explain", "cacheable",
  "clickAnalyticsId", "facetingAfterDistinct",
]);

/** They would find other articles, and Microfiche has nothing like them. */
const IMPOSSIBLE = new Set([
  "aroundLatLng", "aroundLatLngViaIP", "aroundRadius", "insideBoundingBox", "insidePolygon", "minimumAroundRadius",
  "restrictSearchableAttributes", "similarQuery", "optionalWords", "distinct", "offset", "length",
]);

const warned = new Set<string>();

/** Throws for what cannot be done; warns, once each, of what is not known. */
export function check(params: Params): void {
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || HEARD.has(name) || OF_ALGOLIA_ALONE.has(name)) continue;
    if (IMPOSSIBLE.has(name)) throw new Error(`Microfiche cannot do what the search parameter "${name}" asks for.`);
    warnOnce(`The search parameter "${name}" makes no difference to Microfiche.`);
  }
  const tags = params["tagFilters"];
  if (tags !== undefined && tags !== "" && !(Array.isArray(tags) && tags.length === 0)) {
    throw new Error('Microfiche has no tags: use a filter such as "topic" in place of "tagFilters".');
  }
}

export function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(`microfiche-instantsearch: ${message}`);
}

export function text(params: Params, name: string, fallback = ""): string {
  const value = params[name];
  if (value === undefined || value === null) return fallback;
  if (typeof value === "string") return value;
  throw new Error(`The search parameter "${name}" is a text, not ${JSON.stringify(value)}.`);
}

export function whole(params: Params, name: string, fallback: number, [least, most]: readonly [number, number]): number {
  const value = params[name] ?? fallback;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`The search parameter "${name}" is a whole number from ${least} to ${most}, not ${JSON.stringify(value)}.`);
}

/** The texts of a parameter that takes one or several; empty where it is absent. */
export function texts(params: Params, name: string): string[] {
  const value = params[name];
  if (value === undefined || value === null) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one !== "string") throw new Error(`The search parameter "${name}" is a list of texts.`);
    return one;
  });
}

/** Microfiche's answers as InstantSearch reads them. */

import type { AlgoliaAnswer, AlgoliaHit, FacetStats } from "./algolia.js";
import type { Answered } from "./archive.js";
import { DEEPEST, type SearchShape } from "./asking.js";
import { type Attribute, type Dimension, SEPARATOR, isCalendar } from "./attributes.js";
import { Marker, type Shown } from "./highlights.js";
import type { Names, Value } from "./names.js";
import type { Question } from "./question.js";

type Counted = Value & { count: number };

export function answer(question: Question, { body, took }: Answered<SearchShape>, names: Names): AlgoliaAnswer {
  const facets: AlgoliaAnswer["facets"] = {};
  const stats: AlgoliaAnswer["facets_stats"] = {};
  let whole = true;
  for (const [name, attribute] of question.facets) {
    const counted = valuesOf(body, attribute);
    const listed = attribute.kind === "level" ? level(counted, attribute.level, names) : flat(counted, attribute, names);
    const shown = listed.slice(0, question.mostValues);
    whole &&= shown.length === listed.length && !body.facets[dimensionOf(attribute)]?.more;
    facets[name] = Object.fromEntries(question.params["sortFacetValuesBy"] === "alpha" ? shown.sort() : shown);
    const range = statsOf(counted, attribute);
    if (range) stats[name] = range;
  }
  const reached = Math.min(body.total, DEEPEST);
  return {
    hits: question.limit > 0 ? hits(question, body) : [],
    nbHits: body.total,
    page: question.page,
    nbPages: question.limit > 0 ? Math.ceil(reached / question.limit) : 0,
    hitsPerPage: question.limit,
    processingTimeMS: took,
    query: question.typed,
    params: new URLSearchParams(Object.entries(question.params).map(([name, value]) => [name, written(value)])).toString(),
    index: question.index,
    facets,
    facets_stats: stats,
    exhaustive: { nbHits: true, facetsCount: true, facetValues: whole },
    exhaustiveNbHits: true,
    exhaustiveFacetsCount: true,
    userData: [
      {
        understood: body.query.understood,
        didYouMean: body.query.did_you_mean,
        notes: body.query.notes,
        revision: body.corpus.revision,
      },
    ],
  };
}

const written = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

function hits(question: Question, body: SearchShape): AlgoliaHit[] {
  const marker = new Marker(question.params);
  return body.hits.map((one) => {
    const hit = one as Shown & { id: string };
    return { ...hit, objectID: hit.id, _highlightResult: marker.highlights(hit), _snippetResult: marker.snippets(hit) };
  });
}

function dimensionOf(attribute: Attribute): Dimension {
  return attribute.kind === "date" ? "year" : attribute.dimension;
}

function valuesOf(body: SearchShape, attribute: Attribute): Counted[] {
  const values: Counted[] = body.facets[dimensionOf(attribute)]?.values ?? [];
  return values.filter((value) => value.count > 0);
}

function flat(counted: readonly Counted[], attribute: Attribute, names: Names): [string, number][] {
  if (attribute.kind === "date") return [];
  const shown = names.show(attribute.dimension, counted);
  const ordered = isCalendar(attribute.dimension) ? [...counted].sort((a, b) => b.count - a.count) : counted;
  return ordered.map(({ value, count }) => [shown.get(value) ?? value, count]);
}

/** The paths of one level. Tags of the corpus's own stand in no tree: `topic` lists them. */
function level(counted: readonly Counted[], wanted: number, names: Names): [string, number][] {
  names.show("topic", counted);
  const paths: [string, number][] = [];
  for (const { value, count } of counted) {
    if (!value.startsWith("medtop:")) continue;
    const path = names.path(value);
    if (path && path.length === wanted + 1) paths.push([path.join(SEPARATOR), count]);
  }
  return paths;
}

/** The range of years, or of the days in them as seconds since 1970. */
function statsOf(counted: readonly Counted[], attribute: Attribute): FacetStats | null {
  if (attribute.kind !== "date" && !(attribute.kind === "flat" && attribute.dimension === "year")) return null;
  const years = counted.map(({ value, count }) => [Number(value), count] as const).filter(([year]) => Number.isInteger(year));
  if (years.length === 0) return null;
  const seconds = (year: number): number => Date.UTC(year, 0, 1) / 1000;
  const isDate = attribute.kind === "date";
  const each = years.map(([year, count]) => [isDate ? seconds(year) : year, count] as const);
  const sum = each.reduce((total, [number, count]) => total + number * count, 0);
  const articles = each.reduce((total, [, count]) => total + count, 0);
  const last = Math.max(...years.map(([year]) => year));
  return {
    min: Math.min(...each.map(([number]) => number)),
    max: isDate ? seconds(last + 1) - 86_400 : last,
    avg: sum / articles,
    sum,
  };
}

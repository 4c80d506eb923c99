/** Algolia's InstantSearch on Microfiche: `instantsearch({ indexName: "articles", searchClient })`. */

import type { AlgoliaAnswer, AlgoliaFacetAnswer, AlgoliaRequest, SearchClient } from "./algolia.js";
import { answer } from "./answering.js";
import { Archive, type ArchiveOptions } from "./archive.js";
import { answers, selection } from "./asking.js";
import { attribute } from "./attributes.js";
import { Marker, beginnings } from "./highlights.js";
import { Names, type Value } from "./names.js";
import { text, whole } from "./parameters.js";
import { question } from "./question.js";

export type { AlgoliaAnswer, AlgoliaFacetAnswer, AlgoliaHit, AlgoliaRequest, SearchClient, Told } from "./algolia.js";
export { MicroficheError } from "./archive.js";

export interface InstantMicroficheOptions extends ArchiveOptions {
  /** The language of the labels of topics and languages: `en` (the default), `fr`, `de` ... */
  labels?: string;
}

const DEFAULT_FACET_HITS = 10;
const MOST_FACET_HITS = 100;

/**
 * A search client for InstantSearch of the archive at `baseUrl`, such as `http://127.0.0.1:8000`.
 *
 * Throws an `Error` for what Microfiche cannot do, a `MicroficheError` where the archive refuses.
 */
export function instantMicrofiche(
  baseUrl: string,
  options: InstantMicroficheOptions = {},
): { searchClient: SearchClient } {
  const archive = new Archive(baseUrl, options);
  const names = new Names(archive, options.labels);

  async function search(requests: readonly AlgoliaRequest[]): Promise<{ results: (AlgoliaAnswer | AlgoliaFacetAnswer)[] }> {
    const ofValues = requests.map((request) => (request.type === "facet" ? facetValues(request) : undefined));
    const ofHits = requests.filter((request) => request.type !== "facet");
    const asked = await Promise.all(ofHits.map((request) => question(request, names)));
    const found = await answers(asked, archive, options.labels);
    const results = asked.map((one, at) => answer(one, found[at] as (typeof found)[number], names));
    let next = 0;
    return { results: await Promise.all(ofValues.map((values) => values ?? (results[next++] as AlgoliaAnswer))) };
  }

  async function facetValues(request: AlgoliaRequest): Promise<AlgoliaFacetAnswer> {
    const name = request.facet ?? text(request.params ?? {}, "facetName");
    const facet = attribute(name);
    if (facet.kind !== "flat") throw new Error(`The values of "${name}" cannot be searched: those of "topic" can.`);
    const params = request.params ?? {};
    const { facets: _, ...others } = params;
    const asked = await question({ ...request, params: { ...others, hitsPerPage: 0 } }, names);
    const typed = text(params, "facetQuery");
    const most = whole(params, "maxFacetHits", DEFAULT_FACET_HITS, [1, MOST_FACET_HITS]);
    const selected = selection(asked, "within");
    selected.set("q", typed);
    selected.set("limit", String(most));
    if (options.labels) selected.set("labels", options.labels);
    const path = `/v1/facets/${facet.dimension}`;
    const { body, took } = await archive.get<{ values: (Value & { count: number })[] }>(path, selected);
    const marker = new Marker(params);
    const shown = names.show(facet.dimension, body.values);
    const facetHits = body.values.map(({ value, count }) => {
      const label = shown.get(value) ?? value;
      return { value: label, highlighted: marker.mark(beginnings(label, typed)).value, count };
    });
    return { facetHits, exhaustiveFacetsCount: true, processingTimeMS: took };
  }

  return {
    searchClient: {
      search,
      searchForFacetValues: (requests) => Promise.all(requests.map(facetValues)),
      clearCache: () => Promise.resolve(names.forget()),
    },
  };
}

/** What InstantSearch asks of a search client, and what it reads in an answer. */

export type OneOrMany<T> = T | readonly T[];
export type Params = Readonly<Record<string, unknown>>;

export interface AlgoliaRequest {
  indexName?: string;
  /** As older callers write them; `params` wins. */
  query?: string;
  params?: Params;
  /** `facet` asks for the values of a facet, as clients of version 5 do. */
  type?: string;
  facet?: string;
}

export interface Highlighted {
  value: string;
  matchLevel: "none" | "full";
  matchedWords: string[];
  fullyHighlighted?: boolean;
}

export type HighlightResult = { [attribute: string]: Highlighted | HighlightResult | HighlightResult[] };

export interface AlgoliaHit {
  objectID: string;
  _highlightResult: HighlightResult;
  _snippetResult: HighlightResult;
  [field: string]: unknown;
}

export interface FacetStats {
  min: number;
  max: number;
  avg: number;
  sum: number;
}

export interface AlgoliaAnswer {
  hits: AlgoliaHit[];
  nbHits: number;
  page: number;
  nbPages: number;
  hitsPerPage: number;
  processingTimeMS: number;
  query: string;
  params: string;
  index: string;
  facets: Record<string, Record<string, number>>;
  facets_stats: Record<string, FacetStats>;
  exhaustive: { nbHits: boolean; facetsCount: boolean; facetValues: boolean };
  exhaustiveNbHits: boolean;
  exhaustiveFacetsCount: boolean;
  /** What Microfiche says of the question: `queryRuleCustomData` shows it. */
  userData: Told[];
}

export interface Told {
  understood: string;
  didYouMean: string | null;
  notes: readonly unknown[];
  revision: number;
}

export interface AlgoliaFacetAnswer {
  facetHits: { value: string; highlighted: string; count: number }[];
  exhaustiveFacetsCount: boolean;
  processingTimeMS: number;
}

export interface SearchClient {
  search(requests: readonly AlgoliaRequest[]): Promise<{ results: (AlgoliaAnswer | AlgoliaFacetAnswer)[] }>;
  searchForFacetValues(requests: readonly AlgoliaRequest[]): Promise<AlgoliaFacetAnswer[]>;
  clearCache(): Promise<void>;
}

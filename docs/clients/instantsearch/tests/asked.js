/** An archive that notes what it is asked, and answers what the test says. */

import { instantMicrofiche } from "../dist/index.js";

const NOTHING = {
  query: { q: "", understood: "", filters: {}, did_you_mean: null, without: [], notes: [] },
  total: 0,
  hits: [],
  facets: {},
  page: 1,
  next: null,
  next_cursor: null,
  corpus: { revision: 1 },
};

/** `answers` gives what an address (path and parameters) is answered beyond an empty search. */
export function archive(answers = () => ({}), options = {}) {
  const asked = [];
  const { searchClient } = instantMicrofiche("http://archive.example/", {
    ...options,
    fetch: async (address, init) => {
      const url = new URL(address);
      asked.push({ path: url.pathname, params: url.searchParams, headers: init.headers });
      const { status = 200, headers, ...body } = answers(url);
      return new Response(JSON.stringify(status === 200 ? { ...NOTHING, ...body } : body), { status, headers });
    },
  });
  const search = async (...params) => {
    const { results } = await searchClient.search(params.map((one) => ({ indexName: "articles", params: one })));
    return results;
  };
  return { searchClient, search, asked };
}

export const facet = (...values) => ({ values, distinct: values.length, more: false });
export const value = (id, label, count, broader) => ({ value: id, label, count, selected: false, broader });

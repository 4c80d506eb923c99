/** Against a running archive of corpus/: MICROFICHE_URL says where. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { instantMicrofiche } from "../dist/index.js";

const url = process.env.MICROFICHE_URL;
const skip = url ? false : "MICROFICHE_URL names no archive";

function client() {
  const asked = [];
  const send = (address, init) => {
    asked.push(address);
    return fetch(address, init);
  };
  const { searchClient } = instantMicrofiche(url, { fetch: send });
  const search = async (...params) =>
    (await searchClient.search(params.map((one) => ({ indexName: "articles", params: one })))).results;
  return { search, searchClient, asked };
}

test("each count is what choosing the value finds", { skip }, async () => {
  const { search } = client();
  const names = ["author", "source", "language", "topic", "year", "month", "topics.lvl0", "topics.lvl1", "topics.lvl2"];
  const [found] = await search({ query: "the", facets: names, maxValuesPerFacet: 5 });
  for (const name of names) {
    const values = Object.entries(found.facets[name]);
    assert.ok(values.length > 0, name);
    for (const [value, count] of values) {
      const [chosen] = await search({ query: "the", facetFilters: [[`${name}:${value}`]], hitsPerPage: 0 });
      assert.equal(chosen.nbHits, count, `${name}:${value}`);
    }
  }
});

test("a page opened anew finds what was chosen before", { skip }, async () => {
  const path = ["topics.lvl1:science and technology > natural science", "language:English", "topic:Apollo 11", "author:Ada Lindqvist", "source:The Harbour Courier", "month:1969-07"];
  for (const filter of path) {
    const [found] = await client().search({ facetFilters: [[filter]], hitsPerPage: 0 });
    assert.ok(found.nbHits > 0, filter);
  }
});

test("conditions in the query count as filters do", { skip }, async () => {
  const { search } = client();
  const [filtered] = await search({ filters: "language:en AND year:1969 TO 1969", hitsPerPage: 0 });
  const [asked] = await search({ facets: ["language"], facetFilters: ["language:en", ["year:1969"]], hitsPerPage: 0 });
  assert.ok(filtered.nbHits > 0);
  assert.equal(asked.nbHits, filtered.nbHits);
  assert.deepEqual(asked.facets.language, { English: filtered.nbHits });
});

test("excluded topics and the others make the whole", { skip }, async () => {
  const { search } = client();
  const [all, some, others] = await search(
    { query: "the" },
    { query: "the", facetFilters: ["topic:sport"], hitsPerPage: 0 },
    { query: "the", facetFilters: ["topic:-sport"], hitsPerPage: 0 },
  );
  assert.ok(some.nbHits > 0 && others.nbHits > 0);
  assert.equal(some.nbHits + others.nbHits, all.nbHits);
});

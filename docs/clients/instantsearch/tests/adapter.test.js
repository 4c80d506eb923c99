import assert from "node:assert/strict";
import { test } from "node:test";

import { archive, facet, value } from "./asked.js";

const TREE = {
  topic: facet(
    value("medtop:1", "science", 9, null),
    value("medtop:2", "physics", 4, "medtop:1"),
    value("medtop:3", "sport", 3, null),
    value("corpus:apollo", "Apollo", 2, null),
  ),
};
const TAGS = { highlightPreTag: "__ais-highlight__", highlightPostTag: "__/ais-highlight__" };
const hit = (fields) => ({ id: "a", title: "", summary: null, source: null, authors: [], topics: [], snippets: [], ...fields });

test("words, page and size become Microfiche's own", async () => {
  const { search, asked } = archive();
  await search({ query: "moon landing", page: 2, hitsPerPage: 7 });
  assert.equal(asked[0].params.toString(), "q=moon+landing&limit=7&page=3");
});

test("the index's name says the order", async () => {
  const { searchClient, asked } = archive();
  await searchClient.search([{ indexName: "whatever:oldest", params: {} }]);
  assert.equal(asked[0].params.get("sort"), "oldest");
  await assert.rejects(searchClient.search([{ indexName: "articles:price", params: {} }]), /cannot sort by "price"/);
});

test("lists with choices in them cost one request", async () => {
  const { search, asked } = archive();
  const filters = [["author:Ada"], ["source:Courier", "source:Herald"]];
  await search(
    { query: "moon", facets: ["author", "source", "year"], facetFilters: filters, numericFilters: ["year>=1960"] },
    { query: "moon", facets: "author", facetFilters: [filters[1]], numericFilters: ["year>=1960"], hitsPerPage: 0 },
    { query: "moon", facets: "source", facetFilters: [filters[0]], numericFilters: ["year>=1960"], hitsPerPage: 0 },
    { query: "moon", facets: "year", facetFilters: filters, hitsPerPage: 0 },
  );
  assert.equal(asked.length, 1);
  assert.deepEqual(asked[0].params.getAll("source"), ["Courier", "Herald"]);
  assert.equal(asked[0].params.get("facets"), "author,source,year");
});

test("a count under other conditions is asked for by itself", async () => {
  const { search, asked } = archive();
  await search(
    { facets: ["author"], facetFilters: [["source:Courier"]] },
    { facets: ["author"], facetFilters: [["source:Herald"]], hitsPerPage: 0 },
  );
  assert.equal(asked.length, 2);
});

test("a level of the tree is a path of labels, and leads back to the topic", async () => {
  const { search, asked } = archive(() => ({ facets: TREE }));
  const [first] = await search({ facets: ["topics.lvl0", "topics.lvl1", "topic"] });
  assert.deepEqual(first.facets["topics.lvl0"], { science: 9, sport: 3 });
  assert.deepEqual(first.facets["topics.lvl1"], { "science > physics": 4 });
  assert.equal(first.facets.topic.Apollo, 2);
  await search({ facets: ["topics.lvl0"], facetFilters: [["topics.lvl1:science > physics"]] });
  assert.deepEqual(asked[1].params.getAll("topic"), ["medtop:2"]);
});

test("a page that begins with a choice in the tree looks its topics up", async () => {
  const { search, asked } = archive((url) =>
    url.pathname === "/v1/topics" ? { values: TREE.topic.values.filter((one) => one.label === url.searchParams.get("q")) } : {},
  );
  await search({ facetFilters: [["topics.lvl1:science > physics"]] });
  assert.deepEqual(asked.map((one) => one.path), ["/v1/topics", "/v1/topics", "/v1/search"]);
  assert.deepEqual(asked[2].params.getAll("topic"), ["medtop:2"]);
  await search({ facetFilters: [["topics.lvl1:science > alchemy"]] });
  assert.deepEqual(asked.at(-1).params.getAll("topic"), ["science > alchemy"]);
});

test("two values with one label are told apart by their ids", async () => {
  const both = { topic: facet(value("medtop:1", "sport", 2, null), value("corpus:sport", "sport", 1, null)) };
  const { search, asked } = archive(() => ({ facets: both }));
  const [found] = await search({ facets: ["topic"] });
  assert.deepEqual(found.facets.topic, { "sport (medtop:1)": 2, "sport (corpus:sport)": 1 });
  await search({ facetFilters: [["topic:sport (corpus:sport)"]] });
  assert.deepEqual(asked[1].params.getAll("topic"), ["corpus:sport"]);
});

test("a range of years is inclusive, and strict bounds are the years beside it", async () => {
  const { search, asked } = archive();
  await search({ numericFilters: ["year>1960", "year<=1969"] });
  assert.equal(asked[0].params.toString(), "from=1961&to=1969&limit=20");
  await search({ filters: "year:1960 TO 1969 AND year >= 1965" });
  assert.equal(asked[1].params.toString(), "from=1965&to=1969&limit=20");
});

test("seconds since 1970 are days", async () => {
  const { search, asked } = archive();
  await search({ numericFilters: [`date>=${Date.UTC(1969, 6, 20) / 1000}`, [`date<=${Date.UTC(1969, 6, 24) / 1000}`]] });
  assert.equal(asked[0].params.toString(), "from=1969-07-20&to=1969-07-24&limit=20");
});

test("the years that are there are the slider's ends", async () => {
  const years = { year: facet(value("1960", "1960", 1), value("1970", "1970", 3)) };
  const { search } = archive(() => ({ facets: years }));
  const [found] = await search({ facets: ["year", "date"] });
  assert.deepEqual(found.facets_stats.year, { min: 1960, max: 1970, avg: 1967.5, sum: 7870 });
  assert.equal(found.facets_stats.date.max, Date.UTC(1970, 11, 31) / 1000);
});

test("choices that all have to hold, and those left out, are conditions before the words", async () => {
  const { search, asked } = archive(() => ({ facets: TREE }));
  await search({ facets: ["topic"] });
  await search({ query: "OR moon", facets: ["topic"], facetFilters: ["topic:science", "topic:-sport"] });
  assert.equal(asked[1].params.get("q"), '(topic:"medtop:1") (NOT topic:"medtop:3") moon');
  assert.deepEqual([asked[1].params.get("match"), asked[1].params.get("sort")], ["all", "relevance"]);
});

test("years that do not follow each other are alternatives in the query", async () => {
  const { search, asked } = archive();
  await search({ query: "moon", facets: ["year"], facetFilters: [["year:1969", "year:1989"]] });
  assert.equal(asked[0].params.get("q"), "(date:1969 OR date:1989) moon");
});

test("a value that begins with a hyphen is no exclusion", async () => {
  const { search, asked } = archive();
  await search({ facetFilters: [["author:\\-30-"]] });
  assert.deepEqual(asked[0].params.getAll("author"), ["-30-"]);
});

test("filters are read as they are written", async () => {
  const { search, asked } = archive();
  await search({ filters: 'author:"Ada \\"A\\" Lind" AND (language:en OR language:fr) AND year >= 1960' });
  assert.deepEqual(asked[0].params.getAll("author"), ['Ada "A" Lind']);
  assert.deepEqual(asked[0].params.getAll("language"), ["en", "fr"]);
  for (const wrong of ["author:a OR author:b AND language:en", "author:a AND", "(author:a", "author:a b", "NOT year>3"]) {
    await assert.rejects(search({ filters: wrong }), /filters/, wrong);
  }
});

test("what Microfiche cannot do is refused by name", async () => {
  const { search, asked } = archive();
  const refused = [
    [{ facets: ["brand"] }, /"brand"/],
    [{ facetFilters: ["price:3"] }, /"price"/],
    [{ aroundLatLng: "1,2" }, /aroundLatLng/],
    [{ tagFilters: ["a"] }, /tagFilters/],
    [{ hitsPerPage: 1000 }, /hitsPerPage/],
    [{ numericFilters: ["year!=1960"] }, /leave out/],
    [{ numericFilters: ["score>1"] }, /"score"/],
    [{ facets: ["author"], facetFilters: ["author:a"] }, /operator "and"/],
    [{ facetFilters: ["author:-a"] }, /excluded/],
    [{ facetFilters: [["author:a", "source:b"]] }, /one attribute/],
    [{ facetFilters: [["year:soon"]] }, /No year/],
  ];
  for (const [params, message] of refused) await assert.rejects(search(params), message);
  assert.equal(asked.length, 0);
});

test("what makes no difference is warned of once, and what tells Algolia who asks never", async (t) => {
  const warned = t.mock.method(console, "warn", () => undefined);
  const { search } = archive();
  await search({ analytics: false, clickAnalytics: true, userToken: "me", typoTolerance: "min" });
  await search({ typoTolerance: "min" });
  assert.equal(warned.mock.callCount(), 1);
  assert.match(warned.mock.calls[0].arguments[0], /typoTolerance/);
});

test("a refusal of the archive is an error with its words", async () => {
  const { search } = archive(() => ({ status: 422, code: "bad_date", detail: "someday is no date.", errors: [] }));
  await assert.rejects(search({ query: "date:someday" }), { name: "MicroficheError", code: "bad_date", message: "someday is no date." });
});

test("marks are InstantSearch's placeholders around plain text", async () => {
  const title = [{ text: "<b>Moon</b> & ", match: false }, { text: "<i>landing", match: true }];
  const { search } = archive(() => ({ total: 1, hits: [hit({ title: "<b>Moon</b> & <i>landing", snippets: [{ field: "title", parts: title }] })] }));
  const [found] = await search({ ...TAGS });
  assert.equal(found.hits[0]._highlightResult.title.value, "<b>Moon</b> & __ais-highlight__<i>landing__/ais-highlight__");
});

test("whoever asks for HTML gets everything but the tags escaped", async () => {
  const title = "<img src=x onerror=alert(1)> \"'&";
  const { search } = archive(() => ({ total: 1, hits: [hit({ title, snippets: [{ field: "title", parts: [{ text: title, match: true }] }] })] }));
  const [found] = await search({ highlightPreTag: "<mark>", highlightPostTag: "</mark>" });
  const { value: marked } = found.hits[0]._highlightResult.title;
  assert.equal(marked, "<mark>&lt;img src=x onerror=alert(1)&gt; &quot;&#39;&amp;</mark>");
});

test("a title that holds a placeholder makes no mark", async () => {
  const title = "a __ais-__ais-highlight__highlight__b__/ais-highlight__ c";
  const { search } = archive(() => ({ total: 1, hits: [hit({ title })] }));
  const [found] = await search({ ...TAGS });
  assert.doesNotMatch(found.hits[0]._highlightResult.title.value, /ais-highlight__/);
});

test("windows of a summary are marked in the whole of it, and a body shows its windows", async () => {
  const cut = (text) => ({ text, match: false });
  const snippets = [
    { field: "summary", parts: [cut("… "), cut("man on the "), { text: "moon", match: true }, cut(" …")] },
    { field: "body", parts: [cut("… "), cut("one "), { text: "moon", match: true }, cut(" …")] },
    { field: "body", parts: [cut("… "), cut("other "), { text: "moons", match: true }] },
  ];
  const { search } = archive(() => ({ total: 1, hits: [hit({ summary: "A man on the moon at last", snippets })] }));
  const [found] = await search({ highlightPreTag: "[", highlightPostTag: "]" });
  assert.equal(found.hits[0]._highlightResult.summary.value, "A man on the [moon] at last");
  assert.equal(found.hits[0]._snippetResult.body.value, "… one [moon] … other [moons]");
});

test("totals are exact, and pages end where their numbers do", async () => {
  const { search } = archive(() => ({ total: 250_000, headers: { "Server-Timing": "parse;dur=0.7, engine;dur=2.6" } }));
  const [found] = await search({ hitsPerPage: 20 });
  assert.deepEqual([found.nbHits, found.nbPages, found.exhaustiveNbHits, found.processingTimeMS], [250_000, 5000, true, 3]);
});

test("values are found by what is typed, among the hits of the search", async () => {
  const { searchClient, asked } = archive(() => ({ values: [{ value: "ada-lind", label: "Ada <Lind>", count: 2 }] }));
  const params = { facetName: "author", facetQuery: "lin", query: "moon", facetFilters: [["language:en"]], facets: ["author"], ...TAGS };
  const [found] = await searchClient.searchForFacetValues([{ indexName: "articles", params }]);
  assert.equal(asked[0].path, "/v1/facets/author");
  assert.equal(asked[0].params.toString(), "within=moon&language=en&q=lin&limit=10");
  assert.deepEqual(found.facetHits, [
    { value: "Ada <Lind>", highlighted: "Ada <__ais-highlight__Lin__/ais-highlight__d>", count: 2 },
  ]);
});

test("values are found beside hits, as clients of version 5 ask", async () => {
  const { searchClient, asked } = archive((url) => (url.pathname === "/v1/search" ? {} : { values: [{ value: "en", label: "English", count: 2 }] }));
  const { results } = await searchClient.search([
    { type: "facet", facet: "language", indexName: "articles", params: { facetQuery: "eng" } },
    { indexName: "articles", params: { query: "moon" } },
  ]);
  assert.equal(results[0].facetHits[0].value, "English");
  assert.equal(results[1].query, "moon");
  assert.equal(asked.length, 2);
});

test("one question that is asked twice at a time is sent once", async () => {
  const { search, asked } = archive();
  await Promise.all([search({ query: "moon" }), search({ query: "moon" })]);
  assert.equal(asked.length, 1);
});

test("a key goes with each request", async () => {
  const { search, asked } = archive(undefined, { apiKey: "mf_secret" });
  await search({});
  assert.equal(asked[0].headers.Authorization, "Bearer mf_secret");
});

test("labels are asked for in the chosen language", async () => {
  const { search, asked } = archive(undefined, { labels: "fr" });
  await search({ facets: ["language"] });
  assert.equal(asked[0].params.get("labels"), "fr");
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { MicroficheError, createMicroficheClient } from "../dist/index.js";

const url = process.env.MICROFICHE_URL;
const skip = url ? false : "MICROFICHE_URL names no archive";

test("a walk follows the cursors to the last hit, and tells each once", { skip }, async () => {
  const client = createMicroficheClient(url);
  const ids = [];
  for await (const hit of client.walk({ sort: "oldest", limit: 7 })) ids.push(hit.id);
  const { total } = await client.search({ limit: 0 });
  assert.ok(total > 7);
  assert.equal(ids.length, total);
  assert.equal(new Set(ids).size, total);
});

test("values of one parameter repeat, and paths are filled in", { skip }, async () => {
  const client = createMicroficheClient(`${url}/`);
  const { data } = await client.GET("/v1/search", { params: { query: { language: ["fr", "de"], limit: 100 } } });
  assert.deepEqual([...new Set(data.hits.map((hit) => hit.language))].sort(), ["de", "fr"]);
  const { id, title } = data.hits[0];
  const article = await client.GET("/v1/articles/{id}", { params: { path: { id } } });
  assert.equal(article.data.title, title);
});

test("a refusal is thrown with its code and its places", { skip }, async () => {
  const client = createMicroficheClient(url);
  await assert.rejects(client.GET("/v1/search", { params: { query: { q: "date:someday" } } }), (error) => {
    assert.ok(error instanceof MicroficheError);
    assert.deepEqual([error.status, error.code, error.problem.errors[0].param], [422, "bad_date", "q"]);
    return true;
  });
});

test("an answer that is none of the archive's says whose it is", async () => {
  const client = createMicroficheClient("http://archive.example", {
    fetch: async () => new Response("<h1>Bad gateway</h1>", { status: 502, statusText: "Bad Gateway" }),
  });
  await assert.rejects(client.GET("/v1/corpus"), { name: "MicroficheError", code: "unexplained", status: 502 });
});

test("a key goes with each request", async () => {
  let sent;
  const client = createMicroficheClient("http://archive.example", {
    apiKey: "mf_secret",
    fetch: async (request) => {
      sent = request.headers.get("Authorization");
      return Response.json({});
    },
  });
  await client.GET("/v1/corpus");
  assert.equal(sent, "Bearer mf_secret");
});

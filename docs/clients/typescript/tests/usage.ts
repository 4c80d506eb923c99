/** Never run: `tsc` holds it to the types. */

import { createMicroficheClient } from "microfiche-client";

export async function typed(): Promise<string[]> {
  const client = createMicroficheClient("http://127.0.0.1:8000");
  const page = await client.search({ q: "moon", facets: ["topic"], sort: "newest" });
  const { data } = await client.GET("/v1/corpus");
  // @ts-expect-error: no such order
  await client.GET("/v1/search", { params: { query: { sort: "cheapest" } } });
  // @ts-expect-error: no such operation
  await client.GET("/v1/nothing");
  // @ts-expect-error: an article is named by its id
  await client.GET("/v1/articles/{id}", {});
  const titles: string[] = [];
  for await (const hit of client.walk({ q: "moon" })) titles.push(hit.title, hit.published?.date ?? "undated");
  return [...titles, String(page.total), String(data?.revision)];
}

/** Microfiche's API: every operation as `/openapi.json` describes it, walks over pages, and errors that say what is wrong. */

import createClient, { type Client, type ClientOptions, type Middleware } from "openapi-fetch";

import type { components, operations, paths } from "./schema.js";

type Schemas = components["schemas"];

export type { components, operations, paths } from "./schema.js";
export type Problem = Schemas["Problem"];
export type ProblemNote = Schemas["ProblemNote"];
export type SearchAnswer = Schemas["SearchShape"];
export type Hit = Schemas["HitShape"];
export type Article = Schemas["ArticleShape"];
export type SearchQuery = NonNullable<operations["search"]["parameters"]["query"]>;
/** Without `fields`, which leaves out of a hit what the types promise. */
export type JsonQuery = Omit<SearchQuery, "format" | "fields">;
/** A walk follows cursors by itself. */
export type WalkQuery = Omit<JsonQuery, "page" | "cursor">;

/** What the API answers instead of what was asked for; `problem` is the answer's body (RFC 9457). */
export class MicroficheError extends Error {
  override readonly name = "MicroficheError";
  readonly status: number;
  readonly code: string;

  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
  }
}

export interface MicroficheOptions extends Omit<ClientOptions, "baseUrl"> {
  /** A key, where the archive asks for one. */
  apiKey?: string;
}

export interface MicroficheClient extends Client<paths> {
  /** One page of a search, as JSON: `GET("/v1/search")` may have been asked for other shapes, and its `data` be a text. */
  search(query?: JsonQuery): Promise<SearchAnswer>;
  /** Every page of a search, one after the other, to the last. */
  pages(query?: WalkQuery): AsyncGenerator<SearchAnswer, void, undefined>;
  /** Every hit of a search. */
  walk(query?: WalkQuery): AsyncGenerator<Hit, void, undefined>;
}

/**
 * A client of the archive at `baseUrl`, such as `http://127.0.0.1:8000`.
 *
 * `client.GET("/v1/articles/{id}", { params: { path: { id } } })` gives `{ data }`; whatever is no answer is thrown, as a
 * `MicroficheError` where the archive says what is wrong.
 */
export function createMicroficheClient(baseUrl: string, options: MicroficheOptions = {}): MicroficheClient {
  const { apiKey, ...others } = options;
  const client = createClient<paths>({ ...others, baseUrl: baseUrl.replace(/\/+$/, "") });
  client.use(throwing);
  if (apiKey) client.use(withKey(apiKey));

  async function search(query: JsonQuery = {}): Promise<SearchAnswer> {
    const { data } = await client.GET("/v1/search", { params: { query: { ...query, format: "json" } } });
    return data as SearchAnswer;
  }

  async function* pages(query: WalkQuery = {}): AsyncGenerator<SearchAnswer, void, undefined> {
    let cursor: string | null = null;
    do {
      const page: SearchAnswer = await search(cursor === null ? query : { ...query, cursor });
      yield page;
      cursor = page.next_cursor;
    } while (cursor !== null);
  }

  async function* walk(query: WalkQuery = {}): AsyncGenerator<Hit, void, undefined> {
    for await (const page of pages(query)) yield* page.hits as Hit[];
  }

  return Object.assign(client, { search, pages, walk });
}

const throwing: Middleware = {
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return;
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    throw new MicroficheError(isProblem(body) ? body : unexplained(response));
  },
};

function withKey(key: string): Middleware {
  return {
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${key}`);
      return request;
    },
  };
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}

/** A proxy's error page, say: it speaks of itself and not of the archive. */
function unexplained(response: Response): Problem {
  const detail = `${response.url} answered ${response.status} ${response.statusText}`.trim();
  return { type: "about:blank", title: response.statusText, status: response.status, detail, code: "unexplained", errors: [] };
}

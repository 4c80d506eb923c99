/** The archive over HTTP: the same question asked while it is under way is asked once. */

export interface ArchiveOptions {
  /** A key, where the archive asks for one. */
  apiKey?: string;
  /** Sends requests in place of the page's own `fetch`. */
  fetch?: typeof fetch;
}

export interface Answered<Body> {
  body: Body;
  /** Milliseconds, as the server tells; 0 where it does not. */
  took: number;
}

/** What the archive answers instead of what was asked for, in its own words. */
export class MicroficheError extends Error {
  override readonly name = "MicroficheError";

  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    readonly errors: readonly unknown[],
  ) {
    super(message);
  }
}

export class Archive {
  private readonly underWay = new Map<string, Promise<Answered<unknown>>>();
  private readonly base: string;
  private readonly send: typeof fetch;
  private readonly headers: Record<string, string>;

  constructor(baseUrl: string, { apiKey, fetch: send }: ArchiveOptions) {
    this.base = baseUrl.replace(/\/+$/, "");
    this.send = send ?? ((input, init) => fetch(input, init));
    this.headers = apiKey ? { Authorization: `Bearer ${apiKey}` } : {};
  }

  get<Body>(path: string, asked: URLSearchParams): Promise<Answered<Body>> {
    const address = `${this.base}${path}?${asked.toString()}`;
    let answer = this.underWay.get(address);
    if (!answer) {
      answer = this.fetched(address).finally(() => this.underWay.delete(address));
      this.underWay.set(address, answer);
    }
    return answer as Promise<Answered<Body>>;
  }

  private async fetched(address: string): Promise<Answered<unknown>> {
    const response = await this.send(address, { headers: this.headers });
    if (!response.ok) throw await refused(response);
    return { body: await response.json(), took: took(response.headers.get("Server-Timing") ?? "") };
  }
}

async function refused(response: Response): Promise<MicroficheError> {
  const body = (await response.json().catch(() => ({}))) as { detail?: string; code?: string; errors?: unknown[] };
  const said = body.detail ?? `The archive answered ${response.status}.`;
  const each = (body.errors ?? []).map((one) => (one as { message?: string }).message).filter((one) => one && one !== said);
  const message = [said, ...each].join(" ");
  return new MicroficheError(message, response.status, body.code ?? "unexplained", body.errors ?? []);
}

function took(timing: string): number {
  const spans = [...timing.matchAll(/dur=([\d.]+)/g)].map((span) => Number(span[1]));
  return Math.round(spans.reduce((sum, span) => sum + span, 0));
}

import { type HeadersInput, LightHeaders } from "./headers.ts";

interface RequestInput {
  readonly method?: string;
  readonly headers?: HeadersInput;
  readonly body?: string | null;
  readonly signal?: AbortSignal | null;
  readonly redirect?: string;
}

/** The web's `Request`, as far as the client uses it. Its body is a text. */
export class LightRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: LightHeaders;
  readonly body: string | null;
  readonly signal: AbortSignal | null;
  readonly redirect: string;

  constructor(input: string | LightRequest, init: RequestInput = {}) {
    const { url, ...from }: RequestInput & { readonly url: string } =
      typeof input === "string" ? { url: new URL(input).href } : input;
    this.url = url;
    this.method = init.method ?? from.method ?? "GET";
    this.headers = new LightHeaders(init.headers ?? from.headers);
    this.body = init.body ?? from.body ?? null;
    this.signal = init.signal ?? from.signal ?? null;
    this.redirect = init.redirect ?? from.redirect ?? "manual";
  }

  clone(): LightRequest {
    return new LightRequest(this);
  }

  async text(): Promise<string> {
    return this.body ?? "";
  }
}

/** The bytes of an answer as they come. */
export type Bytes = AsyncIterable<Uint8Array>;

interface ResponseInput {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: HeadersInput;
}

/** The web's `Response`, as far as the client uses it. */
export class LightResponse {
  readonly type = "default";
  readonly url = "";
  readonly status: number;
  readonly statusText: string;
  readonly headers: LightHeaders;
  readonly ok: boolean;
  readonly #body: string | Bytes | null;

  constructor(body: string | Bytes | null = null, init: ResponseInput = {}) {
    this.#body = body;
    this.status = init.status ?? 200;
    this.statusText = init.statusText ?? "";
    this.headers = new LightHeaders(init.headers);
    this.ok = this.status >= 200 && this.status < 300;
  }

  /** The part of a `ReadableStream` by which an answer is read that may be too long. */
  get body() {
    const bytes = this.#body;
    return bytes === null || typeof bytes === "string" ? null : { getReader: () => readerOf(bytes) };
  }

  async text(): Promise<string> {
    if (this.#body === null || typeof this.#body === "string") return this.#body ?? "";
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of this.#body) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  }
}

function readerOf(bytes: Bytes) {
  const iterator = bytes[Symbol.asyncIterator]();
  return {
    read: () => iterator.next(),
    /** Lets go of the connection. */
    async cancel(): Promise<void> {
      await iterator.return?.();
    },
  };
}

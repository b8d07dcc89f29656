import createClient, { type Client, type ClientOptions, type Middleware } from "openapi-fetch";
import type { paths } from "./generated/types.ts";

// The one module that knows openapi-fetch. Should it end one day, what stands here can be kept by a file of our own.

/**
 * openapi-fetch's client of the Host Scan Job API: `GET`, `POST`, … by path, `use` and `eject`. Lists are JSON; `parseAs`
 * is for who asks for another form of one by `Accept`.
 */
export type PathClient = Client<paths, "application/json" | "application/problem+json">;
export type { ClientOptions, Middleware };

/** The methods by name, without their types. */
export type HttpMethod = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

/** What an operation is called with, whichever it is. */
export interface PathInit extends Omit<RequestInit, "body" | "headers" | "signal"> {
  readonly signal?: AbortSignal | null | undefined;
  readonly params?: {
    readonly path?: Readonly<Record<string, unknown>> | undefined;
    readonly query?: Readonly<Record<string, unknown>> | undefined;
    readonly header?: Readonly<Record<string, unknown>> | undefined;
  };
  readonly body?: unknown;
  readonly headers?: ClientOptions["headers"];
  readonly parseAs?: "json" | "text" | "blob" | "arrayBuffer" | "stream";
  readonly middleware?: Middleware[];
  readonly pathSerializer?: ClientOptions["pathSerializer"] | undefined;
  readonly bodySerializer?: ClientOptions["bodySerializer"] | undefined;
  readonly querySerializer?: ClientOptions["querySerializer"] | undefined;
  readonly fetch?: ClientOptions["fetch"] | undefined;
  readonly [more: string]: unknown;
}

/** What an operation gave; the body as text, unless it was asked for otherwise. */
export interface PathAnswer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** openapi-fetch itself, for whichever path. */
export interface Core {
  request(method: HttpMethod, path: string, init: PathInit): Promise<PathAnswer>;
  use(...middleware: Middleware[]): void;
  eject(...middleware: Middleware[]): void;
}

/** Makes openapi-fetch's client: as its users know it, and with any path. */
export function createCore(options: ClientOptions): PathClient & Core;
export function createCore(options: ClientOptions): unknown {
  return createClient<paths, "application/json" | "application/problem+json">(options);
}

import { type FailedCall, HostScanRequestError } from "../errors.ts";
import type { Fetch } from "./options.ts";

/** What a token is asked for. */
export interface TokenRequest {
  /** Address of the server the token is for, without a slash at its end. */
  readonly baseUrl: string;
  readonly fetch: Fetch;
  /** The token that the server has just refused with 401: give another one, if there is any. */
  readonly refused: string | undefined;
}

/** A bearer token, or what gives one; asked before every attempt, so that it may be a fresh one. */
export type Token = string | ((request: TokenRequest) => string | Promise<string>);

/**
 * The `Authorization` header's value. The platform's own error would tell the token.
 *
 * @throws {HostScanRequestError} where there is none, or one that no header can have
 */
export function bearer(token: unknown, call: FailedCall = {}): string {
  const value = typeof token === "string" ? token.trim() : "";
  if (value === "") throw new HostScanRequestError("there is no token", call);
  if (/^[!-~]+$/.test(value)) return `Bearer ${value}`;
  throw new HostScanRequestError("the token cannot be sent in a header", call);
}

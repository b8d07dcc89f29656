const ACCEPTED = /^[\w.-]{1,128}$/;

/**
 * The id of a call: the caller's own `X-Request-Id` if it is 1 to 128 of `A-Z a-z 0-9 . _ -`, else a new UUID.
 * What is accepted is safe to echo in a header and to write to a log.
 */
export function requestIdOf(header: string | undefined): string {
  return header !== undefined && ACCEPTED.test(header) ? header : crypto.randomUUID();
}

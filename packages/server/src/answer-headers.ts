const GUARDS = {
  // Nothing that is answered is a page, so nothing in it may run, load or be framed.
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;

/**
 * What goes with every answer, so that no browser makes more of it than data. An answer says itself whether it may be
 * kept: see {@link PRIVATE_HEADERS}. For the routes that a host adds to the app, too.
 */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = GUARDS;

/** As {@link ANSWER_HEADERS}, for what concerns the caller alone: no cache keeps it. */
export const PRIVATE_HEADERS: Readonly<Record<string, string>> = { ...GUARDS, "Cache-Control": "no-store" };

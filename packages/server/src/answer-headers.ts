const GUARDS = {
  // It is no page, so nothing in it may run, load or be framed.
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;

/** A page may use what this server serves, and nothing else: no script within the page, no code made of text. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Renderers of API references write styles into the page. A page that does without says so by a policy of its own.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * What goes with every answer but a page, so that no browser makes more of it than data. An answer says itself whether
 * it may be kept: see {@link PRIVATE_HEADERS}. For the routes that a host adds to the app, too.
 */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = GUARDS;

/** As {@link ANSWER_HEADERS}, for what concerns the caller alone: no cache keeps it. */
export const PRIVATE_HEADERS: Readonly<Record<string, string>> = { ...GUARDS, "Cache-Control": "no-store" };

/** What goes with a page for people: it may run its own scripts, and call the server that it came from. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  ...GUARDS,
  "Content-Security-Policy": PAGE_POLICY,
};

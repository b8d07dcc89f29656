interface Addresses {
  readonly url: string;
  /** Absent where the pages are not served. */
  readonly docsUrl: string | undefined;
}

/** Where the API is, and the pages that tell of it, in a line for people. */
export function whereServed({ url, docsUrl }: Addresses): string {
  return `Host Scan Job API on ${url}${docsUrl ? `, described on ${docsUrl}` : ""}\n`;
}

/** Whether the caller has this version already, by its `If-None-Match` (RFC 9110, 13.1.2: compared weakly). */
export function hasVersion(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = ifNoneMatch?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return known.includes(etag) || known.includes("*");
}

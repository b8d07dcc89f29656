/** Whether a token or key still holds, in a word. */
export function validityOf({
  revokedAt,
  expiresAt,
}: {
  readonly revokedAt: Date | null;
  readonly expiresAt: Date;
}): string {
  if (revokedAt) return "revoked";
  return expiresAt.getTime() <= Date.now() ? "expired" : "valid";
}

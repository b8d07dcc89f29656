/** The embedded database cannot be used. The message is for the operator: it says what to do and holds no secret. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}

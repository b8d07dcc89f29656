/** Halves of characters, which Postgres takes in no JSON, become the character that stands for what is none. */
const whole = (_key: string, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value);

/** JSON for a statement that may hold what a host has said. */
export function jsonText(value: readonly object[]): string {
  return JSON.stringify(value, whole);
}

const LONGEST = 255;

/** What is wrong with a name that people give to a credential or a token; undefined if nothing is. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() !== name || name === "") return "must neither be empty nor begin or end with a space";
  if (name.length > LONGEST) return `must have at most ${LONGEST} characters`;
  // It is printed on terminals, and kept in UTF-8.
  if (/[\p{Cc}\p{Cs}]/u.test(name)) return "must hold no control character and no half of one";
  if (isGuid(name)) return "must not look like an id";
  return undefined;
}

/** Whether a text is a GUID, of whatever variant. */
function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

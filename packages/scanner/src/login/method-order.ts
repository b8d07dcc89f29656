/** The ways to log in that a scan knows (RFC 4252, RFC 4256), in the order it tries them; never an agent. */
export const LOGIN_METHODS = ["none", "publickey", "password", "keyboard-interactive"] as const;

export type LoginMethod = (typeof LOGIN_METHODS)[number];

const WITH_PASSWORD: ReadonlySet<LoginMethod> = new Set(["password", "keyboard-interactive"]);

/**
 * The next of the ways `held`, or `undefined` where none is left.
 *
 * `none` first: it asks the host what it offers, without a secret. Then the key. Then the password, in one of
 * its two ways and never in both: a wrong one would count twice against an account that gets locked.
 */
export function nextLoginMethod<Way extends { readonly type: LoginMethod }>(
  held: readonly Way[],
  offered: readonly LoginMethod[],
  tried: readonly LoginMethod[],
): Way | undefined {
  if (tried.length === 0) return held.find(({ type }) => type === "none");
  const passwordUsed = tried.some((method) => WITH_PASSWORD.has(method));
  return held.find(
    ({ type }) =>
      offered.includes(type) && !tried.includes(type) && !(passwordUsed && WITH_PASSWORD.has(type)),
  );
}

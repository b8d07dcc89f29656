import type { SignInService } from "@hostscan/core";

const refused = { ok: false, rejection: { kind: "refused", detail: "Access denied." } } as const;

/**
 * A fixture of a sign-in whose second step wants the first one's token and cookie, as NPS does. It gives the token that
 * the server admits.
 */
export const strictSignIn: SignInService = {
  firstStep: async () => ({ ok: true, value: { token: "first", cookie: "s-1" } }),
  secondStep: async ({ token, cookie, code }) =>
    token === "first" && cookie === "s-1" && code === "123456"
      ? { ok: true, value: { token: "good" } }
      : refused,
};

import type { SignInRefusal, SignInService } from "@hostscan/core";

const wrong: SignInRefusal = { kind: "refused", detail: "Something is wrong." };
const refused = (refusal: SignInRefusal) => ({ ok: false, rejection: refusal }) as const;

/** Refuses both steps for a reason. */
export const refusesToSignIn = (refusal: SignInRefusal): SignInService => ({
  firstStep: async () => refused(refusal),
  secondStep: async () => refused(refusal),
});

/** A sign-in (fixture) of one user, whose codes are good once. The token of the second step is the one given. */
export function createInMemorySignIn(fullToken: string, others: readonly string[]) {
  const cookies = new Map<string, string>();
  const codes = new Set<string>();
  const user = {
    login: "alice",
    password: "her own password",
    code() {
      const code = `code-${crypto.randomUUID()}`;
      codes.add(code);
      return code;
    },
  };
  const service: SignInService = {
    async firstStep({ Login, Password }) {
      if (Login.toLowerCase() !== user.login || Password !== user.password) return refused(wrong);
      const [token, cookie] = [`half.${crypto.randomUUID()}`, crypto.randomUUID()];
      cookies.set(token, cookie);
      return { ok: true, value: { token, cookie } };
    },
    async secondStep({ token, cookie, code }) {
      if (others.includes(token)) return refused({ kind: "forbidden", detail: "Not of the first step." });
      const known = cookies.get(token);
      if (known === undefined) return refused({ kind: "invalid token", reason: "unknown" });
      if (cookie !== undefined && cookie !== known) return refused(wrong);
      if (!codes.delete(`${code}`)) return refused(wrong);
      cookies.delete(token);
      return { ok: true, value: { token: fullToken } };
    },
  };
  return { service, user };
}

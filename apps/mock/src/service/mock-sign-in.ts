import { Token } from "@hostscan/contract/schemas";
import type { SignInService } from "@hostscan/core";
import type { DeclaredAnswers } from "../examples/declared-answers.ts";
import { success } from "../examples/successes.ts";

/** Lets everyone in, whatever the login, the password and the code, with the tokens of the document's examples. */
export function createMockSignIn(answers: DeclaredAnswers): SignInService {
  const first = success(answers, "SigninBody", Token);
  const second = success(answers, "Signin2fa", Token);
  return {
    firstStep: async () => ({ ok: true, value: { token: first, cookie: "example" } }),
    secondStep: async () => ({ ok: true, value: { token: second } }),
  };
}

import { type Check, type CheckContext, given, type OperationId } from "../check.ts";
import { namesPath } from "./job-rules.ts";

const operationId: OperationId = "SigninBody";
const taken = { operationId, status: 200 };

const userOf = ({ target }: CheckContext) => {
  const { login, password } = given(target.user, "user");
  return { Login: login, Password: password };
};

/** A text with each of its bytes as a percent code, in small letters: a form's reader must decode what it need not write. */
const coded = (text: string) =>
  [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

/** Bodies of the right login and password, in each way to write them under a form's type and as text. */
const writings: readonly (readonly [how: string, write: (user: ReturnType<typeof userOf>) => string])[] = [
  ["a form", (user) => `${new URLSearchParams(user)}`],
  ["a form in another order", ({ Login, Password }) => `${new URLSearchParams({ Password, Login })}`],
  ["a form of percent codes", ({ Login, Password }) => `Login=${coded(Login)}&Password=${coded(Password)}`],
  ["a form with further members", (user) => `${new URLSearchParams({ ...user, Remember: "{}" })}`],
  ["JSON", (user) => JSON.stringify(user)],
  ["JSON after blanks", (user) => ` \t\r\n${JSON.stringify(user, undefined, 2)}\n`],
];
const formTypes = [
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=UTF-8",
  "text/plain",
];

/** Texts with U+0000, which are refused wherever they are written. */
const withNul = (member: "Login" | "Password") => ({ Login: "l", Password: "p", [member]: "a\u0000b" });

export const signInFormChecks: readonly Check[] = [
  ...writings.map(
    ([how, write]): Check => ({
      name: `${operationId} takes ${how}, declared as a form or as text`,
      cells: [taken],
      needs: ["user"],
      promises: ["sign-in-form", "sign-in-content-types"],
      async run(context) {
        const text = write(userOf(context));
        for (const type of formTypes)
          await context.expect(operationId, 200, { text, headers: { "Content-Type": type } });
      },
    }),
  ),
  {
    name: `${operationId} refuses a form whose names are in other letters, and one that is declared as JSON`,
    cells: [{ operationId, status: 400 }],
    needs: ["user"],
    promises: ["sign-in-form", "body-is-json"],
    async run(context) {
      const { Login, Password } = userOf(context);
      const [form = ""] = formTypes;
      const small = `${new URLSearchParams({ login: Login, password: Password })}`;
      await context.expect(operationId, 400, { text: small, headers: { "Content-Type": form } });
      await context.expect(operationId, 400, { text: `${new URLSearchParams({ Login, Password })}` });
    },
  },
  ...(["Login", "Password"] as const).map(
    (member): Check => ({
      name: `${operationId} refuses U+0000 in ${member}, in JSON and in a form`,
      cells: [{ operationId, status: 400 }],
      needs: [],
      promises: ["texts-are-well-formed", "errors-tell-where"],
      async run({ expect }) {
        const body = withNul(member);
        namesPath(await expect(operationId, 400, { body }), operationId, `/${member}`);
        const headers = { "Content-Type": "application/x-www-form-urlencoded" };
        const text = `${new URLSearchParams(body)}`;
        namesPath(await expect(operationId, 400, { text, headers }), operationId, `/${member}`);
      },
    }),
  ),
];

import { type Answer, type Check, type CheckContext, given, type OperationId, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { eachOperation } from "./each-operation.ts";

const firstStep = { operationId: "SigninBody", status: 200 };

/** Content types that the samples of the reference send, and the one they should. */
const contentTypes = ["application/json", "application/x-www-form-urlencoded", "text/plain"];

const bodyOf = ({ target }: CheckContext) => {
  const { login, password } = given(target.user, "user");
  return { Login: login, Password: password };
};

const codeOf = async ({ target }: CheckContext) => given(target.user, "user").code();

/** Takes the first step and gives what the second one is to be sent with: the token, and the cookie. */
async function takeFirstStep(context: CheckContext) {
  const { json, headers } = await context.expect("SigninBody", 200, { body: bodyOf(context) });
  const [cookie = ""] = (headers.get("Set-Cookie") ?? "").split(";");
  return { token: String(json), headers: { Cookie: cookie } };
}

const asText = (headers: Readonly<Record<string, string>>) => ({ ...headers, "Content-Type": "text/plain" });

/** The attributes of a cookie, in small letters. */
const attributesOf = (cookie: string) =>
  cookie
    .split(";")
    .slice(1)
    .map((each) => each.trim().toLowerCase());

function isNotCached({ headers, cell }: Pick<Answer, "headers" | "cell">): void {
  const said = headers.get("Cache-Control") ?? "missing";
  rule(/\bno-store\b/i.test(said), cell, "header Cache-Control", `is ${said}`);
}

/** Codes cost: the CLI is lent two. The second one is tried under a token that is used up, and then under a good one. */
const secondStepChecks: readonly Check[] = [
  {
    name: "Signin2fa answers a token that the API admits, and accepts a code once",
    cells: [
      { operationId: "Signin2fa", status: 200 },
      { operationId: "Signin2fa", status: 401 },
    ],
    needs: ["user"],
    promises: ["code-once", "wrong-code-keeps-token", "token-admitted", "token-not-cached"],
    async run(context) {
      const step = await takeFirstStep(context);
      const text = await codeOf(context);
      const headers = asText(step.headers);
      for (const end of ["wrong", "wronger"])
        await context.expect("Signin2fa", 401, { ...step, headers, text: `${text}-${end}` });
      const { json, ...seen } = await context.expect("Signin2fa", 200, { ...step, headers, text });
      isNotCached(seen);
      await context.expect("Get", 200, { token: String(json), query: "limit=1" });
      const next = await takeFirstStep(context);
      await context.expect("Signin2fa", 401, { ...next, headers: asText(next.headers), text });
    },
  },
  {
    name: "Sigin2fa answers a token that the API admits, and takes a first step once",
    cells: [
      { operationId: "Sigin2fa", status: 200 },
      { operationId: "Sigin2fa", status: 401 },
    ],
    needs: ["user"],
    promises: [
      "code-as-json",
      "cookie-may-be-left-out",
      "first-step-once",
      "misspelt-path",
      "token-admitted",
      "token-not-cached",
    ],
    async run(context) {
      const { token } = await takeFirstStep(context);
      const { json, ...seen } = await context.expect("Sigin2fa", 200, { token, body: await codeOf(context) });
      isNotCached(seen);
      await context.expect("Get", 200, { token: String(json), query: "limit=1" });
      await context.expect("Sigin2fa", 401, { token, body: "000000" });
      await context.expect("Signin2fa", 401, { token, body: "000000" });
    },
  },
  {
    name: "Signin2fa takes a wrong code for wrong, as a number, too",
    cells: [{ operationId: "Signin2fa", status: 401 }],
    needs: ["user"],
    promises: ["code-as-json"],
    async run(context) {
      const step = await takeFirstStep(context);
      await context.expect("Signin2fa", 401, { ...step, body: 7 });
      await context.expect("Signin2fa", 401, { ...step, text: "012345" });
    },
  },
];

const otherCookie = (operationId: OperationId): Check => ({
  name: `${operationId} refuses a cookie that came with another token`,
  cells: [{ operationId, status: 401 }],
  needs: ["user"],
  promises: ["cookie-of-the-token"],
  async run(context) {
    const { token } = await takeFirstStep(context);
    const { headers } = await takeFirstStep(context);
    await context.expect(operationId, 401, { token, headers });
  },
});

const foreignPages: readonly Readonly<Record<string, string>>[] = [
  { Origin: "https://elsewhere.invalid", "Sec-Fetch-Site": "cross-site" },
  { Origin: "https://elsewhere.invalid" },
  { Origin: "null" },
  { "Sec-Fetch-Site": "cross-site" },
];

export function signInChecks(operations: readonly Operation[]): Check[] {
  const others = operations.filter(({ security }) => security === "Bearer");
  return [
    ...contentTypes.map(
      (type): Check => ({
        name: `SigninBody takes JSON that is declared as ${type}, and sets a cookie that scripts cannot read`,
        cells: [firstStep],
        needs: ["user"],
        promises: ["sign-in-content-types", "sign-in-cookie"],
        async run(context) {
          const { headers } = await context.expect("SigninBody", 200, {
            body: bodyOf(context),
            headers: { "Content-Type": type },
          });
          const cookie = headers.get("Set-Cookie") ?? "missing";
          const attributes = attributesOf(cookie);
          const wanted = ["httponly", "secure", "samesite=strict", "max-age=300"];
          const kept =
            cookie.startsWith("hostscan-signin=") && wanted.every((each) => attributes.includes(each));
          rule(kept, firstStep, "header Set-Cookie", `is ${cookie}`);
        },
      }),
    ),
    {
      name: "SigninBody takes a login in whatever case",
      cells: [firstStep],
      needs: ["user"],
      promises: ["login-case"],
      async run(context) {
        const { Login, Password } = bodyOf(context);
        const [upper, lower] = [Login.toUpperCase(), Login.toLowerCase()];
        await context.expect("SigninBody", 200, {
          body: { Login: Login === upper ? lower : upper, Password },
        });
      },
    },
    {
      name: "SigninBody gives no token that may be kept by a cache",
      cells: [firstStep],
      needs: ["user"],
      promises: ["token-not-cached"],
      async run(context) {
        isNotCached(await context.expect("SigninBody", 200, { body: bodyOf(context) }));
      },
    },
    {
      name: "SigninBody refuses a password with a blank behind it",
      cells: [{ operationId: "SigninBody", status: 401 }],
      needs: ["user"],
      promises: ["same-refusal"],
      async run(context) {
        const { Login, Password } = bodyOf(context);
        await context.expect("SigninBody", 401, { body: { Login, Password: `${Password} ` } });
      },
    },
    {
      name: "SigninBody tells nothing of whether a login is known",
      cells: [{ operationId: "SigninBody", status: 401 }],
      needs: ["user"],
      promises: ["same-refusal"],
      async run(context) {
        const wrong = { ...bodyOf(context), Password: `wrong-${context.run}` };
        const unknown = { ...wrong, Login: `nobody-${context.run}` };
        const answers = [];
        for (const body of [wrong, unknown]) answers.push(await context.expect("SigninBody", 401, { body }));
        const [one, other] = answers.map(({ json }) => JSON.stringify({ ...Object(json), instance: null }));
        const cell = { operationId: "SigninBody", status: 401 };
        rule(one === other, cell, "body", "differs between a wrong password and an unknown login");
      },
    },
    ...eachOperation(
      operations.filter(({ security }) => security !== "Bearer"),
      403,
      "refuses a page of another site",
      ["cross-site"],
      async ({ expect }, operation) => {
        for (const headers of foreignPages) await expect(operation, 403, { headers });
      },
    ),
    ...secondStepChecks,
    otherCookie("Signin2fa"),
    otherCookie("Sigin2fa"),
    ...eachOperation(
      others,
      403,
      "refuses a token that has not passed the second factor",
      ["second-factor", "first-step-alone"],
      async (context, operation) => {
        await context.expect(operation, 403, { token: given(context.firstStepToken, "user") });
      },
      "user",
    ),
  ];
}

import { type Answer, type Check, type CheckContext, given, type OperationId, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { swapCase } from "./authentication.ts";
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

/** Sends a right code with what is wrong otherwise: it is refused, and still good. */
const refusesGoodCode = (context: CheckContext, operationId: OperationId, step: Step, text: string) =>
  context.expect(operationId, 401, { ...step, headers: asText(step.headers), text });

type Step = Awaited<ReturnType<typeof takeFirstStep>>;

/** Codes cost: the CLI is lent two. So each is tried first where it is not to be taken. */
const secondStepChecks: readonly Check[] = [
  {
    name: "Signin2fa and Sigin2fa answer a token that the API admits, and take a code once, a first step once and its own cookie alone",
    cells: ["Signin2fa", "Sigin2fa"].flatMap((operationId) =>
      [200, 401].map((status) => ({ operationId, status })),
    ),
    needs: ["user"],
    promises: [
      ...(["code-once", "first-step-once", "cookie-of-the-token", "cookie-may-be-left-out"] as const),
      ...(["wrong-code-keeps-token", "code-as-json", "misspelt-path", "token-admitted"] as const),
      "token-not-cached",
    ],
    async run(context) {
      const [step, other] = [await takeFirstStep(context), await takeFirstStep(context)];
      const text = await codeOf(context);
      await refusesGoodCode(context, "Signin2fa", { ...step, headers: other.headers }, text);
      const headers = asText(step.headers);
      for (const [type = "", wrong] of [
        ["application/x-www-form-urlencoded", `${text}-wrong`],
        ["text/plain", `"${text}-wronger"`],
      ])
        await context.expect("Signin2fa", 401, {
          ...step,
          headers: { ...step.headers, "Content-Type": type },
          text: wrong ?? null,
        });
      await isAdmitted(context, await context.expect("Signin2fa", 200, { ...step, headers, text }));
      await refusesGoodCode(context, "Signin2fa", other, text);

      const code = await codeOf(context);
      for (const path of ["Signin2fa", "Sigin2fa"] as const) await refusesGoodCode(context, path, step, code);
      const next = await takeFirstStep(context);
      await refusesGoodCode(context, "Sigin2fa", { ...next, headers: step.headers }, code);
      // Sent twice at the same time, it is taken once.
      const { token } = next;
      const answers = await Promise.all(
        [
          { body: code },
          { text: code, headers: { "Content-Type": "application/x-www-form-urlencoded" } },
        ].map((sent) => context.expect("Sigin2fa", [200, 401], { token, ...sent })),
      );
      const [taken, ...more] = answers.filter(({ status }) => status === 200);
      const cell = { operationId: "Sigin2fa", status: 200 };
      rule(taken !== undefined, cell, "status", "should be 200 for one of two calls with a right code");
      rule(more.length === 0, cell, "status", "should be 200 for one of two calls with the same code");
      await isAdmitted(context, taken);
      await refusesGoodCode(context, "Signin2fa", other, code);
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

/** Checks that the second step has answered a token for the API, which no cache keeps. */
async function isAdmitted({ expect }: CheckContext, seen: Answer): Promise<void> {
  isNotCached(seen);
  await expect("Get", 200, { token: String(seen.json), query: "limit=1" });
}

/** Pages of the server itself, as browsers tell them. */
const ownPages = ({ target }: CheckContext): readonly Readonly<Record<string, string>>[] => [
  { Origin: new URL(target.baseUrl).origin, "Sec-Fetch-Site": "same-origin" },
  { "Sec-Fetch-Site": "same-origin" },
  { "Sec-Fetch-Site": "none" },
];

const foreignPages: readonly Readonly<Record<string, string>>[] = [
  { Origin: "https://elsewhere.invalid", "Sec-Fetch-Site": "cross-site" },
  { Origin: "https://elsewhere.invalid" },
  { Origin: "null" },
  { "Sec-Fetch-Site": "cross-site" },
  { Origin: "https://elsewhere.invalid", "Sec-Fetch-Site": "same-site" },
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
      name: "SigninBody refuses a password that is nearly the right one",
      cells: [{ operationId: "SigninBody", status: 401 }],
      needs: ["user"],
      promises: ["same-refusal"],
      async run(context) {
        const { Login, Password } = bodyOf(context);
        const nearly = [`${Password} `, swapCase(Password), Password.slice(0, -1)];
        for (const other of nearly.filter((each) => each !== Password)) {
          await context.expect("SigninBody", 401, { body: { Login, Password: other } });
          // Who fails again and again must wait.
          await context.expect("SigninBody", 200, { body: { Login, Password } });
        }
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
    {
      name: "SigninBody takes a call that a page of the server's own has a browser send",
      cells: [firstStep],
      needs: ["user"],
      promises: ["cross-site"],
      async run(context) {
        for (const headers of ownPages(context))
          await context.expect("SigninBody", 200, { body: bodyOf(context), headers });
      },
    },
    ...secondStepChecks,
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

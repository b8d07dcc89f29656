import { type Check, type CheckContext, given, type OperationId, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { eachOperation } from "./each-operation.ts";

const firstStep = { operationId: "SigninBody", status: 200 };

/** Content types that the samples of the reference send, and the one they should. */
const contentTypes = ["application/json", "application/x-www-form-urlencoded", "text/plain"];

const bodyOf = ({ target }: CheckContext) => {
  const { login, password } = given(target.user, "user");
  return { Login: login, Password: password };
};

/** Takes the first step and gives what the second one is to be sent with: the token, and the cookie. */
async function takeFirstStep(context: CheckContext, contentType = "application/json") {
  const headers = { "Content-Type": contentType };
  const { json, headers: answered } = await context.expect("SigninBody", 200, {
    body: bodyOf(context),
    headers,
  });
  const [cookie = ""] = (answered.get("Set-Cookie") ?? "").split(";");
  return { token: String(json), headers: { Cookie: cookie } };
}

const secondStep = (operationId: OperationId): Check[] => [
  {
    name: `${operationId} answers a token that the API admits, and accepts a code once`,
    cells: [
      { operationId, status: 200 },
      { operationId, status: 401 },
    ],
    needs: ["user"],
    async run(context) {
      const step = await takeFirstStep(context);
      const text = await given(context.target.user, "user").code();
      const headers = { ...step.headers, "Content-Type": "text/plain" };
      const { json } = await context.expect(operationId, 200, { ...step, headers, text });
      await context.expect("Get", 200, { token: String(json), query: "limit=1" });
      await context.expect(operationId, 401, { ...step, headers, text });
    },
  },
  {
    name: `${operationId} refuses a cookie that came with another token`,
    cells: [{ operationId, status: 401 }],
    needs: ["user"],
    async run(context) {
      const { token } = await takeFirstStep(context);
      const { headers } = await takeFirstStep(context);
      await context.expect(operationId, 401, { token, headers });
    },
  },
];

export function signInChecks(operations: readonly Operation[]): Check[] {
  const others = operations.filter(({ security }) => security === "Bearer");
  return [
    ...contentTypes.map((type) => ({
      name: `SigninBody takes JSON that is declared as ${type}, and sets a cookie that scripts cannot read`,
      cells: [firstStep],
      needs: ["user" as const],
      async run(context: CheckContext) {
        const { headers } = await context.expect("SigninBody", 200, {
          body: bodyOf(context),
          headers: { "Content-Type": type },
        });
        const cookie = headers.get("Set-Cookie") ?? "missing";
        const kept = /; HttpOnly; Secure; SameSite=Strict$/.test(cookie);
        rule(kept, firstStep, "header Set-Cookie", `is ${cookie}`);
      },
    })),
    {
      name: "SigninBody tells nothing of whether a login is known",
      cells: [{ operationId: "SigninBody", status: 401 }],
      needs: ["user"],
      async run(context) {
        const wrong = { ...bodyOf(context), Password: `wrong-${context.run}` };
        const unknown = { ...wrong, Login: `nobody-${context.run}` };
        const answers = [];
        for (const body of [wrong, unknown]) answers.push(await context.expect("SigninBody", 401, { body }));
        const [one, other] = answers.map(({ text }) => text.replace(/"instance":"[^"]*"/, ""));
        const cell = { operationId: "SigninBody", status: 401 };
        rule(one === other, cell, "body", "differs between a wrong password and an unknown login");
      },
    },
    ...eachOperation(
      operations.filter(({ security }) => security !== "Bearer"),
      403,
      "refuses a page of another site",
      async ({ expect }, operation) => {
        const origin = "https://elsewhere.invalid";
        await expect(operation, 403, { headers: { Origin: origin, "Sec-Fetch-Site": "cross-site" } });
        await expect(operation, 403, { headers: { Origin: origin } });
        await expect(operation, 403, { headers: { Origin: "null" } });
      },
    ),
    ...secondStep("Signin2fa"),
    ...secondStep("Sigin2fa"),
    ...eachOperation(
      others,
      403,
      "refuses a token that has not passed the second factor",
      async (context, operation) => {
        await context.expect(operation, 403, { token: given(context.firstStepToken, "user") });
      },
      "user",
    ),
  ];
}

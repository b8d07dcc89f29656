import type { Variation } from "../call.ts";
import { type Check, type CheckContext, given, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { eachOperation } from "./each-operation.ts";

const malformedIds = (operation: Operation) =>
  Object.fromEntries([...operation.pathParameters.keys()].map((name) => [name, "not-a-guid"]));

/** Calls that are refused for what they are, once the caller is admitted. */
const wrongCalls = (operation: Operation): readonly Variation[] => {
  const path = malformedIds(operation);
  const headers = { "Content-Type": "application/xml" };
  return operation.hasBody
    ? [{ path, body: {} }, { path, text: '[{"' }, { headers }]
    : [{ path, query: "limit=0" }];
};

/** The same letters, capitals for small ones and small ones for capitals. */
export const swapCase = (text: string): string =>
  text.replaceAll(/./gu, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );

/** `error` is there only if a token was sent (RFC 6750, 3.1). */
async function saysNoError(context: CheckContext, operation: Operation): Promise<void> {
  const { headers, cell } = await context.expect(operation, 401, { token: null });
  const said = headers.get("WWW-Authenticate") ?? "";
  rule(!/\berror\b/.test(said), cell, "header WWW-Authenticate", `is ${said}, although no token was sent`);
}

export function authenticationChecks(operations: readonly Operation[]): Check[] {
  const secured = operations.filter(({ security }) => security !== undefined);
  const bearer = operations.filter(({ security }) => security === "Bearer");
  return [
    ...eachOperation(
      secured,
      401,
      "refuses a caller without a token",
      ["bearer-required", "no-error-without-token"],
      saysNoError,
    ),
    ...eachOperation(
      bearer,
      401,
      "asks for a token before it looks at the call",
      ["bearer-required"],
      async ({ expect }, operation) => {
        for (const call of wrongCalls(operation)) await expect(operation, 401, { ...call, token: null });
      },
    ),
    ...eachOperation(
      secured,
      401,
      "refuses a token it has not issued",
      ["unknown-token"],
      async (context, operation) => {
        await context.expect(operation, 401, { token: "not.a.token" });
        await context.expect(operation, 401, { token: "" });
        for (const Authorization of ["Basic YTpi", "Bearer", "Bearer ", "Bearer a b", "Token not.a.token"])
          await context.expect(operation, 401, { token: null, headers: { Authorization } });
      },
    ),
    {
      name: "Get refuses a token that is nearly one",
      cells: [{ operationId: "Get", status: 401 }],
      // A mock takes any token; who lends two of them tells them apart.
      needs: ["other App token"],
      promises: ["unknown-token"],
      async run({ expect, target }) {
        const known = given(target.tokens.otherApp, "other App token");
        const nearly = [swapCase(known), known.slice(0, -1), known.slice(1), `${known}x`];
        for (const token of nearly.filter((each) => each !== known)) await expect("Get", 401, { token });
      },
    },
    ...eachOperation(
      bearer,
      400,
      "takes the scheme in whatever case",
      ["scheme-in-any-case"],
      async ({ expect, target }, operation) => {
        const [wrong] = wrongCalls(operation);
        for (const scheme of ["bearer", "BEARER"]) {
          const { app, admin } = target.tokens;
          const headers = { Authorization: `${scheme} ${operation.isForAdmins ? admin : app}` };
          await expect(operation, 400, { ...wrong, token: null, headers });
        }
      },
    ),
    ...(["admin", "otherApp"] as const).flatMap((role) =>
      eachOperation(
        role === "admin" ? bearer : bearer.filter(({ isForAdmins }) => !isForAdmins),
        400,
        `admits ${role === "admin" ? "an Admin" : "another App"}`,
        ["bearer-required"],
        async ({ expect, target }, operation) => {
          const token = given(target.tokens[role], role === "admin" ? "Admin token" : "other App token");
          for (const call of wrongCalls(operation).slice(0, 1))
            await expect(operation, 400, { ...call, token });
        },
        role === "admin" ? "Admin token" : "other App token",
      ),
    ),
    ...eachOperation(
      secured,
      401,
      "refuses an expired token",
      ["expired-token"],
      async ({ expect, target }, operation) => {
        await expect(operation, 401, { token: given(target.tokens.expired, "expired token") });
      },
      "expired token",
    ),
    ...eachOperation(
      secured,
      403,
      "refuses a role that the API does not admit",
      ["other-role"],
      async ({ expect, target }, operation) => {
        await expect(operation, 403, { token: given(target.tokens.forbidden, "forbidden token") });
      },
      "forbidden token",
    ),
    ...eachOperation(
      bearer,
      403,
      "looks at the role before it looks at the call",
      ["other-role"],
      async ({ expect, target }, operation) => {
        const token = given(target.tokens.forbidden, "forbidden token");
        for (const call of wrongCalls(operation)) await expect(operation, 403, { ...call, token });
      },
      "forbidden token",
    ),
    ...eachOperation(
      operations.filter(({ isForAdmins }) => isForAdmins),
      403,
      "refuses an App, whatever it says",
      ["admins-only", "other-role"],
      async ({ expect, target }, operation) => {
        const token = given(target.tokens.otherApp, "other App token");
        for (const call of [{}, ...wrongCalls(operation)]) await expect(operation, 403, { ...call, token });
      },
      "other App token",
    ),
    ...eachOperation(
      operations.filter(({ security }) => security === "FirstStep"),
      403,
      "refuses a token that needs no second step",
      ["first-step-alone"],
      async ({ expect, target }, operation) => {
        await expect(operation, 403, { token: target.tokens.app });
      },
    ),
  ];
}

import { type Check, type CheckContext, given, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import type { PromiseId } from "../promise.ts";
import { eachOperation } from "./each-operation.ts";
import { isThe, namesPath, pathsIn } from "./job-rules.ts";

/** What a body may have at most. */
const limits = { depth: 32, names: 1_000, items: 10_000, bytes: 10_000_000, signInBytes: 10_000 };

/** Bytes that a body surely has too many with, and those that it may surely have. */
const tooLarge = (operation: Operation) => (isList(operation) ? 10 * 1024 * 1024 : limits.bytes);

const isList = ({ exampleBody }: Operation) => Array.isArray(exampleBody);

/** Arrays within each other. */
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

export function bodyChecks(operations: readonly Operation[]): Check[] {
  const withBody = operations.filter(({ hasBody }) => hasBody);
  const withList = withBody.filter(isList);
  const withRows = withList.filter(({ exampleBody }) => typeof [exampleBody].flat()[0] === "object");
  const signIn = withBody.filter(({ security }) => security !== "Bearer");
  const refuses = (
    of: readonly Operation[],
    what: string,
    promise: PromiseId,
    body: (operation: Operation) => unknown,
  ) =>
    eachOperation(
      of,
      400,
      `refuses ${what}, and says where it is wrong`,
      ["errors-tell-where", promise],
      async (context, operation) => {
        const { json, cell } = await context.expect(operation, 400, { body: body(operation) });
        rule(pathsIn(json).length > 0, cell, "body /errors", "names nothing");
      },
    );

  return [
    ...eachOperation(
      withBody,
      400,
      "refuses a call without a body",
      ["body-required"],
      async ({ expect }, operation) => {
        await expect(operation, [400, 415], { text: null });
      },
    ),
    ...refuses(withBody, "an empty list", "list-bounds", () => []),
    ...refuses(withBody, "a body of another type", "types", () => true),
    ...refuses(withList, "a body that is no list", "types", () => ({})),
    ...refuses(withList, "an item of another type", "types", () => [7]),
    ...refuses(withList, "null in the list", "types", ({ exampleBody }) => [...[exampleBody].flat(), null]),
    ...refuses(withList, "more than 10,000 items", "list-bounds", ({ exampleBody }) =>
      Array(limits.items + 1).fill([exampleBody].flat()[0]),
    ),
    ...eachOperation(
      withList,
      400,
      "takes a list of 10,000 for what it is, and refuses its last item",
      ["list-bounds"],
      async (context, operation) => {
        const items = Array.from({ length: limits.items - 1 }, (_, i) => validItem(context, operation, i));
        const seen = await context.expect(operation, 400, { body: [...items, 7] });
        namesPath(seen, "PostListOfIdsAsync", `/${limits.items - 1}`);
      },
    ),
    ...eachOperation(
      withBody,
      413,
      "refuses a body over its limit of bytes",
      ["body-bytes"],
      async ({ expect }, operation) => {
        await expect(operation, 413, { text: `[${" ".repeat(tooLarge(operation))}]` });
      },
    ),
    ...eachOperation(
      withList,
      400,
      "takes a body of just less than 10 MB for what it is",
      ["body-bytes"],
      async ({ expect }, operation) => {
        await expect(operation, 400, { text: `[7${" ".repeat(limits.bytes - 1_000)}]` });
      },
    ),
    ...eachOperation(
      signIn,
      413,
      "refuses a body of more than 10 kB",
      ["sign-in-bytes"],
      async ({ expect }, operation) => {
        await expect(operation, 413, { text: `"${"x".repeat(limits.signInBytes + 400)}"` });
      },
    ),
    {
      name: "SigninBody takes a body of nearly 10 kB, and one of nearly 100 values, for what they are",
      cells: [{ operationId: "SigninBody", status: 400 }],
      needs: [],
      promises: ["sign-in-bytes", "sign-in-values"],
      async run({ expect }) {
        const values = Object.fromEntries(Array.from({ length: 47 }, (_, i) => [`m${i}`, i]));
        for (const more of [{ more: "x".repeat(limits.signInBytes - 400) }, values]) {
          const seen = await expect("SigninBody", 400, { body: { Login: "l", ...more } });
          namesPath(seen, "SigninBody", "/Password");
        }
      },
    },
    ...eachOperation(
      withList,
      400,
      "lists 100 of more than 100 values of another type",
      ["errors-up-to-100"],
      async (context, operation) => {
        const seen = await context.expect(operation, 400, { body: Array(120).fill(7) });
        isThe(100, pathsIn(seen.json).length, seen, "body /errors (their number)");
      },
    ),
    ...eachOperation(
      signIn,
      413,
      "refuses a body of more than 100 values",
      ["sign-in-values"],
      async ({ expect }, operation) => {
        await expect(operation, 413, { body: Array(120).fill(0) });
      },
    ),
    ...eachOperation(
      withList,
      413,
      "refuses a body of too many values",
      ["body-values"],
      async ({ expect }, operation) => {
        // More than four times ten thousand items of two dozen members, with their names.
        await expect(operation, 413, { text: `[${"0,".repeat(2_400_000)}0]` });
      },
    ),
    ...eachOperation(
      withList,
      400,
      "refuses arrays in each other deeper than 32",
      ["body-depth"],
      async ({ expect }, operation) => {
        await expect(operation, [400, 413], { text: nested(40) });
      },
    ),
    ...eachOperation(
      withRows,
      400,
      "refuses arrays in an unknown member deeper than 32, and takes those of 32",
      ["body-depth"],
      async (context, operation) => {
        const item = JSON.stringify(validItem(context, operation, 0));
        const text = `[${item.replace(/\}$/, `,"deep":${nested(limits.depth - 2)}}`)},7]`;
        namesPath(await context.expect(operation, 400, { text }), "PostListOfIdsAsync", "/1");
        for (const depth of [limits.depth + 1, 40])
          await context.expect(operation, [400, 413], {
            text: `[${item.replace(/\}$/, `,"deep":${nested(depth - 2)}}`)}]`,
          });
      },
    ),
    ...eachOperation(
      withRows,
      400,
      "refuses more than 1,000 names of members, and takes as many",
      ["body-names"],
      async (context, operation) => {
        const item: object = Object(validItem(context, operation, 0));
        const own = Object.keys(item).length;
        const named = (length: number) => ({
          ...Object.fromEntries(Array.from({ length: length - own }, (_, i) => [`n${i}`, 0])),
          ...item,
        });
        const seen = await context.expect(operation, 400, { body: [named(limits.names), 7] });
        namesPath(seen, "PostListOfIdsAsync", "/1");
        for (const length of [limits.names + 1, 1_101])
          await context.expect(operation, [400, 413], { body: [named(length)] });
      },
    ),
    ...eachOperation(
      withBody,
      415,
      "refuses a body that is declared as something else",
      ["body-declared"],
      async ({ expect }, operation) => {
        for (const type of [
          ...["application/xml", "application/octet-stream", "application/json-patch+json"],
          ...["text/json", "application/jsonp", "multipart/form-data; boundary=a"],
        ])
          await expect(operation, 415, { headers: { "Content-Type": type } });
      },
    ),
    ...eachOperation(
      withList,
      415,
      "refuses a body that is declared as a form, as text, or not at all",
      ["body-declared"],
      async ({ expect }, operation) => {
        for (const type of ["text/plain", "application/x-www-form-urlencoded"])
          await expect(operation, 415, { headers: { "Content-Type": type } });
        await expect(operation, 415, { undeclared: true });
      },
    ),
    ...eachOperation(
      withBody,
      415,
      "refuses a body that is encoded",
      ["body-encoded"],
      async ({ expect }, operation) => {
        for (const coding of ["gzip", "br", "deflate", "gzip, gzip", "GZIP"])
          await expect(operation, 415, { headers: { "Content-Encoding": coding } });
      },
    ),
    ...eachOperation(
      withList,
      400,
      "takes JSON with a charset, and in whatever case",
      ["body-charset"],
      async (context, operation) => {
        for (const type of [
          "application/json; charset=utf-8",
          "application/json;charset=UTF-8",
          'application/json; charset="utf-8"',
          "Application/JSON",
        ]) {
          const seen = await context.expect(operation, 400, { body: [7], headers: { "Content-Type": type } });
          isThe("/0", pathsIn(seen.json)[0], seen, "body /errors/0/path");
        }
      },
    ),
  ];
}

/** An item that the document's schema lets through, and that a server refuses for no reason of its own form. */
function validItem(context: CheckContext, { exampleBody }: Operation, i: number): unknown {
  const [example] = [exampleBody].flat();
  const name = `item-${i}-${context.run}.contract.invalid`;
  if (typeof example === "object")
    return "hostId" in Object(example)
      ? { ...Object(example), hostId: crypto.randomUUID() }
      : { dnsHostName: name };
  return /^[-0-9a-f]{36}$/.test(String(example)) ? crypto.randomUUID() : name;
}

/** Bodies of the first step of signing in: where they are wrong. */
const credentials: readonly (readonly [what: string, body: object, path: string])[] = [
  ["no login", { Password: "p" }, "/Login"],
  ["no password", { Login: "l" }, "/Password"],
  ["an empty login", { Login: "", Password: "p" }, "/Login"],
  ["an empty password", { Login: "l", Password: "" }, "/Password"],
  ["a login of 129 characters", { Login: "l".repeat(129), Password: "p" }, "/Login"],
  ["a password of 1,025 characters", { Login: "l", Password: "p".repeat(1_025) }, "/Password"],
  ["a login that is a number", { Login: 1, Password: "p" }, "/Login"],
  ["members in small letters", { login: "l", password: "p" }, "/Login"],
];

export const credentialChecks: readonly Check[] = [
  ...credentials.map(
    ([what, body, path]): Check => ({
      name: `SigninBody refuses ${what}, and says where`,
      cells: [{ operationId: "SigninBody", status: 400 }],
      needs: [],
      promises: ["credentials-bounds", "errors-tell-where"],
      async run({ expect }) {
        namesPath(await expect("SigninBody", 400, { body }), "SigninBody", path);
      },
    }),
  ),
  {
    name: "SigninBody takes a login of 128 characters and a password of 1,024 for what they are, and further members",
    cells: [{ operationId: "SigninBody", status: 401 }],
    needs: ["user"],
    promises: ["credentials-bounds", "unknown-members-ignored"],
    async run(context) {
      given(context.target.user, "user");
      const body = {
        Login: `nobody-${context.run}`.padEnd(128, "\u00e9"),
        Password: "\u00fc".repeat(1_024),
        Remember: true,
      };
      await context.expect("SigninBody", 401, { body });
    },
  },
  ...(["Signin2fa", "Sigin2fa"] as const).map(
    (operationId): Check => ({
      name: `${operationId} refuses a code that can be none`,
      cells: [{ operationId, status: 400 }],
      needs: ["user"],
      promises: ["code-bounds"],
      async run(context) {
        for (const body of ["", "7".repeat(65), 1_000_000, -1, 1.5, {}])
          await context.expect(operationId, 400, { body });
      },
    }),
  ),
];

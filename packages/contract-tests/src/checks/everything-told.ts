import type { Variation } from "../call.ts";
import { type Check, type CheckContext, given, type OperationId } from "../check.ts";
import type { Need } from "../target.ts";
import { madeUpHost, madeUpName, namesPath } from "./job-rules.ts";

const nobody = () => crypto.randomUUID();

/** Calls in which several things are wrong at once, and the places that must be told. */
const calls: readonly (readonly [
  operationId: OperationId,
  what: string,
  need: Need,
  call: (context: CheckContext) => Variation,
  places: readonly string[],
])[] = [
  [
    "PostListOfIdsAsync",
    "two members of one row",
    "credential",
    (context) => ({
      body: [
        {
          ...madeUpHost(context, "wrong-twice"),
          ...{ platformName: "MSSQL", trustedThumbprint: "none", ipAddress: "1.2.3" },
        },
      ],
    }),
    ["/0/platformName", "/0/trustedThumbprint", "/0/ipAddress"],
  ],
  [
    "PostListOfIdsAsync",
    "members of other types, in two rows",
    "credential",
    (context) => ({
      body: [
        { ...madeUpHost(context, "typed-1"), os: 7, sshPort: -1 },
        { ...madeUpHost(context, "typed-2"), source: false },
      ],
    }),
    ["/0/os", "/0/sshPort", "/1/source"],
  ],
  [
    "ValidateImportedCsv",
    "members of other types, in two rows",
    "credential",
    (context) => ({
      body: [
        { ...madeUpHost(context, "typed-1"), os: 7, sshPort: -1 },
        { ...madeUpHost(context, "typed-2"), source: false },
      ],
    }),
    ["/0/os", "/0/sshPort", "/1/source"],
  ],
  [
    "ByHostIdMultipleAsync",
    "two ids that nobody has",
    "known hosts",
    ({ target }) => ({ body: [nobody(), given(target.hosts, "known hosts")[0], nobody()] }),
    ["/0", "/2"],
  ],
  [
    "ByHostIdMultipleAsync",
    "two ids that are none",
    "credential",
    () => ({ body: ["42", "43"] }),
    ["/0", "/1"],
  ],
  [
    "ScheduleJobsByDnsHostNameMultipleAsync",
    "two names",
    "credential",
    (context) => ({
      path: { credentialId: given(context.target.credentialId, "credential") },
      body: ["a..b", madeUpName(context, "right"), "not a name"],
    }),
    ["/0", "/2"],
  ],
  [
    "ScheduleJobsByDnsHostNameMultipleAsync",
    "the credential and a name",
    "credential",
    (context) => ({ path: { credentialId: nobody() }, body: [madeUpName(context, "right"), "a..b"] }),
    ["credentialId", "/1"],
  ],
  [
    "SigninBody",
    "login and password",
    "user",
    () => ({ body: { Login: "", Password: 7 } }),
    ["/Login", "/Password"],
  ],
];

/** Checks that a refused call tells of everything that is wrong with it, of each kind and by each operation. */
export const everythingToldChecks: readonly Check[] = calls.map(
  ([operationId, what, need, call, places]): Check => ({
    name: `${operationId} tells of everything that is wrong: ${what}`,
    cells: [{ operationId, status: 400 }],
    needs: [need],
    promises: ["errors-tell-everything", "errors-tell-where"],
    async run(context) {
      const seen = await context.expect(operationId, 400, call(context));
      for (const place of places) namesPath(seen, operationId, place);
    },
  }),
);

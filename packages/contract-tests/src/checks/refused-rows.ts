import { type Check, type CheckContext, given } from "../check.ts";
import type { PromiseId } from "../promise.ts";
import {
  create,
  isNotScheduled,
  isThe,
  madeUpHost,
  madeUpName,
  namesPath,
  pathsIn,
  schedulesNothing,
} from "./job-rules.ts";

const operationId = "PostListOfIdsAsync";
const refused = { operationId, status: 400 };

const THUMBPRINT = `SHA256:${"A".repeat(42)}E`;

interface BadRow {
  readonly what: string;
  readonly row: (context: CheckContext) => object;
  /** Where it is wrong, below the row. */
  readonly path: string;
  readonly promise: PromiseId;
}

const madeUp = (what: string, members: object, path: string, promise: PromiseId): BadRow => ({
  what,
  row: (context) => ({ ...madeUpHost(context, "bad"), ...members }),
  path,
  promise,
});

/** What makes a row one that cannot be scheduled. */
const badRows: readonly BadRow[] = [
  {
    what: "a host that has no name and no address",
    row: () => ({ os: "Linux" }),
    path: "",
    promise: "row-names-a-host",
  },
  madeUp("a host with a blank name", { dnsHostName: "  " }, "", "row-names-a-host"),
  madeUp("a name with a blank in it", { dnsHostName: "not a name.invalid" }, "/dnsHostName", "row-name"),
  madeUp(
    "a name with a label of 64 characters",
    { dnsHostName: `${"a".repeat(64)}.invalid` },
    "/dnsHostName",
    "row-name",
  ),
  madeUp("a name with two dots in a row", { dnsHostName: "a..invalid" }, "/dnsHostName", "row-name"),
  madeUp("an address that is none", { ipAddress: "192.0.2.256" }, "/ipAddress", "row-address"),
  madeUp("a name in the address's place", { ipAddress: "host.invalid" }, "/ipAddress", "row-address"),
  madeUp("a network in the address's place", { ipAddress: "192.0.2.0/24" }, "/ipAddress", "row-address"),
  madeUp("an address with zeros at the front", { ipAddress: "192.000.002.001" }, "/ipAddress", "row-address"),
  madeUp("an address in brackets", { ipAddress: "[2001:db8::1]" }, "/ipAddress", "row-address"),
  madeUp("an address with a port", { ipAddress: "192.0.2.1:22" }, "/ipAddress", "row-address"),
  madeUp("an address as one number", { ipAddress: "3221225985" }, "/ipAddress", "row-address"),
  madeUp("a platform that is not scanned", { platformName: "MSSQL" }, "/platformName", "row-platform"),
  madeUp("a platform in other letters", { platformName: "linux" }, "/platformName", "platforms"),
  madeUp(
    "a thumbprint that is too short",
    { trustedThumbprint: "SHA256:abc" },
    "/trustedThumbprint",
    "row-thumbprint",
  ),
  madeUp(
    "a thumbprint of MD5",
    { trustedThumbprint: `MD5${":00".repeat(16)}` },
    "/trustedThumbprint",
    "row-thumbprint",
  ),
  madeUp(
    "hexadecimal digits that are too few",
    { trustedThumbprint: "ab".repeat(20) },
    "/trustedThumbprint",
    "row-thumbprint",
  ),
  {
    what: "a credential that nobody has",
    row: (context) => ({ ...madeUpHost(context, "bad"), credentialId: crypto.randomUUID() }),
    path: "/credentialId",
    promise: "row-credential-unknown",
  },
  madeUp(
    "a name that no credential has",
    { credentialName: "no such credential" },
    "",
    "row-credential-disagrees",
  ),
  {
    what: "only a name that no credential has",
    row: (context) => ({ dnsHostName: madeUpName(context, "bad"), credentialName: "no such credential" }),
    path: "/credentialName",
    promise: "row-credential-unknown",
  },
  {
    what: "a new host without a credential",
    row: (context) => ({ dnsHostName: madeUpName(context, "bad") }),
    path: "",
    promise: "new-host-needs-credential",
  },
  madeUp(
    "a new host with a credential of zeros alone",
    { credentialId: "00000000-0000-0000-0000-000000000000" },
    "",
    "new-host-needs-credential",
  ),
  madeUp("port 65536", { sshPort: 65_536 }, "/sshPort", "bounds"),
  madeUp("port -1", { sshPort: -1 }, "/sshPort", "bounds"),
  madeUp("half of a port", { sshPort: 22.5 }, "/sshPort", "types"),
  madeUp("a port in words", { sshPort: "22" }, "/sshPort", "types"),
  madeUp(
    "an action that is none",
    { sshTrustActionType: 3 },
    "/sshTrustActionType",
    "enumerations-are-integers",
  ),
  madeUp(
    "an action by its name",
    { sshTrustActionType: "WarnOnThumbprintMismatch" },
    "/sshTrustActionType",
    "enumerations-are-integers",
  ),
  madeUp(
    "an action as text",
    { sshTrustActionType: "1" },
    "/sshTrustActionType",
    "enumerations-are-integers",
  ),
  madeUp(
    "a certificate by its name",
    { certificateType: "SSH" },
    "/certificateType",
    "enumerations-are-integers",
  ),
  madeUp("a certificate as text", { certificateType: "2" }, "/certificateType", "enumerations-are-integers"),
  madeUp(
    "a certificate that is none",
    { certificateType: -1, trustedThumbprint: THUMBPRINT },
    "/certificateType",
    "enumerations-are-integers",
  ),
  madeUp(
    "a word for true",
    { acceptThumbprintOnFirstDiscovery: "true" },
    "/acceptThumbprintOnFirstDiscovery",
    "types",
  ),
  madeUp("a credential that is no GUID", { credentialId: "42" }, "/credentialId", "ids-are-guids"),
  madeUp("a name of 255 characters", { dnsHostName: `${"a.".repeat(127)}a` }, "/dnsHostName", "bounds"),
  madeUp("an address of 65 characters", { ipAddress: ":".repeat(65) }, "/ipAddress", "bounds"),
  madeUp("an operating system of 256 characters", { os: "x".repeat(256) }, "/os", "bounds"),
  madeUp("a source of 256 characters", { source: "x".repeat(256) }, "/source", "bounds"),
  madeUp(
    "a credential's name of 256 characters",
    { credentialName: "x".repeat(256) },
    "/credentialName",
    "bounds",
  ),
  madeUp("a platform of 256 characters", { platformName: "x".repeat(256) }, "/platformName", "bounds"),
  madeUp(
    "a thumbprint of 256 characters",
    { trustedThumbprint: "x".repeat(256) },
    "/trustedThumbprint",
    "bounds",
  ),
  madeUp("a text with U+0000", { source: "a\u0000b" }, "/source", "texts-are-well-formed"),
];

const surrogate = (context: CheckContext) => {
  const host = JSON.stringify({ ...madeUpHost(context, "bad"), source: "@" });
  return `[${host.replace("@", "a\\ud800b")}]`;
};

export const refusedRowChecks: readonly Check[] = [
  ...badRows.map(
    ({ what, row, path, promise }): Check => ({
      name: `${operationId} refuses ${what}, and schedules none of the hosts`,
      cells: [refused],
      needs: ["credential"],
      promises: [promise, "create-whole-or-not", "errors-tell-where"],
      async run(context) {
        const good = madeUpHost(context, "good-beside-bad");
        const seen = await context.expect(operationId, 400, { body: [good, row(context)] });
        namesPath(seen, operationId, `/1${path}`);
        await isNotScheduled(context, good.dnsHostName);
      },
    }),
  ),
  {
    name: `${operationId} refuses half of a surrogate pair, and says where it is`,
    cells: [refused],
    needs: ["credential"],
    promises: ["texts-are-well-formed"],
    async run(context) {
      namesPath(
        await context.expect(operationId, 400, { text: surrogate(context) }),
        operationId,
        "/0/source",
      );
    },
  },
  {
    name: `${operationId} tells of everything that is wrong`,
    cells: [refused],
    needs: ["credential"],
    promises: ["errors-tell-everything"],
    async run(context) {
      const row = madeUpHost(context, "wrong");
      const wrong = [
        { ...row, platformName: "MSSQL" },
        madeUpHost(context, "right"),
        { ...row, dnsHostName: "a..b" },
      ];
      const seen = await context.expect(operationId, 400, { body: wrong });
      namesPath(seen, operationId, "/0");
      namesPath(seen, operationId, "/2");
    },
  },
  {
    name: `${operationId} lists 100 of more than 100 errors`,
    cells: [refused],
    needs: ["credential"],
    promises: ["errors-up-to-100"],
    async run(context) {
      const body = Array.from({ length: 120 }, (_, i) => ({
        ...madeUpHost(context, `e${i}`),
        platformName: "MSSQL",
      }));
      const seen = await context.expect(operationId, 400, { body });
      isThe(100, pathsIn(seen.json).length, seen, "body /errors (their number)");
    },
  },
  ...[
    ["its name", (name: string) => name],
    ["its name in capitals", (name: string) => name.toUpperCase()],
    ["its name with a final dot", (name: string) => `${name}.`],
  ].flatMap(([how, write]): Check[] =>
    typeof how !== "string" || typeof write !== "function"
      ? []
      : [
          {
            name: `${operationId} refuses a host that is named twice, by ${how}`,
            cells: [refused],
            needs: ["credential"],
            promises: ["create-names-once", "create-whole-or-not"],
            async run(context) {
              const host = madeUpHost(context, "twice");
              const body = [host, { ...host, dnsHostName: write(host.dnsHostName) }];
              namesPath(await context.expect(operationId, 400, { body }), operationId, "/1");
              await isNotScheduled(context, host.dnsHostName);
            },
          },
        ],
  ),
  {
    name: `${operationId} refuses a host that is named twice, once with its default port`,
    cells: [refused],
    needs: ["credential"],
    promises: ["create-names-once", "port-default"],
    async run(context) {
      const host = madeUpHost(context, "twice-22");
      const seen = await context.expect(operationId, 400, { body: [host, { ...host, sshPort: 22 }] });
      namesPath(seen, operationId, "/1");
    },
  },
  {
    name: `${operationId} refuses a credential that nobody has, of a known host, too`,
    cells: [refused],
    needs: ["credential"],
    promises: ["row-credential-unknown"],
    async run(context) {
      const host = madeUpHost(context, "known-credential");
      await create(context, [host]);
      const body = [{ ...host, credentialId: crypto.randomUUID() }];
      namesPath(await context.expect(operationId, 400, { body }), operationId, "/0/credentialId");
    },
  },
  {
    name: `${operationId} refuses a known host whose row is wrong, and schedules nothing for it`,
    cells: [refused],
    needs: ["known hosts", "credential"],
    promises: ["refused-changes-nothing"],
    async run(context) {
      const [hostId] = given(context.target.hosts, "known hosts");
      await schedulesNothing(context, hostId, async () => {
        await context.expect("ByHostIdMultipleAsync", 400, { body: [hostId, "42"] });
      });
    },
  },
];

const ROWS = 10_000;

/** A row that has every member, as the largest honest request has ten thousand of. */
const row = (index: number) => ({
  dnsHostName: `host-${index}.example.local`,
  ipAddress: "192.168.1.1",
  os: "Debian GNU/Linux",
  credentialId: "f568fec0-10b6-4b94-9daf-e62c50c9bf3e",
  credentialName: "linux-scan",
  platformName: "Linux",
  acceptThumbprintOnFirstDiscovery: true,
  sshTrustActionType: 2,
  certificateType: 0,
  trustedThumbprint: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I",
  sshPort: 22,
  source: "cmdb-import",
});

const rows = (make: (index: number) => unknown): string =>
  JSON.stringify(Array.from({ length: ROWS }, (_, index) => make(index)));
const items = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join();

/** The largest honest request. */
export const honest = (): string => rows(row);

/** Bodies below the limit of bytes that hold up a server which parses what it is sent. */
export const attacks: Readonly<Record<string, () => string>> = {
  "arrays in arrays": () => "[".repeat(9_900_000),
  "objects in objects": () => '{"a":'.repeat(1_900_000),
  "600,000 different names": () => `[{${items(600_000, (index) => `"name-${index}":1`)}}]`,
  "objects of 50 different names": () =>
    `[${items(ROWS, (object) => `{${items(50, (index) => `"n${object}-${index}":1`)}}`)}]`,
  "4,000,000 numbers": () => `[${items(4_000_000, () => "1")}]`,
  "950,000 different texts in one row": () => `[{"x":[${items(950_000, String)}]}]`,
  "rows that are wrong throughout": () =>
    rows(() => Object.fromEntries(Object.keys(row(0)).map((name) => [name, []]))),
  "items of a wrong type": () => rows(() => 7),
  "U+0000 in every text": () => rows((index) => ({ ...row(index), source: "\0".repeat(100) })),
  "one text of escapes": () => `[{"source":"${"\\u0041".repeat(1_600_000)}"}]`,
  "one number of ten million digits": () => `[{"sshPort":${"1".repeat(9_900_000)}}]`,
};

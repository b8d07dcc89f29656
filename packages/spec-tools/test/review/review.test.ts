import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { project } from "./project.ts";

const status = "openapi/schemas/HostScanJobStatus.yaml";
const newMember = `properties:
  comment:
    type: string
    maxLength: 100
    examples: [Before the patch day]
    description: What the caller notes.
`;

test("tells the changes of a branch since it has left the main one (fixture)", async () => {
  const { edit, git, commit, review } = await project();
  const left = (await git("rev-parse", "HEAD")).slice(0, 7);
  await git("switch", "--quiet", "--create", "comment");
  await edit(status, "properties:\n", newMember);
  await edit("openapi/openapi.yaml", "version: 1.0.0", "version: 1.1.0");
  await edit(
    "packages/client/src/index.ts",
    /$/,
    `export const note = "${"qwertyuiop asdfghjkl".repeat(3)}";\n`,
  );
  await commit("A job has a comment");
  const { code, output, errors } = await review();
  expect(output.split("\n").slice(0, 3)).toEqual([
    "<!-- hostscan spec review -->",
    "",
    `## ✅ Compatible: 1 change since main at ${left}; version 1.1.0 is right`,
  ]);
  expect(output).toMatch(/^\| compatible \| `HostScanJobStatus\.comment \(answer\)` \d operations \| new/m);
  expect(output).toContain(
    `Since main at ${left} as since release 1.0.0: 0 breaking, 1 compatible, 0 wording. No caller`,
  );
  expect(output).toMatch(/^@@ -\d+,6 \+\d+,11 @@ components\.schemas\.HostScanJobStatus$/m);
  expect(output).toMatch(/^\+ +comment\?: string;$/m);
  expect(output).toMatch(/^\| the client \| [\d,]+ \| [\d,]+ \| \+\d{1,3} \| 11,700 \|$/m);
  expect(output).toMatch(
    /^- \*\*Lint:\*\* no problem, by `recommended-strict` and \d+ rules beside, \d+ of them/m,
  );
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect((await review()).output).toBe(output);
});

test("fails on what breaks callers and on what lint finds, with its place (fixture)", async () => {
  const { edit, commit, review, root } = await project();
  await edit("openapi/schemas/DnsHostName.yaml", "maxLength: 254", "maxLength: 200");
  await edit("openapi/paths/HostScanJob-ByHostIdMultiple.yaml", /^ {2}x-source: .*\n/m, "");
  await commit("Names are shorter");
  const { code, output } = await review();
  expect(output).toContain(
    "## ❌ 1 breaking change since release 1.0.0 needs a major version: 2.0.0, not 1.0.0; 1 lint problem\n",
  );
  expect(output).toMatch(
    /^\| `error` \| `openapi\/paths\/HostScanJob-ByHostIdMultiple\.yaml:\d+` \| `hostscan\/operation-names-page` \|/m,
  );
  expect(output).toMatch(/^\| breaking \| `DnsHostName \(request\)`.* maxLength 254 → 200 \|/m);
  expect(output).toContain("- **Generated types:** as they were.");
  expect(output).not.toContain(root);
  expect(code).toBe(1);
});

test("judges the version by the last release, and not by what the main branch has since (fixture)", async () => {
  const { edit, git, commit, review } = await project();
  await edit(status, "properties:\n", newMember);
  await edit("openapi/openapi.yaml", "version: 1.0.0", "version: 1.1.0");
  await commit("A job has a comment");
  await git("switch", "--quiet", "--create", "remark");
  await edit(status, "  comment:", "  remark:");
  await edit("packages/client/src/index.ts", "./finished.ts", "./gone.ts");
  await commit("It is a remark");
  const { code, output } = await review();
  expect(output).toMatch(
    /^## ⚠️ Breaking, but for no caller of release 1\.0\.0: 2 changes since main at \w{7}; version 1\.1\.0 is right$/m,
  );
  expect(output).toMatch(
    /^Since main at \w{7}: 1 breaking, 1 compatible, 0 wording\. Since release 1\.0\.0: 0 breaking, 1 /m,
  );
  expect(output).toMatch(/^\| the client \| [\d,]+ \| – \| – \| 11,700 \|$/m);
  expect(code).toBe(0);
});

test("is short where there is nothing to tell (fixture)", async () => {
  const { review, root } = await project();
  const file = join(root, "report.md");
  expect(await review("--output", file)).toEqual({ code: 0, output: "", errors: "" });
  const report = await readFile(file, "utf8");
  expect(report).toContain("## ✅ No change of the document since release 1.0.0\n");
  expect(report).toContain("none since release 1.0.0.");
  expect(report).toMatch(/with the validation [\d,]+ bytes after gzip, as before\.$/m);
  expect(report.split("\n").length).toBeLessThan(10);
});

test("reviews what cannot be read as far as lint goes (fixture)", async () => {
  const { edit, review, root } = await project();
  await edit(status, "./HostScanJobId.yaml", "./Gone.yaml");
  const { code, output } = await review();
  expect(output).toMatch(/^## ❌ \d+ lint problems?; the document cannot be compared with release 1\.0\.0$/m);
  expect(output).toMatch(
    /^\| `error` \| `openapi\/schemas\/HostScanJobStatus\.yaml:\d+` \| `no-unresolved-refs` \|/m,
  );
  expect(output).not.toContain(root);
  expect(code).toBe(2);
});

test("names the place of what no comparison knows (fixture)", async () => {
  const { edit, review } = await project();
  await edit("openapi/schemas/DnsHostName.yaml", "minLength: 1", "minLength: 1\ncontentEncoding: base64");
  const { code, output } = await review();
  expect(output).toContain("## ❌ The document cannot be compared with release 1.0.0\n");
  expect(output).toContain("`#/components/schemas/DnsHostName: unknown keyword contentEncoding`");
  expect(code).toBe(2);
});

test("says what Redocly says where it cannot lint (fixture)", async () => {
  const { edit, review } = await project();
  await edit("openapi/redocly.yaml", "- ./rules/plugin.js", "- ./rules/gone.js");
  const { code, output, errors } = await review();
  expect({ code, output }).toEqual({ code: 2, output: "" });
  expect(errors).toMatch(/^error: Redocly cannot lint the document: [\s\S]*gone\.js/);
});

test("names a version that is none (fixture)", async () => {
  const { edit, review } = await project();
  await edit("openapi/openapi.yaml", "version: 1.0.0", "version: 1.1.0-rc.1");
  const { code, output } = await review();
  expect(output).toContain('`#/info/version: "1.1.0-rc.1" is no version like 1.2.3`');
  expect(code).toBe(2);
});

test("says plainly where there was no client (fixture)", async () => {
  const { git, edit, commit, review } = await project();
  await git("rm", "--quiet", "-r", "packages");
  await commit("No client");
  await edit("openapi/schemas/DnsHostName.yaml", /^description: .*$/m, "description: The name of a host.");
  const { output } = await review("HEAD");
  expect(output).toMatch(
    /The same API, in other words: 1 change since HEAD; to be released as 1\.0\.1 or later$/m,
  );
  expect(output).toMatch(/^\+ {9}\* @description The name of a host\.$/m);
  expect(output).toContain("- **Size of the client:** there is no client.");
  await git("checkout", "--quiet", "HEAD~1", "--", "packages");
  expect((await review("HEAD")).output).toMatch(/bytes after gzip; there was no client at the base\.$/m);
});

test("says so where nobody can tell what the client was (fixture)", async () => {
  const { review, root } = await project();
  const file = join(root, "openapi/releases/1.0.0.yaml");
  await cp(file, join(root, "openapi/releases/0.9.0.yaml"));
  expect((await review("0.9.0")).output).toMatch(/gzip; the history at hand does not tell which client/);
  expect((await review(file)).output).toMatch(/bytes after gzip; a file has no client\.$/m);
});

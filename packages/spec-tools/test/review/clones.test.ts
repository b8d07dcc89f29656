import { expect, test } from "vitest";
import { clone, project } from "./project.ts";

const edited = async () => {
  const made = await project();
  await made.git("switch", "--quiet", "--create", "words");
  await made.edit(
    "openapi/schemas/DnsHostName.yaml",
    /^description: .*$/m,
    "description: The name of a host.",
  );
  await made.commit("Fewer words");
  return made;
};

test("a shallow clone of one branch is compared with the last release (fixture)", async () => {
  const origin = await edited();
  await origin.git("switch", "--quiet", "main");
  const shallow = await clone(origin, "--depth=1", "--branch=words");
  const { code, output } = await shallow.review();
  expect(output).toMatch(/^## ✅ .* 1 change since release 1\.0\.0; to be released as 1\.0\.1 or later$/m);
  expect(output).toMatch(/bytes after gzip; the history at hand does not tell which client was released\.$/m);
  expect(code).toBe(0);
});

test("a clone that has no local main branch takes the published one, checked out by commit also (fixture)", async () => {
  const origin = await edited();
  const left = (await origin.git("rev-parse", "main")).slice(0, 7);
  await origin.git("switch", "--quiet", "main");
  const whole = await clone(origin, "--branch=words");
  await whole.git("switch", "--quiet", "--detach");
  expect((await whole.review()).output).toContain(`1 change since main at ${left};`);
});

test("the main branch is compared with the last release, whatever it is called (fixture)", async () => {
  const origin = await edited();
  await origin.git("branch", "--quiet", "--move", "main", "trunk");
  await origin.git("switch", "--quiet", "trunk");
  const whole = await clone(origin);
  await whole.edit("openapi/schemas/DnsHostName.yaml", "maxLength: 254", "maxLength: 255");
  await whole.commit("Longer names");
  expect((await whole.review()).output).toContain("since release 1.0.0;");
  await whole.git("switch", "--quiet", "--create", "other");
  await whole.edit("openapi/schemas/DnsHostName.yaml", "maxLength: 255", "maxLength: 256");
  await whole.commit("Longer still");
  expect((await whole.review()).output).toContain("since trunk at ");
});

test("a base that there is not is refused by name (fixture)", async () => {
  const { review } = await project();
  expect(await review("no-such-thing")).toEqual({
    code: 2,
    output: "",
    errors: "error: no-such-thing is no release, no file, and no commit that holds the document\n",
  });
});

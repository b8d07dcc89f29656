import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigurationCopy } from "./configuration.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-test-configuration-"));
});
afterEach(() => rm(folder, { recursive: true }));

const file = (name: string) => join(folder, name);

/** What a copy of these files says. */
async function copied(names: string): Promise<string> {
  const copy = new ConfigurationCopy(names, file("copy"));
  copy.follow();
  const texts = copy.names.split(":").map((name) => readFile(name, "utf8"));
  return (await Promise.all(texts)).join("--\n");
}

describe("a copy of the installation's configuration", () => {
  it("names no KDC that a wrong password is told once more, whoever says so", async () => {
    await mkdir(file("more"));
    await writeFile(file("more/realm"), "[realms]\n A = {\n\tmaster_kdc = a2\n  kdc = a1\n }\n");
    await writeFile(file("more/two.conf"), "primary_kdc* = a3\n");
    await writeFile(file("more/.hidden"), "# hidden\n");
    await writeFile(file("more/left~"), "# left\n");
    await writeFile(file("one"), "primary_kdc=a4\nkdc = a5 # primary_kdc = x\n");
    const text = `includedir ${file("more")}\ninclude ${file("one")}\ninclude relative\n[libdefaults]\n`;
    await writeFile(file("krb5.conf"), text);
    expect(await copied(file("krb5.conf"))).toBe(
      "[realms]\n A = {\n  kdc = a1\n }\n\n\nkdc = a5 # primary_kdc = x\n\ninclude relative\n[libdefaults]\n\n",
    );
  });

  it("is one of each file, and follows what they say", async () => {
    await writeFile(file("a"), "[libdefaults]");
    await writeFile(file("b"), "[realms]");
    expect(await copied(`${file("a")}:${file("b")}`)).toBe("[libdefaults]\n--\n[realms]\n");
    const copy = new ConfigurationCopy(file("a"), file("copy"));
    copy.follow();
    await writeFile(file("a"), "[appdefaults]");
    copy.follow();
    copy.follow();
    expect(await readFile(copy.names, "utf8")).toBe("[appdefaults]\n");
  });

  it("is none where a file is not to be read, or includes itself", async () => {
    const absent = () => new ConfigurationCopy(file("none"), file("copy")).follow();
    expect(absent).toThrow(`${file("none")} cannot be read: ENOENT`);
    await writeFile(file("self"), `include ${file("self")}\n`);
    expect(() => new ConfigurationCopy(file("self"), file("copy")).follow()).toThrow("is included too deep");
  });

  it("is that of the system where none is named, if it has one", () => {
    expect(() => new ConfigurationCopy("", file("copy")).follow()).not.toThrow();
  });
});

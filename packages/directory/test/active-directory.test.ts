import { type Samba, sambaGate, startSamba } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DirectoryOptions, openDirectory } from "../src/index.ts";

const gate = sambaGate();

describe.skipIf(gate.skip)(gate.title("a real Active Directory (Samba)"), () => {
  let samba: Samba;
  beforeAll(async () => {
    samba = await startSamba();
  });
  afterAll(() => samba?.stop());

  /** As the reader, over LDAPS, by the authority of its certificate. */
  const options = (more: Partial<DirectoryOptions> = {}): DirectoryOptions => ({
    url: `ldaps://${samba.address}`,
    ca: samba.ca,
    user: `ldapread@${samba.domain.dnsName}`,
    password: samba.accounts.reader.password,
    ...more,
  });
  const open = (more?: Partial<DirectoryOptions>) => openDirectory(options(more));
  const unit = (path: string) => `${path},${samba.domain.base}`;

  it("tells the computers of a unit and of those in it, each with what is known of it", async () => {
    await using directory = await open();
    const computers = await directory.computers({ base: unit("OU=Servers") });
    expect(computers.map(({ name }) => name).sort()).toEqual(["NONAME", "OLD1", "WEB1", "WIN1"]);
    expect(computers.find(({ name }) => name === "WEB1")).toEqual({
      distinguishedName: unit("CN=WEB1,OU=Web,OU=Servers"),
      name: "WEB1",
      dnsHostName: "web1.ad.hostscan.test",
      operatingSystem: "Windows Server 2022 Standard",
      operatingSystemVersion: "10.0 (20348)",
      enabled: true,
      lastLogon: new Date("2026-11-01"),
      changed: expect.any(Date),
      objectGuid: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    });
    expect(computers.find(({ name }) => name === "NONAME")).not.toHaveProperty("dnsHostName");
  });

  it("tells those of the unit alone, disabled ones, those that have logged on or changed", async () => {
    await using directory = await open();
    const names = async (query: object) =>
      (await directory.computers({ base: unit("OU=Servers"), ...query })).map(({ name }) => name).sort();
    expect(await names({ oneLevel: true })).toEqual(["WIN1"]);
    expect(await names({ includeDisabled: true })).toContain("WEB2");
    const all = await directory.computers({ base: unit("OU=Servers"), includeDisabled: true });
    expect(all.filter(({ enabled }) => !enabled).map(({ name }) => name)).toEqual(["WEB2"]);
    expect(await names({ loggedOnSince: new Date("2026-10-30") })).toEqual(["WEB1"]);
    expect(await names({ loggedOnSince: new Date("2019-01-01") })).toEqual(["OLD1", "WEB1"]);
    const [first] = all.flatMap(({ changed }) => changed ?? []);
    expect(await names({ changedSince: first })).toHaveLength(4);
    expect(await names({ changedSince: new Date("2090-01-01") })).toEqual([]);
    expect(await directory.computers({ base: unit("OU=Empty") })).toEqual([]);
  });

  it("finds units and computers with commas and signs in their names", async () => {
    await using directory = await open();
    const computers = await directory.computers({ base: unit("OU=Desks\\, all") });
    expect(computers.map(({ name }) => name).sort()).toEqual(["Lab, 1 + #2", "PC1"]);
    const units = await directory.units();
    expect(units.map(({ name }) => name)).toContain("Desks, all");
    const desks = units.find(({ name }) => name === "Desks, all");
    expect(await directory.computers({ base: desks?.distinguishedName ?? "" })).toHaveLength(2);
    expect((await directory.units(unit("OU=Web,OU=Servers"))).map(({ name }) => name).sort()).toEqual([
      "Old",
      "Web",
    ]);
  });

  it("reads page by page", async () => {
    await using directory = await open({ pageSize: 50 });
    const heard: number[] = [];
    const computers = await directory.computers({ base: unit("OU=Many"), includeDisabled: true }, (entries) =>
      heard.push(entries),
    );
    expect(computers).toHaveLength(samba.many);
    // Samba ends with a page that is empty.
    expect([...new Set(heard)]).toEqual([50, 100, 150, 200]);
    expect(new Set(computers.map(({ objectGuid }) => objectGuid)).size).toBe(samba.many);
    expect(await directory.computers({ base: unit("OU=Many") })).toHaveLength(samba.many * 0.9);
  });

  it("gives up where there are more than it may read", async () => {
    await using directory = await open({ pageSize: 50, limits: { entries: 120 } });
    await expect(directory.computers({ base: unit("OU=Many") })).rejects.toMatchObject({ reason: "TooMuch" });
  });

  it("logs in over StartTLS, by a pinned certificate, by DOMAIN\\name and by distinguished name", async () => {
    const ways: Partial<DirectoryOptions>[] = [
      { url: `ldap://${samba.address}` },
      { url: `ldap://${samba.address}:389/`, fingerprint: samba.thumbprint },
      { ca: undefined, fingerprint: samba.thumbprint.toLowerCase().replaceAll(/..(?=.)/g, "$&:") },
      { user: `${samba.domain.workgroup}\\ldapread` },
      { user: unit("CN=ldapread,OU=Service") },
      { user: `umlaut@${samba.domain.dnsName}`, password: samba.accounts.umlaut.password },
    ].map(({ ca = samba.ca, ...more }) => ("fingerprint" in more ? more : { ca, ...more }));
    for (const way of ways) {
      await using directory = await open(way);
      expect(await directory.computers({ base: unit("OU=Servers"), oneLevel: true })).toHaveLength(1);
    }
  });

  it.each(["ldap", "ldaps"])("trusts nobody that it has no reason to trust, over %s", async (scheme) => {
    const { ca: _, ...rest } = options({ url: `${scheme}://${samba.address}` });
    await expect(openDirectory(rest)).rejects.toMatchObject({
      reason: "NotTrusted",
      message: expect.stringContaining(samba.thumbprint),
    });
    await expect(openDirectory({ ...rest, fingerprint: "0".repeat(64) })).rejects.toMatchObject({
      reason: "NotTrusted",
      message: expect.stringContaining(samba.thumbprint),
    });
    // A pin counts alone: that the authority is known does not help.
    await expect(openDirectory({ ...rest, ca: samba.ca, fingerprint: "0".repeat(64) })).rejects.toMatchObject(
      { reason: "NotTrusted" },
    );
  });

  it("tells what is the matter with an account", async () => {
    const reasonOf = async (name: keyof Samba["accounts"], password = samba.accounts[name].password) =>
      open({ user: `${samba.accounts[name].name}@${samba.domain.dnsName}`, password }).then(
        () => "none",
        (error: { reason: string }) => error.reason,
      );
    expect({
      wrong: await reasonOf("reader", "wrong"),
      disabled: await reasonOf("disabled"),
      locked: await reasonOf("locked"),
      expired: await reasonOf("expired"),
      mustChange: await reasonOf("mustChange"),
      noHours: await reasonOf("noHours"),
    }).toEqual({
      wrong: "WrongPassword",
      disabled: "AccountDisabled",
      locked: "AccountLocked",
      expired: "AccountExpired",
      mustChange: "PasswordExpired",
      noHours: "LogonNotAllowed",
    });
    await expect(open({ user: "nobody@nowhere.test" })).rejects.toMatchObject({ reason: "WrongPassword" });
  });

  it("tells where there is no such unit, or no distinguished name", async () => {
    await using directory = await open();
    const reasonOf = (base: string) =>
      directory.computers({ base }).then(
        () => "none",
        (error: { reason: string }) => error.reason,
      );
    expect(await reasonOf(unit("OU=None"))).toBe("NoSuchBase");
    expect(await reasonOf("Servers")).toBe("BadInput");
    expect(await reasonOf("DC=other,DC=test")).toBe("NoSuchBase");
    expect(await reasonOf(" ")).toBe("BadInput");
    // Of all that, the connection is none the worse.
    expect(await directory.computers({ base: unit("OU=Empty") })).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { collectedWindows, instead } from "../../../test/inventory/windows-host.ts";
import { member, members, WINDOWS_2022 } from "../../../test/samples/windows.ts";
import { fault } from "../../testing/wsman/answers.ts";
import { found, instance, reference, type WindowsAnswers } from "../../testing/wsman/windows.ts";

const ACCOUNTS = { sections: ["users", "groups"] } as const;

const collected = (...others: WindowsAnswers) =>
  collectedWindows(instead(WINDOWS_2022, ...others), ACCOUNTS).then(({ inventory }) => inventory);

const MACHINE = "S-1-5-21-1004336348-1177238915-682003330";
const DENIED = fault("w:AccessDenied", 5);

describe("accounts of a fixture of a Windows", () => {
  it("are told with their SIDs, privileges and passwords", async () => {
    const { users } = await collected();
    expect(users?.state).toBe("collected");
    expect(users?.entries).toEqual([
      {
        key: `${MACHINE}-1001`,
        name: "alice",
        displayName: "Alice שָׁלוֹם & <Co>",
        sid: `${MACHINE}-1001`,
        privilege: "Administrator",
        privilegedBy: ["group Administratoren"],
        isDisabled: false,
        passwordState: undefined,
        passwordChangedDateTimeUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00Z$/),
        lastLogonTimestamp: "2026-11-27T17:03:04.500Z",
      },
      expect.objectContaining({
        name: "O'Neil Zoë",
        privilege: "User",
        privilegedBy: ["group Backup Operators"],
        passwordState: "locked",
      }),
      expect.objectContaining({ name: "Administrator", privilege: "Administrator" }),
      {
        key: `${MACHINE}-501`,
        name: "Guest",
        displayName: undefined,
        sid: `${MACHINE}-501`,
        privilege: "Guest",
        privilegedBy: undefined,
        isDisabled: true,
        passwordState: undefined,
        passwordChangedDateTimeUtc: undefined,
        lastLogonTimestamp: undefined,
      },
      expect.objectContaining({ name: "DefaultAccount", privilege: "User", isDisabled: true }),
    ]);
  });

  it("are grouped by names and SIDs, where the host knows those", async () => {
    const { groups } = await collected();
    expect(groups).toMatchObject({ state: "collected" });
    const told = Object.fromEntries((groups?.entries ?? []).map(({ name, members: of }) => [name, of]));
    expect(told).toEqual({
      Administratoren: [
        { kind: "user", name: "Administrator", sid: `${MACHINE}-500` },
        { kind: "group", name: "CORP\\Domain Admins" },
        { kind: "user", name: "alice", sid: `${MACHINE}-1001` },
      ],
      Users: [
        { kind: "group", name: "Authenticated Users", sid: "S-1-5-11" },
        { kind: "group", name: "INTERACTIVE", sid: "S-1-5-4" },
        { kind: "user", name: "O'Neil Zoë", sid: `${MACHINE}-1002` },
      ],
      Guests: [{ kind: "user", name: "Guest", sid: `${MACHINE}-501` }],
      "Power Users": [],
      "Backup Operators": [{ kind: "user", name: "O'Neil Zoë", sid: `${MACHINE}-1002` }],
      "Ops & <Dev>": [{ kind: "user", name: "CORP\\bob" }],
    });
    expect(groups?.entries.map(({ key }) => key)).toContain("S-1-5-32-544");
  });

  it("are asked for one group at a time, by names that cannot break out of the query", async () => {
    const name = 'a"  OR "b\\';
    const group = instance("Win32_Group", { Domain: "WIN", Name: name, SID: "S-1-5-32-544" });
    const { asked } = await collectedWindows(
      instead(WINDOWS_2022, ["FROM Win32_Group WHERE", 200, found([group])]),
      ACCOUNTS,
    );
    // A string within a string: what is escaped once for the path is escaped once more for the query.
    const query = String.raw`GroupComponent="Win32_Group.Domain=\"WIN\",Name=\"a\\\"  OR \\\"b\\\\\""<`;
    expect(asked.filter((message) => message.includes("Win32_GroupUser"))).toEqual([
      expect.stringContaining(query),
    ]);
  });

  it("belong to groups by groups, in circles too", async () => {
    const { users } = await collected(
      members("Administratoren", [member("Administratoren", "Win32_Group", "Power Users")]),
      members("Power Users", [
        member("Power Users", "Win32_Group", "Administratoren"),
        member("Power Users", "Win32_Group", "Power Users"),
        member("Power Users", "Win32_UserAccount", "alice"),
      ]),
    );
    const alice = users?.entries.find(({ name }) => name === "alice");
    expect(alice?.privilege).toBe("Administrator");
    expect(alice?.privilegedBy).toEqual(["group Administratoren", "group Power Users"]);
    expect(users?.entries.find(({ name }) => name === "Administrator")?.privilege).toBe("User");
  });

  it("are power users where they are no more", async () => {
    const { users } = await collected(
      members("Administratoren", []),
      members("Power Users", [member("Power Users", "Win32_UserAccount", "alice")]),
      members("Users", [member("Users", "Win32_UserAccount", "Guest")]),
    );
    const told = Object.fromEntries((users?.entries ?? []).map(({ name, privilege }) => [name, privilege]));
    expect(told).toMatchObject({ alice: "PowerUser", Administrator: "User", Guest: "User" });
  });

  it("are no members by references that lead nowhere, or to a group that was not asked for", async () => {
    const part = {
      xml: reference("PartComponent", "Win32_UserAccount", { Domain: "WIN-FIXTURE", Name: "alice" }),
    };
    const of = { xml: reference("GroupComponent", "Win32_Group", { Name: "Guests" }) };
    const { groups, users } = await collected(
      members("Guests", [
        member("Users", "Win32_UserAccount", "alice"),
        instance("Win32_GroupUser", { PartComponent: part }),
        instance("Win32_GroupUser", { GroupComponent: of }),
        instance("Win32_GroupUser", { GroupComponent: of, PartComponent: null }),
        instance("Win32_GroupUser", {
          GroupComponent: of,
          PartComponent: { xml: reference("PartComponent", "Win32_UserAccount", { Domain: "WIN-FIXTURE" }) },
        }),
        instance("Win32_GroupUser", { GroupComponent: of, PartComponent: "Win32_Group.Name=x" }),
        instance("Win32_GroupUser", {
          GroupComponent: of,
          PartComponent: { xml: reference("PartComponent", "Win32_UserAccount", { Name: "ghost" }) },
        }),
        member("Guests", "Win32_UserAccount", "gone"),
        member("Guests", "Win32_UserAccount", "GONE"),
      ]),
    );
    const guests = groups?.entries.find(({ name }) => name === "Guests");
    expect(guests?.members).toEqual([
      { kind: "user", name: "WIN-FIXTURE\\GONE" },
      { kind: "user", name: "ghost" },
    ]);
    expect(users?.entries.find(({ name }) => name === "Guest")?.privilege).toBe("User");
  });

  it("have one key each, whatever the host calls them", async () => {
    const twin = (SID: string) => instance("Win32_UserAccount", { Domain: "WIN", Name: "twin", SID });
    const { users } = await collected([
      "FROM Win32_UserAccount ",
      200,
      found([
        twin("S-1-5-21-1-2-3-1000"),
        twin("S-1-5-21-1-2-3-1000"),
        twin("no SID"),
        twin(""),
        twin("S-1"),
      ]),
    ]);
    expect(users?.entries.map(({ key, sid }) => [key, sid])).toEqual([
      ["S-1-5-21-1-2-3-1000", "S-1-5-21-1-2-3-1000"],
      ["S-1-5-21-1-2-3-1000#2", "S-1-5-21-1-2-3-1000"],
      ["twin", undefined],
      ["twin#2", undefined],
      ["twin#3", undefined],
    ]);
  });

  it("are the host's own without a domain, too", async () => {
    const { groups } = await collected(
      [
        "FROM Win32_UserAccount ",
        200,
        found([instance("Win32_UserAccount", { Name: "alice", SID: "S-1-5-21-1" })]),
      ],
      members("Guests", [member("Guests", "Win32_UserAccount", "alice", "")]),
    );
    const guests = groups?.entries.find(({ name }) => name === "Guests");
    expect(guests?.members).toEqual([{ kind: "user", name: "alice", sid: "S-1-5-21-1" }]);
  });

  it("have no logins where the host does not say whose", async () => {
    const nobody = instance("Win32_NetworkLoginProfile", { Caption: "x", Name: null });
    const { users } = await collected(["FROM Win32_NetworkLoginProfile", 200, found([nobody])]);
    expect(users?.entries.every((entry) => !("lastLogonTimestamp" in entry))).toBe(true);
  });

  it("are those of the domain on its controller, and not asked for", async () => {
    const { inventory, asked } = await collectedWindows(WINDOWS_2022, {
      sections: ["users", "groups"],
      isDomainController: true,
    });
    const message = "It is a domain controller: its accounts are those of its domain.";
    expect(inventory).toEqual({
      users: { state: "unsupported", message, entries: [] },
      groups: { state: "unsupported", message, entries: [] },
    });
    expect(asked).toEqual([]);
  });

  it("are read without their groups, and the groups without their logins", async () => {
    const only = async (...sections: ("users" | "groups")[]) => collectedWindows(WINDOWS_2022, { sections });
    const users = await only("users");
    expect(Object.keys(users.inventory)).toEqual(["users"]);
    expect(users.inventory.users?.entries[0]?.privilege).toBe("Administrator");
    const groups = await only("groups");
    expect(Object.keys(groups.inventory)).toEqual(["groups"]);
    expect(groups.asked.some((message) => message.includes("Win32_NetworkLoginProfile"))).toBe(false);
  });

  it("are told without what the host does not tell of logins", async () => {
    const { users } = await collected(["FROM Win32_NetworkLoginProfile", 500, DENIED]);
    expect(users?.state).toBe("collected");
    expect(users?.entries.every(({ lastLogonTimestamp }) => lastLogonTimestamp === undefined)).toBe(true);
  });
});

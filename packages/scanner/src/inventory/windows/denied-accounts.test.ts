import { describe, expect, it } from "vitest";
import { collectedWindows, instead } from "../../../test/inventory/windows-host.ts";
import { WINDOWS_2022 } from "../../../test/samples/windows.ts";
import { fault } from "../../testing/wsman/answers.ts";
import { found, instance, type WindowsAnswers } from "../../testing/wsman/windows.ts";
import { readAccounts } from "./accounts.ts";

const ACCOUNTS = { sections: ["users", "groups"] } as const;

const collected = (...others: WindowsAnswers) =>
  collectedWindows(instead(WINDOWS_2022, ...others), ACCOUNTS).then(({ inventory }) => inventory);

const MACHINE = "S-1-5-21-1004336348-1177238915-682003330";
const DENIED = fault("w:AccessDenied", 5);

describe("accounts that are not told (fixture)", () => {
  it("are denied, with what it takes", async () => {
    const { users, groups } = await collected(["FROM Win32_(UserAccount|Group) ", 500, DENIED]);
    expect(users).toEqual({
      state: "denied",
      missing: ["Win32_UserAccount"],
      message:
        "The login may not read Win32_UserAccount. It needs WMI's rights there, as administrators have them.",
      entries: [],
    });
    expect(groups).toMatchObject({ state: "denied", missing: ["Win32_Group"], entries: [] });
  });

  it("are seen with limited rights where there are none, silently", async () => {
    const { users, groups } = await collected(
      ["FROM Win32_UserAccount ", 200, found([])],
      ["FROM Win32_Group ", 200, found([])],
    );
    const limited = {
      state: "denied",
      message: expect.stringMatching(/^Seen with limited rights: /),
      entries: [],
    };
    expect([users, groups]).toEqual([expect.objectContaining(limited), expect.objectContaining(limited)]);
  });

  it("have no privilege that is known where the groups are not told", async () => {
    const { users, groups } = await collected(["FROM Win32_Group ", 500, fault("w:TimedOut", 2150858793)]);
    expect(groups).toMatchObject({
      state: "failed",
      message: "The host does not tell Win32_Group (TimedOut, 500, code 2150858793).",
    });
    expect(users).toMatchObject({ state: "cutOff" });
    expect(new Set(users?.entries.map(({ privilege }) => privilege))).toEqual(new Set(["NotSet"]));
  });

  it.each([
    ["denied", DENIED, "denied"],
    ["a fault", fault("w:InternalError", 2150859009), "cutOff"],
  ])("lack a group whose members are %s, and no other", async (_, body, state) => {
    const { users, groups } = await collected(["FROM Win32_GroupUser .*Guests", 500, body]);
    expect(groups?.state).toBe(state);
    expect(groups?.message).toContain("the members of Guests (Win32_GroupUser)");
    expect(groups?.entries.map(({ name }) => name)).not.toContain("Guests");
    expect(groups?.entries).toHaveLength(5);
    expect(users?.state).toBe("collected");
  });

  it("are denied as to what they may where the administrators' members are", async () => {
    const { users } = await collected(["FROM Win32_GroupUser ", 500, DENIED]);
    expect(users).toMatchObject({ state: "denied", missing: [expect.stringContaining("Administratoren")] });
  });

  it("lack a group that has more members than are taken of one", async () => {
    const to = (name: string) => ({
      ReferenceParameters: {
        ResourceURI: "x/Win32_Group",
        SelectorSet: { Selector: { "@Name": "Name", "#text": name } },
      },
    });
    const belonging = { GroupComponent: to("Big"), PartComponent: to("one") };
    const accounts = await readAccounts(
      {
        list: async ({ wql }, _, read, most = 0) => {
          const [told, times] = wql.includes("Win32_GroupUser")
            ? [belonging, most + 1]
            : [{ Name: "Big" }, 1];
          const items = Array.from({ length: times }, () => read(told)).filter((item) => item !== undefined);
          return { items, end: { state: "collected" } };
        },
        call: async () => ({ output: {} }),
        without: (end) => end,
        shareLeft: () => 1,
      },
      100,
    );
    const message = "The group Big has more members than are taken of one.";
    expect(accounts.groups).toEqual({ items: [], end: { state: "cutOff", message } });
  });

  it("are told as far as they came before a fault", async () => {
    const one = instance("Win32_UserAccount", {
      Domain: "WIN-FIXTURE",
      Name: "alice",
      SID: `${MACHINE}-1001`,
    });
    const { users } = await collected(
      ["FROM Win32_UserAccount ", 200, found([one], "uuid:A11CE")],
      ["uuid:A11CE", 500, fault("w:InvalidEnumerationContext")],
    );
    expect(users).toMatchObject({ state: "failed", entries: [{ name: "alice" }] });
  });
});

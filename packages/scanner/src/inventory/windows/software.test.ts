import { describe, expect, it } from "vitest";
import { collectedWindows, instead } from "../../../test/inventory/windows-host.ts";
import { WINDOWS_2022 } from "../../../test/samples/windows.ts";
import { fault } from "../../testing/wsman/answers.ts";
import { found, instance, output, type WindowsAnswers } from "../../testing/wsman/windows.ts";
import { readSoftware } from "./software.ts";

const collected = async (...others: WindowsAnswers) =>
  (await collectedWindows(instead(WINDOWS_2022, ...others), { sections: ["software"] })).inventory;

const UNINSTALL = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall";
const DENIED = output("GetStringValue", '<p:sValue xsi:nil="true"/>', "5");

describe("software of a fixture of a Windows", () => {
  it("is what may be uninstalled, and updates", async () => {
    const { software } = await collected();
    expect(software?.entries).toEqual([
      {
        key: "windows-update:KB5008882",
        name: "KB5008882",
        source: "windows-update",
        version: "",
        description: "Update",
      },
      {
        key: "windows-update:KB5031364",
        name: "KB5031364",
        source: "windows-update",
        version: "",
        description: "Security Update",
        installedDateTimeUtc: "2026-11-14T00:00:00Z",
      },
      { key: "windows:A & B:", name: "A & B", source: "windows", version: "1" },
      {
        key: "windows:Git version 2.43 (שלום):",
        name: "Git version 2.43 (שלום)",
        source: "windows",
        version: "",
      },
      {
        key: "windows:Microsoft Edge:",
        name: "Microsoft Edge",
        source: "windows",
        version: "119.0.2151.58",
        publisher: "Microsoft Corporation",
      },
      {
        key: "windows:Tool password=***:x86",
        name: "Tool password=***",
        source: "windows",
        version: "3.1",
        architecture: "x86",
        publisher: "Tool <makers>",
      },
    ]);
  });

  it("costs one exchange for a key that is no program, three for one that is", async () => {
    const { asked } = await collectedWindows(WINDOWS_2022, { sections: ["software"] });
    const ofKey = (name: string) => asked.filter((message) => message.includes(`Uninstall\\${name}<`)).length;
    expect([ofKey("AddressBook"), ofKey("Git_is1"), ofKey("Old")]).toEqual([1, 3, 3]);
    expect(asked).toHaveLength(1 + 2 + 1 + 4 * 3);
  });

  it("is denied where the login may not read the registry, the updates kept", async () => {
    const denied = output("EnumKey", "", "5");
    const { software } = await collected(["EnumKey_INPUT", 200, denied]);
    expect(software).toMatchObject({
      state: "denied",
      missing: [`HKEY_LOCAL_MACHINE\\${UNINSTALL} (StdRegProv)`],
      entries: [{ name: "KB5008882" }, { name: "KB5031364" }],
    });
  });

  it("is not told to be gone where the registry fails", async () => {
    const failing = output("EnumKey", "", "1450");
    const { software } = await collected(["EnumKey_INPUT .*WOW6432Node", 200, failing]);
    expect(software?.state).toBe("failed");
    expect(software?.message).toMatch(/^The host does not tell HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node/);
    expect(software?.entries).toHaveLength(5);
    const gone = await collected(["EnumKey_INPUT .*WOW6432Node", 200, output("EnumKey", "", "2")]);
    expect(gone.software).toMatchObject({ state: "collected", entries: { length: 5 } });
  });

  it.each(["14/09/2022", "9/32/2022", "0/0/0000"])("has no day that is none: %s", async (day) => {
    const update = instance("Win32_QuickFixEngineering", { HotFixID: "KB1", InstalledOn: day });
    const { software } = await collected(["Win32_QuickFixEngineering", 200, found([update])]);
    expect(software?.entries[0]).toEqual(
      expect.objectContaining({ name: "KB1", installedDateTimeUtc: undefined }),
    );
  });

  it.each([
    ["denied", 200, DENIED, "denied"],
    ["no answer", 500, fault("w:InternalError", 2147749889), "cutOff"],
  ])("is told as far as it was read where a value is %s", async (_, status, body, state) => {
    const { software } = await collected(["GetStringValue_INPUT .*Git_is1", status, body]);
    expect(software?.state).toBe(state);
    expect(software?.entries.map(({ name }) => name)).toContain("Microsoft Edge");
    expect(software?.entries).toHaveLength(3);
  });

  it("is none where no key is there", async () => {
    const { inventory, asked } = await collectedWindows(
      instead(WINDOWS_2022, ["EnumKey_INPUT", 200, output("EnumKey", '<p:sNames xsi:nil="true"/>')]),
      { sections: ["software"] },
    );
    expect(inventory.software).toMatchObject({ state: "collected", entries: { length: 2 } });
    expect(asked).toHaveLength(3);
  });

  it("is told without updates that have no number", async () => {
    const odd = instance("Win32_QuickFixEngineering", { Description: "Update", HotFixID: "" });
    const { software } = await collected(["Win32_QuickFixEngineering", 200, found([odd])]);
    expect(software?.entries).toHaveLength(4);
  });

  it("is the programs alone where updates are of no class, and both where they are denied", async () => {
    const unknown = fault("w:InternalError", 2147749904);
    const without = await collected(["Win32_QuickFixEngineering", 500, unknown]);
    expect(without.software).toMatchObject({ state: "collected" });
    const denied = await collected(["Win32_QuickFixEngineering", 500, fault("w:AccessDenied")]);
    expect(denied.software).toMatchObject({ state: "denied", missing: ["Win32_QuickFixEngineering"] });
    for (const { software } of [without, denied]) expect(software?.entries).toHaveLength(4);
  });

  it("is cut off where what comes after has no more than its time left", async () => {
    const named = { output: { sNames: ["", "P1", "P2", "P3"], sValue: "x" } };
    let calls = 0;
    const read = await readSoftware(
      {
        list: async () => ({ items: [], end: { state: "collected" } }),
        call: async () => named,
        without: (end) => end,
        shareLeft: () => (++calls > 4 ? 0.14 : 0.15),
      },
      100,
    );
    const message = "The reading took longer than it may.";
    expect(read.end).toEqual({ state: "cutOff", message });
    // The second program was begun, and is left out.
    expect(read.items.map(({ name }) => name)).toEqual(["x"]);
  });

  it.each(["DisplayName", "DisplayVersion", "Publisher"])(
    "is told without a program whose %s may not be read",
    async (name) => {
      const { software } = await collected([`GetStringValue_INPUT .*GUID-1.*${name}<`, 200, DENIED]);
      expect(software?.state).toBe("denied");
      expect(software?.entries.map((entry) => entry.name)).toEqual(["KB5008882", "KB5031364"]);
    },
  );

  it("is read of no more keys than is taken of a host", async () => {
    const names = Array.from({ length: 30 }, (_, at) => `P${at}`);
    const told = { sNames: names, sValue: "x" };
    let calls = 0;
    const read = await readSoftware(
      {
        list: async () => ({ items: [], end: { state: "collected" } }),
        call: async () => {
          calls += 1;
          return { output: told };
        },
        without: (end) => end,
        shareLeft: () => 1,
      },
      10,
    );
    expect(read.items).toHaveLength(11);
    expect(calls).toBe(2 + 11 * 3);
  });

  it("is asked for no further than is taken of a host", async () => {
    const updates = Array.from({ length: 20_001 }, (_, at) => `<p:x><p:HotFixID>KB${at}</p:HotFixID></p:x>`);
    const { inventory } = await collectedWindows(
      instead(WINDOWS_2022, ["Win32_QuickFix", 200, found(updates)]),
      { sections: ["software"] },
    );
    expect(inventory.software?.state).toBe("cutOff");
  });
});

import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { collectedWindows, instead } from "../../../test/inventory/windows-host.ts";
import { CANARIES, keys, mayAll, value, WINDOWS_2022 } from "../../../test/samples/windows.ts";
import { failed } from "../../failure.ts";
import { fault } from "../../testing/wsman/answers.ts";
import { found, foundMore, instance, output } from "../../testing/wsman/windows.ts";
import { MAX_ENTRIES, MORE_ENTRIES } from "../entries.ts";
import type { Inventory } from "../types.ts";
import { MOST_BYTES } from "./reader.ts";

const states = (inventory: Inventory) =>
  Object.fromEntries(Object.entries(inventory).map(([name, section]) => [name, section?.state]));

const ALL = ["users", "groups", "services", "scheduledTasks", "software"] as const;
const each = (state: string) => Object.fromEntries(ALL.map((name) => [name, state]));

const UNINSTALL = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall";

describe("a fixture of a Windows", () => {
  it("tells all sections to an administrator, and none of its secrets", async () => {
    const { inventory, asked } = await collectedWindows(WINDOWS_2022);
    expect(states(inventory)).toEqual(each("collected"));
    const kept = JSON.stringify(inventory);
    expect(CANARIES.filter((canary) => kept.includes(canary))).toEqual([]);
    expect(CANARIES.filter((canary) => WINDOWS_2022.some(([, , body]) => body.includes(canary)))).toEqual(
      CANARIES,
    );
    // Nothing but questions: by name, the methods that change nothing.
    const methods = asked.flatMap((message) => /<a:Action [^>]*>[^<]*\/(\w+)</.exec(message)?.[1] ?? []);
    expect(new Set(methods)).toEqual(
      new Set(["Enumerate", "Pull", "CheckAccess", "EnumKey", "GetStringValue"]),
    );
  });

  it("is asked nothing where no section is wanted", async () => {
    expect(await collectedWindows(WINDOWS_2022, { sections: [] })).toEqual({ inventory: {}, asked: [] });
  });

  it("is asked for what is wanted alone", async () => {
    const { inventory, asked } = await collectedWindows(WINDOWS_2022, { sections: ["scheduledTasks"] });
    expect(states(inventory)).toEqual({ scheduledTasks: "collected" });
    expect(asked).toHaveLength(2);
  });

  it("has what it was told masked wherever it says it", async () => {
    const password = "T0ld-to-the-host";
    const { inventory } = await collectedWindows(
      instead(
        WINDOWS_2022,
        ["FROM Win32_Service<", 200, found([instance("Win32_Service", { Name: `x${password}` })])],
        keys(UNINSTALL, [password]),
        value(`${UNINSTALL}\\${password}`, "DisplayName", "x"),
        ["<p:GetStringValue_INPUT .*Version<", 500, fault("w:AccessDenied")],
      ),
      { credential: { username: "scan", password } },
    );
    expect(JSON.stringify(inventory)).not.toContain(password);
    expect(inventory.services?.entries[0]?.name).toBe("x***");
    expect(inventory.software?.missing?.[0]).toContain("***");
  });

  it("is seen with limited rights by whom it does not show all, whatever it shows", async () => {
    const limited = { state: "denied", missing: ["the rights of an administrator"] };
    for (const may of [mayAll(false), ["CheckAccess_INPUT", 500, fault("w:AccessDenied")] as const]) {
      const { inventory } = await collectedWindows(instead(WINDOWS_2022, may));
      expect(states(inventory)).toEqual({
        ...each("collected"),
        services: "denied",
        scheduledTasks: "denied",
      });
      expect(inventory.services).toMatchObject(limited);
      expect(inventory.scheduledTasks?.entries).toHaveLength(4);
    }
    const { inventory } = await collectedWindows(
      instead(WINDOWS_2022, ["FROM (Win32_Service|MSFT_ScheduledTask)<", 200, found([])]),
      { sections: ["services", "scheduledTasks"] },
    );
    expect(inventory).toMatchObject({ services: limited, scheduledTasks: limited });
  });

  it("knows nothing of what came later than it did", async () => {
    const { inventory } = await collectedWindows(
      instead(WINDOWS_2022, ["MSFT_ScheduledTask", 500, fault("w:InternalError", 2150859002, 2147749902)]),
    );
    expect(states(inventory)).toEqual({ ...each("collected"), scheduledTasks: "unsupported" });
    expect(inventory.scheduledTasks?.message).toBe("The host does not know MSFT_ScheduledTask.");
  });

  it("knows nothing at all where it is another", async () => {
    const { inventory } = await collectedWindows([]);
    expect(states(inventory)).toEqual(each("unsupported"));
  });
});

describe("a fixture of a hostile Windows", () => {
  it("is asked nothing more once it has broken off", async () => {
    const gone = failed("collect", "The host closed the connection of its login.");
    const { inventory, asked } = await collectedWindows(WINDOWS_2022, {
      onAsk: (message) => (message.includes("FROM Win32_Service<") ? Promise.resolve(gone) : undefined),
    });
    expect(states(inventory)).toEqual({
      ...each("failed"),
      users: "collected",
      groups: "collected",
    });
    expect(inventory.software?.message).toBe(gone.failure.message);
    expect(asked.at(-1)).toContain("FROM Win32_Service<");
  });

  it.each([
    ["groups", "Win32_GroupUser .*Guests"],
    ["software", "GetStringValue_INPUT .*Git_is1"],
  ] as const)("has failed where it breaks off amid its %s: what is kept of those stays", async (name, at) => {
    const gone = failed("collect", "The host closed the connection of its login.");
    const pattern = new RegExp(at);
    const { inventory } = await collectedWindows(WINDOWS_2022, {
      sections: [name],
      onAsk: (message) => (pattern.test(message) ? Promise.resolve(gone) : undefined),
    });
    expect(inventory[name]).toMatchObject({ state: "failed", message: gone.failure.message });
  });

  it("is waited for no longer than there is time", async () => {
    const { inventory, asked } = await collectedWindows(WINDOWS_2022, {
      timeMs: 50,
      onAsk: () => new Promise<never>(() => {}),
    });
    expect(states(inventory)).toEqual(each("cutOff"));
    expect(inventory.scheduledTasks?.message).toBe("The reading took longer than it may.");
    expect(asked).toHaveLength(1);
  });

  it("is asked nothing where there is no time left", async () => {
    const { inventory, asked } = await collectedWindows(WINDOWS_2022, { timeMs: 0 });
    expect(states(inventory)).toEqual(each("cutOff"));
    expect(asked).toEqual([]);
  });

  it("is cut off where it tells more than is taken of one, in bytes", async () => {
    const long = instance("Win32_Service", { Name: "x", Description: "x".repeat(140_000) });
    const { inventory, asked } = await collectedWindows(
      instead(
        WINDOWS_2022,
        ["FROM Win32_Service<", 200, found([long], "uuid:1")],
        ["uuid:1<", 200, foundMore([long], "uuid:1")],
      ),
      { sections: ["services", "software"] },
    );
    expect(states(inventory)).toEqual({ services: "cutOff", software: "cutOff" });
    expect(inventory.services?.message).toBe("The host has more than is taken of one.");
    expect(asked.length).toBeLessThan(MOST_BYTES / 140_000 + 3);
  });

  it("is cut off where it has more entries than are taken of one", async () => {
    const many = (from: number) =>
      Array.from({ length: 501 }, (_, at) => `<p:x><p:HotFixID>KB${from + at}</p:HotFixID></p:x>`);
    let page = 0;
    const { inventory } = await collectedWindows(WINDOWS_2022, {
      sections: ["software"],
      onAsk: async (message) => {
        await nextTurn();
        const body = message.includes("Win32_QuickFix")
          ? found(many(0), "uuid:2")
          : foundMore(many(++page * 1_000), "uuid:2");
        return { ok: true, value: { status: 200, challenges: [], type: undefined, body: Buffer.from(body) } };
      },
    });
    expect(inventory.software?.entries).toHaveLength(MAX_ENTRIES);
    expect(inventory.software).toMatchObject({
      state: "cutOff",
      message: MORE_ENTRIES,
    });
  });

  it("never makes a scan reject: a fault of ours is one of the sections", async () => {
    const { inventory } = await collectedWindows(WINDOWS_2022, {
      sections: ["users"],
      onAsk: () => Promise.reject(new Error("secret")),
    });
    expect(inventory).toEqual({
      users: { state: "failed", message: "The reading broke off (Error).", entries: [] },
    });
  });

  it("is read whatever it says", async () => {
    const bodies = [
      "",
      "<",
      "<a/>",
      found([]),
      output("CheckAccess", ""),
      output("EnumKey", "<p:sNames/>"),
      "\0",
    ];
    for (const body of bodies) {
      const { inventory } = await collectedWindows([["", 200, body]]);
      for (const section of Object.values(inventory)) expect(section).toMatchObject({ entries: [] });
    }
  });
});

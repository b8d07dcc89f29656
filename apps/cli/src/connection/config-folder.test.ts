import { join } from "node:path";
import { expect, test } from "vitest";
import { configFolder } from "./logins.ts";

const home = "/home/ada";

test.each([
  ["linux", {}, "/home/ada/.config/hostscan"],
  ["linux", { XDG_CONFIG_HOME: "/etc/ada" }, "/etc/ada/hostscan"],
  ["linux", { XDG_CONFIG_HOME: "relative" }, "/home/ada/.config/hostscan"],
  ["darwin", { XDG_CONFIG_HOME: "/etc/ada" }, "/home/ada/Library/Application Support/hostscan"],
  ["win32", { APPDATA: "/roaming" }, join("/roaming", "hostscan")],
  ["win32", {}, join(home, "AppData", "Roaming", "hostscan")],
] as const)("on %s with %j it is %s", (platform, env, folder) => {
  expect(configFolder({ platform, env, home })).toBe(folder);
});

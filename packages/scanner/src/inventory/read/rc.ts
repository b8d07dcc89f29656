import type { InventoryService } from "../types.ts";
import { assignmentsOf } from "./assignments.ts";
import { type Blocks, command, partsOf, text, words } from "./entry.ts";

const YES = /^(?:yes|true|on|1)$/i;

/** Services of the BSDs: scripts in `rc.d`, and what `rc.conf` says of them. */
export function* readRcServices(blocks: Blocks): Generator<InventoryService> {
  const [settings, ...scripts] = partsOf(blocks, "rc");
  const conf = assignmentsOf(settings?.lines ?? []);
  const packages = new Set((conf.get("pkg_scripts") ?? "").split(" "));
  for (const { head, lines } of scripts) {
    const name = text(head.slice(1).join(" ").split("/").at(-1));
    if (name === undefined) continue;
    const values = assignmentsOf(lines);
    const variable =
      values.get("rcvar")?.replace(/\$\{?name\}?/, values.get("name") ?? name) ?? `${name}_enable`;
    const enabled = conf.get(variable) ?? conf.get(`${name}_enable`);
    const flags = conf.get(`${name}_flags`);
    const starts =
      enabled === undefined
        ? packages.has(name) || (flags !== undefined && flags !== "NO")
        : YES.test(enabled.split(" ", 1).join(""));
    const program = values.get("command") ?? values.get("daemon");
    yield {
      key: name,
      name,
      source: "rc.d",
      description: words(values.get("desc")),
      startType: starts ? "Automatic" : "Disabled",
      userName: text(conf.get(`${name}_user`) ?? values.get("daemon_user")) ?? "root",
      binaryPathName: command(program),
    };
  }
}

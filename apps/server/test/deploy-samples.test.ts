import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DCLinter } from "dclint";
import { validate } from "dockerfile-utils";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { settings } from "../src/configuration/settings.ts";
import { createMetrics } from "../src/metrics/metrics.ts";

const DEPLOY = new URL("../../../deploy/", import.meta.url);
const read = (path: string) => readFile(new URL(path, DEPLOY), "utf8");
const pathOf = (path: string) => fileURLToPath(new URL(path, DEPLOY));

/** Runs a program over a file, and gives what it complains of. */
function complaints(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

const targets = z.array(z.object({ expr: z.string() }));
const dashboard = z.object({ panels: z.array(z.object({ id: z.number(), title: z.string(), targets })) });

/** What the panels of the dashboard ask Prometheus. */
async function questions(): Promise<string[]> {
  const { panels } = dashboard.parse(JSON.parse(await read("grafana/hostscan.json")));
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  return panels.flatMap((panel) => panel.targets.map(({ expr }) => expr));
}

test("alerts and panels are of metrics that there are", async () => {
  const { registry } = createMetrics({
    version: "0.0.0",
    readBacklog: async () => ({ hosts: 0, oldestSeconds: 0 }),
    load: () => undefined,
  });
  const known = (await registry.getMetricsAsJSON()).map(({ name }) => name);
  const texts = [await read("prometheus/alerts.yml"), ...(await questions())];
  const named = texts.flatMap((text) => text.match(/\b(?:hostscan|nodejs|process)_\w+/g) ?? []);
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((name) => !known.includes(name.replace(/_(bucket|sum|count)$/, "")))).toEqual([]);
});

test.runIf(existsSync("/usr/bin/promtool"))(
  "Prometheus takes the rules, and what the dashboard asks",
  async () => {
    expect(complaints("promtool", "check", "rules", pathOf("prometheus/alerts.yml"))).toBe("");
    const folder = mkdtempSync(join(tmpdir(), "hostscan-dashboard-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const rules = (await questions()).map((expr, number) => ({
      record: `panel:${number}`,
      expr: expr.replaceAll("$__rate_interval", "5m").replaceAll("$job", ".*"),
    }));
    const file = join(folder, "panels.yml");
    writeFileSync(file, JSON.stringify({ groups: [{ name: "panels", rules }] }));
    expect(complaints("promtool", "check", "rules", file)).toBe("");
  },
);

test.runIf(existsSync("/usr/bin/systemd-analyze"))("systemd takes the unit, and finds it safe", async () => {
  const unit = pathOf("systemd/hostscan-server.service");
  const folder = mkdtempSync(join(tmpdir(), "hostscan-unit-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // The program of a release need not be where the unit has it for this to be judged.
  const here = join(folder, "hostscan-server.service");
  writeFileSync(here, (await readFile(unit, "utf8")).replace(/^ExecStart=\S+/m, "ExecStart=/bin/true"));
  expect(complaints("systemd-analyze", "verify", "--man=no", here)).toBe("");
  expect(complaints("systemd-analyze", "security", "--offline=true", "--threshold=20", unit)).toBe("");
});

test("a linter finds nothing in the Dockerfile, and it ends as a user without rights", async () => {
  const file = await read("docker/Dockerfile");
  expect(validate(file)).toEqual([]);
  expect(file.match(/^USER .*$/gm)?.at(-1)).toMatch(/^USER [1-9]\d*:[1-9]\d*$/);
});

const messages = z.array(z.object({ type: z.string(), rule: z.string(), message: z.string() }));
const lintResults = z.array(z.object({ messages }));

const services = z.record(
  z.string(),
  z.object({
    command: z.array(z.string()).optional(),
    environment: z.record(z.string(), z.unknown()),
    read_only: z.boolean().optional(),
  }),
);

test("a linter finds no fault in the compose file, which gives settings that there are", async () => {
  const file = pathOf("docker/compose.yaml");
  const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
  const found = lintResults.parse(linter.lintFiles([file], false)).flatMap(({ messages }) => messages);
  // What else it tells is of the order of keys.
  expect(found.filter(({ type }) => type === "error")).toEqual([]);
  const composed = z.object({ services }).parse(parse(await read("docker/compose.yaml"), { merge: true }));
  const variables = new Set([...settings.values()].map(({ variable }) => variable));
  const flags = new Set([...settings.values()].map(({ flag }) => flag?.replace(/ .*/, "")));
  for (const [name, service] of Object.entries(composed.services)) {
    if (name === "postgres") continue;
    expect(service.read_only).toBe(true);
    expect(Object.keys(service.environment).filter((each) => !variables.has(each))).toEqual([]);
    const given = service.command?.filter((word) => word.startsWith("--")) ?? [];
    expect(given.filter((flag) => !flags.has(flag))).toEqual([]);
  }
});

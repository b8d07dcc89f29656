import { Command } from "commander";
import { expect, test } from "vitest";
import { addSettings } from "./flags.ts";
import { resolveConfiguration } from "./resolve.ts";
import { settings } from "./settings.ts";

test("every flag gives the setting of its name", () => {
  const given: Record<string, string> = {
    logLevel: "warn",
    role: "worker",
    host: "::1",
    dataDir: "here",
    databaseConnections: "2",
    queueConnections: "2",
    allowedNetworks: "10.0.0.0/8",
    deniedNetworks: "10.1.0.0/16",
    trustedProxies: "::1/128",
    forwardedHeader: "forwarded",
    oidcIssuer: "https://login.example",
    oidcRoles: "scanners=App",
    corsOrigins: "https://portal.example",
    docs: "off",
    jobsOf: "own",
    sections: "none",
    ntlmWithoutTls: "allow",
  };
  const flags = [...settings].flatMap(([name, { flag }]) =>
    flag ? [[flag.replace(/ .*/, ""), ...(flag.includes(" ") ? [given[name] ?? "1"] : [])]] : [],
  );
  const command = addSettings(new Command(), "serve").parse(flags.flat(), { from: "user" });
  const resolved = resolveConfiguration({}, { values: command.opts(), command: "serve" });
  expect([...resolved.given].length).toBe(flags.length);
  expect(resolved.configuration).toMatchObject({
    role: ["worker"],
    port: 1,
    dataDir: "here",
    selfSigned: true,
  });
});

test("a command has only the flags of the settings that it uses", () => {
  const options = addSettings(new Command(), "all").options.map(({ long }) => long);
  expect(options).toEqual(["--data-dir"]);
  const ofScans = addSettings(new Command(), "scans").options.map(({ long }) => long);
  expect(ofScans).toEqual(["--data-dir", "--allowed-networks", "--denied-networks", "--allowed-ports"]);
});

test("no flag takes what may be a secret", () => {
  expect(settings.get("databaseUrl")).not.toHaveProperty("flag");
  expect(settings.get("secretKey")).not.toHaveProperty("flag");
});

test("help names variables and defaults", () => {
  let help = "";
  const command = addSettings(new Command("serve"), "serve");
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  expect(help.replaceAll(/\s+/g, " ")).toContain(
    "--port <number> port to listen on; 0 takes a free one (HOSTSCAN_PORT, default 6500)",
  );
  expect(help).toMatch(/^ {2}DATABASE_URL +Postgres to use/m);
});

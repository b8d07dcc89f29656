import { describe, expect, test } from "vitest";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import { resolveConfiguration as resolve } from "./resolve.ts";

const KEY = "c2VjcmV0";

function resolveConfiguration(env: Record<string, string>, values: Record<string, unknown>) {
  return resolve(env, { values, command: "serve" });
}

function failureOf(env: Record<string, string>, flags = {}): CommandFailure {
  try {
    resolveConfiguration(env, flags);
  } catch (error) {
    if (error instanceof CommandFailure) return error;
  }
  throw new Error("the configuration was accepted");
}

test("nothing given leaves the defaults", () => {
  expect(resolveConfiguration({}, {})).toEqual({
    configuration: {
      dataDir: ".hostscan",
      databaseConnections: 10,
      queueConnections: 4,
      logLevel: "info",
      role: ["api", "worker"],
      host: "127.0.0.1",
      port: 6500,
      selfSigned: false,
      behindProxy: false,
      oidcRoleClaim: "roles",
      oidcRoles: new Map([
        ["Admin", "Admin"],
        ["App", "App"],
      ]),
      forwardedHeader: "x-forwarded-for",
      docs: "on",
      keepAliveTimeout: 75,
      requestTimeout: 60,
      scanConcurrency: 50,
      scanTotal: 1000,
      scansPerCredential: 100,
      scansPerNetwork: 100,
      connectRate: 200,
      maxConnections: 1000,
      connectionsPerAddress: 200,
      credentialDenials: 3,
      pausedWait: 3600,
      scanDeadline: 60,
      ntlmWithoutTls: "never",
      jobsOf: "all",
      sections: ["users", "groups", "services", "scheduledTasks", "software"],
      shutdownGrace: 20,
      retentionDays: 90,
      auditRetentionDays: 365,
      hostRetentionDays: 365,
      metricsHost: "127.0.0.1",
      rateLimit: 6000,
      quotaJobs: 1000,
      quotaHosts: 200_000,
    },
    given: new Set(),
  });
});

test("a variable wins over the default and a flag over the variable", () => {
  const env = { HOSTSCAN_PORT: "1", HOSTSCAN_HOST: "::1" };
  const { configuration, given } = resolveConfiguration(env, { port: "2" });
  expect(configuration).toMatchObject({ port: 2, host: "::1" });
  expect([...given]).toEqual(["host", "port"]);
});

test("an empty variable is not set, an empty flag is", () => {
  expect(resolveConfiguration({ HOSTSCAN_PORT: "" }, {}).configuration.port).toBe(6500);
  expect(failureOf({}, { port: "" }).message).toMatch(/^--port must be/);
});

test("variables of others are none of our business", () => {
  const callers = { HOSTSCAN_URL: "http://127.0.0.1:6500", HOSTSCAN_TOKEN: "a.b.c" };
  expect(() => resolveConfiguration({ PATH: "/bin", MY_HOSTSCAN_X: "1", ...callers }, {})).not.toThrow();
});

describe("a bad configuration is one line with every fault", () => {
  test("unknown variables", () => {
    const { exitCode, message } = failureOf({ HOSTSCAN_PROT: "1" });
    expect(exitCode).toBe(ExitCode.Configuration);
    expect(message).toBe("HOSTSCAN_PROT is not a setting (hostscan-server help serve lists them)");
  });

  test("bad values, named by where they were given", () => {
    expect(failureOf({ HOSTSCAN_PORT: "x" }, { logLevel: "loud" }).message).toBe(
      "--log-level must be one of trace, debug, info, warn, error, fatal, silent; " +
        "HOSTSCAN_PORT must be a whole number from 0 to 65535",
    );
  });

  test("a database URL that is not one of Postgres, without repeating it", () => {
    const { message } = failureOf({ DATABASE_URL: "mysql://me:hunter2@db/x", HOSTSCAN_SECRET_KEY: KEY });
    expect(message).toBe("DATABASE_URL must be a postgres:// URL");
  });

  test("a database of one's own without a secret key", () => {
    const { exitCode, message } = failureOf({ DATABASE_URL: "postgres://db/x" });
    expect(exitCode).toBe(ExitCode.Configuration);
    expect(message).toMatch(/^DATABASE_URL needs HOSTSCAN_SECRET_KEY/);
  });
});

test.each(["postgres://db/x", "postgresql://me:secret@/x?host=%2Frun%2Fpostgresql"])(
  "a database of one's own with a secret key: %s",
  (url) => {
    const env = { DATABASE_URL: url, HOSTSCAN_SECRET_KEY: KEY };
    expect(resolveConfiguration(env, {}).configuration).toMatchObject({ secretKey: KEY });
  },
);

test("a flag of a command's own that is called like a setting of another command is none", () => {
  const flags = { values: { role: "Admin", dataDir: "here" }, command: "all" } as const;
  expect(resolve({}, flags).configuration).toMatchObject({ role: ["api", "worker"], dataDir: "here" });
});

test("two secret keys are one too many", () => {
  const env = {
    DATABASE_URL: "postgres://db/x",
    HOSTSCAN_SECRET_KEY: KEY,
    HOSTSCAN_SECRET_KEY_FILE: "/run/key",
  };
  expect(failureOf(env).message).toContain("are both set: one of them holds the key");
});

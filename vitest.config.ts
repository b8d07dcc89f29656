import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

/** Files that need a process of their own: they replace, or count on, what is global. */
const APART = [
  "packages/contract-tests/test/mock-mutants.test.ts",
  "apps/mock/src/command/run.test.ts",
  "apps/server/src/run.test.ts",
];

const resolve = { conditions: ["@hostscan/source", "node"] };

export default defineConfig({
  resolve,
  ssr: { resolve },
  // Where vitest runs what it sets up once for all.
  environments: { __vitest__: { resolve } },
  test: {
    globalSetup: ["packages/engine/src/testing/global-setup.ts", ".ci/test-executable.mjs"],
    // Most files wait for processes, sockets and the database more than they compute.
    maxWorkers: Math.max(4, availableParallelism()),
    projects: [
      // To start a process for each file, and to load the same modules anew in it, takes a quarter of the run.
      {
        extends: true,
        test: {
          name: "shared",
          isolate: false,
          include: ["{openapi,packages/*,apps/*}/{src,test}/**/*.test.ts", ".ci/**/*.test.mjs"],
          exclude: [...configDefaults.exclude, ...APART],
        },
      },
      { extends: true, test: { name: "apart", include: APART } },
    ],
    // For what hangs: four times what a busy machine takes.
    testTimeout: 480_000,
    hookTimeout: 480_000,
    expect: { poll: { timeout: 120_000 } },
    reporters: ["default"],
    coverage: {
      provider: "istanbul",
      include: ["packages/*/src/**/*.ts", "apps/{cli,mock,server}/src/**/*.ts"],
      exclude: [
        "**/generated/**",
        "**/*.test.ts",
        "**/*.test-d.ts",
        "**/main.ts",
        "**/testing/global-setup.ts",
      ],
      reportOnFailure: true,
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});

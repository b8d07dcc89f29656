import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const resolve = { conditions: ["@hostscan/source", "node"] };

export default defineConfig({
  resolve,
  ssr: { resolve },
  // Where vitest runs what it sets up once for all.
  environments: { __vitest__: { resolve } },
  test: {
    include: ["{openapi,packages/*,apps/*}/{src,test}/**/*.test.ts", ".ci/**/*.test.mjs"],
    globalSetup: ["packages/engine/src/testing/global-setup.ts"],
    // Most files wait for processes, sockets and the database more than they compute.
    maxWorkers: Math.max(3, availableParallelism()),
    testTimeout: 120_000,
    hookTimeout: 240_000,
    reporters: ["default"],
    coverage: {
      provider: "v8",
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

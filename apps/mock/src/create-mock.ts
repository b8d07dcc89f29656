import { openapiDocument } from "@hostscan/contract/document";
import { Token } from "@hostscan/contract/schemas";
import type { SignInService } from "@hostscan/core";
import { createServer } from "@hostscan/server";
import { InMemoryJobs } from "@hostscan/server/testing";
import { type DeclaredAnswers, readAnswers } from "./examples/declared-answers.ts";
import { firstAnswer } from "./examples/example-answer.ts";
import { exampleCredentials, withEveryName } from "./examples/example-credentials.ts";
import { success } from "./examples/successes.ts";
import { PREFER_HEADERS, preferredAnswer } from "./prefer/preferred-answer.ts";
import { createMockJobs } from "./service/mock-jobs.ts";
import { mockTokens } from "./service/mock-tokens.ts";
import { byClock } from "./stateful/course.ts";

/** Lets everyone in, whatever the login, the password and the code, with the tokens of the document's examples. */
function createMockSignIn(answers: DeclaredAnswers): SignInService {
  const first = success(answers, "SigninBody", Token);
  const second = success(answers, "Signin2fa", Token);
  return {
    firstStep: async () => ({ ok: true, value: { token: first, cookie: "example" } }),
    secondStep: async () => ({ ok: true, value: { token: second } }),
  };
}

/** How long most scans of a stateful mock take. */
const SCAN_MS = 2_000;

export interface MockOptions {
  /** Whether it keeps hosts and jobs, which go on by themselves. Absent: every call gets the document's examples. */
  readonly stateful?: boolean;
  /** How long most scans of a stateful mock take, in milliseconds; 2,000 unless set. */
  readonly scanMs?: number;
  /** Milliseconds, as `Date.now()` gives them, for tests that let the time pass. */
  readonly clock?: () => number;
  /** Takes one line for each call. Absent: nothing is logged. */
  readonly logger?: MockLogger;
  /** Origins whose pages may call from a browser; `"localhost"`: those of this machine, on any port. Absent: none. */
  readonly corsOrigins?: readonly string[] | "localhost";
}

/** Where calls are told, as pino has it. */
export interface MockLogger {
  info(line: unknown, message?: string): void;
  error(line: unknown, message?: string): void;
}

/** A mock, which answers requests; a client takes its `fetch` as its own. */
export interface Mock {
  fetch(request: Request): Promise<Response>;
}

/**
 * Makes the mock: the server of `@hostscan/server`, with all that it checks, over the examples of the document, or over
 * jobs in memory. It reaches nothing.
 */
export function createMock(options: MockOptions = {}): Mock {
  const { stateful = false, scanMs = SCAN_MS, clock = Date.now, logger, corsOrigins } = options;
  const answers = readAnswers(openapiDocument);
  const app = createServer({
    jobs: stateful
      ? new InMemoryJobs({
          course: byClock({ scanMs, now: clock }),
          credentials: withEveryName(exampleCredentials(openapiDocument)),
        })
      : createMockJobs(openapiDocument, answers),
    tokens: mockTokens,
    signIn: createMockSignIn(answers),
    override: preferredAnswer(answers),
    unserved: firstAnswer(answers),
    ...(logger && { logger }),
    ...(corsOrigins && {
      crossOrigin: { origins: corsOrigins === "localhost" ? isLocal : corsOrigins, ...PREFER_HEADERS },
    }),
  });
  return { fetch: async (request) => app.fetch(request) };
}

/** Whether an origin is a development server of this machine. */
const isLocal = (origin: string) => /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);

import { openapiDocument } from "@hostscan/contract/document";
import { createServer, type RequestLogger, servedOperations } from "@hostscan/server";
import { readAnswers } from "./examples/declared-answers.ts";
import { unservedAnswer } from "./examples/example-answer.ts";
import { PREFER_HEADERS, preferredAnswer } from "./prefer/preferred-answer.ts";
import { createMockJobs } from "./service/mock-jobs.ts";
import { createMockSignIn } from "./service/mock-sign-in.ts";
import { mockTokens } from "./service/mock-tokens.ts";

export interface MockOptions {
  /** Takes one line for each call. Absent: nothing is logged. */
  readonly logger?: RequestLogger;
  /** Origins whose pages may call from a browser. Absent: none. */
  readonly corsOrigins?: readonly string[];
}

/**
 * Makes the mock: the server of `@hostscan/server`, with all that it checks, over the examples of the document. It
 * keeps nothing and reaches nothing.
 */
export function createMock({ logger, corsOrigins }: MockOptions = {}): ReturnType<typeof createServer> {
  const answers = readAnswers(openapiDocument);
  const preferred = preferredAnswer(answers);
  const unserved = unservedAnswer(answers, servedOperations);
  return createServer({
    jobs: createMockJobs(openapiDocument, answers),
    tokens: mockTokens,
    signIn: createMockSignIn(answers),
    standIn: (call) => preferred(call) ?? unserved(call),
    ...(logger && { logger }),
    ...(corsOrigins && { crossOrigin: { origins: corsOrigins, ...PREFER_HEADERS } }),
  });
}

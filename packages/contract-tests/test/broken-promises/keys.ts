import type { Caller, HostRequest, Result, SchedulingContext } from "@hostscan/core";
import { InMemoryJobs, type Kept } from "@hostscan/server/testing";
import { model } from "./jobs.ts";
import { type BrokenPromise, breaks, instead, problem, resent } from "./mutant.ts";

/** Keeps answers under other keys. */
const keeps = (change: (key: string, caller: Caller) => string) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        protected override keyOf(key: string, caller: Caller) {
          return change(key, caller);
        }
      })(),
  );

const keyOf = ({ header }: { header(name: string): string | null }) => header("Idempotency-Key") ?? "";
const underShort = { headers: { "Idempotency-Key": "short" } };

export const brokenKeys: readonly BrokenPromise[] = [
  ...breaks("key-same-answer", {
    "the job as it is now": model(
      () =>
        new (class extends InMemoryJobs {
          override async createJob(requests: readonly HostRequest[], context: SchedulingContext) {
            const known = await super.createJob(requests, context);
            const job = known.ok ? this.jobs.find(({ id }) => id === known.value.id) : undefined;
            return job ? { ok: true as const, value: this.show(job) } : known;
          }
        })(),
    ),
    "the job anew": keeps((key) => `${key} ${crypto.randomUUID()}`),
  }),
  ...breaks("key-other-content", {
    "the answer of then": model(
      () =>
        new (class extends InMemoryJobs {
          protected override once<T>(
            kept: Map<string, Kept<T>>,
            _content: unknown,
            context: SchedulingContext,
            act: () => Result<T>,
          ) {
            return super.once(kept, "", context, act);
          }
        })(),
    ),
    "schedules it": model(
      () =>
        new (class extends InMemoryJobs {
          protected override once<T>(
            kept: Map<string, Kept<T>>,
            content: unknown,
            context: SchedulingContext,
            act: () => Result<T>,
          ) {
            const known = super.once(kept, content, context, act);
            return known.ok || known.rejection.kind !== "conflict" ? known : act();
          }
        })(),
    ),
  }),
  ...breaks("key-not-burnt", {
    "keeps refusals, too": model(
      () =>
        new (class extends InMemoryJobs {
          protected override once<T>(
            kept: Map<string, Kept<T>>,
            content: unknown,
            context: SchedulingContext,
            act: () => Result<T>,
          ) {
            const outcome = super.once(kept, content, context, act);
            const { idempotencyKey: key, caller } = context;
            if (!outcome.ok && key !== undefined)
              kept.set(this.keyOf(key, caller), { content: JSON.stringify(content), result: outcome });
            return outcome;
          }
        })(),
    ),
    "remembers the content of what was malformed": () => {
      const burnt = new Set<string>();
      return {
        through: async (request, forward) => {
          const key = request.headers.get("Idempotency-Key") ?? "";
          if (burnt.has(key)) return problem(409);
          const response = await forward(request);
          if (response.status === 400 && key.startsWith("burnt")) burnt.add(key);
          return response;
        },
      };
    },
  }),
  ...breaks("key-form", {
    "64 characters at most": instead((call) =>
      keyOf(call).length > 64 ? problem(400, "Idempotency-Key") : undefined,
    ),
    "254 characters at most": instead((call) =>
      keyOf(call).length > 254 ? problem(400, "Idempotency-Key") : undefined,
    ),
    "UUIDs alone": instead((call) =>
      keyOf(call).includes("!") ? problem(400, "Idempotency-Key") : undefined,
    ),
    "256 characters, too": instead((call, forward) =>
      keyOf(call).length === 256 ? forward(resent(call, underShort)) : undefined,
    ),
    "blanks, too": instead((call, forward) =>
      keyOf(call).includes(" ") ? forward(resent(call, underShort)) : undefined,
    ),
    "letters that are not of ASCII, too": instead((call, forward) =>
      keyOf(call).includes("\u00fc") ? forward(resent(call, underShort)) : undefined,
    ),
    "in whatever case": keeps((key, { subject }) => `${subject} ${key.toLowerCase()}`),
  }),
  ...breaks("key-once", {
    "looks before it waits": () => {
      const known = new Set<string>();
      return {
        through: async (request, forward) => {
          const key = request.headers.get("Idempotency-Key") ?? "";
          if (!key.startsWith("race")) return forward(request);
          const headers = new Headers(request.headers);
          if (!known.has(key)) headers.set("Idempotency-Key", crypto.randomUUID());
          const response = await forward(new Request(request, { headers }));
          known.add(key);
          return response;
        },
      };
    },
  }),
  ...breaks("key-by-caller", { "one for all callers": keeps((key) => key) }),
  ...breaks("key-by-operation", {
    "one for all operations": () => {
      const kept = new Map<string, string>();
      return {
        through: async (request, forward) => {
          const key = request.headers.get("Idempotency-Key") ?? "";
          if (!key.startsWith("operation")) return forward(request);
          const text = kept.get(key) ?? (await (await forward(request)).text());
          kept.set(key, text);
          return new Response(text, { headers: { "Content-Type": "application/json", "X-Request-Id": "a" } });
        },
      };
    },
  }),
];

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationCopy } from "../src/kerberos/configuration.ts";
import { openDesk } from "../src/kerberos/desk.ts";
import { loadGssapi } from "../src/kerberos/gssapi.ts";
import type { Kerberos } from "../src/kerberos/kerberos.ts";
import type { Answers, Ask, KerberosAnswer, NumberedAnswer, QuestionOf } from "../src/kerberos/messages.ts";

const VARIABLE = "KRB5_CONFIG";

/** What waits for an answer of any kind. */
interface Waiting {
  settle(answer: NumberedAnswer["answer"]): void;
}

/**
 * Speaks Kerberos in this process: all is as in a process of its own, but that. One at a time: where the KDCs are is told
 * by the environment, which is as before once it is closed.
 *
 * @param library MIT's, where absent
 */
export async function kerberosHere(configuration: string, library?: string): Promise<Kerberos> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-test-kerberos-"));
  const before = process.env[VARIABLE];
  const copy = new ConfigurationCopy(configuration, folder);
  process.env[VARIABLE] = copy.names;
  const answer = openDesk({ loading: loadGssapi(library), folder, after: 0, configuration: copy });
  return {
    ask<A extends Ask>(question: QuestionOf<A>) {
      const { promise, resolve } = Promise.withResolvers<KerberosAnswer<Answers[A]>>();
      const waiting: Waiting = { settle: (answered: KerberosAnswer<Answers[A]>) => resolve(answered) };
      answer({ id: 1, question }).then(({ answer: answered }) => waiting.settle(answered));
      return promise;
    },
    async close() {
      if (before === undefined) delete process.env[VARIABLE];
      else process.env[VARIABLE] = before;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

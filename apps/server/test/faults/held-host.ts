import { answerAsUnix, type FixtureSshServer, startFixtureSshServer } from "@hostscan/scanner/testing";

/** A fixture host that is asked for its facts, and answers when it is told to. */
export interface HeldHost extends FixtureSshServer {
  readonly asked: Promise<void>;
  answer(): void;
}

export async function startHeldHost(): Promise<HeldHost> {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const unix = answerAsUnix({ hostname: "fixture", uname: "Linux 6.1" });
  const host = await startFixtureSshServer({
    async answer(command) {
      asked.resolve();
      await answered.promise;
      return unix(command);
    },
  });
  return { ...host, asked: asked.promise, answer: answered.resolve };
}

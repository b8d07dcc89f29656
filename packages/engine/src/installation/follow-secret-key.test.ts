import { randomBytes } from "node:crypto";
import {
  followSecretKey,
  type KeyFollowing,
  SecretBox,
  SecretKey,
  type SecretKeyError,
} from "@hostscan/database";
import { testActor as actor, createTestDatabase } from "@hostscan/database/testing";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { openInstallation } from "./open-installation.ts";

const makeKey = () => new SecretKey(randomBytes(32));

/** Follows, from a process that still uses another key, the key of an installation. */
async function follow(findSecretKey: (current: SecretKey) => KeyFollowing["findSecretKey"]) {
  const current = makeKey();
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { connectionString, db } = database;
  const log = pino({ enabled: false });
  await (await openInstallation({ connectionString, secretKey: current, actor, log })).close();

  const box = new SecretBox(makeKey());
  const { promise: lost, resolve: onLost } = Promise.withResolvers<SecretKeyError>();
  const end = followSecretKey({ db, box, findSecretKey: findSecretKey(current), onLost, everyMs: 5 });
  onTestFinished(end);
  return { box, current, lost, end };
}

test("the key that is now in its file is taken", async () => {
  const { box, current } = await follow((key) => async (id) => (id === key.id ? key : undefined));
  await expect.poll(() => box.keyId).toBe(current.id);
});

test.each<[string, KeyFollowing["findSecretKey"]]>([
  ["that is nowhere to be had", async () => undefined],
  ["whose file cannot be read", async () => Promise.reject(new Error("EACCES"))],
])("a key %s is told by its name", async (_, find) => {
  const { box, current, lost } = await follow(() => find);
  const before = box.keyId;
  expect((await lost).message).toContain(current.id);
  expect(box.keyId).toBe(before);
});

test("nothing is taken or told once it has ended", async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<undefined>();
  const { lost, end } = await follow(() => () => {
    asked.resolve();
    return answer.promise;
  });
  let told = false;
  void lost.then(() => {
    told = true;
  });
  await asked.promise;
  end();
  answer.resolve(undefined);
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toBe(false);
});

import { expect, test } from "vitest";
import { startEngine } from "../../test/start-engine.ts";
import { type Notification, notify, readNotification } from "./notification.ts";

test("a notification of a later release is passed over", () => {
  expect(readNotification("paused 5")).toBeUndefined();
});

test("what one process tells is heard by another when the transaction commits", async () => {
  await using engine = await startEngine();
  const told: Notification[] = [
    { kind: "queued" },
    { kind: "cancelled", jobId: "a job" },
    { kind: "released", jobId: "a job" },
    { kind: "credential", credentialId: "a credential" },
  ];
  const heard: (Notification | undefined)[] = [];
  const all = Promise.withResolvers<void>();
  await engine.queue.listen({
    onPayload(payload) {
      heard.push(readNotification(payload));
      if (heard.length === told.length) all.resolve();
    },
  });
  await engine.database.db.transaction().execute(async (trx) => {
    for (const notification of told) await notify(trx, notification);
    expect(heard).toEqual([]);
  });
  await all.promise;
  expect(heard).toEqual(told);
});

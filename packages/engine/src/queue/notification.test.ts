import { expect, test } from "vitest";
import { startEngine } from "../../test/start-engine.ts";
import { type Notification, notify, readNotification } from "./notification.ts";

test("a notification of a later release is passed over", () => {
  expect(readNotification("paused 5")).toBeUndefined();
});

test("what one process tells is heard by another when the transaction commits", async () => {
  await using engine = await startEngine();
  const heard: (Notification | undefined)[] = [];
  const both = Promise.withResolvers<void>();
  await engine.queue.listen(
    (payload) => {
      heard.push(readNotification(payload));
      if (heard.length === 2) both.resolve();
    },
    () => undefined,
  );
  await engine.database.db.transaction().execute(async (trx) => {
    await notify(trx, { kind: "queued" });
    await notify(trx, { kind: "cancelled", jobId: "a job" });
    expect(heard).toEqual([]);
  });
  await both.promise;
  expect(heard).toEqual([{ kind: "queued" }, { kind: "cancelled", jobId: "a job" }]);
});

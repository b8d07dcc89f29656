import { setTimeout as delay } from "node:timers/promises";
import type { Installation } from "@hostscan/engine";
import type { ReadinessCheck } from "./health.ts";

/** Shorter than the patience of those who ask (Kubernetes: 1 s unless set, load balancers 2 s and more). */
const PATIENCE_MS = 900;

/** Whether the database answers, with our tables in it. */
export function databaseCheck(db: Installation["db"], patienceMs = PATIENCE_MS): ReadinessCheck {
  return {
    name: "database",
    check() {
      const query = db.selectFrom("host").select("id").limit(1).execute();
      const answered = query.then(
        () => true,
        () => false,
      );
      return Promise.race([answered, delay(patienceMs, false, { ref: false })]);
    },
  };
}

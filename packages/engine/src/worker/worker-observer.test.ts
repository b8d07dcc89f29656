import { keepLogLines } from "@hostscan/database/testing";
import { expect, test } from "vitest";
import { tellPause, type WorkerObserver } from "./worker-observer.ts";

const pause = {
  credentialId: "1",
  credential: "lab",
  hostScanHostId: "2",
  hostId: "3",
  refusedBy: ["web.local"],
};
const nothing = () => undefined;

test("a pause is a line of the log, and is observed where somebody observes", () => {
  const { log, of } = keepLogLines();
  let pauses = 0;
  const observer: WorkerObserver = {
    begin: () => ({ enter: nothing, fail: nothing, end: nothing }),
    recover: nothing,
    pause: () => {
      pauses += 1;
    },
  };
  tellPause({ log, observer }, pause);
  tellPause({ log }, pause);
  tellPause({ log, observer }, undefined);
  expect(of("credential paused")).toMatchObject([pause, pause]);
  expect(pauses).toBe(1);
});

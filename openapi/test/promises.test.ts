import { expect, test } from "vitest";
import { followed, successorOf } from "../promises.js";

const place = "a.yaml#/description";
const entry = (says: string) => ({ place, says });

test("a sentence that was reworded is followed by the one most alike", () => {
  const unlisted = [entry("A lamp is lit at most twice."), entry("Nobody lights a lamp.")];
  expect(successorOf(entry("A lamp is lit at most once."), unlisted)?.says).toBe(
    "A lamp is lit at most twice.",
  );
});

test("a sentence that was moved is followed to its new place", () => {
  const moved = { place: "b.yaml#/description", says: "All lamps are lit." };
  expect(successorOf(entry("All lamps are lit."), [entry("All lamps are red."), moved])).toEqual(moved);
});

test("a sentence of other words is no successor", () => {
  expect(successorOf(entry("All lamps are lit."), [entry("Keys are kept for 24 hours.")])).toBeUndefined();
});

test("the list follows: promises stay with what was reworded, and what is gone is left out", () => {
  const sentences = {
    [place]: [
      { says: "All lamps are lit.", promises: ["lit"] },
      { says: "No lamp is red at all.", promises: ["red"] },
    ],
  };
  const gone = [entry("All lamps are lit."), entry("No lamp is red at all.")];
  const list = followed({ unseen: {}, sentences }, { gone, unlisted: [entry("All the lamps are lit.")] });
  expect(list.sentences).toEqual({ [place]: [{ says: "All the lamps are lit.", promises: ["lit"] }] });
});

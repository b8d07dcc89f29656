/** Draws numbers that the same seed draws again. */
export interface Chance {
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  /** The same things in another order. */
  shuffled<T>(things: readonly T[]): T[];
}

/** Park and Miller's generator (Communications of the ACM 31, 1988): `seed` is from 1 to 2^31 - 2. */
export function chanceOf(seed: number): Chance {
  let state = seed;
  const draw = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return {
    between: (least, most) => least + Math.floor(draw() * (most - least + 1)),
    shuffled: (things) =>
      things
        .map((thing) => ({ thing, place: draw() }))
        .sort((a, b) => a.place - b.place)
        .map(({ thing }) => thing),
  };
}

import { z } from "zod";

/** Whether a text has at least so many characters, as JSON Schema counts them: code points, not UTF-16 units. */
function reaches(text: string, count: number): boolean {
  if (text.length < count) return false;
  if (text.length >= 2 * count) return true;
  return [...text].length >= count;
}

/** JSON Schema's `minLength`. */
export const minLength = (least: number) =>
  z.refine<string>((text) => reaches(text, least), `must have a length of at least ${least}`);

/** JSON Schema's `maxLength`. */
export const maxLength = (most: number) =>
  z.refine<string>((text) => !reaches(text, most + 1), `must have a length of at most ${most}`);

/** JSON Schema's `integer`: any number without a fraction, however large. */
export const integer = () => z.refine<number>(Number.isInteger, "must be an integer");

/** Any JSON object, with all its members: zod's own objects leave out one that is named `__proto__`. */
export const anyObject = () =>
  z.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value), {
    error: "must be an object",
    abort: true,
  });

/** JSON Schema's `additionalProperties` where no member is described: a schema for each. */
export const eachMember = <Schema extends z.ZodType>(schema: Schema) =>
  anyObject()
    .refine((value) => !Object.hasOwn(value, PROTOTYPE) || schema.safeParse(prototypeOf(value)).success, {
      path: [PROTOTYPE],
      error: "is not as the others must be",
    })
    .pipe(z.record(z.string(), schema));

const PROTOTYPE = "__proto__";

/** The member of that name, which no accessor hides. */
const prototypeOf = (value: object): unknown => Object.getOwnPropertyDescriptor(value, PROTOTYPE)?.value;

/** JSON Schema's `minProperties`. */
export const minProperties = (least: number) =>
  z.refine<object>((value) => Object.keys(value).length >= least, `must have at least ${least} members`);

/** JSON Schema's `maxProperties`. */
export const maxProperties = (most: number) =>
  z.refine<object>((value) => Object.keys(value).length <= most, `must have at most ${most} members`);

/** JSON Schema's `dependentRequired`, for one member: where it is, the others are, too. */
export const dependentRequired = ([name, ...others]: readonly [string, ...string[]]) =>
  z.refine<object>(
    (value) => !Object.hasOwn(value, name) || others.every((other) => Object.hasOwn(value, other)),
    `must have ${others.join(", ")} beside ${name}`,
  );

/** JSON Schema's `uniqueItems`: no two items are equal as JSON values, whatever the order of their members. */
export const uniqueItems = () =>
  z.refine<readonly unknown[]>(
    (items) => new Set(items.map((item) => JSON.stringify(item, sortMembers))).size === items.length,
    "must not hold an item twice",
  );

function sortMembers(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const once = "must be given once";

/** A parameter that is an integer: on the wire decimal digits, without exponent, fraction, sign of plus or spaces. */
export const wireInteger = <Schema extends z.ZodType<number, number>>(schema: Schema) =>
  z
    .string(once)
    .regex(/^(?:0|-?[1-9]\d*)$/, { error: "must be a whole number", abort: true })
    .transform(Number)
    .pipe(schema);

/** A parameter that is a boolean: on the wire `true` or `false`. */
export const wireBoolean = <Schema extends z.ZodType<boolean, boolean>>(schema: Schema) =>
  z
    .enum(["true", "false"], "must be true or false")
    .transform((text) => text === "true")
    .pipe(schema);

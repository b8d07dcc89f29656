import { z } from "zod";

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

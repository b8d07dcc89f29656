/**
 * Every POST takes an `Idempotency-Key`, and declares the 409 that comes of using one twice. One that admits callers
 * without a role does not: keys are kept apart by caller. Nor does one that says `x-changes-nothing: true`, for it may be
 * repeated in any case.
 */
export const postIsRepeatable = () => ({
  Operation(operation, { key, report, resolve, location }) {
    if (key !== "post" || operation["x-roles"]?.length === 0) return;
    if (operation["x-changes-nothing"] === true) return;
    const parameters = (operation.parameters ?? []).map((parameter) => resolve(parameter).node);
    if (!parameters.some(({ in: place, name }) => place === "header" && name === "Idempotency-Key")) {
      report({
        message: "A POST must take the header parameter `Idempotency-Key`.",
        location: location.child("parameters").key(),
      });
    }
    if (!operation.responses?.["409"]) {
      report({
        message: "A POST must declare 409, for an `Idempotency-Key` that was used for other content.",
        location: location.child("responses").key(),
      });
    }
  },
});

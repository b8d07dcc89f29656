/** A request may fail to say who calls, use another method, come too often, or meet a fault, wherever it goes. */
const ALWAYS = ["401", "405", "429", "500", "503"];
/** What a token may not be good for. */
const WITH_TOKEN = ["403"];
/** What can be wrong with the values a caller sends. */
const WITH_INPUT = ["400"];
/** What can be wrong with a body before anyone reads it. */
const WITH_BODY = ["413", "415"];

/** Every operation declares each error that can happen there. */
export const operationDeclaresErrors = () => ({
  Operation(operation, { report, location }) {
    const takesInput = operation.requestBody || operation.parameters?.length;
    const expected = [
      ...ALWAYS,
      ...(operation.security?.length === 0 ? [] : WITH_TOKEN),
      ...(takesInput ? WITH_INPUT : []),
      ...(operation.requestBody ? WITH_BODY : []),
    ];
    const declared = operation.responses ?? {};
    const missing = expected.filter((status) => !(status in declared)).sort();
    if (missing.length === 0) return;
    report({
      message: `The operation must declare ${missing.join(", ")}.`,
      location: location.child("responses").key(),
    });
  },
});

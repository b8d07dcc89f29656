/** A request may lack a token or a role, use another method, come too often, or meet a fault, wherever it goes. */
const ALWAYS = ["401", "403", "405", "429", "500", "503"];
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

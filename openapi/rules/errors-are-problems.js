const MEDIA_TYPE = "application/problem+json";
const SCHEMA = /\bProblemDetails(\.yaml)?$/;

/** Every error is an RFC 9457 problem, and its examples carry the status they are answered with. */
export const errorsAreProblems = () => ({
  Operation(operation, { report, resolve, location }) {
    for (const [status, reference] of Object.entries(operation.responses ?? {})) {
      if (!/^[45]/.test(status)) continue;
      const { node: response, location: place } = resolve(reference);
      const complain = (message) =>
        report({ message, location: location.child(["responses", status]).key() });

      const content = response.content ?? {};
      const problem = content[MEDIA_TYPE];
      if (!problem || Object.keys(content).length > 1 || !SCHEMA.test(problem.schema?.$ref)) {
        complain(
          `The error ${status} must be answered as \`${MEDIA_TYPE}\` with the schema ProblemDetails only.`,
        );
        continue;
      }
      for (const [name, example] of Object.entries(problem.examples ?? {})) {
        const { value } = resolve(example, place.source.absoluteRef).node;
        if (value?.status !== Number(status)) {
          complain(`The example "${name}" of the error ${status} must have that status.`);
        }
      }
    }
  },
});

const PAGE = /^[A-Z][A-Za-z]*\/[A-Z][A-Za-z]*$/;

/** Every operation names the page of the API reference it comes from: `x-source: HostScanJob/ByHostId`. */
export const operationNamesPage = () => ({
  Operation(operation, { report, location }) {
    if (PAGE.test(operation["x-source"])) return;
    report({
      message: "`x-source` must name the operation's page of the API reference as `Resource/Page`.",
      location: location.child("x-source").key(),
    });
  },
});

// Preloaded into a process: on its end it tells the most memory it has held.
process.on("exit", () => {
  const { maxRSS } = process.resourceUsage();
  process.stderr.write(`peak memory: ${maxRSS} KiB\n`);
});

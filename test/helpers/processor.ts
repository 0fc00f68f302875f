/** Milliseconds of processor spent since it was started: the machine has others to serve, whose work would count in a delay. */
export const startProcessorClock = (): (() => number) => {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
};

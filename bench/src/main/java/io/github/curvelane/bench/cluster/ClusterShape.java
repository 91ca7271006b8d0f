package io.github.curvelane.bench.cluster;

/**
 * Executors, their machines and what is between them.
 *
 * @param executors how many
 * @param threads the threads of each, which take chunks
 * @param machineCores the cores of a machine
 * @param oneMachine whether all executors and the driver share the cores of one machine; else each
 *     has a machine of its own
 * @param bytesPerSecond the speed of a machine's link in each direction
 * @param latency the seconds of a message
 */
record ClusterShape(
    int executors,
    int threads,
    int machineCores,
    boolean oneMachine,
    double bytesPerSecond,
    double latency) {
  ClusterShape {
    if (executors < 1 || threads < 1 || machineCores < 1) {
      throw new IllegalArgumentException(
          "executors %d, threads %d, cores %d: must be at least 1 each"
              .formatted(executors, threads, machineCores));
    }
  }

  /** Executors of one thread on this machine. */
  static ClusterShape here(int executors, int cores) {
    return new ClusterShape(executors, 1, cores, true, Double.POSITIVE_INFINITY, 0);
  }

  /** Machines of 16 cores with an executor each, on 10 Gb/s; the driver has one like them. */
  static ClusterShape of(int executors) {
    return new ClusterShape(executors, 16, 16, false, 1.25e9, 100e-6);
  }
}

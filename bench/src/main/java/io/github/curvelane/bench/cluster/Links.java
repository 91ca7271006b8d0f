package io.github.curvelane.bench.cluster;

/**
 * Machines on one switch that is never the bottleneck: the link of each carries one transfer at a
 * time in each direction, in the order in which they were asked for. A transfer holds both of its
 * links from when both are free.
 */
final class Links {
  private final Clock clock;
  private final double bytesPerSecond;
  private final double latency;
  private final double[] outFree;
  private final double[] inFree;
  private final double[] carried;
  private double total;

  /**
   * Creates idle links.
   *
   * @param machines how many
   * @param bytesPerSecond the speed of a link in one direction; infinite between processes of one
   *     machine, where a transfer costs its processor time alone
   * @param latency the seconds from a link's end to the next
   */
  Links(Clock clock, int machines, double bytesPerSecond, double latency) {
    this.clock = clock;
    this.bytesPerSecond = bytesPerSecond;
    this.latency = latency;
    this.outFree = new double[machines];
    this.inFree = new double[machines];
    this.carried = new double[machines];
  }

  /** Moves bytes between machines. What stays on a machine takes no time and counts nothing. */
  void send(int from, int to, double bytes, Runnable arrived) {
    if (from == to) {
      clock.after(0, arrived);
      return;
    }
    double start = Math.max(clock.now(), Math.max(outFree[from], inFree[to]));
    double end = start + bytes / bytesPerSecond;
    outFree[from] = end;
    inFree[to] = end;
    carried[from] += bytes;
    carried[to] += bytes;
    total += bytes;
    clock.after(end - clock.now() + latency, arrived);
  }

  /** Returns the bytes that a machine has sent and received. */
  double carried(int machine) {
    return carried[machine];
  }

  /** Returns the bytes that all have sent. */
  double total() {
    return total;
  }
}

package io.github.curvelane.bench;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Bandwidth;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.FmaPeak;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.WorkerJvm;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench machine}: the machine's own limits, measured. */
@Command(
    name = "machine",
    description = "The peak of fused multiply-adds and the bandwidth of each cache level.",
    mixinStandardHelpOptions = true)
final class MachineCommand implements Callable<Integer> {
  private static final Duration WARM_UP = Duration.ofMillis(500);
  private static final Contest CONTEST =
      new Contest(Duration.ofMillis(10), Duration.ofMillis(500), 5, 30);

  @Spec private CommandSpec spec;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    if (!here) {
      return new WorkerJvm("machine", 1).run(Main.class, List.of("machine", "--here"));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    List<Entrant> peaks = new ArrayList<>();
    for (Precision<?> precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      for (int bits = 128; bits <= FmaPeak.widestBits(); bits *= 2) {
        peaks.add(FmaPeak.at(precision, bits));
      }
    }
    Contest.warmUp(peaks, WARM_UP);
    out.printf("%nFused multiply-adds from registers, one thread%n");
    print(out, "GFLOP/s", CONTEST.run(peaks));
    for (Machine.Cache cache : Machine.caches()) {
      bandwidth(out, "L" + cache.level());
    }
    bandwidth(out, "memory");
    return 0;
  }

  private static void bandwidth(PrintWriter out, String level) {
    long bytes = Machine.workingSet(level);
    List<Entrant> entrants = new Bandwidth(bytes).entrants();
    Contest.warmUp(entrants, WARM_UP);
    out.printf("%n%s, working set %s, one thread%n", level, Machine.sizeText(bytes));
    print(out, "GB/s", CONTEST.run(entrants));
  }

  private static void print(PrintWriter out, String unit, Contest.Result result) {
    for (Entrant entrant : result.entrants()) {
      out.printf(
          Locale.ROOT,
          "  %-11s %8.1f %s median, %8.1f best%n",
          entrant.name(),
          result.medianSpeed(entrant.name()),
          unit,
          result.bestSpeed(entrant.name()));
    }
    out.flush();
  }
}

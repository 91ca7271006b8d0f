package io.github.curvelane.bench.conv;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.conv.ConvolutionTask.Operation;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.FmaPeak;
import io.github.curvelane.bench.measure.SampleFile;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Times single convolutions of this library and its peers in alternation, with the peak of fused
 * multiply-adds as one more entrant, and reports speeds, ratios and the part of the peak.
 */
public final class ConvolutionComparison {
  private static final Duration WARM_UP = Duration.ofMillis(200);

  /** A result whose error is beyond this many times the bound of its rounding is not one. */
  private static final double MOST_ERROR = 1.5;

  private final Convolver ours;
  private final List<Convolver> peers;
  private final Contest contest;
  private final int threads;
  private final PrintWriter out;

  /**
   * Loads the peers that convolve.
   *
   * @param peerNames the names of peers; one that cannot be loaded has been reported by who takes
   *     its steps
   * @param threads the threads that each side may use
   * @param contest how to time
   * @param out where to report
   */
  public ConvolutionComparison(
      List<String> peerNames, int threads, Contest contest, PrintWriter out) {
    this.contest = contest;
    this.threads = threads;
    this.out = out;
    this.ours = new CurvelaneConvolver(threads);
    this.peers = peerNames.stream().flatMap(name -> load(name, threads)).toList();
  }

  private static Stream<Convolver> load(String name, int threads) {
    try {
      return ServiceLoader.load(Convolver.Peers.class).stream()
          .flatMap(provider -> provider.get().load(name, threads).stream())
          .toList()
          .stream();
    } catch (LinkageError | ServiceConfigurationError | RuntimeException e) {
      return Stream.empty();
    }
  }

  /**
   * Runs the comparison and prints a table.
   *
   * @param tasks the convolutions
   * @param label what tells this run from others in the samples
   * @param samples where raw samples go
   * @return the closing lines, for each peer
   */
  public List<String> run(List<ConvolutionTask> tasks, String label, SampleFile samples) {
    out.printf("Convolutions of %d images, %s%n", tasks.getFirst().batch(), label);
    header();
    Map<String, ConvolutionSummary> summaries = new LinkedHashMap<>();
    peers.forEach(peer -> summaries.put(peer.name(), new ConvolutionSummary(peer.name())));
    for (ConvolutionTask task : tasks) {
      Map<String, Convolver.Prepared> prepared = new LinkedHashMap<>();
      prepared.put(ours.name(), ours.prepare(task));
      peers.forEach(peer -> prepared.put(peer.name(), peer.prepare(task)));
      for (Operation operation : Operation.values()) {
        Contest.Result result = measure(task, operation, prepared);
        samples.write(label + ", " + task + ", " + operation, result);
        row(task, operation, result);
        summaries.forEach(
            (peer, summary) -> summary.add(task, operation, result.ratio(ours.name(), peer)));
      }
      prepared.values().forEach(Convolver.Prepared::close);
    }
    out.println();
    return summaries.values().stream().flatMap(summary -> summary.lines().stream()).toList();
  }

  private Contest.Result measure(
      ConvolutionTask task, Operation operation, Map<String, Convolver.Prepared> prepared) {
    List<Entrant> entrants = new ArrayList<>();
    prepared.forEach(
        (name, convolution) ->
            entrants.add(
                new Entrant(name, task.operations(), () -> convolution.compute(operation))));
    entrants.add(FmaPeak.widest(Precision.FLOAT));
    Contest.warmUp(entrants, WARM_UP);
    Contest.settle(entrants.getFirst());
    Contest.Result result = contest.run(entrants);
    prepared.forEach(
        (name, convolution) -> check(name, task, operation, convolution.result(operation)));
    return result;
  }

  private static void check(
      String name, ConvolutionTask task, Operation operation, float[] result) {
    double error = task.error(operation, result);
    if (!(error <= MOST_ERROR)) {
      throw new IllegalStateException(
          name + " computes a wrong " + operation + " of " + task + ": error " + error);
    }
  }

  private void header() {
    StringBuilder line = new StringBuilder(String.format("%-36s%11s", "GFLOP/s", ours.name()));
    for (Convolver peer : peers) {
      line.append(String.format("%12s%16s", peer.name(), "ours/" + peer.name()));
    }
    line.append(String.format("%9s%8s%12s", "peak", "% peak", "best"));
    out.println(line);
  }

  private void row(ConvolutionTask task, Operation operation, Contest.Result result) {
    StringBuilder line = new StringBuilder(String.format("%-36s", task + ", " + operation));
    line.append(String.format(Locale.ROOT, "%11.1f", result.medianSpeed(ours.name())));
    for (Convolver peer : peers) {
      line.append(
          String.format(
              Locale.ROOT,
              "%12.1f%16.2f",
              result.medianSpeed(peer.name()),
              result.ratio(ours.name(), peer.name())));
    }
    line.append(
        String.format(
            Locale.ROOT,
            "%9.1f%8.0f%12.1f",
            threads * result.medianSpeed(FmaPeak.NAME),
            100 * result.ratio(ours.name(), FmaPeak.NAME) / threads,
            result.bestSpeed(ours.name())));
    out.println(line);
    out.flush();
  }
}

package io.github.curvelane.bench.sdlm;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Runs races that a file does not have yet, and appends their scores. */
public final class Races {
  private static final String HEADER =
      "net,inputs,rule,rate,batch,interleaved,average,seed,epoch,loss,error";
  private final Path mnist;
  private final Path file;
  private final PrintWriter out;

  /**
   * Creates the runner.
   *
   * @param mnist the directory of the digits
   * @param file the file of scores
   * @param out is told of each run
   */
  public Races(Path mnist, Path file, PrintWriter out) {
    this.mnist = mnist;
    this.file = file;
    this.out = out;
  }

  /**
   * Runs all combinations.
   *
   * @param widths the units of the net
   * @param inputs kinds of inputs
   * @param rules rules
   * @param rates rates
   * @param seeds seeds
   * @param epochs epochs of a run
   * @param batch the size of batches
   * @param interleaved whether classes alternate
   * @param average the decay of an average; NaN for none
   */
  public void run(
      int[] widths,
      List<String> inputs,
      List<String> rules,
      List<Double> rates,
      List<Long> seeds,
      int epochs,
      int batch,
      boolean interleaved,
      double average) {
    for (String kind : inputs) {
      for (String rule : rules) {
        for (double rate : rates) {
          for (long seed : seeds) {
            run(new Race(widths, kind, rule, rate, batch, interleaved, seed), epochs, average);
          }
        }
      }
    }
  }

  private void run(Race race, int epochs, double average) {
    String key =
        "%s,%s,%s,%s,%d,%s,%s,%d"
            .formatted(
                race.net(),
                race.inputs(),
                race.rule(),
                race.rate(),
                race.batch(),
                race.interleaved(),
                average,
                race.seed());
    try {
      if (done().contains(key)) {
        return;
      }
      long start = System.nanoTime();
      List<Race.Score> scores = race.run(mnist, epochs, average);
      StringBuilder lines = new StringBuilder(Files.exists(file) ? "" : HEADER + "\n");
      for (int e = 0; e < scores.size(); e++) {
        Race.Score score = scores.get(e);
        lines.append("%s,%d,%s,%s%n".formatted(key, e, score.loss(), score.error()));
      }
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file, lines.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Race.Score last = scores.getLast();
      out.printf(
          "%s: after %d epochs loss %.4f, error %.2f %%, %.1f s%n",
          key,
          scores.size() - 1,
          last.loss(),
          100 * last.error(),
          (System.nanoTime() - start) * 1e-9);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> done() throws IOException {
    Set<String> keys = new HashSet<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int error = line.lastIndexOf(',');
        int loss = line.lastIndexOf(',', error - 1);
        keys.add(line.substring(0, line.lastIndexOf(',', loss - 1)));
      }
    }
    return keys;
  }
}

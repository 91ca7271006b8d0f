package io.github.curvelane.bench.start;

import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.serve.Fit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Times whole processes, from their start to their end, in alternation: in each round every way to
 * start has its turn, in an order that rotates.
 */
public final class StartComparison {
  private final Path libraries;
  private final String peerClassPath;
  private final int rounds;
  private final PrintWriter out;

  /**
   * Describes a comparison.
   *
   * @param libraries the directory of the library's jar and those that it needs
   * @param peerClassPath the class path of the peer's program; empty without a peer
   * @param rounds the number of rounds
   * @param out where the table goes
   */
  public StartComparison(Path libraries, String peerClassPath, int rounds, PrintWriter out) {
    this.libraries = libraries;
    this.peerClassPath = peerClassPath;
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * Builds all programs in a temporary directory, and runs the rounds.
   *
   * @param samples where the times go
   * @throws IOException if a file cannot be written
   */
  public void run(SampleFile samples) throws IOException {
    Path directory = Files.createTempDirectory("curvelane-start");
    try {
      Path model = directory.resolve("flowers.safetensors");
      Fit.classes(Flowers.rows(), Flowers.species()).fit().save(model);
      Programs programs = new Programs(directory, libraries, model);
      List<Launch> launches = new ArrayList<>(List.of(programs.nothing()));
      launches.add(programs.onClassPath());
      launches.add(programs.onClassPathWithCds());
      launches.add(programs.onClassPathWithAot());
      launches.add(programs.onModulePath());
      launches.add(programs.onModulePathWithAot());
      launches.add(programs.inAnImage());
      String peer = "";
      for (StartPeer each : ServiceLoader.load(StartPeer.class)) {
        peer = each.name() + " " + StartSummary.version(peerClassPath, each.artifact());
        launches.add(programs.of(each, peer, peerClassPath));
      }
      time(launches, new StartSummary(peer), samples);
    } finally {
      delete(directory);
    }
  }

  private void time(List<Launch> launches, StartSummary summary, SampleFile samples) {
    out.println(Machine.describe());
    out.println("whole processes, " + rounds + " alternating rounds after one that does not count");
    double[][] nanos = new double[launches.size()][rounds];
    for (int round = -1; round < rounds; round++) {
      for (int turn = 0; turn < nanos.length; turn++) {
        int i = (turn + round + 1) % nanos.length;
        double time = launches.get(i).nanos();
        if (round >= 0) {
          nanos[i][round] = time;
          samples.write("first prediction", launches.get(i).name(), round, time);
        }
      }
    }
    for (int i = 0; i < nanos.length; i++) {
      summary.add(launches.get(i).name(), nanos[i]);
    }
    out.print(summary.table());
    out.println(summary.line());
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

package io.github.curvelane.bench.run;

import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Trains by whole processes, ours and PyTorch's in alternation: each begins every other round. One
 * round before that does not count; it builds our program if need be, and reads all files once.
 *
 * @param data the folder of MNIST's test files; empty for the library's own digits
 * @param rounds how many rounds
 * @param busy whether all cores have something else to do
 * @param out where the table goes
 */
public record RunComparison(Optional<Path> data, int rounds, boolean busy, PrintWriter out) {
  /** A network that has learnt errs less on any digits; guessing errs in 90 %. */
  private static final double LEARNT = 20;

  /** One of the two. */
  private record Side(TimedProcess process, Split split, RunSummary summary) {}

  /**
   * Runs the rounds.
   *
   * @param samples where the times go
   * @throws IOException if a file cannot be written or a process not started
   * @throws InterruptedException if it is interrupted
   */
  public void run(SampleFile samples) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("curvelane-run");
    try {
      TrainingJob job =
          data.isPresent()
              ? new TrainingJob(data.get().toAbsolutePath())
              : TrainingJob.ofDrawnDigits(directory);
      Path launcher = WorkerJvm.home().resolve("../../curvelane").normalize();
      Side ours =
          new Side(
              job.ours(launcher, directory.resolve("out")),
              TrainingJob.oursSplit(),
              new RunSummary("ours"));
      Optional<String> version = pyTorchVersion();
      out.println(Machine.describe());
      out.printf(
          Locale.ROOT,
          "whole processes, %d alternating rounds after one that does not count%s%n",
          rounds,
          busy ? ", all cores busy" : "");
      if (version.isEmpty()) {
        out.println("python3 cannot import torch: ours alone.");
        round(new Side[] {ours}, samples);
      } else {
        RunSummary peer = new RunSummary("PyTorch " + version.get());
        round(
            new Side[] {ours, new Side(job.pyTorch(), TrainingJob.pyTorchSplit(), peer)}, samples);
        ours.summary().closing(peer).forEach(out::println);
      }
    } finally {
      delete(directory);
    }
  }

  private static Optional<String> pyTorchVersion() throws InterruptedException {
    try {
      TimedProcess version =
          new TimedProcess(List.of("python3", "-c", "import torch; print(torch.__version__)"));
      return Optional.of(version.run().lines().getLast().text());
    } catch (IOException | IllegalStateException absent) {
      return Optional.empty();
    }
  }

  private void round(Side[] sides, SampleFile samples) throws IOException, InterruptedException {
    try (BusyCores others = new BusyCores(busy ? Runtime.getRuntime().availableProcessors() : 0)) {
      for (int round = -1; round < rounds; round++) {
        for (int turn = 0; turn < sides.length; turn++) {
          Side side = sides[(turn + round + 1) % sides.length];
          TimedProcess.Usage usage = side.process().run();
          double error = TrainingJob.testError(usage);
          if (!(error < LEARNT)) {
            throw new IllegalStateException(side.summary().name() + " errs in " + error + " %");
          }
          if (round >= 0) {
            Map<String, Double> split = side.split().of(usage);
            side.summary().add(usage, split);
            String name = side.summary().name();
            samples.write("wall", name, round, usage.wall() * 1e9);
            samples.write("cpu", name, round, usage.cpu() * 1e9);
            for (Map.Entry<String, Double> part : split.entrySet()) {
              samples.write(part.getKey(), name, round, part.getValue() * 1e9);
            }
          }
        }
      }
      if (others.running() < (busy ? 1 : 0)) {
        throw new IllegalStateException("nothing kept the cores busy");
      }
    }
    out.println(RunSummary.header());
    for (Side side : sides) {
      out.println(side.summary().row());
    }
    for (Side side : sides) {
      out.println(side.summary().split());
    }
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

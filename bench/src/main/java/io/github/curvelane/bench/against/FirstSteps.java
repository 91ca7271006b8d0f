package io.github.curvelane.bench.against;

import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.step.StepTask;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * The first training steps of a process that has computed nothing yet: how long the first takes,
 * with all that is loaded for it, how long all of them, and what compiling takes meanwhile.
 */
public final class FirstSteps {
  /** The question's name in the samples. */
  static final String FIRST = "first step";

  private static final StepTask TASK = new StepTask(List.of(784, 300, 10), 16);
  private static final int STEPS = 500;

  private FirstSteps() {}

  /**
   * Takes the steps.
   *
   * @param build the jar of the library, null for that of this program
   * @param name the name of the build
   * @param process the number of this process
   * @param samples where the times go
   * @throws IOException if the jar cannot be read
   */
  public static void run(Path build, String name, int process, SampleFile samples)
      throws IOException {
    long start = System.nanoTime();
    try (BuildLoader loader = new BuildLoader(build)) {
      Side.Call call = loader.side(1).prepare(Work.STEP, TASK);
      call.run();
      samples.write(FIRST, name, process, System.nanoTime() - start);
      for (int k = 1; k < STEPS; k++) {
        call.run();
      }
      samples.write(STEPS + " steps", name, process, System.nanoTime() - start);
      long millis = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
      samples.write("compiling meanwhile", name, process, 1e6 * millis);
    }
  }
}

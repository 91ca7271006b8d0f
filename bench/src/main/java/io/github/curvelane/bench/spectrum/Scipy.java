package io.github.curvelane.bench.spectrum;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** SciPy, with PyTorch for products, in a process of the installed {@code python3}. */
final class Scipy {
  private static final String SCRIPT = "eigsh.py";
  private static final int SECONDS = 60;

  private Scipy() {}

  /**
   * A run of eigsh.
   *
   * @param seconds the median time
   * @param products the products of one run
   * @param values the eigenvalues, from the largest
   */
  record Eigsh(double seconds, int products, double[] values) {
    /** Reads a line of the script. */
    static Eigsh parse(String line) {
      double[] numbers =
          Arrays.stream(line.split(" ")).skip(1).mapToDouble(Double::parseDouble).toArray();
      return new Eigsh(
          numbers[0], (int) numbers[1], Arrays.copyOfRange(numbers, 2, numbers.length));
    }
  }

  /** Tells whether python3 can import modules. */
  static boolean has(String modules) throws IOException, InterruptedException {
    try {
      return run(List.of("-c", "import " + modules)).isPresent();
    } catch (IOException noPython) {
      return false;
    }
  }

  /** The median seconds of LAPACK's syev with vectors. */
  static Optional<Double> syev(int n) throws IOException, InterruptedException {
    return script("syev:" + n).map(line -> Double.parseDouble(line.split(" ")[2]));
  }

  /** The ten largest eigenvalues of a task's Hessian. */
  static Optional<Eigsh> eigsh(SpectrumTask task) throws IOException, InterruptedException {
    Path file = Files.createTempFile("curvelane-spectrum", ".bin");
    try {
      task.write(file);
      return script(file.toString()).map(Eigsh::parse);
    } finally {
      Files.delete(file);
    }
  }

  private static Optional<String> script(String argument) throws IOException, InterruptedException {
    String text;
    try (InputStream in = Scipy.class.getResourceAsStream(SCRIPT)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return run(List.of("-c", text, argument));
  }

  /** What a run of python3 prints last, empty if it fails. */
  private static Optional<String> run(List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? Optional.of(output.strip()) : Optional.empty();
    } finally {
      process.destroy();
    }
  }
}

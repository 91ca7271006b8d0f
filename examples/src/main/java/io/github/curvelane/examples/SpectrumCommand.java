package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.AtomicFile;
import io.github.curvelane.io.Model;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures the curvature of a network: eigenvalues, and the learning rates that they tell. */
@Command(
    name = "spectrum",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds eigenvalues of the matrix of second derivatives, and the learning rates that they"
          + " tell; leaves the numbers as CSV and a page with charts."
    },
    footer = {
      "",
      "Examples:",
      "  curvelane spectrum --layers 784-30-10",
      "  curvelane spectrum --model out/model.safetensors --density --matrix gauss-newton",
      "  curvelane spectrum --data mnist --preset efficient-backprop --online --rates"
    })
final class SpectrumCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final String PAGE = "spectrum.html";

  @Mixin private SpectrumOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Threads.check(options.threads);
    atLeast("--examples", options.examples, 1);
    atLeast("--batch", options.batch, 1);
    atLeast("--top", options.top, 1);
    atLeast("--bottom", options.bottom, 0);
    if (options.model == null) {
      Precision<?> precision =
          options.precision == null
              ? Precision.FLOAT
              : SpectrumSubject.precision(options.precision);
      return initial(precision);
    }
    refuseWithModel();
    return stored(SpectrumSubject.read(options));
  }

  private static void atLeast(String option, int value, int bound) {
    if (value < bound) {
      throw new UserException(option + " is " + value + ", must be at least " + bound);
    }
  }

  /** What a model has already is not to be said again. */
  private void refuseWithModel() {
    Object[][] said = {
      {"--normalization", options.normalization},
      {"--preset", options.preset},
      {"--layers", options.layers},
      {"--activation", options.activation},
      {"--output-activation", options.outputActivation},
      {"--loss", options.loss},
      {"--init", options.init}
    };
    for (Object[] option : said) {
      if (option[1] != null) {
        throw new UserException(option[0] + " is for a network that begins; --model has its own");
      }
    }
  }

  private <A> int initial(Precision<A> precision) {
    try (Parallelism parallelism = Threads.start(options.threads)) {
      return measure(SpectrumSubject.initial(options, precision, parallelism), parallelism);
    }
  }

  private <A> int stored(Model<A> model) {
    boolean namesData =
        !options.data.images.isEmpty()
            || spec.commandLine().getParseResult().hasMatchedOption("--data");
    try (Parallelism parallelism = Threads.start(options.threads)) {
      return measure(SpectrumSubject.stored(options, model, namesData), parallelism);
    }
  }

  private <A> int measure(SpectrumSubject<A> whole, Parallelism parallelism) {
    SpectrumSubject<A> subject = whole.first(options.examples);
    Console console = options.console();
    OutputFolder folder = OutputFolder.create(options.out);
    try (Interrupt interrupt = new Interrupt()) {
      SpectrumMeasurement<A> measurement =
          new SpectrumMeasurement<>(options, subject, parallelism, console, interrupt::requested);
      measurement.run();
      try {
        write(folder, measurement, new SpectrumReport(options, subject.title(), measurement));
      } catch (IOException e) {
        throw new UserException(
            "--out " + options.out + " cannot be written: " + e.getMessage(), e);
      }
      measurement.lines().forEach(line -> console.result(console.bold(line)));
      console.say("page: " + folder.file(PAGE));
      return interrupt.requested() ? INTERRUPTED : 0;
    }
  }

  private static void write(
      OutputFolder folder, SpectrumMeasurement<?> measurement, SpectrumReport report)
      throws IOException {
    Map<String, String> texts = SpectrumNumbers.of(measurement);
    texts.put(PAGE, report.html());
    Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
    texts.forEach((name, text) -> files.put(name, OutputFolder.text(text)));
    folder.replace(SpectrumNumbers.FILES, files);
  }
}

package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Inputs;
import io.github.curvelane.examples.input.DataSource;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * Writes the generated tables as others can read them, numbers alone and divided as the program
 * divides them, and what the program makes of each at its defaults: for comparisons with libraries
 * that are not on the JVM.
 */
final class GeneratedTableFiles {
  @CommandLine.Command
  private static final class Holder {
    @CommandLine.Mixin private final TrainOptions options = new TrainOptions();
  }

  private GeneratedTableFiles() {}

  /**
   * Writes to a folder: {@code N-train.csv} and {@code N-test.csv} of each table, and {@code
   * ours.tsv} with number, name, kind, number of targets, errors, errors of the mean or commonest
   * class, and of a linear model.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    List<String> lines = new ArrayList<>();
    for (GeneratedTable table : GeneratedTable.all()) {
      Path file = Files.writeString(folder.resolve("table.csv"), table.text());
      TrainOptions options = options(table, file);
      Examples examples = DataSource.read(Precision.FLOAT, options.data, options.seed);
      List<Part> seen = new ArrayList<>(List.of(examples.training()));
      examples.validation().ifPresent(seen::add);
      int number = lines.size();
      Files.writeString(folder.resolve(number + "-train.csv"), csv(seen));
      Files.writeString(folder.resolve(number + "-test.csv"), csv(List.of(examples.test())));
      Outcome<float[]> outcome =
          new Training<>(
                  Settings.of(options, examples),
                  examples,
                  Precision.FLOAT,
                  Parallelism.none(),
                  options.console())
              .run(() -> false);
      lines.add(
          List.of(
                  number,
                  table.name(),
                  table.kind(),
                  examples.isClassification() ? 1 : examples.names().size(),
                  ErrorLines.errors(outcome.test()),
                  outcome.baselines().constant(),
                  outcome.baselines().linear())
              .stream()
              .map(Object::toString)
              .collect(Collectors.joining("\t")));
    }
    Files.write(folder.resolve("ours.tsv"), lines);
  }

  private static TrainOptions options(GeneratedTable table, Path file) {
    List<String> words = new ArrayList<>(List.of("--data", file.toString(), "--quiet"));
    words.addAll(table.options());
    Holder holder = new Holder();
    new CommandLine(holder)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(words.toArray(String[]::new));
    return holder.options;
  }

  /** A row an example: its inputs, then its class or targets. */
  private static String csv(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      Inputs inputs = part.inputs();
      for (int i = 0; i < part.examples(); i++) {
        for (int j = 0; j < inputs.features(); j++) {
          text.append(inputs.input(i, j)).append(',');
        }
        text.append(truth(part, i)).append('\n');
      }
    }
    return text.toString();
  }

  private static String truth(Part part, int example) {
    if (part.labels().isPresent()) {
      return String.valueOf(part.labels().get()[example]);
    }
    double[] targets = part.targets().orElseThrow();
    int columns = targets.length / part.examples();
    List<String> numbers = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      numbers.add(String.valueOf(targets[example * columns + j]));
    }
    return String.join(",", numbers);
  }
}

package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.examples.input.DataOptions;
import io.github.curvelane.examples.input.DataSource;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.fuzz.Budget;
import io.github.curvelane.fuzz.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Command lines of {@code train}, an argument a line: refused by a sentence, or settings that are
 * the same when a run is repeated with the options that it writes down. Nothing is trained.
 */
class OptionsFuzzTest {
  private static final List<Examples> DATA = List.of(table(), images());

  private static Examples table() {
    StringBuilder text = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 30; i++) {
      text.append(i * 7 % 11).append(',').append(i % 4 / 2.0).append(i % 2 == 0 ? ",x\n" : ",y\n");
    }
    return examples(
        folder -> {
          Files.writeString(folder.resolve("t.csv"), text);
          return "t.csv";
        });
  }

  private static Examples images() {
    return examples(
        folder -> {
          Digits digits = Digits.ofSide(16, 1);
          IdxFile.write(folder.resolve("train-images-idx3-ubyte"), digits.images(0, 20));
          IdxFile.write(folder.resolve("train-labels-idx1-ubyte"), digits.labels(0, 20));
          return "";
        });
  }

  private interface Writer {
    String write(Path folder) throws IOException;
  }

  private static Examples examples(Writer writer) {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      DataOptions options = new DataOptions();
      options.data = folder.resolve(writer.write(folder)).toString();
      Examples examples = DataSource.read(Precision.FLOAT, options, 1);
      for (Path file : Files.list(folder).toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
      return examples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FuzzTest
  void parses(FuzzedDataProvider data) {
    Examples examples = DATA.get(data.consumeInt(0, 1));
    String[] arguments = data.consumeRemainingAsString().split("\n");
    try (Budget _ = Budget.start()) {
      Optional<Settings> first = settings(arguments, examples);
      if (first.isPresent()) {
        String[] again =
            first.get().echo().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        Settings repeated = settings(again, examples).orElseThrow();
        assertThat(repeated.echo()).isEqualTo(first.get().echo());
        assertThat(repeated.argumentFile()).isEqualTo(first.get().argumentFile());
      }
    }
  }

  private static Optional<Settings> settings(String[] arguments, Examples examples) {
    TrainOptions options = new TrainOptions();
    try {
      new CommandLine(options)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setOverwrittenOptionsAllowed(true)
          .setExpandAtFiles(false)
          .parseArgs(arguments);
      if (options.threads != 1) {
        return Optional.empty(); // threads are not what is tried here
      }
      return Optional.of(Settings.of(options, examples));
    } catch (UserException | CommandLine.ParameterException e) {
      Refusal.check(e);
      return Optional.empty();
    }
  }
}

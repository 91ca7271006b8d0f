package io.github.curvelane.examples;

import io.github.curvelane.examples.input.DataOptions;
import io.github.curvelane.examples.input.TableOptions;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that use a stored model. */
final class ModelOptions {
  private static final String PREFIX = "option";

  @Option(
      names = "--model",
      paramLabel = "FILE",
      defaultValue = "out/model.safetensors",
      description = "The model (default: ${DEFAULT-VALUE}).")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = "",
      description =
          "As for train; all of it is used (default: the test part of the training data).")
  String data = "";

  @Option(names = "--images", paramLabel = "FILE", defaultValue = "", description = "As for train.")
  String images = "";

  @Option(names = "--labels", paramLabel = "FILE", defaultValue = "", description = "As for train.")
  String labels = "";

  @Mixin TableOptions table = new TableOptions();

  /**
   * Reads the model.
   *
   * @throws UserException if that does not succeed
   */
  Model<?> load() {
    return load(file);
  }

  /**
   * Reads the model of a file.
   *
   * @throws UserException if that does not succeed
   */
  static Model<?> load(Path file) {
    try {
      return ModelFile.read(file);
    } catch (NoSuchFileException e) {
      throw new UserException("--model " + file + " does not exist", e);
    } catch (IOException e) {
      throw new UserException("--model " + file + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Tells whether other data are named than those that the model was trained on. */
  boolean namesData() {
    return !data.isEmpty() || !images.isEmpty();
  }

  /** Returns the options by which the model's training data were read and divided. */
  static DataOptions ofTraining(Model<?> model, TableOptions said) {
    List<String> words = new ArrayList<>();
    model
        .notes()
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX)) {
                words.add(name.substring(PREFIX.length()) + "=" + value);
              }
            });
    DataOptions options = new DataOptions();
    try {
      new CommandLine(new Stored(options))
          .setUnmatchedArgumentsAllowed(true)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(words.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new UserException("the model's notes are damaged: " + e.getMessage(), e);
    }
    if (said.header != TableOptions.Header.AUTO) {
      options.table.header = said.header;
    }
    return options;
  }

  static long seed(Model<?> model) {
    try {
      return Long.parseLong(model.notes().getOrDefault(PREFIX + "--seed", "1"));
    } catch (NumberFormatException e) {
      throw new UserException("the model's notes are damaged: --seed is no number", e);
    }
  }

  /** A command that has the stored options and no others. */
  @CommandLine.Command
  private static final class Stored {
    @Mixin private final DataOptions options;

    Stored(DataOptions options) {
      this.options = options;
    }
  }
}

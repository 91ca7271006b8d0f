package io.github.curvelane.examples;

import io.github.curvelane.examples.input.TableOptions;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of commands that use a stored model. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "FILE",
      defaultValue = "out/model.safetensors",
      description = "The model (default: ${DEFAULT-VALUE}).")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "As for train (default: what the model was trained on).")
  private String data;

  @Option(names = "--label", paramLabel = "COLUMN", description = "As for train.")
  private String label;

  @Option(names = "--targets", paramLabel = "COLUMN", split = ",", description = "As for train.")
  private List<String> targets;

  @Option(names = "--header", paramLabel = "auto|yes|no", description = "As for train.")
  private TableOptions.Header header;

  private Model<?> loaded;

  /**
   * Reads the model.
   *
   * @throws UserException if that does not succeed
   */
  Model<?> load() {
    try {
      loaded = ModelFile.read(file);
      return loaded;
    } catch (NoSuchFileException e) {
      throw new UserException("--model " + file + " does not exist", e);
    } catch (IOException e) {
      throw new UserException("--model " + file + " cannot be used: " + e.getMessage(), e);
    }
  }

  String data(Model<?> model) {
    return data != null ? data : option(model, "--data", "digits");
  }

  TableOptions table() {
    String column = label != null ? label : option(loaded, "--label", "");
    String numbers = option(loaded, "--targets", "");
    List<String> stored = numbers.isEmpty() ? List.of() : List.of(numbers.split(","));
    return new TableOptions(
        header != null ? header : TableOptions.Header.parse(option(loaded, "--header", "auto")),
        column,
        targets != null ? targets : stored);
  }

  private static String option(Model<?> model, String name, String otherwise) {
    return model.notes().getOrDefault("option" + name, otherwise);
  }
}

package io.github.curvelane.examples.input;

import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to learn from, and how it is divided. */
public final class DataOptions {
  /** What to learn from. */
  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = "digits",
      description = {
        "What to learn: 'digits' or 'digits16' (built in), a folder of IDX files, a .safetensors"
            + " file, or a table (CSV and its like, plain or .gz; - for standard input) (default:"
            + " ${DEFAULT-VALUE})."
      })
  public String data = "digits";

  /** A file of IDX images; empty if {@code data} says it all. */
  @Option(
      names = "--images",
      paramLabel = "FILE",
      defaultValue = "",
      description = "A file of IDX images of any name, in place of --data; with --labels.")
  public String images = "";

  /** The labels of {@code images}. */
  @Option(
      names = "--labels",
      paramLabel = "FILE",
      defaultValue = "",
      description = "The file of IDX labels that belongs to --images.")
  public String labels = "";

  /** Data to test on; empty for a part of {@code data}. */
  @Option(
      names = "--test",
      paramLabel = "DATA",
      defaultValue = "",
      description = "Test on this; all of --data then trains.")
  public String test = "";

  /** How a part to test on is chosen. */
  @Option(
      names = "--split",
      paramLabel = "KIND",
      defaultValue = "auto",
      description = {
        "How the fifth that tests is chosen: stratified (drawn with --seed, of each class its"
            + " share; the default) or every-fifth (the default for IDX files)."
      })
  public String split = "auto";

  /** The share of the training examples that validates; negative for the default. */
  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "-1",
      description = {
        "The share of the training examples that is not learnt from, but chooses the best epoch"
            + " (default: 0.2 for tables, 0 for images: the last epoch counts)."
      })
  public double validation = -1;

  /** How a table is read. */
  @Mixin public TableOptions table = new TableOptions();

  /**
   * Adds what was said to the options of a run.
   *
   * @param options receives names and values
   */
  public void echo(Map<String, String> options) {
    if (images.isEmpty()) {
      options.put("--data", data);
    } else {
      options.put("--images", images);
      options.put("--labels", labels);
    }
    if (!test.isEmpty()) {
      options.put("--test", test);
    }
    if (!split.equals("auto")) {
      options.put("--split", split);
    }
    if (validation >= 0) {
      options.put("--validation", String.valueOf(validation));
    }
    table.echo(options);
  }

  /**
   * Returns what the data are called.
   *
   * @return the name
   */
  public String name() {
    return images.isEmpty() ? data : images;
  }
}

package io.github.curvelane.examples;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.examples.input.DataSource;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.AtomicFile;
import io.github.curvelane.io.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Applies a stored model. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Applies a stored model to every row of a CSV file (which need not have the class), or to the"
          + " test examples of other data; writes CSV."
    },
    footer = {"", "Example: curvelane predict --model out/model.safetensors --to predictions.csv"})
final class PredictCommand implements Callable<Integer> {
  private static final int BATCH = 1024;

  @Mixin private ModelOptions options;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Where the predictions go (default: standard output).")
  private Path to;

  @Override
  public Integer call() {
    String csv = predict(options.load());
    if (to == null) {
      System.out.print(csv);
      return 0;
    }
    try {
      AtomicFile.replace(to, ByteBuffer.wrap(csv.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UserException("--to " + to + " cannot be written: " + e.getMessage(), e);
    }
    return 0;
  }

  private <A> String predict(Model<A> model) {
    Precision<A> precision = model.precision();
    int features = model.network().inputs();
    A raw = DataSource.readInputs(precision, options.data(model), options.table(), features);
    int examples = precision.length(raw) / features;
    A inputs = StoredModel.normalized(model, unlabelled(precision, raw, examples)).inputs();
    int columns = model.network().outputs();
    A outputs = precision.newArray(Math.multiplyExact(examples, columns));
    model
        .network()
        .newWorkspace(Math.min(BATCH, examples))
        .predict(model.parameters(), inputs, 0, examples, outputs);
    List<String> names = StoredModel.names(model);
    boolean classes = StoredModel.isClassification(model);
    StringBuilder csv = new StringBuilder(classes ? "prediction" : "");
    for (String name : names) {
      csv.append(csv.isEmpty() ? "" : ",").append(quoted((classes ? "output " : "") + name));
    }
    csv.append('\n');
    for (int i = 0; i < examples; i++) {
      int best = 0;
      for (int j = 1; j < columns; j++) {
        best =
            precision.get(outputs, i * columns + j) > precision.get(outputs, i * columns + best)
                ? j
                : best;
      }
      csv.append(classes ? quoted(names.get(best)) + "," : "");
      for (int j = 0; j < columns; j++) {
        double value = precision.get(outputs, i * columns + j);
        boolean single = precision == Precision.FLOAT;
        csv.append(j == 0 ? "" : ",");
        csv.append(single ? Float.toString((float) value) : Double.toString(value));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /** What is predicted for has no labels; a dataset has, so all are of one class. */
  private static <A> Dataset<A> unlabelled(Precision<A> precision, A inputs, int examples) {
    int features = precision.length(inputs) / examples;
    return Dataset.classification(precision, inputs, features, new int[examples], 1);
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}

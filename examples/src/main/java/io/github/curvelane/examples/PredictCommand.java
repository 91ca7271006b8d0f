package io.github.curvelane.examples;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Inputs;
import io.github.curvelane.examples.input.Cell;
import io.github.curvelane.examples.input.Content;
import io.github.curvelane.examples.input.DataOptions;
import io.github.curvelane.examples.input.DataSource;
import io.github.curvelane.examples.input.Lines;
import io.github.curvelane.examples.input.Part;
import io.github.curvelane.examples.input.TableSchema;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.AtomicFile;
import io.github.curvelane.io.Model;
import io.github.curvelane.serve.Predictor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Applies a stored model. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Applies a stored model to every row of a table (which need not have the class), or to the"
          + " test examples of other data; writes CSV: the id if there is one, and the class with"
          + " the probability of each, or the targets in their units. A text that a spreadsheet"
          + " would take for a formula (=, +, -, @ and more) has ' in front, which tables are read"
          + " without."
    },
    footer = {"", "Example: curvelane predict --model out/model.safetensors --to predictions.csv"})
final class PredictCommand implements Callable<Integer> {
  private static final int BLOCK = 1024;

  @Mixin private ModelOptions options;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "Where the predictions go (default: -, standard output).")
  private String to;

  @Override
  public Integer call() {
    String csv = predict(options.load());
    if (to.equals("-")) {
      System.out.print(csv);
      return 0;
    }
    try {
      AtomicFile.replace(Path.of(to), ByteBuffer.wrap(csv.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UserException("--to " + to + " cannot be written: " + e.getMessage(), e);
    }
    return 0;
  }

  private String predict(Model<?> model) {
    DataSource.Found found = find(model);
    Content content = found.test().orElse(found.first());
    content.remarks().forEach(line -> System.err.println(Lines.of("data: " + line + ".")));
    Part part = content.rows();
    if (part.inputs().features() != model.network().inputs()) {
      throw new UserException(
          "the data have "
              + part.inputs().features()
              + " features, the model has "
              + model.network().inputs()
              + " inputs");
    }
    try {
      return csv(model, part);
    } catch (IllegalArgumentException e) {
      throw new UserException("the data, normalized, do not fit the model: " + e.getMessage(), e);
    }
  }

  private DataSource.Found find(Model<?> model) {
    if (options.namesData()) {
      TableSchema schema = StoredModel.schema(model, false, options.table);
      return options.images.isEmpty()
          ? DataSource.find(model.precision(), options.data, options.table, schema)
          : DataSource.find(
              model.precision(), options.data, options.images, options.labels, options.table);
    }
    DataOptions training = ModelOptions.ofTraining(model, options.table);
    if (!training.images.isEmpty()) {
      return DataSource.find(
          model.precision(), training.data, training.images, training.labels, training.table);
    }
    String data = training.test.isEmpty() ? training.data : training.test;
    return DataSource.find(
        model.precision(), data, training.table, StoredModel.schema(model, false, training.table));
  }

  private static String csv(Model<?> model, Part part) {
    Predictor predictor = Predictor.of(model);
    StringBuilder text = new StringBuilder();
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
    try {
      format.printRecord(text, header(model, predictor, part).toArray());
      boolean single = model.precision() == Precision.FLOAT && predictor.isClassifier();
      int width = predictor.outputs();
      double[] rows = new double[BLOCK * predictor.inputs()];
      double[] results = new double[BLOCK * width];
      int[] classes = new int[BLOCK];
      for (int from = 0; from < part.examples(); from += BLOCK) {
        int count = Math.min(BLOCK, part.examples() - from);
        copy(part.inputs(), from, count, rows);
        predictor.predict(rows, 0, predictor.inputs(), count, results, 0, width);
        if (predictor.isClassifier()) {
          predictor.classify(rows, 0, predictor.inputs(), count, classes, 0);
        }
        for (int i = 0; i < count; i++) {
          List<String> row = new ArrayList<>();
          int example = from + i;
          part.ids().ifPresent(ids -> row.add(Cell.guarded(ids.get(example))));
          if (predictor.isClassifier()) {
            row.add(classes[i] < 0 ? "" : Cell.guarded(predictor.classes().get(classes[i])));
          }
          for (int j = 0; j < width; j++) {
            double value = results[i * width + j];
            row.add(single ? Float.toString((float) value) : Double.toString(value));
          }
          format.printRecord(text, row.toArray());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static void copy(Inputs inputs, int from, int count, double[] rows) {
    int features = inputs.features();
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < features; j++) {
        rows[i * features + j] = inputs.input(from + i, j);
      }
    }
  }

  private static List<String> header(Model<?> model, Predictor predictor, Part part) {
    List<String> header = new ArrayList<>();
    if (part.ids().isPresent()) {
      model.columns().stream()
          .filter(Column.Id.class::isInstance)
          .map(Column::name)
          .map(Cell::guarded)
          .findFirst()
          .ifPresent(header::add);
    }
    if (!predictor.isClassifier()) {
      predictor.targets().forEach(name -> header.add(Cell.guarded(name)));
      return header;
    }
    header.add("prediction");
    String what = predictor.givesProbabilities() ? "p" : "score";
    predictor.classes().forEach(name -> header.add(what + "(" + name + ")"));
    return header;
  }
}

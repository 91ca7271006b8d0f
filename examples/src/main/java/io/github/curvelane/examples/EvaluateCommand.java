package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.data.Task;
import io.github.curvelane.examples.input.Content;
import io.github.curvelane.examples.input.DataSource;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.Lines;
import io.github.curvelane.examples.input.Part;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ParameterDigest;
import io.github.curvelane.metrics.Auc;
import io.github.curvelane.metrics.ClassificationScores;
import io.github.curvelane.metrics.RegressionScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests a stored model. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tests a stored model on every example of some data; without --data, on those that tested"
          + " when it was trained."
    },
    footer = {"", "Example: curvelane evaluate --model out/model.safetensors --data new.csv"})
final class EvaluateCommand implements Callable<Integer> {
  private static final int MOST_CLASSES = 20;

  @Mixin private ModelOptions options;

  @Option(
      names = "--all",
      description =
          "Without --data: test on the training examples too, and on those that validated.")
  private boolean all;

  @Override
  public Integer call() {
    return evaluate(options.load());
  }

  private <A> int evaluate(Model<A> model) {
    if (options.namesData()) {
      DataSource.Found found =
          options.images.isEmpty()
              ? DataSource.find(
                  model.precision(),
                  options.data,
                  options.table,
                  StoredModel.schema(model, true, options.table))
              : DataSource.find(
                  model.precision(), options.data, options.images, options.labels, options.table);
      found.first().remarks().forEach(line -> System.err.println(Lines.of("data: " + line + ".")));
      if (found.test().isPresent()) {
        report("training", model, found.first(), found.first().rows());
      }
      Content last = found.test().orElse(found.first());
      report("test", model, last, last.rows());
    } else {
      Examples examples =
          DataSource.read(
              model.precision(),
              ModelOptions.ofTraining(model, options.table),
              ModelOptions.seed(model));
      if (all) {
        report("training", model, examples.content(), examples.training());
        examples
            .validation()
            .ifPresent(part -> report("validation", model, examples.content(), part));
      }
      report("test", model, examples.content(), examples.test());
    }
    System.out.println(
        "parameter digest: " + ParameterDigest.of(model.precision(), model.parameters()));
    return 0;
  }

  private static <A> void report(String name, Model<A> model, Content content, Part part) {
    Part fitting = StoredModel.fitting(model, content, part);
    Evaluator<A> evaluator;
    double loss;
    try {
      Prepared<A> prepared =
          Prepared.of(
              model.precision(),
              fitting,
              model.normalization().apply(fitting.inputs(), model.precision()),
              model.task(),
              model.loss(),
              model.network().layers().getLast().activation());
      evaluator =
          new Evaluator<>(
              model.network(), model.loss(), prepared, model.task(), Parallelism.none());
      loss = evaluator.evaluate(model.parameters());
    } catch (IllegalArgumentException e) {
      throw new UserException("the data, normalized, do not fit the model: " + e.getMessage(), e);
    }
    System.out.printf(Locale.ROOT, "%s loss: %.6f%n", name, loss);
    Baselines baselines = baselines(model, fitting);
    ErrorLines.of(name, evaluator, baselines).forEach(System.out::println);
    if (evaluator.isClassification()) {
      print(evaluator, model);
    } else {
      scores(evaluator).forEach(System.out::println);
    }
  }

  /** What the commonest class and the means of the training examples achieve. */
  private static Baselines baselines(Model<?> model, Part part) {
    if (model.task() instanceof Task.Regression(var targets)) {
      double[] wanted = part.targets().orElseThrow();
      List<Double> errors = new ArrayList<>();
      for (int j = 0; j < targets.size(); j++) {
        double[] column = Evaluator.column(wanted, j, targets.size());
        double[] mean = new double[column.length];
        Arrays.fill(mean, targets.get(j).mean());
        errors.add(RegressionScores.of(column, mean).rmse());
      }
      return new Baselines(errors, List.of());
    }
    int commonest = model.task().names().indexOf(model.notes().get(StoredModel.COMMONEST));
    int[] labels = part.labels().orElseThrow();
    long others = Arrays.stream(labels).filter(label -> label != commonest).count();
    return commonest < 0
        ? new Baselines(List.of(), List.of())
        : new Baselines(List.of(100.0 * others / labels.length), List.of());
  }

  private static List<String> scores(Evaluator<?> evaluator) {
    List<String> lines = new ArrayList<>();
    List<String> names = Lines.names(evaluator.task().names());
    List<RegressionScores> scores = evaluator.valueScores();
    for (int j = 0; j < names.size(); j++) {
      lines.add(names.get(j) + ": " + scores.get(j));
    }
    return lines;
  }

  private static void print(Evaluator<?> evaluator, Model<?> model) {
    ClassificationScores scores = evaluator.classScores();
    List<String> names = Lines.names(model.task().names());
    if (names.size() > MOST_CLASSES) {
      System.out.println("macro: " + scores.macro());
      return;
    }
    System.out.print(scores.report(names));
    if (names.size() == 2) {
      double auc = auc(evaluator);
      if (!Double.isNaN(auc)) {
        System.out.printf(Locale.ROOT, "AUC of %s: %.4f%n", names.get(1), auc);
      }
    }
    System.out.println("rows: the class; columns: what was found");
    System.out.print(scores.confusion(names));
  }

  /** The area under the curve of the second of two classes; NaN if only one of them is there. */
  static <A> double auc(Evaluator<A> evaluator) {
    int[] labels = evaluator.data().part().labels().orElseThrow();
    if (Arrays.stream(labels).distinct().count() < 2) {
      return Double.NaN;
    }
    double[] outputs = evaluator.outputsAsDoubles();
    int columns = outputs.length / labels.length;
    double[] margins = new double[labels.length];
    for (int i = 0; i < margins.length; i++) {
      margins[i] = columns == 1 ? outputs[i] : outputs[i * columns + 1] - outputs[i * columns];
      if (Double.isNaN(margins[i])) {
        return Double.NaN;
      }
    }
    return Auc.of(labels, margins);
  }
}

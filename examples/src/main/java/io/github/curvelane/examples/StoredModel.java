package io.github.curvelane.examples;

import io.github.curvelane.data.Dataset;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Targets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What this program wrote into the notes of a model. */
final class StoredModel {
  private StoredModel() {}

  /** Returns the names of the outputs, or their numbers. */
  static List<String> names(Model<?> model) {
    Map<String, String> notes = model.notes();
    return IntStream.range(0, model.network().outputs())
        .mapToObj(i -> notes.getOrDefault("output.%05d".formatted(i), String.valueOf(i)))
        .toList();
  }

  static boolean isClassification(Model<?> model) {
    return !model.notes().getOrDefault("task", "classification").equals("regression");
  }

  /**
   * Checks that a model can be tried on data.
   *
   * @throws UserException if it cannot
   */
  static void requireFit(Model<?> model, Dataset<?> data) {
    if (data.features() != model.network().inputs()
        || data.outputs() > model.network().outputs()
        || data.isClassification() != isClassification(model)) {
      throw new UserException(
          "the data ("
              + data
              + ") do not fit the model, which is for "
              + model.network().inputs()
              + " features and "
              + model.network().outputs()
              + (isClassification(model) ? " classes" : " targets"));
    }
  }

  /** Returns targets as they were in training. */
  static <A> Targets<A> targets(Model<A> model, Dataset<A> data) {
    int outputs = model.network().outputs();
    if (!data.isClassification()) {
      return Targets.matrix(data.precision(), data.targets(), outputs);
    }
    String loss = model.loss().toString();
    if (!loss.endsWith("squared-error") && !loss.startsWith("huber")) {
      return Targets.labels(data.precision(), data.labels(), outputs);
    }
    Activation last = ((Dense) model.network().layers().getLast()).activation();
    double off = last.isOdd() ? -1 : 0;
    return Targets.coded(data.precision(), data.labels(), outputs, off, 1);
  }
}

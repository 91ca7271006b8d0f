package io.github.curvelane.examples;

import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Task;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Targets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a stored model knows about data. */
final class StoredModel {
  private StoredModel() {}

  /** Returns the names of the classes or targets. */
  static List<String> names(Model<?> model) {
    return model.task().names();
  }

  static boolean isClassification(Model<?> model) {
    return model.task() instanceof Task.Classification;
  }

  /**
   * Prepares data for a model to be tried on them: classes get the numbers that they have in the
   * model, which knows them by name, and inputs are normalised.
   *
   * @param names the names of the data's classes
   * @throws UserException if the data do not fit the model
   */
  static <A> Dataset<A> prepare(Model<A> model, List<String> names, Dataset<A> data) {
    requireFit(model, data);
    Dataset<A> known = data.isClassification() ? renumbered(model, names, data) : data;
    return normalized(model, known);
  }

  /**
   * Normalises inputs as in training.
   *
   * @throws UserException if they are too large
   */
  static <A> Dataset<A> normalized(Model<A> model, Dataset<A> data) {
    try {
      return model.normalization().apply(data);
    } catch (IllegalArgumentException e) {
      throw new UserException("the data, normalized, do not fit the model: " + e.getMessage(), e);
    }
  }

  private static <A> Dataset<A> renumbered(Model<A> model, List<String> names, Dataset<A> data) {
    Map<String, Integer> numbers = new HashMap<>();
    List<String> known = names(model);
    for (int c = 0; c < known.size(); c++) {
      numbers.put(known.get(c), c);
    }
    int[] labels = data.labels().clone();
    for (int i = 0; i < labels.length; i++) {
      String name = names.get(labels[i]);
      Integer number = numbers.get(name);
      if (number == null) {
        throw new UserException(
            "the data have the class '" + name + "', which the model does not know");
      }
      labels[i] = number;
    }
    return Dataset.classification(
        data.precision(), data.inputs(), data.features(), labels, model.network().outputs());
  }

  private static void requireFit(Model<?> model, Dataset<?> data) {
    boolean classes = data.isClassification();
    if (data.features() != model.network().inputs()
        || (!classes && data.outputs() != model.network().outputs())
        || classes != isClassification(model)) {
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
    if (loss.startsWith("softmax")) {
      return Targets.labels(data.precision(), data.labels(), outputs);
    }
    double off = off(loss, model.network().layers().getLast().activation());
    return Targets.coded(data.precision(), data.labels(), outputs, off, 1);
  }

  /** The target of a class that an example is not of. */
  private static double off(String loss, Activation last) {
    if (loss.equals("hinge") || loss.equals("perceptron")) {
      return -1;
    }
    return last.isOdd() && !loss.startsWith("binary") ? -1 : 0;
  }
}

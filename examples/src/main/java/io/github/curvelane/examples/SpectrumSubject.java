package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Task;
import io.github.curvelane.examples.input.Content;
import io.github.curvelane.examples.input.DataOptions;
import io.github.curvelane.examples.input.DataSource;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.Part;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.Arrays;

/**
 * A network at a point, and the examples that its curvature is measured on.
 *
 * @param title what it is, for people
 * @param network the network
 * @param theta its parameters
 * @param loss the loss
 * @param task what the outputs stand for
 * @param data the training examples
 */
record SpectrumSubject<A>(
    String title, Network<A> network, A theta, Loss loss, Task task, Prepared<A> data) {

  /** A network with the initial weights that {@code train} would begin with. */
  static <A> SpectrumSubject<A> initial(
      SpectrumOptions options, Precision<A> precision, Parallelism parallelism) {
    Examples examples = DataSource.read(precision, options.data, options.seed);
    Settings settings = Settings.of(options.training(), examples);
    try {
      Training<A> training =
          new Training<>(settings, examples, precision, parallelism, options.console());
      return training.subject(
          settings.architecture() + " on " + options.data.name() + ", initial weights");
    } catch (IllegalArgumentException e) {
      throw new UserException("this has no spectrum: " + e.getMessage(), e);
    }
  }

  /** A stored network, on what it was trained on if no data are named. */
  static <A> SpectrumSubject<A> stored(SpectrumOptions options, Model<A> model, boolean namesData) {
    DataOptions data =
        namesData ? options.data : ModelOptions.ofTraining(model, options.data.table);
    Part part;
    if (namesData) {
      DataSource.Found found =
          data.images.isEmpty()
              ? DataSource.find(
                  model.precision(),
                  data.data,
                  data.table,
                  StoredModel.schema(model, true, data.table))
              : DataSource.find(model.precision(), data.data, data.images, data.labels, data.table);
      Content first = found.first();
      part = StoredModel.fitting(model, first, first.rows());
    } else {
      Examples examples = DataSource.read(model.precision(), data, ModelOptions.seed(model));
      part = StoredModel.fitting(model, examples.content(), examples.training());
    }
    return of(options.model + " on " + data.name(), model, part);
  }

  private static <A> SpectrumSubject<A> of(String title, Model<A> model, Part part) {
    try {
      Prepared<A> prepared =
          Prepared.of(
              model.precision(),
              part,
              model.normalization().apply(part.inputs(), model.precision()),
              model.task(),
              model.loss(),
              model.network().layers().getLast().activation());
      return new SpectrumSubject<>(
          title, model.network(), model.parameters(), model.loss(), model.task(), prepared);
    } catch (IllegalArgumentException e) {
      throw new UserException("the data, normalized, do not fit the model: " + e.getMessage(), e);
    }
  }

  /** Reads a model; its numbers may be wanted in another precision than they are stored in. */
  static Model<?> read(SpectrumOptions options) {
    Model<?> model = ModelOptions.load(options.model);
    if (options.precision == null || options.precision.equals(model.precision().toString())) {
      return model;
    }
    return convert(model, precision(options.precision));
  }

  private static <A, B> Model<B> convert(Model<A> model, Precision<B> precision) {
    int n = model.network().parameters();
    VectorAlgebra<B> algebra = Kernels.of(precision).vectorAlgebra();
    B theta = precision.newArray(n);
    switch (model.parameters()) {
      case float[] floats -> algebra.convert(n, floats, 0, theta, 0);
      case double[] doubles -> algebra.convert(n, doubles, 0, theta, 0);
      default -> throw new AssertionError();
    }
    Network<B> network = Network.of(precision, model.network().layers());
    return new Model<>(network, theta, model.normalization(), model.loss())
        .withColumns(model.columns())
        .withTask(model.task())
        .withNotes(model.notes());
  }

  /** The precision of a name. */
  static Precision<?> precision(String name) {
    return switch (name) {
      case "float" -> Precision.FLOAT;
      case "double" -> Precision.DOUBLE;
      default -> throw new UserException("--precision is '" + name + "', must be float or double");
    };
  }

  /** The same network on the first examples. */
  SpectrumSubject<A> first(int examples) {
    int count = Math.min(examples, data.examples());
    Precision<A> precision = network.precision();
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> i);
    Part part = data.part().select(rows);
    A inputs = precision.newArray(count * network.inputs());
    precision.copy(data.inputs(), 0, inputs, 0, count * network.inputs());
    Targets<A> targets =
        Prepared.targets(precision, part, task, loss, network.layers().getLast().activation());
    return new SpectrumSubject<>(
        title, network, theta, loss, task, new Prepared<>(part, inputs, targets));
  }

  /** The mean loss, as a function of the parameters. */
  NetworkObjective<A> objective(Parallelism parallelism) {
    return new NetworkObjective<>(
        network.newWorkspace(data.examples(), parallelism), loss, data.inputs(), data.targets());
  }
}

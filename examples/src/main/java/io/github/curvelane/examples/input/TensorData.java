package io.github.curvelane.examples.input;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Split;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A safetensors file with {@code inputs} [examples, …] and {@code targets}: [examples] of an
 * integer type for classes, or [examples, outputs] of floating-point numbers to be predicted. If it
 * also has {@code test_inputs} and {@code test_targets} they test; otherwise every fifth example
 * does.
 */
public final class TensorData {
  private static final int TEST_EVERY = 5;

  private TensorData() {}

  /**
   * Reads a file.
   *
   * @param precision the precision
   * @param file the file
   * @param <A> {@code float[]} or {@code double[]}
   * @return the examples
   * @throws IOException if it cannot be read or is damaged
   */
  public static <A> Examples<A> read(Precision<A> precision, Path file) throws IOException {
    TensorFile tensors = TensorFile.read(file);
    Tensor inputs = require(tensors, "inputs", file);
    Tensor targets = require(tensors, "targets", file);
    boolean divided = tensors.tensors().containsKey("test_inputs");
    Tensor testTargets = divided ? require(tensors, "test_targets", file) : targets;
    int classes =
        Math.max(classes(targets, "targets", file), classes(testTargets, "test_targets", file));
    Dataset<A> all = dataset(precision, inputs, targets, classes, file);
    Optional<ImageShape> image = image(inputs.shape());
    List<String> names = IntStream.range(0, all.outputs()).mapToObj(String::valueOf).toList();
    if (divided) {
      Tensor testInputs = require(tensors, "test_inputs", file);
      Dataset<A> test = dataset(precision, testInputs, testTargets, classes, file);
      return new Examples<>(all, test, names, image, List.of("training and test data of " + file));
    }
    Split split = Split.everyKth(all.examples(), TEST_EVERY);
    return new Examples<>(
        all.select(split.training()),
        all.select(split.test()),
        names,
        image,
        List.of("every fifth of the %,d examples of %s tests".formatted(all.examples(), file)));
  }

  private static Tensor require(TensorFile tensors, String name, Path file) {
    Tensor tensor = tensors.tensors().get(name);
    if (tensor == null) {
      throw new UserException(
          file + " has no tensor '" + name + "', it has " + tensors.tensors().keySet());
    }
    return tensor;
  }

  private static int classes(Tensor targets, String name, Path file) {
    double greatest = 1;
    for (int i = 0; !targets.type().isFloating() && i < targets.length(); i++) {
      greatest = Math.max(greatest, targets.get(i));
    }
    return ClassCount.upTo(greatest, file + ": " + name);
  }

  private static <A> Dataset<A> dataset(
      Precision<A> precision, Tensor inputs, Tensor targets, int classes, Path file) {
    int[] shape = inputs.shape();
    int[] targetShape = targets.shape();
    if (shape.length < 2 || inputs.length() == 0) {
      throw new UserException(file + ": inputs is " + inputs + ", must be [examples, ...]");
    }
    if (targetShape.length == 0 || targetShape[0] != shape[0]) {
      throw new UserException(
          file
              + ": inputs is "
              + inputs
              + " and targets "
              + targets
              + ", must have as many examples");
    }
    int features = inputs.length() / shape[0];
    if (targets.type().isFloating()) {
      int outputs = targets.length() / targetShape[0];
      return Dataset.regression(
          precision, inputs.values(precision), features, targets.values(precision), outputs);
    }
    if (targetShape.length != 1) {
      throw new UserException(file + ": targets is " + targets + ", classes must be [examples]");
    }
    int[] labels = IntStream.range(0, shape[0]).map(i -> (int) targets.get(i)).toArray();
    return Dataset.classification(precision, inputs.values(precision), features, labels, classes);
  }

  private static Optional<ImageShape> image(int[] shape) {
    return shape.length == 3 ? Optional.of(new ImageShape(shape[1], shape[2])) : Optional.empty();
  }
}

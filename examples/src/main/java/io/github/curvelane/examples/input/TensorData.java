package io.github.curvelane.examples.input;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Task;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A safetensors file with {@code inputs} [examples, …] and {@code targets}: [examples] of an
 * integer type for classes, whatever their numbers, or [examples, outputs] of floating-point
 * numbers to be predicted. If it also has {@code test_inputs} and {@code test_targets} they test;
 * otherwise a part of the examples does. Other tensors are left alone.
 */
final class TensorData {
  private TensorData() {}

  /**
   * Reads a file.
   *
   * @param precision the precision; tensors in double precision are read as such
   * @throws IOException if it cannot be read or is damaged
   */
  static DataSource.Found read(Precision<?> precision, Path file) throws IOException {
    TensorFile tensors = TensorFile.read(file);
    Tensor inputs = require(tensors, "inputs", file);
    Tensor targets = require(tensors, "targets", file);
    boolean divided = tensors.tensors().containsKey("test_inputs");
    Tensor testTargets = divided ? require(tensors, "test_targets", file) : targets;
    requireExamples(inputs, targets, file);
    Task task = task(targets, testTargets, file);
    Optional<ImageShape> image = image(inputs.shape());
    Content first =
        Content.of(
            part(precision, inputs, targets, task, file),
            task,
            image,
            List.of("examples of " + file));
    if (!divided) {
      return DataSource.Found.whole(first);
    }
    Tensor testInputs = require(tensors, "test_inputs", file);
    requireExamples(testInputs, testTargets, file);
    Part test = part(precision, testInputs, testTargets, task, file);
    return new DataSource.Found(first, Optional.of(Content.of(test, task, image, List.of())));
  }

  private static Tensor require(TensorFile tensors, String name, Path file) {
    Tensor tensor = tensors.tensors().get(name);
    if (tensor == null) {
      throw new UserException(
          file
              + " has no tensor '"
              + name
              + "', it has ["
              + Texts.list(List.copyOf(tensors.tensors().keySet()))
              + "]");
    }
    return tensor;
  }

  private static void requireExamples(Tensor inputs, Tensor targets, Path file) {
    int[] shape = inputs.shape();
    if (shape.length < 2 || inputs.length() == 0) {
      throw new UserException(file + ": inputs is " + inputs + ", must be [examples, ...]");
    }
    if (targets.shape().length == 0 || targets.shape()[0] != shape[0]) {
      throw new UserException(
          "%s: inputs is %s and targets %s, must have as many examples"
              .formatted(file, inputs, targets));
    }
    if (!targets.type().isFloating() && targets.shape().length != 1) {
      throw new UserException(file + ": targets is " + targets + ", classes must be [examples]");
    }
  }

  private static Task task(Tensor targets, Tensor testTargets, Path file) {
    if (targets.type().isFloating()) {
      return Task.Regression.numbered(targets.length() / targets.shape()[0]);
    }
    long[] classes =
        LongStream.concat(labels(targets), labels(testTargets)).sorted().distinct().toArray();
    if (classes.length > ClassCount.MOST) {
      throw new UserException(
          "%s: targets has %d different classes, at most %d can be learnt"
              .formatted(file, classes.length, ClassCount.MOST));
    }
    return new Task.Classification(
        "class", Arrays.stream(classes).mapToObj(String::valueOf).toList());
  }

  private static LongStream labels(Tensor targets) {
    return LongStream.range(0, targets.length()).map(i -> (long) targets.get((int) i));
  }

  private static Part part(
      Precision<?> precision, Tensor inputs, Tensor targets, Task task, Path file) {
    boolean wide = inputs.type().bytes() == 8 && inputs.type().isFloating();
    Part values =
        wide
            ? Part.of(unlabelled(Precision.DOUBLE, inputs))
            : Part.of(unlabelled(precision, inputs));
    return switch (task) {
      case Task.Classification classes -> {
        List<String> names = classes.classes();
        int[] numbers =
            labels(targets).mapToInt(label -> names.indexOf(String.valueOf(label))).toArray();
        yield new Part(
            values.inputs(),
            Optional.of(numbers),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
      }
      case Task.Regression _ -> {
        double[] numbers = targets.values(Precision.DOUBLE);
        int bad = Precision.DOUBLE.indexOfNonFinite(numbers, 0, numbers.length);
        if (bad >= 0) {
          throw new UserException(file + ": targets[" + bad + "] is " + numbers[bad]);
        }
        yield new Part(
            values.inputs(),
            Optional.empty(),
            Optional.of(numbers),
            Optional.empty(),
            Optional.empty());
      }
    };
  }

  /** Numbers of which nothing is known yet. */
  private static <A> Dataset<A> unlabelled(Precision<A> precision, Tensor inputs) {
    int examples = inputs.shape()[0];
    return Dataset.classification(
        precision, inputs.values(precision), inputs.length() / examples, new int[examples], 1);
  }

  private static Optional<ImageShape> image(int[] shape) {
    return shape.length == 3 ? Optional.of(new ImageShape(shape[1], shape[2])) : Optional.empty();
  }
}

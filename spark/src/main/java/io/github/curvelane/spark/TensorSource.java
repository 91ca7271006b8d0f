package io.github.curvelane.spark;

import java.util.Objects;

/**
 * A safetensors file, on any file system that Hadoop knows, with a tensor of inputs [examples, …]
 * and one of targets: [examples] of an integer type for classes, or [examples, …] of a
 * floating-point type for values. Each task reads the rows that it needs; the file may be longer
 * than 2 GiB. Immutable.
 */
public final class TensorSource {
  private final String file;
  private final String inputs;
  private final String targets;
  private final int classes;

  private TensorSource(String file, String inputs, String targets, int classes) {
    this.file = file;
    this.inputs = inputs;
    this.targets = targets;
    this.classes = classes;
  }

  /**
   * Names examples with values to predict, in tensors called {@code inputs} and {@code targets}.
   *
   * @param file the path of the file
   * @return the source
   * @throws IllegalArgumentException if the path is empty
   */
  public static TensorSource of(String file) {
    if (Objects.requireNonNull(file, "file").isEmpty()) {
      throw new IllegalArgumentException("file is empty, must be the path of a file");
    }
    return new TensorSource(file, "inputs", "targets", 0);
  }

  /**
   * Says that the targets are classes.
   *
   * @param classes the number of classes, at least 1; targets are from 0 to {@code classes} − 1
   * @return another source
   * @throws IllegalArgumentException if it is less than 1
   */
  public TensorSource ofClasses(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + ", must be at least 1");
    }
    return new TensorSource(file, inputs, targets, classes);
  }

  /**
   * Says how the tensors are called.
   *
   * @param inputs the name of the inputs
   * @param targets the name of the targets
   * @return another source
   */
  public TensorSource named(String inputs, String targets) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(targets, "targets");
    return new TensorSource(file, inputs, targets, classes);
  }

  /**
   * Returns the path of the file.
   *
   * @return as it was given
   */
  public String file() {
    return file;
  }

  /**
   * Returns the name of the tensor of inputs.
   *
   * @return {@code inputs} unless it was set
   */
  public String inputs() {
    return inputs;
  }

  /**
   * Returns the name of the tensor of targets.
   *
   * @return {@code targets} unless it was set
   */
  public String targets() {
    return targets;
  }

  /**
   * Returns the number of classes.
   *
   * @return 0 if the targets are values
   */
  public int classes() {
    return classes;
  }

  @Override
  public String toString() {
    return file
        + ", "
        + inputs
        + ", "
        + targets
        + (classes == 0 ? "" : ", " + classes + " classes");
  }
}

package io.github.curvelane.spark;

import java.util.Objects;

/**
 * A file of images and one of their labels in IDX format, on any file system that Hadoop knows, and
 * which of their rows are examples. Immutable.
 *
 * <p>A plain file is read in pieces, each by the task that needs it. A file packed by gzip, which
 * cannot be cut, is unpacked by every task from its beginning to the last of its rows: P tasks do
 * about P/2 times the work of one. That is nothing for files of MNIST's size; larger ones are
 * better stored unpacked.
 */
public final class IdxSource {
  private final String images;
  private final String labels;
  private final int firstClass;
  private final int classes;
  private final int leftOut;

  private IdxSource(String images, String labels, int firstClass, int classes, int leftOut) {
    this.images = images;
    this.labels = labels;
    this.firstClass = firstClass;
    this.classes = classes;
    this.leftOut = leftOut;
  }

  /**
   * Names two files.
   *
   * @param images the path of the images, of at least two dimensions, such as {@code
   *     hdfs://host/mnist/train-images-idx3-ubyte}
   * @param labels the path of the labels, of one dimension
   * @param classes the number of classes, at least 1; labels are from 0 to {@code classes} − 1
   * @return the source
   * @throws IllegalArgumentException if a path is empty or {@code classes} is less than 1
   */
  public static IdxSource of(String images, String labels, int classes) {
    requirePath("images", images);
    requirePath("labels", labels);
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + ", must be at least 1");
    }
    return new IdxSource(images, labels, 0, classes, 0);
  }

  private static void requirePath(String name, String path) {
    if (Objects.requireNonNull(path, name).isEmpty()) {
      throw new IllegalArgumentException(name + " is empty, must be the path of a file");
    }
  }

  /**
   * Says where labels begin: {@code first} is class 0.
   *
   * @param first the least label, at least 0
   * @return another source
   * @throws IllegalArgumentException if it is negative, or the last label were no int
   */
  public IdxSource labelsFrom(int first) {
    if (first < 0 || first > Integer.MAX_VALUE - classes) {
      throw new IllegalArgumentException(
          "first is %d, must be from 0 to %d".formatted(first, Integer.MAX_VALUE - classes));
    }
    return new IdxSource(images, labels, first, classes, leftOut);
  }

  /**
   * Leaves out every k-th row, k − 1, 2k − 1, … from 0: those that {@link
   * io.github.curvelane.data.Split#everyKth} tests on.
   *
   * @param k at least 2
   * @return another source
   * @throws IllegalArgumentException if it is less
   */
  public IdxSource withoutEvery(int k) {
    if (k < 2) {
      throw new IllegalArgumentException("k is " + k + ", must be at least 2");
    }
    return new IdxSource(images, labels, firstClass, classes, k);
  }

  /**
   * Returns the path of the images.
   *
   * @return as it was given
   */
  public String images() {
    return images;
  }

  /**
   * Returns the path of the labels.
   *
   * @return as it was given
   */
  public String labels() {
    return labels;
  }

  /**
   * Returns the label that is class 0.
   *
   * @return 0 unless it was set
   */
  public int firstClass() {
    return firstClass;
  }

  /**
   * Returns the number of classes.
   *
   * @return at least 1
   */
  public int classes() {
    return classes;
  }

  /** Every how-many-th row is left out, 0 for none. */
  int leftOut() {
    return leftOut;
  }

  @Override
  public String toString() {
    String rows = leftOut == 0 ? "" : ", without every row of " + leftOut;
    return images + ", " + labels + ", " + classes + " classes" + rows;
  }
}

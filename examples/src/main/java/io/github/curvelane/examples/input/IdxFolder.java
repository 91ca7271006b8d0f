package io.github.curvelane.examples.input;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A folder of IDX files with the names of MNIST's: {@code train-images-idx3-ubyte} and {@code
 * train-labels-idx1-ubyte}, the same with {@code t10k} to test on, each plain or with {@code .gz}.
 * If only one pair is there, every fifth example of it tests and the rest train.
 */
public final class IdxFolder {
  private static final int TEST_EVERY = 5;

  private IdxFolder() {}

  /**
   * Tells whether a folder has such files.
   *
   * @param folder the folder
   * @return whether one of the pairs' image files is there
   */
  public static boolean matches(Path folder) {
    return find(folder, "train-images-idx3-ubyte").isPresent()
        || find(folder, "t10k-images-idx3-ubyte").isPresent();
  }

  /**
   * Reads a folder.
   *
   * @param precision the precision
   * @param folder the folder
   * @param <A> {@code float[]} or {@code double[]}
   * @return the examples
   * @throws IOException if a file cannot be read or is damaged
   */
  public static <A> Examples<A> read(Precision<A> precision, Path folder) throws IOException {
    Optional<Pair> training = Pair.find(folder, "train");
    Optional<Pair> test = Pair.find(folder, "t10k");
    Pair first =
        training
            .or(() -> test)
            .orElseThrow(
                () ->
                    new UserException(
                        folder
                            + " has neither train-images-idx3-ubyte nor t10k-images-idx3-ubyte"
                            + " (plain or .gz)"));
    int classes = Math.max(first.classes(), test.orElse(first).classes());
    List<String> names = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    if (training.isPresent() && test.isPresent()) {
      if (!test.get().image().equals(first.image())) {
        throw new UserException(
            folder
                + " has training images of "
                + first.image()
                + " and test images of "
                + test.get().image()
                + " pixels");
      }
      return new Examples<>(
          first.dataset(precision, classes),
          test.get().dataset(precision, classes),
          names,
          Optional.of(first.image()),
          List.of("the training and test files of " + folder));
    }
    Dataset<A> all = first.dataset(precision, classes);
    Split split = Split.everyKth(all.examples(), TEST_EVERY);
    String missing = training.isPresent() ? "test" : "training";
    return new Examples<>(
        all.select(split.training()),
        all.select(split.test()),
        names,
        Optional.of(first.image()),
        List.of(
            "%s has no %s file: every fifth of the %,d examples of %s tests, the rest train"
                .formatted(folder, missing, all.examples(), first.name())));
  }

  private static Optional<Path> find(Path folder, String name) {
    for (String suffix : List.of("", ".gz")) {
      Path file = folder.resolve(name + suffix);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Images and their labels. */
  private record Pair(String name, IdxArray images, IdxArray labels) {
    static Optional<Pair> find(Path folder, String prefix) throws IOException {
      Optional<Path> images = IdxFolder.find(folder, prefix + "-images-idx3-ubyte");
      Optional<Path> labels = IdxFolder.find(folder, prefix + "-labels-idx1-ubyte");
      if (images.isEmpty() && labels.isEmpty()) {
        return Optional.empty();
      }
      if (images.isEmpty() || labels.isEmpty()) {
        throw new UserException(
            folder
                + " has only one of "
                + prefix
                + "-images-idx3-ubyte and "
                + prefix
                + "-labels-idx1-ubyte (plain or .gz)");
      }
      IdxArray pixels = IdxFile.read(images.get());
      if (pixels.shape().length != 3 || pixels.length() == 0) {
        throw new UserException(
            images.get() + " does not hold images: it must have three dimensions");
      }
      return Optional.of(
          new Pair(images.get().getFileName().toString(), pixels, IdxFile.read(labels.get())));
    }

    ImageShape image() {
      return new ImageShape(images.shape()[1], images.shape()[2]);
    }

    int classes() {
      double greatest = 1;
      for (int i = 0; i < labels.length(); i++) {
        greatest = Math.max(greatest, labels.get(i));
      }
      return ClassCount.upTo(greatest, "the file of labels that belongs to " + name);
    }

    <A> Dataset<A> dataset(Precision<A> precision, int classes) {
      return IdxFile.dataset(precision, images, labels, classes);
    }
  }
}

package io.github.curvelane.examples.input;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of IDX files with the names of MNIST's, {@code train-images-idx3-ubyte} and {@code
 * train-labels-idx1-ubyte} to train on and the same with {@code t10k} to test on, or with a word
 * before them, {@code test} for {@code t10k} or a point for the last dash, as others have it; each
 * plain or with {@code .gz}. If only one pair is there, a part of it tests.
 */
public final class IdxFolder {
  private static final String IMAGES = "(.*)images[-.]idx3[-.]ubyte(\\.gz)?";
  private static final String KNOWN =
      " (train-images-idx3-ubyte or t10k-images-idx3-ubyte, plain or .gz)";

  private IdxFolder() {}

  /**
   * Reads a folder.
   *
   * @param precision the precision
   * @param folder the folder
   * @return the examples
   * @throws IOException if a file cannot be read or is damaged
   */
  static DataSource.Found read(Precision<?> precision, Path folder) throws IOException {
    TreeMap<String, Path> training = new TreeMap<>();
    TreeMap<String, Path> test = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.matches(IMAGES) && Files.isRegularFile(file)) {
          String stem = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
          (name.contains("t10k") || name.contains("test") ? test : training)
              .putIfAbsent(stem, file);
        }
      }
    }
    refuseSeveral(folder, training);
    refuseSeveral(folder, test);
    if (training.isEmpty() && test.isEmpty()) {
      throw new UserException(
          folder + " has no images" + KNOWN + "; --images and --labels name files of other names");
    }
    Optional<Pair> first = pair(training);
    Optional<Pair> second = pair(test);
    if (first.isPresent() && second.isPresent()) {
      Content all = content(precision, first.get(), List.of(second.get().labels), "");
      Content tested = content(precision, second.get(), List.of(first.get().labels), "");
      return new DataSource.Found(
          withRemark(all, "the training and test files of " + folder), Optional.of(tested));
    }
    String missing = first.isPresent() ? "test" : "training";
    Pair only = first.or(() -> second).orElseThrow();
    Content content =
        content(precision, only, List.of(), Texts.format("%s has no %s file", folder, missing));
    return DataSource.Found.whole(content);
  }

  /** Reads two files of any names. */
  static Content read(Precision<?> precision, Path images, Path labels) throws IOException {
    return content(precision, Pair.read(images, labels), List.of(), "the images of " + images);
  }

  private static void refuseSeveral(Path folder, TreeMap<String, Path> found) {
    if (found.size() > 1) {
      throw new UserException(
          "%s has several files of images, %s: --images and --labels name two"
              .formatted(folder, Texts.list(List.copyOf(found.keySet()))));
    }
  }

  private static Optional<Pair> pair(TreeMap<String, Path> found) throws IOException {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String stem = found.firstKey();
    int word = stem.lastIndexOf("images");
    String other =
        stem.substring(0, word)
            + stem.substring(word).replace("images", "labels").replace("idx3", "idx1");
    Path folder = found.get(stem).getParent();
    for (String suffix : List.of("", ".gz")) {
      Path labels = folder.resolve(other + suffix);
      if (Files.isRegularFile(labels)) {
        return Optional.of(Pair.read(found.get(stem), labels));
      }
    }
    throw new UserException(
        "%s has only one of %s and %s (plain or .gz)".formatted(folder, stem, other));
  }

  private static Content withRemark(Content content, String remark) {
    return Content.of(content.rows(), content.task(), content.image(), List.of(remark));
  }

  /**
   * Makes examples of a pair.
   *
   * @param others labels that name classes too
   */
  private static Content content(
      Precision<?> precision, Pair pair, List<IdxArray> others, String remark) {
    List<IdxArray> all = new ArrayList<>(others);
    all.add(pair.labels);
    double least = Double.POSITIVE_INFINITY;
    double greatest = 0;
    for (IdxArray labels : all) {
      for (int i = 0; i < labels.length(); i++) {
        least = Math.min(least, labels.get(i));
        greatest = Math.max(greatest, labels.get(i));
      }
    }
    int classes = Math.max(2, ClassCount.upTo(greatest, "the file of labels of " + pair.name));
    int first = (int) Math.max(0, Math.min(least, classes - 2));
    List<String> names = IntStream.range(first, classes).mapToObj(String::valueOf).toList();
    Part rows =
        Part.of(numberedFrom(first, IdxFile.dataset(precision, pair.images, pair.labels, classes)));
    return Content.of(
        rows,
        new Task.Classification("class", names),
        Optional.of(pair.shape()),
        remark.isEmpty() ? List.of() : List.of(remark));
  }

  /** Numbers classes from 0, where their labels begin later. */
  private static <A> Dataset<A> numberedFrom(int first, Dataset<A> data) {
    if (first == 0) {
      return data;
    }
    int[] labels = Arrays.stream(data.labels()).map(label -> label - first).toArray();
    return Dataset.classification(
        data.precision(), data.inputs(), data.features(), labels, data.outputs() - first);
  }

  /** Images and their labels. */
  private record Pair(String name, IdxArray images, IdxArray labels) {
    static Pair read(Path images, Path labels) throws IOException {
      IdxArray pixels = IdxFile.read(images);
      if (pixels.shape().length != 3 || pixels.length() == 0) {
        throw new UserException(images + " does not hold images: it must have three dimensions");
      }
      IdxArray classes = IdxFile.read(labels);
      if (classes.shape().length != 1 || classes.length() != pixels.shape()[0]) {
        throw new UserException(
            "%s has %d images and %s labels of the shape %s"
                .formatted(images, pixels.shape()[0], labels, Arrays.toString(classes.shape())));
      }
      return new Pair(images.getFileName().toString(), pixels, classes);
    }

    ImageShape shape() {
      return new ImageShape(images.shape()[1], images.shape()[2]);
    }
  }
}

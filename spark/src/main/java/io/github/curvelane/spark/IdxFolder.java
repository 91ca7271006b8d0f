package io.github.curvelane.spark;

import io.github.curvelane.Precision;
import io.github.curvelane.data.IdxReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of IDX files with names like MNIST's: a file of images and one of labels to train on,
 * perhaps others to test on.
 */
final class IdxFolder {
  private static final String IMAGES = "(.*)images[-.]idx3[-.]ubyte(\\.gz)?";
  private static final String PACKED = ".gz";

  /** Every fifth image tests where no file does. */
  private static final int FIFTH = 5;

  /** How many labels are read at once. */
  private static final int PIECE = 1 << 20;

  private final Path folder;
  private final FileSystem files;
  private final Configuration hadoop;
  private int least = Integer.MAX_VALUE;
  private int greatest;

  private IdxFolder(Path folder, Configuration hadoop) throws IOException {
    this.folder = folder;
    this.files = folder.getFileSystem(hadoop);
    this.hadoop = hadoop;
  }

  /** Finds the examples to train on. */
  static IdxSource training(String folder, Configuration hadoop) throws IOException {
    return new IdxFolder(new Path(folder), hadoop).training();
  }

  private IdxSource training() throws IOException {
    TreeMap<String, Path> training = new TreeMap<>();
    TreeMap<String, Path> test = new TreeMap<>();
    FileStatus[] found = files.listStatus(folder);
    Arrays.sort(found);
    for (FileStatus status : found) {
      String name = status.getPath().getName();
      if (status.isFile() && name.matches(IMAGES)) {
        boolean tests = name.contains("t10k") || name.contains("test");
        (tests ? test : training).putIfAbsent(unpacked(name), status.getPath());
      }
    }
    if (training.isEmpty() && test.isEmpty()) {
      throw new IllegalArgumentException(
          folder + " has no images: no file has a name like train-images-idx3-ubyte, plain or .gz");
    }
    List<Path> labels = new ArrayList<>();
    for (TreeMap<String, Path> part : List.of(training, test)) {
      if (part.size() > 1) {
        throw new IllegalArgumentException(
            "%s has several files of images, %s, must have one".formatted(folder, part.keySet()));
      }
      if (!part.isEmpty()) {
        labels.add(labels(part.firstEntry().getValue()));
      }
    }
    for (Path file : labels) {
      findClasses(file);
    }
    int classes = Math.max(2, Math.addExact(greatest, 1));
    int first = Math.min(least, classes - 2);
    Path images = (training.isEmpty() ? test : training).firstEntry().getValue();
    IdxSource source =
        IdxSource.of(images.toString(), labels.getFirst().toString(), classes - first)
            .labelsFrom(first);
    return labels.size() == 2 ? source : source.withoutEvery(FIFTH);
  }

  private static String unpacked(String name) {
    return name.endsWith(PACKED) ? name.substring(0, name.length() - PACKED.length()) : name;
  }

  /** The file of labels that belongs to one of images. */
  private Path labels(Path images) throws IOException {
    String stem = unpacked(images.getName());
    int word = stem.lastIndexOf("images");
    String other =
        stem.substring(0, word)
            + stem.substring(word).replace("images", "labels").replace("idx3", "idx1");
    for (String suffix : List.of("", PACKED)) {
      Path labels = new Path(images.getParent(), other + suffix);
      if (files.exists(labels)) {
        return labels;
      }
    }
    throw new IllegalArgumentException(
        "%s has only one of %s and %s (plain or .gz)".formatted(folder, stem, other));
  }

  /** Reads labels for the least and the greatest. */
  private void findClasses(Path labels) throws IOException {
    SourceFile file = SourceFile.at(labels.toString(), hadoop);
    try (IdxReader reader = IdxReader.open(file.open(hadoop), file.name(), file.length())) {
      int[] shape = reader.shape();
      if (shape.length != 1) {
        throw new IllegalArgumentException(
            "%s has the shape %s, must be [n]".formatted(file.name(), Arrays.toString(shape)));
      }
      for (int row = 0; row < shape[0]; row += PIECE) {
        int count = Math.min(PIECE, shape[0] - row);
        double[] values = reader.next(count).values(Precision.DOUBLE);
        for (int i = 0; i < count; i++) {
          if (values[i] != Math.rint(values[i])
              || values[i] < 0
              || values[i] >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                "%s, row %d (from 0): the label is %s, must be an integer of at least 0"
                    .formatted(file.name(), row + i, values[i]));
          }
          least = Math.min(least, (int) values[i]);
          greatest = Math.max(greatest, (int) values[i]);
        }
      }
    }
  }
}

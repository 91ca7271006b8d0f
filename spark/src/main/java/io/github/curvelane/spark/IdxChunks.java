package io.github.curvelane.spark;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxReader;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/** Chunks of rows of two IDX files. */
record IdxChunks(
    SourceFile images, SourceFile labels, KeptRows rows, int features, int firstClass, int outputs)
    implements ChunkSource {
  /** Looks at the headers of the files. */
  static IdxChunks of(IdxSource source, Configuration hadoop) throws IOException {
    SourceFile images = SourceFile.at(source.images(), hadoop);
    SourceFile labels = SourceFile.at(source.labels(), hadoop);
    try (IdxReader pixels = reader(images, hadoop);
        IdxReader classes = reader(labels, hadoop)) {
      int[] shape = pixels.shape();
      if (shape.length < 2 || classes.shape().length != 1) {
        throw new IllegalArgumentException(
            "%s has the shape %s and %s %s, must be [n, ...] and [n]"
                .formatted(
                    images.name(),
                    Arrays.toString(shape),
                    labels.name(),
                    Arrays.toString(classes.shape())));
      }
      if (shape[0] != classes.shape()[0]) {
        throw new IllegalArgumentException(
            "%s has %d images and %s %d labels, must be as many"
                .formatted(images.name(), shape[0], labels.name(), classes.shape()[0]));
      }
      KeptRows rows = new KeptRows(shape[0], source.leftOut());
      long features = 1;
      for (int i = 1; i < shape.length; i++) {
        features = features == 0 ? 0 : Math.multiplyExact(features, shape[i]);
      }
      return new IdxChunks(
          images,
          labels,
          rows,
          blockColumns(images.name(), rows.examples(), features),
          source.firstClass(),
          source.classes());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(images.name() + " has images too large for an array", e);
    }
  }

  /** Refuses files without examples, and examples of which a block cannot hold a chunk. */
  static int blockColumns(String name, long examples, long columns) {
    if (examples == 0 || columns == 0) {
      throw new IllegalArgumentException(
          "%s has %d examples of %d numbers, must have at least one"
              .formatted(name, examples, columns));
    }
    long most = (Integer.MAX_VALUE - 8) / (2L * Arithmetic.EXAMPLE_CHUNK);
    if (columns > most) {
      throw new IllegalArgumentException(
          "%s has examples of %d numbers, must have at most %d".formatted(name, columns, most));
    }
    return (int) columns;
  }

  private static IdxReader reader(SourceFile file, Configuration hadoop) throws IOException {
    return IdxReader.open(file.open(hadoop), file.name(), file.length());
  }

  @Override
  public long examples() {
    return rows.examples();
  }

  @Override
  public boolean areLabels() {
    return true;
  }

  @Override
  public Cursor open(Configuration hadoop) throws IOException {
    IdxReader pixels = reader(images, hadoop);
    try {
      return new Pair(pixels, reader(labels, hadoop), hadoop);
    } catch (IOException | RuntimeException e) {
      pixels.close();
      throw e;
    }
  }

  /** The two files, read side by side. */
  private final class Pair implements Cursor {
    private final IdxReader pixels;
    private final IdxReader classes;
    private final Configuration hadoop;
    private int next;

    Pair(IdxReader pixels, IdxReader classes, Configuration hadoop) {
      this.pixels = pixels;
      this.classes = classes;
      this.hadoop = hadoop;
    }

    @Override
    public RawChunk read(int index, long start, int size) throws IOException {
      int from = rows.row(start);
      int to = rows.row(start + size - 1) + 1;
      pixels.skip(from - next);
      classes.skip(from - next);
      double[] inputs = kept(pixels.next(to - from), from, size, features);
      double[] numbers = kept(classes.next(to - from), from, size, 1);
      next = to;
      if (start + size == examples()) {
        pixels.skip(rows.rows() - next);
        classes.skip(rows.rows() - next);
        next = rows.rows();
        pixels.requireEnd();
        classes.requireEnd();
      }
      images.requireSame(hadoop);
      labels.requireSame(hadoop);
      requireFinite(inputs, start);
      return new RawChunk(
          images.name(), index, features, inputs, outputs, classes(numbers, start), null, null);
    }

    private double[] kept(IdxArray read, int from, int size, int columns) {
      double[] values = read.values(Precision.DOUBLE);
      int kept = 0;
      for (int row = from; kept < size; row++) {
        if (rows.keeps(row)) {
          System.arraycopy(values, (row - from) * columns, values, kept * columns, columns);
          kept++;
        }
      }
      return values.length == size * columns ? values : Arrays.copyOf(values, size * columns);
    }

    private void requireFinite(double[] inputs, long start) {
      int bad = Precision.DOUBLE.indexOfNonFinite(inputs, 0, inputs.length);
      if (bad >= 0) {
        throw new IllegalArgumentException(
            "%s, row %d (from 0): element %d is %s, must be finite"
                .formatted(
                    images.name(), rows.row(start + bad / features), bad % features, inputs[bad]));
      }
    }

    private int[] classes(double[] numbers, long start) {
      int[] found = new int[numbers.length];
      for (int i = 0; i < found.length; i++) {
        double label = numbers[i];
        if (label != Math.rint(label) || label < firstClass || label - firstClass >= outputs) {
          throw new IllegalArgumentException(
              "%s, row %d (from 0): the label is %s, must be an integer from %d to %d"
                  .formatted(
                      labels.name(),
                      rows.row(start + i),
                      label,
                      firstClass,
                      firstClass + outputs - 1));
        }
        found[i] = (int) label - firstClass;
      }
      return found;
    }

    @Override
    public void close() throws IOException {
      try (pixels) {
        classes.close();
      }
    }
  }
}

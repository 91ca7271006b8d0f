package io.github.curvelane.spark;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.io.TensorFile;
import io.github.curvelane.io.TensorPlace;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/** Chunks of rows of two tensors. Every task reads the header, which is small. */
record TensorChunks(
    SourceFile file,
    String inputs,
    String targets,
    long examples,
    int features,
    int outputs,
    boolean areLabels)
    implements ChunkSource {
  /** Looks at the header of the file. */
  static TensorChunks of(TensorSource source, Configuration hadoop) throws IOException {
    SourceFile file = SourceFile.at(source.file(), hadoop);
    Map<String, TensorPlace> places = places(file, hadoop);
    TensorPlace inputs = place(file, places, source.inputs());
    TensorPlace targets = place(file, places, source.targets());
    boolean areLabels = source.classes() > 0;
    if (inputs.shape().length < 2
        || targets.shape().length < 1
        || inputs.rows() != targets.rows()) {
      throw new IllegalArgumentException(
          "%s: %s is %s and %s is %s, must be [examples, ...] of as many"
              .formatted(file.name(), source.inputs(), inputs, source.targets(), targets));
    }
    if (areLabels == targets.type().isFloating() || areLabels && targets.shape().length != 1) {
      throw new IllegalArgumentException(
          "%s: %s is %s, must be %s"
              .formatted(
                  file.name(),
                  source.targets(),
                  targets,
                  areLabels
                      ? "[examples] of an integer type, for classes"
                      : "of a floating-point type; TensorSource.ofClasses reads classes"));
    }
    return new TensorChunks(
        file,
        source.inputs(),
        source.targets(),
        inputs.rows(),
        columns(file, inputs),
        areLabels ? source.classes() : columns(file, targets),
        areLabels);
  }

  private static int columns(SourceFile file, TensorPlace place) {
    return IdxChunks.blockColumns(
        file.name(), place.rows(), place.rowBytes() / place.type().bytes());
  }

  private static Map<String, TensorPlace> places(SourceFile file, Configuration hadoop)
      throws IOException {
    try (InputStream in = new BufferedInputStream(file.open(hadoop))) {
      return TensorFile.places(in, file.name(), file.length());
    }
  }

  private static TensorPlace place(SourceFile file, Map<String, TensorPlace> places, String name) {
    TensorPlace place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException(
          "%s has no tensor '%s', it has %s"
              .formatted(
                  file.name(),
                  MalformedDataException.shown(name),
                  MalformedDataException.shown(places.keySet().toString())));
    }
    return place;
  }

  @Override
  public Cursor open(Configuration hadoop) throws IOException {
    Map<String, TensorPlace> places = places(file, hadoop);
    return new Rows(
        file.open(hadoop), place(file, places, inputs), place(file, places, targets), hadoop);
  }

  /** The file, read at two places. */
  private final class Rows implements Cursor {
    private final FSDataInputStream in;
    private final TensorPlace inputPlace;
    private final TensorPlace targetPlace;
    private final Configuration hadoop;

    Rows(
        FSDataInputStream in,
        TensorPlace inputPlace,
        TensorPlace targetPlace,
        Configuration hadoop) {
      this.in = in;
      this.inputPlace = inputPlace;
      this.targetPlace = targetPlace;
      this.hadoop = hadoop;
    }

    @Override
    public RawChunk read(int index, long start, int size) throws IOException {
      double[] x = values(inputPlace, start, size);
      double[] y = values(targetPlace, start, size);
      file.requireSame(hadoop);
      requireFinite(inputs, x, start, features);
      if (!areLabels) {
        requireFinite(targets, y, start, outputs);
      }
      int[] labels = areLabels ? classes(y, start) : null;
      return new RawChunk(
          file.name(), index, features, x, outputs, labels, areLabels ? null : y, null);
    }

    private double[] values(TensorPlace place, long start, int size) throws IOException {
      byte[] bytes = new byte[Math.toIntExact(size * place.rowBytes())];
      in.readFully(place.offset() + start * place.rowBytes(), bytes);
      return place.tensor(bytes).values(Precision.DOUBLE);
    }

    private void requireFinite(String tensor, double[] values, long start, int columns) {
      int bad = Precision.DOUBLE.indexOfNonFinite(values, 0, values.length);
      if (bad >= 0) {
        throw new IllegalArgumentException(
            "%s, row %d of %s (from 0): element %d is %s, must be finite"
                .formatted(file.name(), start + bad / columns, tensor, bad % columns, values[bad]));
      }
    }

    private int[] classes(double[] numbers, long start) {
      int[] found = new int[numbers.length];
      for (int i = 0; i < found.length; i++) {
        if (numbers[i] < 0 || numbers[i] >= outputs) {
          throw new IllegalArgumentException(
              "%s, row %d of %s (from 0): the class is %.0f, must be from 0 to %d"
                  .formatted(file.name(), start + i, targets, numbers[i], outputs - 1));
        }
        found[i] = (int) numbers[i];
      }
      return found;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}

package io.github.curvelane.cluster;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.nn.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Any number of digits: example i is image i mod 10,000 of MNIST's test images, normalised all
 * alike, times 1 − (⌊i / 10,000⌋ mod 28)/64, so that copies differ.
 */
final class MnistCopies<A> {
  static final int PIXELS = 784;
  static final int CLASSES = 10;
  private static final int IMAGES = 10_000;

  private final Precision<A> precision;
  private final A images;
  private final int[] labels;

  private MnistCopies(Dataset<A> images) {
    this.precision = images.precision();
    this.images = images.inputs();
    this.labels = images.labels();
  }

  static <A> MnistCopies<A> of(Precision<A> precision, Path directory) throws IOException {
    Dataset<A> raw =
        IdxFile.dataset(
            precision,
            IdxFile.read(directory.resolve("t10k-images-idx3-ubyte.gz")),
            IdxFile.read(directory.resolve("t10k-labels-idx1-ubyte.gz")),
            CLASSES);
    return new MnistCopies<>(Normalization.global(raw).apply(raw));
  }

  /** Examples [from, to), row-major. */
  A inputs(int from, int to) {
    A inputs = precision.newArray((to - from) * PIXELS);
    for (int i = from; i < to; i++) {
      double factor = 1 - i / IMAGES % 28 / 64.0;
      int image = i % IMAGES * PIXELS;
      for (int j = 0; j < PIXELS; j++) {
        double pixel = precision.get(images, image + j) * factor;
        precision.set(inputs, (i - from) * PIXELS + j, pixel);
      }
    }
    return inputs;
  }

  Targets<A> targets(int from, int to) {
    int[] classes = new int[to - from];
    for (int i = from; i < to; i++) {
      classes[i - from] = labels[i % IMAGES];
    }
    return Targets.labels(precision, classes, CLASSES);
  }

  List<ExampleBlock<A>> blocks(int examples) {
    List<ExampleBlock<A>> blocks = new ArrayList<>();
    for (int from = 0; from < examples; from += Arithmetic.EXAMPLE_CHUNK) {
      int to = Math.min(examples, from + Arithmetic.EXAMPLE_CHUNK);
      blocks.add(new ExampleBlock<>(inputs(from, to), targets(from, to)));
    }
    return blocks;
  }
}

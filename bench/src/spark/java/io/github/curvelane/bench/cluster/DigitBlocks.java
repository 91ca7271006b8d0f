package io.github.curvelane.bench.cluster;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.spark.StoredBlock;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * Digits of 28 by 28 pixels in chunks that every process can make for itself. Example i is digit i
 * mod 10,000, normalised, times 1 − (i / 10,000 mod 28) / 64: copies differ.
 *
 * @param examples how many
 */
record DigitBlocks(int examples) implements Function<Integer, StoredBlock> {
  static final int PIXELS = 28 * 28;
  static final int CLASSES = 10;
  private static final int DIFFERENT = 10_000;

  /** Made once in each process. */
  private static final class Base {
    static final Dataset<float[]> DIGITS = digits();

    private static Dataset<float[]> digits() {
      Dataset<float[]> raw = Digits.ofSide(28, 1).dataset(Precision.FLOAT, 0, DIFFERENT);
      return Normalization.global(raw).apply(raw);
    }
  }

  int chunks() {
    return new Evaluation(1, examples).chunks();
  }

  @Override
  public StoredBlock call(Integer chunk) {
    int first = chunk * Evaluation.CHUNK;
    int count = Math.min(Evaluation.CHUNK, examples - first);
    return StoredBlock.labels(
        Precision.FLOAT, chunk, inputs(first, count), PIXELS, labels(first, count), CLASSES);
  }

  /** The inputs of consecutive examples, row by row. */
  static float[] inputs(int first, int count) {
    float[] pixels = Base.DIGITS.inputs();
    float[] inputs = new float[count * PIXELS];
    for (int row = 0; row < count; row++) {
      int example = first + row;
      int from = example % DIFFERENT * PIXELS;
      float factor = 1 - example / DIFFERENT % 28 / 64f;
      for (int j = 0; j < PIXELS; j++) {
        inputs[row * PIXELS + j] = pixels[from + j] * factor;
      }
    }
    return inputs;
  }

  static int label(int example) {
    return Base.DIGITS.labels()[example % DIFFERENT];
  }

  private static int[] labels(int first, int count) {
    return IntStream.range(first, first + count).map(DigitBlocks::label).toArray();
  }

  static Targets<float[]> targets(int first, int count) {
    return Targets.labels(Precision.FLOAT, labels(first, count), CLASSES);
  }

  /** The chunks as Spark keeps them, in ascending partitions. */
  JavaRDD<StoredBlock> on(JavaSparkContext context, int partitions) {
    List<Integer> chunks = IntStream.range(0, chunks()).boxed().toList();
    return context.parallelize(chunks, partitions).map(this);
  }
}

package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentSumsTest {
  private static final int FEATURES = 3;
  private static final int EXAMPLES = 6 * Arithmetic.EXAMPLE_CHUNK + 17;
  private static final int CHUNKS = 7;
  private static final Dataset<double[]> DATA = data(0, EXAMPLES);

  /** The third feature has one value. */
  private static Dataset<double[]> data(int from, int to) {
    double[] inputs = new double[(to - from) * FEATURES];
    for (int i = from; i < to; i++) {
      Random random = new Random(i);
      inputs[(i - from) * FEATURES] = random.nextGaussian();
      inputs[(i - from) * FEATURES + 1] = 1e6 + random.nextDouble();
      inputs[(i - from) * FEATURES + 2] = 0.1;
    }
    return Dataset.classification(Precision.DOUBLE, inputs, FEATURES, new int[to - from], 1);
  }

  private static Dataset<double[]> chunk(int index) {
    int from = index * Arithmetic.EXAMPLE_CHUNK;
    return data(from, Math.min(EXAMPLES, from + Arithmetic.EXAMPLE_CHUNK));
  }

  /** Chunks dealt out to holders in random order, which are merged in random order. */
  private static void add(MomentSums all, double[] means, Random random) {
    List<MomentSums> holders = new ArrayList<>();
    for (int h = 0; h < 4; h++) {
      MomentSums empty = new MomentSums(EXAMPLES, FEATURES);
      holders.add(means == null ? empty : empty.about(means));
    }
    List<Integer> order = new ArrayList<>();
    for (int c = 0; c < CHUNKS; c++) {
      order.add(c);
    }
    Collections.shuffle(order, random);
    for (int c : order) {
      holders.get(random.nextInt(3)).add(c, chunk(c));
    }
    Collections.shuffle(holders, random);
    holders.forEach(holder -> all.mergeBytes(holder.toBytes()));
  }

  @Test
  void sameBitsWhereverTheChunksAre() {
    FeatureMoments here = FeatureMoments.of(DATA);
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      MomentSums first = new MomentSums(EXAMPLES, FEATURES);
      add(first, null, random);
      MomentSums second = first.about(first.means());
      add(second, first.means(), random);
      FeatureMoments there = FeatureMoments.of(first, second);
      assertThat(there.means()).isEqualTo(here.means());
      assertThat(there.variances()).isEqualTo(here.variances());
      assertThat(there.magnitudes()).isEqualTo(here.magnitudes());
      assertThat(Normalization.centring(there)).isEqualTo(Normalization.centring(DATA));
      assertThat(Normalization.global(there)).isEqualTo(Normalization.global(DATA));
      assertThat(Normalization.perFeature(there, 0x1p-46))
          .isEqualTo(Normalization.perFeature(DATA, 0x1p-46));
    }
    assertThat(here.means()[2]).isEqualTo(0.1);
    assertThat(here.variances()[2]).isZero();
    assertThat(here.magnitudes()[1]).isBetween(1e6, 1e6 + 1);
    assertThat(here.features()).isEqualTo(FEATURES);
  }

  @Test
  void refusesWhatIsNoChunk() {
    MomentSums sums = new MomentSums(EXAMPLES, FEATURES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sums.add(CHUNKS, chunk(0)))
        .withMessage("chunk is 7, must be from 0 to 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sums.add(0, chunk(6)))
        .withMessage("chunk 0 has 17 examples of 3 features, must have 4096 of 3");
    sums.add(0, chunk(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sums.add(0, chunk(0)))
        .withMessage("chunk 0 is there twice");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(sums::means)
        .withMessage("chunk 1 of 7 is missing");
  }

  @Test
  void refusesOtherArguments() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MomentSums(0, 1))
        .withMessage("examples is 0, must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MomentSums(1, 0))
        .withMessage("features is 0, must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MomentSums(Long.MAX_VALUE, 1))
        .withMessage("examples is 9223372036854775807, must be at most 8796093018112");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MomentSums(1, 2).about(new double[3]))
        .withMessage("means has 3 elements, must have 2");
    MomentSums first = new MomentSums(1, 1);
    first.add(0, Dataset.classification(Precision.DOUBLE, new double[] {2}, 1, new int[1], 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureMoments.of(first, first.about(new double[] {3})))
        .withMessage(
            "second is sums of squares of 1 features, 0 nodes, must be sums of squares about the"
                + " means of sums of 1 features, 1 nodes");
  }

  @Test
  void refusesDamagedBytes() {
    MomentSums sums = new MomentSums(EXAMPLES, FEATURES);
    sums.add(3, chunk(3));
    byte[] bytes = sums.toBytes();
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      MomentSums other = new MomentSums(EXAMPLES, FEATURES);
      assertThatIllegalArgumentException().isThrownBy(() -> other.mergeBytes(damaged));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sums.mergeBytes(new byte[3]))
        .withMessage("bytes has 3 elements, too few for sums of 3 features");
  }

  @Test
  void refusesBytesOfOtherSums() {
    MomentSums first = new MomentSums(EXAMPLES, FEATURES);
    MomentSums second = first.about(new double[] {0, 1e6, 0.1});
    byte[] otherMeans = first.about(new double[] {0, 1e6, 0.25}).toBytes();
    byte[] otherExamples = new MomentSums(EXAMPLES + 1, FEATURES).toBytes();
    byte[] otherFeatures = new MomentSums(EXAMPLES, FEATURES + 1).toBytes();
    String message =
        "bytes are of another pass, must be sums of %d features over %d examples"
            .formatted(FEATURES, EXAMPLES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> second.mergeBytes(otherMeans))
        .withMessage(message + ", about the same means");
    for (byte[] bytes : List.of(otherExamples, otherFeatures, otherMeans)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> first.mergeBytes(bytes))
          .withMessage(message);
    }
  }
}

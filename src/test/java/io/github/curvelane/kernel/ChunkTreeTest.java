package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree against its recursive definition, whoever adds what and when. */
final class ChunkTreeTest {
  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  /** Chunk sums of every size, in which another order of additions shows. */
  private static final class Sums<A> {
    final Precision<A> precision;
    final int width;
    final int dimension;
    final List<List<A>> chunks = new ArrayList<>();
    final double[] values;

    Sums(Precision<A> precision, int count, int width, int dimension, Random random) {
      this.precision = precision;
      this.width = width;
      this.dimension = dimension;
      this.values = new double[count];
      for (int c = 0; c < count; c++) {
        values[c] = draw(random);
        List<A> sums = new ArrayList<>();
        for (int k = 0; k < width; k++) {
          A sum = precision.newArray(dimension);
          for (int i = 0; i < dimension; i++) {
            precision.set(sum, i, draw(random));
          }
          sums.add(sum);
        }
        chunks.add(sums);
      }
    }

    private static double draw(Random random) {
      return Math.scalb(random.nextDouble() - 0.5, random.nextInt(12));
    }

    ChunkTree<A> tree() {
      ChunkTree<A> tree = new ChunkTree<>(Kernels.of(precision));
      tree.begin(values.length, width, dimension);
      return tree;
    }

    void addTo(ChunkTree<A> tree, int chunk) {
      tree.add(chunk, values[chunk], chunks.get(chunk));
    }

    /** T(a, n), as it is defined. */
    A vector(int k, int a, int n) {
      if (n == 1) {
        return chunks.get(a).get(k);
      }
      int h = Integer.highestOneBit(n - 1);
      A left = vector(k, a, h);
      A right = vector(k, a + h, n - h);
      A sum = precision.newArray(dimension);
      for (int i = 0; i < dimension; i++) {
        precision.set(sum, i, precision.get(left, i) + precision.get(right, i));
      }
      return sum;
    }

    double value(int a, int n) {
      if (n == 1) {
        return values[a];
      }
      int h = Integer.highestOneBit(n - 1);
      return value(a, h) + value(a + h, n - h);
    }

    void assertTotal(ChunkTree<A> tree) {
      List<A> results = new ArrayList<>();
      for (int k = 0; k < width; k++) {
        results.add(precision.newArray(dimension));
      }
      assertThat(tree.total(1, results)).isEqualTo(value(0, values.length));
      for (int k = 0; k < width; k++) {
        assertThat(precision.sameBits(results.get(k), vector(k, 0, values.length))).isTrue();
      }
      assertThat(tree.nodes()).isEqualTo(1);
    }
  }

  private static int log(int n) {
    return 32 - Integer.numberOfLeadingZeros(n - 1);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void ascendingChunksGiveTheDefinition(Precision<A> precision) {
    for (int count : IntStream.concat(IntStream.rangeClosed(1, 70), IntStream.of(1000)).toArray()) {
      Sums<A> sums = new Sums<>(precision, count, 1, 5, new Random(count));
      ChunkTree<A> tree = sums.tree();
      for (int c = 0; c < count; c++) {
        sums.addTo(tree, c);
        assertThat(tree.nodes()).isLessThanOrEqualTo(Math.max(1, log(count)));
      }
      sums.assertTotal(tree);
    }
  }

  /** Up to three chunks the tree is the sum from left to right. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void fewChunksAreAddedLeftToRight(int count) {
    for (int seed = 0; seed < 200; seed++) {
      Sums<float[]> sums = new Sums<>(Precision.FLOAT, count, 1, 1, new Random(seed));
      float sum = sums.chunks.getFirst().getFirst()[0];
      for (int c = 1; c < count; c++) {
        sum += sums.chunks.get(c).getFirst()[0];
      }
      assertThat(sums.vector(0, 0, count)).containsExactly(sum);
    }
  }

  /** Ranges of chunks or any others, added in any order, merged in any order, some by bytes. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void whoAddsWhatAndWhenMakesNoDifference(Precision<A> precision) {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      int count = 1 + random.nextInt(seed % 100 == 0 ? 4000 : 120);
      int width = random.nextInt(4);
      Sums<A> sums = new Sums<>(precision, count, width, random.nextInt(4), random);
      int owners = 1 + random.nextInt(Math.min(count, 12) + 2);
      boolean ranges = random.nextBoolean();
      int[] cuts = random.ints(owners - 1L, 0, count + 1).sorted().toArray();
      List<List<Integer>> shares = new ArrayList<>();
      for (int p = 0; p < owners; p++) {
        shares.add(new ArrayList<>());
      }
      for (int c = 0; c < count; c++) {
        int chunk = c;
        int owner =
            ranges
                ? (int) Arrays.stream(cuts).filter(cut -> cut <= chunk).count()
                : random.nextInt(owners);
        shares.get(owner).add(c);
      }
      List<ChunkTree<A>> trees = new ArrayList<>();
      for (List<Integer> share : shares) {
        boolean ascending = random.nextBoolean();
        if (!ascending) {
          Collections.shuffle(share, random);
        }
        ChunkTree<A> tree = sums.tree();
        for (int chunk : share) {
          sums.addTo(tree, chunk);
          if (ranges && ascending) {
            assertThat(tree.nodes()).isLessThanOrEqualTo(Math.max(1, 2 * log(count)));
          }
        }
        trees.add(tree);
      }
      while (trees.size() > 1) {
        ChunkTree<A> one = trees.remove(random.nextInt(trees.size()));
        ChunkTree<A> other = trees.get(random.nextInt(trees.size()));
        if (random.nextBoolean()) {
          other.merge(one);
        } else {
          other.mergeBytes(one.toBytes());
        }
      }
      sums.assertTotal(trees.getFirst());
    }
  }

  /** Ranges of coordinates, of several trees, added by trees that know of these alone. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void rangesOfCoordinatesAreAddedApart(Precision<A> precision) {
    Random random = new Random(4);
    Sums<A> sums = new Sums<>(precision, 37, 2, 11, random);
    List<ChunkTree<A>> owners = List.of(sums.tree(), sums.tree(), sums.tree());
    for (int c = 0; c < 37; c++) {
      sums.addTo(owners.get(random.nextInt(3)), c);
    }
    int[] cuts = {0, 4, 4, 5, 11};
    for (int s = 0; s + 1 < cuts.length; s++) {
      int length = cuts[s + 1] - cuts[s];
      ChunkTree<A> slice = new ChunkTree<>(Kernels.of(precision));
      slice.begin(37, 2, length);
      for (ChunkTree<A> owner : owners) {
        slice.mergeBytes(owner.toBytes(cuts[s], cuts[s + 1]));
      }
      List<A> totals = List.of(precision.newArray(length), precision.newArray(length));
      assertThat(slice.total(1, totals)).isEqualTo(s == 0 ? sums.value(0, 37) : 0);
      for (int k = 0; k < 2; k++) {
        A whole = sums.vector(k, 0, 37);
        A range = precision.newArray(length);
        precision.copy(whole, cuts[s], range, 0, length);
        assertThat(precision.sameBits(totals.get(k), range)).isTrue();
      }
    }
    refused("from is 3, to is 2, must be 0 ≤ from ≤ to ≤ 11", () -> owners.get(0).toBytes(3, 2));
    refused("from is 0, to is 12, must be 0 ≤ from ≤ to ≤ 11", () -> owners.get(0).toBytes(0, 12));
    refused("from is -1, to is 2, must be 0 ≤ from ≤ to ≤ 11", () -> owners.get(0).toBytes(-1, 2));
  }

  /** Sums of one sign, of terms of many sizes, over 2,500 chunks: the mean relative error. */
  @Test
  void theTreeIsMoreAccurateThanLeftToRight() {
    int count = 2500;
    int n = 500;
    Random random = new Random(1);
    ChunkTree<float[]> tree = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    tree.begin(count, 1, n);
    float[] chunk = new float[n];
    float[] leftToRight = new float[n];
    double[] exact = new double[n];
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < n; i++) {
        chunk[i] = Math.scalb(random.nextFloat(), random.nextInt(20));
        leftToRight[i] += chunk[i];
        exact[i] += chunk[i];
      }
      tree.add(c, 0, List.of(chunk));
    }
    float[] total = new float[n];
    tree.total(1, List.of(total));
    double treeError = error(total, exact);
    double otherError = error(leftToRight, exact);
    assertThat(treeError).isLessThan(4e-8);
    assertThat(otherError).isGreaterThan(20 * treeError);
  }

  private static double error(float[] sums, double[] exact) {
    double error = 0;
    for (int i = 0; i < sums.length; i++) {
      error += Math.abs(sums[i] - exact[i]) / exact[i] / sums.length;
    }
    return error;
  }

  @Test
  void theRootIsScaledOnce() {
    Sums<float[]> sums = new Sums<>(Precision.FLOAT, 6, 1, 9, new Random(3));
    ChunkTree<float[]> tree = sums.tree();
    for (int c = 0; c < 6; c++) {
      sums.addTo(tree, c);
    }
    float[] result = new float[9];
    double scale = 1.0 / 24_000;
    assertThat(tree.total(scale, List.of(result))).isEqualTo(sums.value(0, 6) * scale);
    float[] root = sums.vector(0, 0, 6);
    for (int i = 0; i < 9; i++) {
      assertThat(result[i]).isEqualTo(root[i] * (float) scale);
    }
  }

  // ---------------------------------------------------------------- what is refused

  @Test
  void aChunkThatIsMissingIsNamed() {
    for (int count : new int[] {1, 2, 3, 7, 8, 100}) {
      for (int missing = 0; missing < count; missing++) {
        Sums<double[]> sums = new Sums<>(Precision.DOUBLE, count, 0, 0, new Random(1));
        ChunkTree<double[]> tree = sums.tree();
        for (int c = count - 1; c >= 0; c--) {
          if (c != missing) {
            sums.addTo(tree, c);
          }
        }
        assertThatThrownBy(() -> tree.total(1, List.of()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("chunk %d of %d is missing".formatted(missing, count));
        sums.addTo(tree, missing);
        sums.assertTotal(tree);
      }
    }
  }

  @Test
  void aChunkThatIsThereTwiceIsNamedAndChangesNothing() {
    int count = 23;
    Sums<double[]> sums = new Sums<>(Precision.DOUBLE, count, 1, 3, new Random(1));
    for (int twice = 0; twice < count; twice++) {
      int chunk = twice;
      ChunkTree<double[]> tree = sums.tree();
      ChunkTree<double[]> single = sums.tree();
      sums.addTo(single, chunk);
      ChunkTree<double[]> late = sums.tree();
      for (int c = 0; c < count; c++) {
        if (c >= chunk) {
          sums.addTo(late, c);
        }
      }
      for (int c = 0; c <= chunk; c++) {
        sums.addTo(tree, c);
      }
      refused("chunk %d is there twice".formatted(chunk), () -> sums.addTo(tree, chunk));
      refused("chunk %d is there twice".formatted(chunk), () -> tree.merge(single));
      refused("chunk %d is there twice".formatted(chunk), () -> tree.mergeBytes(single.toBytes()));
      assertThatThrownBy(() -> tree.merge(late)).hasMessageEndingWith("is there twice");
      assertThatThrownBy(() -> late.mergeBytes(tree.toBytes()))
          .hasMessageEndingWith("is there twice");
      for (int c = chunk + 1; c < count; c++) {
        sums.addTo(tree, c);
      }
      sums.assertTotal(tree);
    }
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    Sums<float[]> sums = new Sums<>(Precision.FLOAT, 4, 2, 3, new Random(1));
    ChunkTree<float[]> tree = sums.tree();
    List<float[]> fit = List.of(new float[3], new float[3]);
    refused("chunk is 4, must be from 0 to 3", () -> tree.add(4, 0, fit));
    refused("chunk is -1, must be from 0 to 3", () -> tree.add(-1, 0, fit));
    refused("chunk 1 has 1 vectors, must have 2", () -> tree.add(1, 0, List.of(new float[3])));
    refused(
        "vector 1 of chunk 1 has 2 elements, must have 3",
        () -> tree.add(1, 0, List.of(new float[3], new float[2])));
    refused("other is this tree", () -> tree.merge(tree));
    ChunkTree<float[]> other = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    other.begin(5, 2, 3);
    refused("the other tree has 5 chunks, must have 4", () -> tree.merge(other));
    refused("the other tree has 5 chunks, must have 4", () -> tree.mergeBytes(other.toBytes()));
    other.begin(4, 1, 3);
    refused("the other tree has 1 vectors, must have 2", () -> tree.merge(other));
    other.begin(4, 2, 7);
    refused("the other tree has 7 elements of a vector, must have 3", () -> tree.merge(other));
    ChunkTree<double[]> doubles = new ChunkTree<>(Kernels.of(Precision.DOUBLE));
    doubles.begin(4, 2, 3);
    refused(
        "bytes hold elements of 8 bytes, must be those of float, 4",
        () -> tree.mergeBytes(doubles.toBytes()));
    refused("chunks is 0, must be at least 1", () -> tree.begin(0, 1, 1));
    refused("width is -1, must be at least 0", () -> tree.begin(1, -1, 1));
    refused("dimension is -1, must be at least 0", () -> tree.begin(1, 1, -1));
    for (int c = 0; c < 4; c++) {
      sums.addTo(tree, c);
    }
    refused("1 results, must be 2", () -> tree.total(1, List.of(new float[3])));
    refused(
        "result 0 has 4 elements, must have 3",
        () -> tree.total(1, List.of(new float[4], new float[3])));
    sums.assertTotal(tree);
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  // ---------------------------------------------------------------- bytes

  @Test
  void bytesKeepEveryBit() {
    float[] special = {-0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 1f / 3};
    ChunkTree<float[]> tree = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    tree.begin(9, 1, special.length);
    tree.add(8, -0.0, List.of(special));
    ChunkTree<float[]> other = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    other.begin(9, 1, special.length);
    other.mergeBytes(tree.toBytes());
    assertThat(other.toBytes()).containsExactly(tree.toBytes());
    ChunkTree<float[]> empty = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    empty.begin(9, 1, special.length);
    other.mergeBytes(empty.toBytes());
    assertThat(other.toBytes()).containsExactly(tree.toBytes());
  }

  private static byte[] nodes(Sums<float[]> sums) {
    ChunkTree<float[]> tree = sums.tree();
    for (int c : new int[] {0, 1, 3, 4, 5, 6, 10}) {
      sums.addTo(tree, c);
    }
    return tree.toBytes();
  }

  /** One to four damaged bytes, a part missing, or something more. */
  @Test
  void damagedBytesAreRefusedAndChangeNothing() {
    Sums<float[]> sums = new Sums<>(Precision.FLOAT, 11, 2, 4, new Random(1));
    byte[] good = nodes(sums);
    ChunkTree<float[]> tree = sums.tree();
    sums.addTo(tree, 7);
    byte[] before = tree.toBytes();
    Random random = new Random(2);
    for (int damage = 0; damage < 10_000; damage++) {
      byte[] bytes = good.clone();
      switch (damage % 4) {
        case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
        default -> {
          for (int k = 0; k <= random.nextInt(4); k++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
          }
        }
      }
      byte[] damaged = bytes;
      if (!Arrays.equals(damaged, good)) {
        assertThatThrownBy(() -> tree.mergeBytes(damaged))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
    assertThat(tree.toBytes()).containsExactly(before);
    tree.mergeBytes(good);
    for (int c : new int[] {2, 8, 9}) {
      sums.addTo(tree, c);
    }
    sums.assertTotal(tree);
  }

  /** Bytes that lie about lengths, and tell of places that there are not, with a right checksum. */
  @Test
  void forgedBytesAreRefusedBeforeMemoryIsTaken() {
    Sums<float[]> sums = new Sums<>(Precision.FLOAT, 11, 2, 4, new Random(1));
    byte[] good = nodes(sums);
    ChunkTree<float[]> tree = sums.tree();
    sums.addTo(tree, 7);
    byte[] before = tree.toBytes();
    Random random = new Random(2);
    int node = 16 + 2 * 4 * 4;
    int[] numbers = {1, 2, 3, 4, 5, 6};
    for (int forgery = 0; forgery < 3000; forgery++) {
      ByteBuffer bytes = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
      int at =
          random.nextBoolean()
              ? 4 * numbers[random.nextInt(numbers.length)]
              : 28 + node * random.nextInt(4) + 4 * random.nextInt(2);
      int was = bytes.getInt(at);
      int lie = random.nextBoolean() ? random.nextInt() : random.nextInt(40) - 1;
      boolean place = at >= 28 && lie >= 0 && lie <= 11;
      if (lie == was || place) {
        continue;
      }
      bytes.putInt(at, lie);
      CRC32C checksum = new CRC32C();
      checksum.update(bytes.array(), 0, good.length - 4);
      bytes.putInt(good.length - 4, (int) checksum.getValue());
      assertThatThrownBy(() -> tree.mergeBytes(bytes.array()))
          .as("%d at %d", lie, at)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(tree.toBytes()).containsExactly(before);
  }

  /** Nodes of {0, 1}, {3}, {4, 5}, {6} and {10}, of which one is said to be elsewhere. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 0", "1, 0, 0", "2, 0, 1", "2, 2, 1", "3, 5, 0", "4, 6, 0", "4, 4, 2", "0, 4, 1"
  })
  void placesThatOverlapOrDescendAreRefused(int node, int start, int level) {
    Sums<float[]> sums = new Sums<>(Precision.FLOAT, 11, 2, 4, new Random(1));
    ByteBuffer bytes = ByteBuffer.wrap(nodes(sums)).order(ByteOrder.LITTLE_ENDIAN);
    int at = 28 + node * (16 + 2 * 4 * 4);
    bytes.putInt(at, start).putInt(at + 4, level);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.array(), 0, bytes.capacity() - 4);
    bytes.putInt(bytes.capacity() - 4, (int) checksum.getValue());
    ChunkTree<float[]> tree = sums.tree();
    assertThatThrownBy(() -> tree.mergeBytes(bytes.array()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "bytes are damaged: node \\d is said to start at chunk \\d+ on level \\d");
    assertThat(tree.nodes()).isZero();
  }

  // ---------------------------------------------------------------- memory

  @Test
  void nothingIsAllocatedAfterTheFirstSum() {
    Sums<float[]> wide = new Sums<>(Precision.FLOAT, 21, 3, 40, new Random(1));
    Sums<float[]> narrow = new Sums<>(Precision.FLOAT, 16, 1, 40, new Random(2));
    ChunkTree<float[]> tree = wide.tree();
    List<float[]> three = List.of(new float[40], new float[40], new float[40]);
    List<float[]> one = List.of(new float[40]);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = Long.MAX_VALUE;
    for (int round = 0; round < 2000 && bytes > 0; round++) {
      long before = memory.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10; i++) {
        sum(tree, wide, three);
        sum(tree, narrow, one);
      }
      bytes = memory.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(bytes).isZero();
  }

  private static void sum(ChunkTree<float[]> tree, Sums<float[]> sums, List<float[]> results) {
    tree.begin(sums.values.length, sums.width, sums.dimension);
    for (int c = 0; c < sums.values.length; c++) {
      sums.addTo(tree, c);
    }
    tree.total(0.25, results);
  }
}

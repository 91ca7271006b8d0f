package io.github.curvelane.data;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Kernels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * What {@link FeatureMoments} are made of, summed wherever the chunks of examples are: Σ x of each
 * feature with the least and greatest x, and in a second pass Σ (x − mean)². Chunks are chains over
 * ascending examples in double precision and are added by the tree of {@link ChunkTree}, so the
 * bits depend neither on who adds which chunks nor on the order.
 *
 * <pre>{@code
 * MomentSums first = new MomentSums(digits.examples(), digits.features());
 * first.add(0, digits);
 * MomentSums second = first.about(first.means());
 * second.add(0, digits);
 * FeatureMoments moments = FeatureMoments.of(first, second);
 * }</pre>
 *
 * <p>Memory grows with the features and the logarithm of the number of chunks. Used by one thread
 * at a time.
 */
public final class MomentSums {
  private final long examples;
  private final int features;

  /** Empty for the first pass. */
  private final double[] centres;

  private final ChunkTree<double[]> tree = new ChunkTree<>(Kernels.of(Precision.DOUBLE));
  private final double[] least;
  private final double[] greatest;
  private final double[] sum;
  private final double[] row;

  /**
   * Begins the first pass.
   *
   * @param examples the number of all examples B, at least 1
   * @param features the number of features, at least 1
   * @throws IllegalArgumentException if one is less, or there are more chunks than an int counts
   */
  public MomentSums(long examples, int features) {
    this(examples, features, new double[0]);
  }

  private MomentSums(long examples, int features, double[] centres) {
    if (examples < 1) {
      throw new IllegalArgumentException("examples is " + examples + ", must be at least 1");
    }
    if (features < 1) {
      throw new IllegalArgumentException("features is " + features + ", must be at least 1");
    }
    long chunks = Math.ceilDiv(examples, Arithmetic.EXAMPLE_CHUNK);
    if (chunks > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "examples is %d, must be at most %d"
              .formatted(examples, (long) Integer.MAX_VALUE * Arithmetic.EXAMPLE_CHUNK));
    }
    this.examples = examples;
    this.features = features;
    this.centres = centres;
    this.least = new double[centres.length == 0 ? features : 0];
    this.greatest = new double[least.length];
    this.sum = new double[features];
    this.row = new double[features];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
    tree.begin((int) chunks, 1, features);
  }

  /**
   * Begins the second pass over the same examples.
   *
   * @param means the means, those of the first pass; copied
   * @return sums of squares about them
   * @throws IllegalArgumentException if there is another number of them
   */
  public MomentSums about(double[] means) {
    Objects.requireNonNull(means, "means");
    if (means.length != features) {
      throw new IllegalArgumentException(
          "means has " + means.length + " elements, must have " + features);
    }
    return new MomentSums(examples, features, means.clone());
  }

  /**
   * Adds a canonical chunk.
   *
   * @param chunk its index, from 0
   * @param data its examples, {@link Arithmetic#EXAMPLE_CHUNK} of them or what the last chunk has
   * @throws IllegalArgumentException if there is no such chunk, it was added before, or has another
   *     number of examples or features
   */
  public void add(int chunk, Inputs data) {
    Objects.requireNonNull(data, "data");
    add(chunk, data, 0, data.examples());
  }

  /** Adds a chunk that stands at some rows of the data. */
  void add(int chunk, Inputs data, int from, int to) {
    long chunks = Math.ceilDiv(examples, Arithmetic.EXAMPLE_CHUNK);
    if (chunk < 0 || chunk >= chunks) {
      throw new IllegalArgumentException(
          "chunk is %d, must be from 0 to %d".formatted(chunk, chunks - 1));
    }
    long expected =
        Math.min(Arithmetic.EXAMPLE_CHUNK, examples - (long) chunk * Arithmetic.EXAMPLE_CHUNK);
    if (to - from != expected || data.features() != features) {
      throw new IllegalArgumentException(
          "chunk %d has %d examples of %d features, must have %d of %d"
              .formatted(chunk, to - from, data.features(), expected, features));
    }
    Arrays.fill(sum, 0);
    boolean isFirst = centres.length == 0;
    for (int i = from; i < to; i++) {
      data.row(i, row);
      if (isFirst) {
        Rows.add(row, sum);
      } else {
        Rows.addSquares(row, centres, sum);
      }
    }
    tree.add(chunk, 0, List.of(sum));
    for (int i = from; isFirst && i < to; i++) {
      data.row(i, row);
      Rows.extremes(row, least, greatest);
    }
  }

  /**
   * Writes what has been added.
   *
   * @return bytes for {@link #mergeBytes}
   */
  public byte[] toBytes() {
    byte[] nodes = tree.toBytes();
    int length = nodes.length + 2 * least.length * Double.BYTES + 2 * Integer.BYTES;
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).put(nodes);
    for (int j = 0; j < least.length; j++) {
      buffer.putDouble(least[j]).putDouble(greatest[j]);
    }
    buffer.putInt(pass());
    return buffer.putInt(checksum(buffer.array())).array();
  }

  /** Tells sums of other numbers of examples or features and about other means apart. */
  private int pass() {
    int length = Long.BYTES + Integer.BYTES + centres.length * Double.BYTES;
    ByteBuffer told = ByteBuffer.allocate(length).putLong(examples).putInt(features);
    for (double centre : centres) {
      told.putDouble(centre);
    }
    CRC32C digest = new CRC32C();
    digest.update(told.array());
    return (int) digest.getValue();
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length - Integer.BYTES);
    return (int) checksum.getValue();
  }

  /**
   * Adds what other sums of the same pass hold.
   *
   * @param bytes their {@link #toBytes}
   * @throws IllegalArgumentException if they are damaged, of another number of examples or
   *     features, about other means, or hold a chunk that is here too
   */
  public void mergeBytes(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    if (bytes.length < 2 * Integer.BYTES) {
      throw new IllegalArgumentException(
          "bytes has %d elements, too few for sums of %d features"
              .formatted(bytes.length, features));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.getInt(bytes.length - Integer.BYTES) != checksum(bytes)) {
      throw new IllegalArgumentException("bytes are damaged: the checksum is another");
    }
    int nodes = bytes.length - 2 * least.length * Double.BYTES - 2 * Integer.BYTES;
    if (nodes < 0 || buffer.getInt(bytes.length - 2 * Integer.BYTES) != pass()) {
      throw new IllegalArgumentException(
          "bytes are of another pass, must be sums of %d features over %d examples%s"
              .formatted(features, examples, centres.length == 0 ? "" : ", about the same means"));
    }
    tree.mergeBytes(Arrays.copyOf(bytes, nodes));
    buffer.position(nodes);
    for (int j = 0; j < least.length; j++) {
      least[j] = Math.min(least[j], buffer.getDouble());
      greatest[j] = Math.max(greatest[j], buffer.getDouble());
    }
  }

  /**
   * Returns the means when all chunks are there: of a first pass fl(1/B)·Σ x, or the only value of
   * a feature that has one; of a second the variances.
   *
   * @return a new array, one number a feature
   * @throws IllegalStateException if a chunk is missing, naming the first
   */
  public double[] means() {
    double[] means = new double[features];
    tree.total(1.0 / examples, List.of(means));
    for (int j = 0; j < least.length; j++) {
      means[j] = least[j] == greatest[j] ? least[j] : means[j];
    }
    return means;
  }

  /** The largest |x| of a feature. */
  double magnitude(int feature) {
    Arguments.index("feature", feature, least.length);
    return Math.max(Math.abs(least[feature]), Math.abs(greatest[feature]));
  }

  /** Whether these are sums about the means that the other sums give. */
  boolean isAbout(MomentSums first) {
    return examples == first.examples && Arrays.equals(centres, first.means());
  }

  @Override
  public String toString() {
    return (centres.length == 0 ? "sums" : "sums of squares")
        + " of "
        + features
        + " features, "
        + tree.nodes()
        + " nodes";
  }
}

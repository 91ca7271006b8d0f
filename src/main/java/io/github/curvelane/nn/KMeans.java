package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.plain.CenterDistances;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Centres of examples by Lloyd's algorithm (<i>Least squares quantization in PCM</i>, 1982), such
 * as those of {@link Radial} units. The same bits for any number of threads.
 *
 * <pre>{@code
 * KMeans clusters = KMeans.fit(Precision.FLOAT, inputs, 2, 10, 100, 1, Parallelism.none());
 * Radial fixed =
 *     new Radial(2, 10)
 *         .withFixedCenters(clusters.centers())
 *         .withFixedKappas(clusters.kappas(5));
 * }</pre>
 *
 * <p>The first centres are examples, drawn without replacement from the generator {@code
 * L64X128MixRandom}. A round gives each example to the nearest centre, of equally near ones to the
 * first, and makes each centre the mean of its examples. A centre without examples moves to the
 * example that is farthest from its own centre, the first of equally far ones, and the next such
 * centre to the next; it stays if that distance is 0. Rounds end when no example changes its
 * centre.
 *
 * <p>Squared distances are chains over ascending inputs of fma(d, d, ·) from +0 with d = fl(x − w),
 * in the precision of the examples. Means are sums over examples in double precision, chains in a
 * chunk of {@link Arithmetic#EXAMPLE_CHUNK} and chunks by the tree of {@link ChunkTree}, divided by
 * the number of examples and rounded to that precision.
 */
public final class KMeans {
  private static final int ROWS_PER_TASK = 64;

  private final int columns;
  private final double[] centers;
  private final double error;
  private final int rounds;
  private final boolean hasConverged;

  private KMeans(Search<?> search, int rounds, boolean hasConverged) {
    this.columns = search.columns;
    this.centers = search.centers;
    this.error = search.meanDistance();
    this.rounds = rounds;
    this.hasConverged = hasConverged;
  }

  /**
   * Finds centres.
   *
   * @param precision the precision of the examples
   * @param inputs the examples, row-major [examples × columns]: all of the array
   * @param columns the inputs of an example, at least 1
   * @param centers how many centres, at least 1, at most as many as examples
   * @param rounds how many rounds at most, at least 0
   * @param seed which examples come first
   * @param parallelism where distances are computed
   * @param <A> {@code float[]} or {@code double[]}
   * @return the centres
   * @throws IllegalArgumentException if a number is out of range, the array has no whole number of
   *     examples, or an input is NaN or infinite, naming example and column
   */
  public static <A> KMeans fit(
      Precision<A> precision,
      A inputs,
      int columns,
      int centers,
      int rounds,
      long seed,
      Parallelism parallelism) {
    Objects.requireNonNull(precision, "precision");
    int length = precision.length(Objects.requireNonNull(inputs, "inputs"));
    Objects.requireNonNull(parallelism, "parallelism");
    Layer.size("columns", columns);
    Layer.size("centers", centers);
    if (rounds < 0) {
      throw new IllegalArgumentException("rounds is " + rounds + ", must be at least 0");
    }
    if (length % columns != 0) {
      throw new IllegalArgumentException(
          "inputs has %d elements, must be a multiple of the %d columns"
              .formatted(length, columns));
    }
    int examples = length / columns;
    if (centers > examples) {
      throw new IllegalArgumentException(
          "centers is %d, must be at most the %d examples".formatted(centers, examples));
    }
    int bad = precision.indexOfNonFinite(inputs, 0, length);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "inputs: example %d, column %d is %s, must be finite"
              .formatted(bad / columns, bad % columns, precision.get(inputs, bad)));
    }
    Search<A> search = new Search<>(precision, inputs, columns, centers, parallelism);
    search.start(seed);
    int done = 0;
    boolean changed = search.assign();
    for (; changed && done < rounds; done++) {
      search.update();
      changed = search.assign();
    }
    return new KMeans(search, done, !changed);
  }

  /**
   * Returns the centres.
   *
   * @return a copy, row-major [centres × columns]
   */
  public double[] centers() {
    return centers.clone();
  }

  /**
   * Returns κ of a radial unit at each centre by its neighbours, 1/(mean squared distance to the
   * nearest other centres): at that distance the Gaussian is e^(−½).
   *
   * @param neighbors how many others, at least 1 and less than there are centres
   * @return κ of each centre
   * @throws IllegalArgumentException if the number is out of range, or a centre is where all these
   *     neighbours are
   */
  public double[] kappas(int neighbors) {
    int n = centers.length / columns;
    if (neighbors < 1 || neighbors >= n) {
      throw new IllegalArgumentException(
          "neighbors is %d, must be from 1 to %d, one less than the centers"
              .formatted(neighbors, n - 1));
    }
    double[] kappas = new double[n];
    for (int j = 0; j < n; j++) {
      double[] squares = new double[n - 1];
      for (int k = 0; k < n - 1; k++) {
        squares[k] = squaredDistance(j, k < j ? k : k + 1);
      }
      Arrays.sort(squares);
      double sum = 0;
      for (int k = 0; k < neighbors; k++) {
        sum += squares[k];
      }
      if (sum == 0) {
        throw new IllegalArgumentException(
            "neighbors is %d, and as many other centers are where center %d is: kappa would be"
                    .formatted(neighbors, j)
                + " infinite");
      }
      kappas[j] = neighbors / sum;
    }
    return kappas;
  }

  private double squaredDistance(int j, int k) {
    double sum = 0;
    for (int i = 0; i < columns; i++) {
      double d = centers[j * columns + i] - centers[k * columns + i];
      sum = Math.fma(d, d, sum);
    }
    return sum;
  }

  /**
   * Returns the mean squared distance of the examples from their centres.
   *
   * @return the mean over all examples
   */
  public double meanSquaredDistance() {
    return error;
  }

  /**
   * Returns how many rounds there were.
   *
   * @return how often the centres moved
   */
  public int rounds() {
    return rounds;
  }

  /**
   * Tells whether the rounds ended by themselves.
   *
   * @return false if there were as many as there might be, and some example still changed its
   *     centre
   */
  public boolean hasConverged() {
    return hasConverged;
  }

  /** Returns the number of centres and how the search ended. */
  @Override
  public String toString() {
    return "%d centers after %d rounds, mean squared distance %s"
        .formatted(centers.length / columns, rounds, error);
  }

  /** The centres that are being moved, and which example belongs to which. */
  private static final class Search<A> {
    final Precision<A> precision;
    final A inputs;
    final int columns;
    final int count;
    final int examples;
    final double[] centers;
    private final Parallelism parallelism;
    private final CenterDistances<A> distances;

    /** The centres, an array an input. */
    private final A[] w;

    /** Squared distances of some examples from all centres, for each worker. */
    private final A[][] squares;

    private final int[] nearest;
    private final double[] distance;
    private final boolean[] moved;

    @SuppressWarnings("unchecked") // arrays of arrays of the precision
    Search(Precision<A> precision, A inputs, int columns, int count, Parallelism parallelism) {
      this.precision = precision;
      this.inputs = inputs;
      this.columns = columns;
      this.count = count;
      this.examples = precision.length(inputs) / columns;
      this.centers = new double[Math.multiplyExact(count, columns)];
      this.parallelism = parallelism;
      this.distances = CenterDistances.of(precision);
      Class<?> row = inputs.getClass();
      this.w = (A[]) Array.newInstance(row, columns);
      Arrays.setAll(w, _ -> precision.newArray(count));
      this.squares = (A[][]) Array.newInstance(row, parallelism.threads(), ROWS_PER_TASK);
      for (A[] rows : squares) {
        Arrays.setAll(rows, _ -> precision.newArray(count));
      }
      this.nearest = new int[examples];
      Arrays.fill(nearest, -1);
      this.distance = new double[examples];
      this.moved = new boolean[Math.ceilDiv(examples, ROWS_PER_TASK)];
    }

    /** The first examples of a shuffle. */
    void start(long seed) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      int[] order = new int[examples];
      Arrays.setAll(order, p -> p);
      for (int j = 0; j < count; j++) {
        int other = j + (int) (random.nextDouble() * (examples - j));
        int chosen = order[other];
        order[other] = order[j];
        place(j, chosen);
      }
    }

    private void place(int center, int example) {
      for (int i = 0; i < columns; i++) {
        centers[center * columns + i] = precision.get(inputs, example * columns + i);
      }
    }

    /** Gives each example to its nearest centre, and tells whether any was another's. */
    boolean assign() {
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < count; j++) {
          precision.set(w[i], j, centers[j * columns + i]);
        }
      }
      parallelism.run(moved.length, this::assign);
      for (boolean some : moved) {
        if (some) {
          return true;
        }
      }
      return false;
    }

    private void assign(int task, int worker) {
      int from = task * ROWS_PER_TASK;
      int rows = Math.min(ROWS_PER_TASK, examples - from);
      A[] s = squares[worker];
      for (int p = 0; p < rows; p++) {
        precision.fill(s[p], 0, count, 0);
      }
      distances.addSquares(0, rows, columns, count, inputs, from * columns, w, s);
      moved[task] = false;
      for (int p = 0; p < rows; p++) {
        int best = 0;
        double least = precision.get(s[p], 0);
        for (int j = 1; j < count; j++) {
          double square = precision.get(s[p], j);
          if (square < least) {
            best = j;
            least = square;
          }
        }
        moved[task] |= nearest[from + p] != best;
        nearest[from + p] = best;
        distance[from + p] = least;
      }
    }

    void update() {
      double[] sums = sums(0, Math.ceilDiv(examples, Arithmetic.EXAMPLE_CHUNK));
      int[] members = new int[count];
      for (int center : nearest) {
        members[center]++;
      }
      for (int j = 0; j < count; j++) {
        for (int i = 0; i < columns && members[j] > 0; i++) {
          int at = j * columns + i;
          centers[at] = precision.round(sums[at] / members[j]);
        }
      }
      for (int j = 0; j < count; j++) {
        if (members[j] == 0) {
          moveToTheFarthest(j);
        }
      }
    }

    private void moveToTheFarthest(int center) {
      int farthest = 0;
      for (int p = 1; p < examples; p++) {
        farthest = distance[p] > distance[farthest] ? p : farthest;
      }
      if (distance[farthest] > 0) {
        place(center, farthest);
        distance[farthest] = 0;
      }
    }

    /** The sums of each centre's examples over some chunks, by the tree. */
    private double[] sums(int first, int chunks) {
      if (chunks > 1) {
        int left = ChunkTree.left(chunks);
        double[] sum = sums(first, left);
        double[] right = sums(first + left, chunks - left);
        Arrays.setAll(sum, i -> sum[i] + right[i]);
        return sum;
      }
      double[] sum = new double[centers.length];
      int from = first * Arithmetic.EXAMPLE_CHUNK;
      for (int p = from; p < Math.min(examples, from + Arithmetic.EXAMPLE_CHUNK); p++) {
        int to = nearest[p] * columns;
        for (int i = 0; i < columns; i++) {
          sum[to + i] += precision.get(inputs, p * columns + i);
        }
      }
      return sum;
    }

    /** The mean of the distances, chunks by the tree. */
    double meanDistance() {
      return distances(0, Math.ceilDiv(examples, Arithmetic.EXAMPLE_CHUNK)) / examples;
    }

    private double distances(int first, int chunks) {
      if (chunks > 1) {
        int left = ChunkTree.left(chunks);
        return distances(first, left) + distances(first + left, chunks - left);
      }
      double sum = 0;
      int from = first * Arithmetic.EXAMPLE_CHUNK;
      for (int p = from; p < Math.min(examples, from + Arithmetic.EXAMPLE_CHUNK); p++) {
        sum += distance[p];
      }
      return sum;
    }
  }
}

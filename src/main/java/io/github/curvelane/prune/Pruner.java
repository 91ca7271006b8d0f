package io.github.curvelane.prune;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.internal.Arguments;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Chooses what to prune: of all that compete for it the share of least saliency, of equal ones the
 * first. Immutable.
 *
 * <pre>{@code
 * Pruner overall = Pruner.weights(network.ranges());
 * Pruner ofEachLayer = Pruner.weights(network.ranges()).perLayer();
 * Pruner ofUnits = Pruner.units(Units.of(network));
 * }</pre>
 *
 * <p>The saliencies of layers may have different scales, as magnitudes do where fan-ins differ;
 * those of brain damage are all of one, the error's.
 */
public final class Pruner {
  /** Those that compete with each other. */
  private final List<Candidates> groups;

  /** Each layer alone. */
  private final List<Candidates> layers;

  private final String text;
  private final int least;

  private Pruner(List<Candidates> groups, List<Candidates> layers, String text, int least) {
    this.groups = groups;
    this.layers = layers;
    this.text = text;
    this.least = least;
  }

  /**
   * Prunes single weights, and keeps biases, which are few and each worth much, as LeCun, Denker
   * and Solla do.
   *
   * @param ranges the parameters; those that are biases are left out
   * @return what chooses among all of them
   * @throws IllegalArgumentException if there are no weights, or ranges overlap
   */
  public static Pruner weights(List<ParameterRange> ranges) {
    List<ParameterRange> given = Arguments.list("ranges", ranges);
    List<ParameterRange> kept = given.stream().filter(range -> !range.isBias()).toList();
    if (kept.isEmpty()) {
      throw new IllegalArgumentException("ranges has no weights, must have some");
    }
    return parameters("weights", kept);
  }

  /**
   * Prunes single parameters, biases too.
   *
   * @param ranges the parameters
   * @return what chooses among all of them
   * @throws IllegalArgumentException if there is no range, or ranges overlap
   */
  public static Pruner weightsAndBiases(List<ParameterRange> ranges) {
    List<ParameterRange> given = Arguments.list("ranges", ranges);
    if (given.isEmpty()) {
      throw new IllegalArgumentException("ranges is empty, must have at least one");
    }
    return parameters("weightsAndBiases", given);
  }

  private static Pruner parameters(String kind, List<ParameterRange> ranges) {
    requireApart(ranges);
    int end = ranges.stream().mapToInt(ParameterRange::to).max().orElseThrow();
    List<Candidates> each =
        ranges.stream().<Candidates>map(range -> new WeightCandidates(List.of(range))).toList();
    String names = String.join(", ", ranges.stream().map(ParameterRange::name).toList());
    return new Pruner(List.of(new WeightCandidates(ranges)), each, kind + "(" + names + ")", end);
  }

  private static void requireApart(List<ParameterRange> ranges) {
    BitSet seen = new BitSet();
    for (ParameterRange range : ranges) {
      int found = seen.nextSetBit(range.from());
      if (found >= 0 && found < range.to()) {
        throw new IllegalArgumentException(
            "range %s has parameter %d, which another range has too"
                .formatted(range.name(), found));
      }
      seen.set(range.from(), range.to());
    }
  }

  /**
   * Prunes whole units: the weights before them and behind, and their biases.
   *
   * @param layers the units of some layers
   * @return what chooses among all of them
   * @throws IllegalArgumentException if there are none, or two have the same incoming weights
   */
  public static Pruner units(List<Units> layers) {
    List<Units> given = Arguments.list("layers", layers);
    if (given.isEmpty()) {
      throw new IllegalArgumentException("layers is empty, must have at least one");
    }
    List<ParameterRange> incoming = given.stream().map(Units::incoming).toList();
    requireApart(incoming);
    int end = 0;
    for (Units units : given) {
      end = Math.max(end, Math.max(units.incoming().to(), units.outgoing().to()));
      end = Math.max(end, units.bias().map(ParameterRange::to).orElse(0));
    }
    List<Candidates> each =
        given.stream().<Candidates>map(units -> new UnitCandidates(List.of(units))).toList();
    String names = String.join(", ", incoming.stream().map(ParameterRange::name).toList());
    return new Pruner(List.of(new UnitCandidates(given)), each, "units(" + names + ")", end);
  }

  /**
   * Takes the share of each layer, or range, in place of that of all together.
   *
   * @return what chooses so
   */
  public Pruner perLayer() {
    return new Pruner(layers, layers, text + ".perLayer()", least);
  }

  /**
   * Chooses what to prune.
   *
   * @param saliency what each of the N parameters is worth; a parameter that is not pruned must
   *     have a finite one
   * @param before what is pruned already, and stays so
   * @param share how much is to be pruned then, in all: the number of weights, or units, rounded to
   *     the nearest, of two the even one
   * @return the mask of what is pruned then
   * @throws IllegalArgumentException if {@code share} is not within 0 and 1 or more is pruned
   *     already, {@code saliency} has another length than N or a number that is not finite, or what
   *     can be pruned is not within the N parameters
   */
  public Mask prune(double[] saliency, Mask before, double share) {
    Objects.requireNonNull(saliency, "saliency");
    Objects.requireNonNull(before, "before");
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + ", must be in [0, 1]");
    }
    checkDimension(before.dimension());
    if (saliency.length != before.dimension()) {
      throw new IllegalArgumentException(
          "saliency has %d elements, must have one for each of the mask's %d parameters"
              .formatted(saliency.length, before.dimension()));
    }
    BitSet pruned = before.toBitSet();
    for (Candidates candidates : groups) {
      prune(candidates, saliency, pruned, share);
    }
    return Mask.of(before.dimension(), pruned);
  }

  /** Refuses a number of parameters that does not have what is to be pruned. */
  void checkDimension(int dimension) {
    if (least > dimension) {
      throw new IllegalArgumentException(
          "%s reaches to parameter %d, must be within %d parameters"
              .formatted(text, least - 1, dimension));
    }
  }

  private static void prune(Candidates candidates, double[] saliency, BitSet pruned, double share) {
    int count = candidates.count();
    double[] worth = new double[count];
    int left = 0;
    int[] open = new int[count];
    for (int k = 0; k < count; k++) {
      if (!candidates.isPruned(pruned, k)) {
        worth[left] = candidates.saliency(saliency, k);
        if (!Double.isFinite(worth[left])) {
          throw new IllegalArgumentException(
              "the saliency of number %d of the %s is %s, must be finite"
                  .formatted(k, candidates.name(), worth[left]));
        }
        open[left++] = k;
      }
    }
    int more = (int) Math.rint(share * count) - (count - left);
    if (more < 0) {
      throw new IllegalArgumentException(
          "share is %s of %d %s, of which %d are pruned already: must not be less"
              .formatted(share, count, candidates.name(), count - left));
    }
    if (more == 0) {
      return;
    }
    double[] sorted = Arrays.copyOf(worth, left);
    Arrays.sort(sorted);
    double last = sorted[more - 1];
    int equal = more;
    for (int k = 0; k < left; k++) {
      equal -= worth[k] < last ? 1 : 0;
    }
    for (int k = 0; k < left; k++) {
      if (worth[k] < last || worth[k] == last && equal-- > 0) {
        candidates.prune(pruned, open[k]);
      }
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

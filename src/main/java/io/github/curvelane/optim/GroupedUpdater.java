package io.github.curvelane.optim;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.internal.PartedUpdate;
import io.github.curvelane.kernel.Kernels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Rules of which each is for some ranges of parameters. An update is split where the rule or the
 * rate changes. Rules that keep to their ranges share the arrays of their memory, by name.
 */
final class GroupedUpdater<A> extends Updater<A> implements PartedUpdate<A> {
  /**
   * Parameters that are treated alike.
   *
   * @param rule their rule
   * @param factor what their rate is multiplied by
   */
  record Group(UpdateRule rule, double factor) {}

  private final Updater<A>[] parts;
  private final double[] factors;

  /** Segment k is from starts[k] to starts[k + 1] − 1 and is updated by a part; −1 for none. */
  private final int[] starts;

  private final int[] owners;
  private final Optional<List<ParameterRange>> trained;
  private final Optional<CurvatureRequest> curvature;
  private final boolean needsLoss;
  private final boolean looksAhead;
  private final boolean followsGradient;

  /** A copy of an estimate for each part after the first. */
  private A estimate;

  /**
   * Creates the updater.
   *
   * @param segments the group of each range, ascending and without gaps; null for frozen ones
   */
  @SuppressWarnings("unchecked") // an array of updaters
  GroupedUpdater(Kernels<A> kernels, int dimension, Map<ParameterRange, Optional<Group>> segments) {
    super(kernels.precision(), dimension);
    List<ParameterRange> ranges = List.copyOf(segments.keySet());
    List<Group> groups = segments.values().stream().flatMap(Optional::stream).distinct().toList();
    this.parts = (Updater<A>[]) new Updater<?>[groups.size()];
    this.factors = groups.stream().mapToDouble(Group::factor).toArray();
    this.starts = new int[ranges.size() + 1];
    this.owners = new int[ranges.size()];
    for (int k = 0; k < owners.length; k++) {
      starts[k] = ranges.get(k).from();
      owners[k] = segments.get(ranges.get(k)).map(groups::indexOf).orElse(-1);
    }
    starts[owners.length] = dimension;
    Map<String, A> pool = new LinkedHashMap<>();
    for (int g = 0; g < parts.length; g++) {
      Group group = groups.get(g);
      List<ParameterRange> own =
          ranges.stream().filter(r -> segments.get(r).equals(Optional.of(group))).toList();
      parts[g] = part(kernels, group, own, groups.size() > 1, pool);
    }
    boolean all = Arrays.stream(owners).allMatch(owner -> owner >= 0);
    this.trained =
        all
            ? Optional.empty()
            : Optional.of(ranges.stream().filter(r -> segments.get(r).isPresent()).toList());
    this.curvature = commonRequest();
    this.needsLoss = Arrays.stream(parts).anyMatch(Updater::needsLoss);
    this.looksAhead = Arrays.stream(parts).anyMatch(Updater::looksAhead);
    this.followsGradient = Arrays.stream(parts).allMatch(Updater::followsGradient);
  }

  private Updater<A> part(
      Kernels<A> kernels,
      Group group,
      List<ParameterRange> ranges,
      boolean isOneOfSeveral,
      Map<String, A> pool) {
    Updater<A> part = group.rule().init(kernels, dimension());
    String first = ranges.getFirst().name();
    if (!part.isFusable()) {
      throw new IllegalArgumentException(
          "%s, the rule of %s, needs the whole gradient: put it before the groups in a chain"
              .formatted(group.rule(), first));
    }
    if (!part.movesParameters()) {
      throw new IllegalArgumentException(
          "%s, the rule of %s, does not move the parameters".formatted(group.rule(), first));
    }
    if (part.trainedRanges().isPresent()) {
      throw new IllegalArgumentException(
          "%s, the rule of %s, is one of groups itself".formatted(group.rule(), first));
    }
    part.restrict(Ranges.bounds(ranges));
    String prefix = isOneOfSeveral ? first + "/" : "";
    if (part.keepsToScope()) {
      part.share("", pool);
      adopt("", prefix, part);
    } else if (part.looksAhead()) {
      throw new IllegalArgumentException(
          "%s, the rule of %s, looks ahead in a way of its own, which would move other parameters"
              .formatted(group.rule(), first));
    } else {
      adopt(prefix, part);
    }
    return part;
  }

  private Optional<CurvatureRequest> commonRequest() {
    List<CurvatureRequest> requests =
        Arrays.stream(parts).flatMap(part -> part.curvature().stream()).distinct().toList();
    if (requests.size() > 1) {
      throw new IllegalArgumentException(
          "groups want different second derivatives, %s and %s: at most one can be given"
              .formatted(requests.get(0), requests.get(1)));
    }
    return requests.stream().findFirst();
  }

  @Override
  boolean keepsToScope() {
    return false;
  }

  @Override
  boolean saysWhenItWrites() {
    return true;
  }

  @Override
  public Optional<List<ParameterRange>> trainedRanges() {
    return trained;
  }

  @Override
  public boolean needsLoss() {
    return needsLoss;
  }

  @Override
  public boolean looksAhead() {
    return looksAhead;
  }

  @Override
  public boolean followsGradient() {
    return followsGradient;
  }

  @Override
  public Optional<CurvatureRequest> curvature() {
    return curvature;
  }

  @Override
  public void receive(A diagonal) {
    Objects.requireNonNull(diagonal, "diagonal");
    if (curvature.isEmpty()) {
      super.receive(diagonal);
    }
    checkLength("diagonal", diagonal);
    if (estimate == null && parts.length > 1) {
      estimate = precision().newArray(dimension());
    }
    for (Updater<A> part : parts) {
      if (part.curvature().isEmpty()) {
        continue;
      }
      if (parts.length == 1) {
        part.receive(diagonal);
      } else {
        precision().copy(diagonal, 0, estimate, 0, dimension());
        part.receive(estimate);
      }
    }
  }

  @Override
  public void lookAhead(A theta) {
    Objects.requireNonNull(theta, "theta");
    for (Updater<A> part : parts) {
      if (part.looksAhead()) {
        part.lookAhead(theta);
      }
    }
  }

  @Override
  public boolean lookBack(A theta) {
    Objects.requireNonNull(theta, "theta");
    boolean back = true;
    for (Updater<A> part : parts) {
      back &= part.lookBack(theta);
    }
    return back;
  }

  @Override
  protected void prepare(double rate, A theta, A gradient) {
    for (int g = 0; g < parts.length; g++) {
      parts[g].begin(rate * factors[g], loss(), theta, gradient);
    }
  }

  @Override
  public void update(A theta, A gradient, int from, int to) {
    checkRange(theta, gradient, from, to);
    int at = from;
    for (int k = segment(from); at < to; k++) {
      int end = Math.min(to, starts[k + 1]);
      if (owners[k] >= 0) {
        parts[owners[k]].write(theta, gradient, at, end);
      }
      at = end;
    }
  }

  @Override
  public CoordinateUpdate<A> in(int from, int to) {
    int k = segment(from);
    return to <= starts[k + 1] && owners[k] >= 0 && parts[owners[k]].saysWhenItWrites()
        ? parts[owners[k]]
        : this;
  }

  /** The segment that has an index. */
  private int segment(int index) {
    int found = Arrays.binarySearch(starts, index);
    return found >= 0 ? Math.min(found, owners.length - 1) : -found - 2;
  }
}

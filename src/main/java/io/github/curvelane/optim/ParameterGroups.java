package io.github.curvelane.optim;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * A rule that treats some ranges of parameters in another way than others: with another rate, no
 * weight decay, another rule, or not at all. Immutable; each method returns another rule.
 *
 * <pre>{@code
 * UpdateRule rule =
 *     ParameterGroups.of(new AdamW(0.01), network.ranges())
 *         .frozen("layers.0.*")
 *         .rate("layers.1.weight", 0.1)
 *         .withoutDecay("*.bias");
 * }</pre>
 *
 * <p>Ranges are told by name; an asterisk stands for any characters. Of one range each property can
 * be set once. Parameters in no range are trained by the rule as it is.
 *
 * <p><b>Frozen</b> parameters keep their bits. An objective that {@linkplain
 * io.github.curvelane.PartialGradient can} does not compute their gradient, which rules before the
 * groups in a {@linkplain UpdateRule#chain chain} then see as 0; these leave frozen parameters
 * alone too, as does all of such a chain.
 *
 * <p><b>Rates.</b> The rate of a range is ε times its factor, the product of what {@link #rate},
 * {@link #byFanIn} and {@link #byShares} say.
 *
 * <p><b>Memory</b> is that of the rule for N parameters, under the rule's names, however many
 * groups there are; rules that want second derivatives, and rules of one's own, have N numbers for
 * each group. Numbers that a group remembers have the name of its first range before theirs. The
 * step can be fused into the gradient as the rules' can.
 *
 * <p><b>Chains.</b> {@link #withoutDecay} is about the rule of a group, which may be a chain with
 * {@link WeightDecay}; a decay before the groups is that of all trained parameters. A rule that
 * needs the whole gradient, such as {@link ClipByNorm}, is refused in a group; it stands before the
 * groups in a chain.
 */
public final class ParameterGroups implements UpdateRule {
  /** What is said of ranges: a property, and the ranges by name. */
  private record Setting(String property, String names, double number, Optional<UpdateRule> rule) {
    @Override
    public String toString() {
      return switch (property) {
        case RATE -> ".rate(%s, %s)".formatted(names, number);
        case RULE -> ".rule(%s, %s)".formatted(names, rule.orElseThrow());
        default -> ".%s(%s)".formatted(property, names);
      };
    }
  }

  private static final String FROZEN = "frozen";
  private static final String RATE = "rate";
  private static final String DECAY = "withoutDecay";
  private static final String RULE = "rule";

  private final UpdateRule rule;
  private final List<ParameterRange> ranges;
  private final List<Setting> settings;
  private final double fanInPower;
  private final double sharesPower;

  private ParameterGroups(
      UpdateRule rule,
      List<ParameterRange> ranges,
      List<Setting> settings,
      double fanInPower,
      double sharesPower) {
    this.rule = rule;
    this.ranges = ranges;
    this.settings = settings;
    this.fanInPower = fanInPower;
    this.sharesPower = sharesPower;
  }

  /**
   * Creates a rule in which all ranges are treated alike.
   *
   * @param rule how ranges are trained of which nothing else is said
   * @param ranges the ranges, in any order, such as those of a network
   * @return the rule
   * @throws IllegalArgumentException if there is no range, two have the same name, or two overlap
   */
  public static ParameterGroups of(UpdateRule rule, List<ParameterRange> ranges) {
    Objects.requireNonNull(rule, "rule");
    List<ParameterRange> given = Arguments.list("ranges", ranges);
    if (given.isEmpty()) {
      throw new IllegalArgumentException("ranges is empty, must have at least one");
    }
    List<ParameterRange> sorted =
        given.stream().sorted(Comparator.comparingInt(ParameterRange::from)).toList();
    for (int k = 1; k < sorted.size(); k++) {
      ParameterRange before = sorted.get(k - 1);
      ParameterRange range = sorted.get(k);
      if (range.from() < before.to()) {
        throw new IllegalArgumentException(
            "ranges %s and %s overlap: %d to %d and %d to %d"
                .formatted(
                    before.name(),
                    range.name(),
                    before.from(),
                    before.to(),
                    range.from(),
                    range.to()));
      }
    }
    List<String> names = sorted.stream().map(ParameterRange::name).toList();
    for (String name : names) {
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new IllegalArgumentException("two ranges are named '" + Shown.text(name) + "'");
      }
    }
    return new ParameterGroups(rule, sorted, List.of(), 0, 0);
  }

  /**
   * Leaves ranges as they are.
   *
   * @param names a name, or several with asterisks in it
   * @return the rule
   * @throws IllegalArgumentException if there is none of the name, or one is frozen already
   */
  public ParameterGroups frozen(String names) {
    Objects.requireNonNull(names, "names");
    return with(new Setting(FROZEN, names, 0, Optional.empty()));
  }

  /**
   * Multiplies the rate of ranges by a factor.
   *
   * @param names a name, or several with asterisks in it
   * @param factor the factor, positive and finite
   * @return the rule
   * @throws IllegalArgumentException if there is none of the name, one has a factor already, or the
   *     factor is out of range
   */
  public ParameterGroups rate(String names, double factor) {
    Objects.requireNonNull(names, "names");
    Hyperparameters.positive("factor", factor);
    return with(new Setting(RATE, names, factor, Optional.empty()));
  }

  /**
   * Spares ranges the weight decay of their rule.
   *
   * @param names a name, or several with asterisks in it
   * @return the rule
   * @throws IllegalArgumentException if there is none of the name, or one is spared already
   */
  public ParameterGroups withoutDecay(String names) {
    Objects.requireNonNull(names, "names");
    return with(new Setting(DECAY, names, 0, Optional.empty()));
  }

  /**
   * Trains ranges by another rule, with the same rate.
   *
   * @param names a name, or several with asterisks in it
   * @param other the rule
   * @return the rule
   * @throws IllegalArgumentException if there is none of the name, or one has another rule already
   */
  public ParameterGroups rule(String names, UpdateRule other) {
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(other, "other");
    return with(new Setting(RULE, names, 0, Optional.of(other)));
  }

  private ParameterGroups with(Setting setting) {
    List<ParameterRange> matched =
        ranges.stream().filter(range -> matches(setting, range)).toList();
    if (matched.isEmpty()) {
      throw new IllegalArgumentException(
          Shown.sentence(
              "no range is named '%s', there are: %s"
                  .formatted(
                      Shown.text(setting.names()),
                      String.join(", ", ranges.stream().map(ParameterRange::name).toList()))));
    }
    for (ParameterRange range : matched) {
      find(setting.property(), range)
          .ifPresent(
              other -> {
                throw new IllegalArgumentException(
                    "'%s' of %s is said twice: by '%s' and by '%s'"
                        .formatted(
                            setting.property(),
                            Shown.text(range.name()),
                            Shown.text(other.names()),
                            Shown.text(setting.names())));
              });
    }
    List<Setting> more = new ArrayList<>(settings);
    more.add(setting);
    return new ParameterGroups(rule, ranges, List.copyOf(more), fanInPower, sharesPower);
  }

  private static boolean matches(Setting setting, ParameterRange range) {
    return matches(setting.names(), range.name());
  }

  /** Each * stands for any characters: what is between them is looked for from left to right. */
  private static boolean matches(String names, String name) {
    String[] pieces = names.split("\\*", -1);
    int last = pieces.length - 1;
    if (last == 0) {
      return names.equals(name);
    }
    int at = pieces[0].length();
    if (!name.startsWith(pieces[0])) {
      return false;
    }
    for (int k = 1; k < last; k++) {
      int found = name.indexOf(pieces[k], at);
      if (found < 0) {
        return false;
      }
      at = found + pieces[k].length();
    }
    return name.length() - at >= pieces[last].length() && name.endsWith(pieces[last]);
  }

  private Optional<Setting> find(String property, ParameterRange range) {
    return settings.stream()
        .filter(setting -> setting.property().equals(property) && matches(setting, range))
        .findFirst();
  }

  /**
   * Makes base rates proportional to a power of the fan-in [EB 4.7]: factors (m/m̄)^p, m̄ the
   * geometric mean of the fan-ins of all ranges, each counting once. So the rate that a schedule
   * gives is the geometric mean of the ranges' rates. [EB] has p = ½, for inputs whose mean is 0.
   *
   * @param power p, finite; 0 for the same rate everywhere
   * @return the rule
   * @throws IllegalArgumentException if {@code power} is not finite
   */
  public ParameterGroups byFanIn(double power) {
    finite(power);
    return new ParameterGroups(rule, ranges, settings, power, sharesPower);
  }

  /**
   * Makes base rates proportional to a power of the number of connections that share a parameter
   * [EB 4.7], likewise. [EB] has q = ½.
   *
   * @param power q, finite; 0 for the same rate everywhere
   * @return the rule
   * @throws IllegalArgumentException if {@code power} is not finite
   */
  public ParameterGroups byShares(double power) {
    finite(power);
    return new ParameterGroups(rule, ranges, settings, fanInPower, power);
  }

  private static void finite(double power) {
    if (!Double.isFinite(power)) {
      throw new IllegalArgumentException("power is " + power + ", must be finite");
    }
  }

  @Override
  public boolean isForBatches() {
    return rule.isForBatches()
        || settings.stream().anyMatch(s -> s.rule().map(UpdateRule::isForBatches).orElse(false));
  }

  @Override
  public UpdateRule withoutDecay() {
    List<Setting> without =
        settings.stream()
            .map(
                s ->
                    new Setting(
                        s.property(),
                        s.names(),
                        s.number(),
                        s.rule().map(UpdateRule::withoutDecay)))
            .toList();
    return new ParameterGroups(rule.withoutDecay(), ranges, without, fanInPower, sharesPower);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a range ends past the last parameter, all parameters are
   *     frozen, a rule of a group needs the whole gradient or does not move the parameters, or
   *     groups want different second derivatives
   */
  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Objects.requireNonNull(kernels, "kernels");
    ParameterRange last = ranges.getLast();
    if (last.to() > dimension) {
      throw new IllegalArgumentException(
          "range %s ends at %d, must end within the %d parameters"
              .formatted(last.name(), last.to(), dimension));
    }
    Map<ParameterRange, Optional<GroupedUpdater.Group>> segments = new LinkedHashMap<>();
    int end = 0;
    for (ParameterRange range : ranges) {
      fill(segments, end, range.from());
      segments.put(range, group(range));
      end = range.to();
    }
    fill(segments, end, dimension);
    if (segments.values().stream().allMatch(Optional::isEmpty)) {
      throw new IllegalArgumentException("all parameters are frozen, some must be trained");
    }
    return new GroupedUpdater<>(kernels, dimension, segments);
  }

  /** What is in no range. */
  private void fill(
      Map<ParameterRange, Optional<GroupedUpdater.Group>> segments, int from, int to) {
    if (from < to) {
      segments.put(
          new ParameterRange(from + "-" + (to - 1), from, to),
          Optional.of(new GroupedUpdater.Group(rule, 1)));
    }
  }

  private Optional<GroupedUpdater.Group> group(ParameterRange range) {
    if (find(FROZEN, range).isPresent()) {
      return Optional.empty();
    }
    UpdateRule own = find(RULE, range).flatMap(Setting::rule).orElse(rule);
    double factor =
        find(RATE, range).map(Setting::number).orElse(1.0)
            * relative(fanInPower, ParameterRange::fanIn, range)
            * relative(sharesPower, ParameterRange::shares, range);
    return Optional.of(
        new GroupedUpdater.Group(
            find(DECAY, range).isPresent() ? own.withoutDecay() : own, factor));
  }

  private double relative(
      double power, ToIntFunction<ParameterRange> number, ParameterRange range) {
    if (power == 0) {
      return 1;
    }
    double logarithms = 0;
    for (ParameterRange other : ranges) {
      logarithms += StrictMath.log(number.applyAsInt(other));
    }
    double mean = logarithms / ranges.size();
    return StrictMath.exp(power * (StrictMath.log(number.applyAsInt(range)) - mean));
  }

  /** Returns the calls that made the rule. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("groups(" + rule + ")");
    settings.forEach(text::append);
    if (fanInPower != 0) {
      text.append(".byFanIn(").append(fanInPower).append(')');
    }
    if (sharesPower != 0) {
      text.append(".byShares(").append(sharesPower).append(')');
    }
    return text.toString();
  }
}

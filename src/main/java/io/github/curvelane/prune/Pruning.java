package io.github.curvelane.prune;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Prunes and trains again, round after round, as LeCun, Denker and Solla (1990) do: each round
 * measures the saliencies at the parameters that the one before has trained, prunes up to its
 * share, and trains what is left. Immutable; each method returns another.
 *
 * <pre>{@code
 * Pruning pruning =
 *     Pruning.of(
 *         Saliency.brainDamage(Diagonal.GAUSS_NEWTON),
 *         Pruner.weights(network.ranges()),
 *         List.of(0.5, 0.75, 0.9));
 * NetworkObjective<float[]> measured =
 *     new NetworkObjective<>(
 *         network.newWorkspace(labels.length),
 *         Loss.softmaxCrossEntropy(),
 *         inputs,
 *         Targets.labels(Precision.FLOAT, labels, network.outputs()));
 * PruningResult result =
 *     pruning.run(
 *         measured,
 *         objective,
 *         theta,
 *         (round, mask) ->
 *             StochasticTrainer.of(new Masked(new Momentum(0.9), mask), Schedule.constant(0.01))
 *                 .epochs(3)
 *                 .seed(round)
 *                 .build());
 * }</pre>
 *
 * <p>A run that ended before its last round goes on by {@link #resume}: between two rounds all that
 * there is to know are θ, the mask, which {@link Mask#ofZeros} finds again, and the number of
 * rounds. Within a round it is the trainer that keeps states: {@linkplain StochasticTrainer#resume
 * resume} that of the round, and go on with the next.
 */
public final class Pruning {
  private final Saliency saliency;
  private final Pruner pruner;
  private final List<Double> shares;
  private final PruningProgress progress;
  private final BooleanSupplier cancelled;

  private Pruning(
      Saliency saliency,
      Pruner pruner,
      List<Double> shares,
      PruningProgress progress,
      BooleanSupplier cancelled) {
    this.saliency = saliency;
    this.pruner = pruner;
    this.shares = shares;
    this.progress = progress;
    this.cancelled = cancelled;
  }

  /**
   * Creates a plan.
   *
   * @param saliency what parameters are worth
   * @param pruner what chooses among them
   * @param shares the share that is pruned after each round, in all; each greater than the one
   *     before
   * @return the plan
   * @throws IllegalArgumentException if there is no share, one is not within 0 and 1, or one is not
   *     greater than the one before
   */
  public static Pruning of(Saliency saliency, Pruner pruner, List<Double> shares) {
    Objects.requireNonNull(saliency, "saliency");
    Objects.requireNonNull(pruner, "pruner");
    List<Double> given = Arguments.list("shares", shares);
    if (given.isEmpty()) {
      throw new IllegalArgumentException("shares is empty, must have at least one");
    }
    for (int r = 0; r < given.size(); r++) {
      double share = given.get(r);
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "shares[%d] is %s, must be in [0, 1]".formatted(r, share));
      }
      if (r > 0 && !(share > given.get(r - 1))) {
        throw new IllegalArgumentException(
            "shares[%d] is %s, must be greater than the one before, %s"
                .formatted(r, share, given.get(r - 1)));
      }
    }
    return new Pruning(saliency, pruner, given, new PruningProgress() {}, () -> false);
  }

  /**
   * Sets who is told of rounds.
   *
   * @param progress the listener
   * @return the plan
   */
  public Pruning progress(PruningProgress progress) {
    Objects.requireNonNull(progress, "progress");
    return new Pruning(saliency, pruner, shares, progress, cancelled);
  }

  /**
   * Sets a way to end early: asked before every round. Within one the trainer asks its own.
   *
   * @param cancelled tells whether to end
   * @return the plan
   */
  public Pruning cancelWhen(BooleanSupplier cancelled) {
    Objects.requireNonNull(cancelled, "cancelled");
    return new Pruning(saliency, pruner, shares, progress, cancelled);
  }

  /**
   * Makes all rounds.
   *
   * @param measured what saliencies are measured of, with the examples that are selected: another
   *     object than {@code objective}, which training selects minibatches of, unless the saliency
   *     is a magnitude
   * @param objective what is trained
   * @param theta the parameters, changed
   * @param retraining makes the trainer of each round
   * @param <A> {@code float[]} or {@code double[]}
   * @return how it ended: before the last round if it was cancelled, or training in one ended by
   *     cancellation, by a callback or by divergence
   * @throws IllegalArgumentException as {@link #resume}
   */
  public <A> PruningResult run(
      Objective<A> measured, StochasticObjective<A> objective, A theta, Retraining retraining) {
    Objects.requireNonNull(objective, "objective");
    return resume(measured, objective, theta, retraining, Mask.none(objective.dimension()), 0);
  }

  /**
   * Makes the rounds that are left.
   *
   * @param measured what saliencies are measured of
   * @param objective what is trained
   * @param theta the parameters after the rounds that were made, changed
   * @param retraining makes the trainer of each round
   * @param mask what was pruned in the rounds that were made
   * @param rounds how many were made, at least 0
   * @param <A> {@code float[]} or {@code double[]}
   * @return how it ended; of the rounds those that were made now
   * @throws IllegalArgumentException if numbers of parameters or precisions do not agree, {@code
   *     theta} is not pruned as {@code mask} says, there are not as many rounds, {@code measured}
   *     is the objective and the saliency no magnitude, or as {@link Saliency#of} and {@link
   *     Pruner#prune} say
   * @throws IllegalStateException if pruned parameters are not 0 after a round: the rule of its
   *     trainer did not keep them so
   */
  public <A> PruningResult resume(
      Objective<A> measured,
      StochasticObjective<A> objective,
      A theta,
      Retraining retraining,
      Mask mask,
      int rounds) {
    Objects.requireNonNull(retraining, "retraining");
    check(measured, objective, theta, mask);
    if (rounds < 0 || rounds > shares.size()) {
      throw new IllegalArgumentException(
          "rounds is %d, must be within 0 and %d".formatted(rounds, shares.size()));
    }
    List<PruningRound> made = new ArrayList<>();
    Mask now = mask;
    for (int r = rounds; r < shares.size(); r++) {
      if (cancelled.getAsBoolean()) {
        return new PruningResult(now, made, false, "cancelled after round " + r);
      }
      double[] worth = saliency.of(measured, theta);
      Mask next = pruner.prune(worth, now, shares.get(r));
      double sum = sum(worth, now, next);
      StochasticTrainer trainer =
          Objects.requireNonNull(retraining.trainer(r + 1, next), "the trainer of a round");
      next.apply(objective.precision(), theta);
      now = next;
      progress.pruned(r + 1, shares.get(r), now, sum);
      TrainingResult trained = trainer.train(objective, theta);
      made.add(new PruningRound(r + 1, shares.get(r), now.pruned(), sum, trained));
      checkKept(r + 1, now, objective.precision(), theta);
      progress.finished(made.getLast());
      switch (trained.stop()) {
        case CANCELLED, STOPPED, DIVERGED -> {
          return new PruningResult(
              now, made, false, "round %d: %s".formatted(r + 1, trained.message()));
        }
        default -> {}
      }
    }
    return new PruningResult(now, made, true, "all %d rounds are made".formatted(shares.size()));
  }

  private <A> void check(
      Objective<A> measured, StochasticObjective<A> objective, A theta, Mask mask) {
    Objects.requireNonNull(measured, "measured");
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(mask, "mask");
    Precision<A> precision = objective.precision();
    int n = objective.dimension();
    if (measured.precision() != precision || measured.dimension() != n) {
      throw new IllegalArgumentException(
          "measured has %d %s parameters, the objective has %d %s"
              .formatted(measured.dimension(), measured.precision(), n, precision));
    }
    ParameterVectors.requireLength("theta", precision, n, theta);
    if (mask.dimension() != n) {
      throw new IllegalArgumentException(
          "mask is for %d parameters, the objective has %d".formatted(mask.dimension(), n));
    }
    pruner.checkDimension(n);
    int bad = mask.firstNotZero(precision, theta);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "theta[%d] is %s, must be 0: the mask has it pruned"
              .formatted(bad, precision.get(theta, bad)));
    }
    if (measured == objective && !(saliency instanceof MagnitudeSaliency)) {
      throw new IllegalArgumentException(
          "measured is the objective that is trained, must be another: training selects minibatches"
              + " of it");
    }
  }

  private static <A> void checkKept(int round, Mask mask, Precision<A> precision, A theta) {
    int bad = mask.firstNotZero(precision, theta);
    if (bad >= 0) {
      throw new IllegalStateException(
          "theta[%d] is pruned and was trained to %s in round %d: the rule must be Masked by the mask of the round"
              .formatted(bad, precision.get(theta, bad), round));
    }
  }

  /** What was pruned now, in the order of the parameters. */
  private static double sum(double[] saliency, Mask before, Mask after) {
    double sum = 0;
    for (int index : after.indices()) {
      sum += before.isPruned(index) ? 0 : saliency[index];
    }
    return sum;
  }

  @Override
  public String toString() {
    return "%s by %s, shares %s".formatted(pruner, saliency, shares);
  }
}

package io.github.curvelane.transfer;

import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Initialization;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.StochasticTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Greedy layer-wise supervised pretraining [DL8 8.7.4, figure 8.7] (Bengio, Lamblin, Popovici,
 * Larochelle, <i>Greedy layer-wise training of deep networks</i>, 2007). Stage k trains a network
 * of the first k hidden layers and an output layer of its own for the task itself; its hidden
 * layers are those of the next stage's network, whose next layer and output layer begin anew. The
 * last stage's network is the whole one, with its output layer; fine-tuning is one more stage of
 * the plan.
 *
 * <p>In a stage only the layers that it adds are trained, which is what the paper does, unless all
 * are said to be ({@link #withoutFreezing}).
 *
 * <pre>{@code
 * Network<float[]> deep =
 *     Network.perceptron(
 *         Precision.FLOAT, Activation.logistic(), Activation.identity(), 2, 8, 8, 8, 3);
 * Targets<float[]> targets = Targets.labels(Precision.FLOAT, labels, 3);
 * Loss loss = Loss.softmaxCrossEntropy();
 * TrainingPlan<float[]> plan =
 *     GreedyPretraining.of(deep)
 *         .plan(
 *             Initialization.of(Initializer.FAN_IN),
 *             1,
 *             stage ->
 *                 new NetworkObjective<>(
 *                     stage.network().newWorkspace(10), loss, inputs, targets),
 *             stage ->
 *                 StochasticTrainer.of(stage.rule(new Sgd()), Schedule.constant(0.2))
 *                     .epochs(3)
 *                     .batch(10)
 *                     .build())
 *         .then(
 *             PlanStage.of(
 *                 "fine-tuning",
 *                 () -> new NetworkObjective<>(deep.newWorkspace(10), loss, inputs, targets),
 *                 StochasticTrainer.of(new Sgd(), Schedule.constant(0.2))
 *                     .epochs(5)
 *                     .batch(10)
 *                     .build()));
 * float[] trained = plan.train().orThrow().parameters();
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class GreedyPretraining<A> {
  /**
   * Gives what the stages train.
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  @FunctionalInterface
  public interface Objectives<A> {
    /**
     * Makes an objective.
     *
     * @param stage the stage
     * @return an objective of its network
     */
    StochasticObjective<A> objective(GreedyStage<A> stage);
  }

  /**
   * Gives how the stages are trained.
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  @FunctionalInterface
  public interface Trainers<A> {
    /**
     * Makes a trainer.
     *
     * @param stage the stage, whose {@link GreedyStage#rule} leaves frozen layers as they are
     * @return the trainer
     */
    StochasticTrainer trainer(GreedyStage<A> stage);
  }

  private final Network<A> network;
  private final List<GreedyStage<A>> stages;

  private GreedyPretraining(Network<A> network, List<GreedyStage<A>> stages) {
    this.network = network;
    this.stages = stages;
  }

  /**
   * Describes a pretraining in which every stage adds one hidden layer with parameters, and the
   * layers without that follow it, such as pooling.
   *
   * @param network the whole network
   * @param <A> {@code float[]} or {@code double[]}
   * @return the pretraining
   * @throws IllegalArgumentException if the last layer is not dense, or none before it has
   *     parameters
   */
  public static <A> GreedyPretraining<A> of(Network<A> network) {
    Objects.requireNonNull(network, "network");
    int hidden = hidden(network);
    List<Layer> layers = network.layers();
    List<Integer> depths = new ArrayList<>();
    for (int l = 1; l < hidden; l++) {
      boolean isTrainedBefore = layers.subList(0, l).stream().anyMatch(x -> x.parameters() > 0);
      if (layers.get(l).parameters() > 0 && isTrainedBefore) {
        depths.add(l);
      }
    }
    depths.add(hidden);
    return of(network, depths.stream().mapToInt(depth -> depth).toArray());
  }

  /**
   * Describes a pretraining in which each stage adds some layers, such as a dense layer with its
   * normalisation.
   *
   * @param network the whole network
   * @param depths the number of hidden layers of each stage's network, ascending; the last is that
   *     of all layers but the output layer
   * @param <A> {@code float[]} or {@code double[]}
   * @return the pretraining
   * @throws IllegalArgumentException if the last layer is not dense, a depth is not greater than
   *     the one before it (the first than 0), the last is not that of all hidden layers, or a stage
   *     adds no parameters
   */
  public static <A> GreedyPretraining<A> of(Network<A> network, int... depths) {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(depths, "depths");
    int hidden = hidden(network);
    if (depths.length == 0) {
      throw new IllegalArgumentException(
          "depths is empty, must end with the %d hidden layers".formatted(hidden));
    }
    List<GreedyStage<A>> stages = new ArrayList<>();
    int before = 0;
    for (int k = 0; k < depths.length; k++) {
      if (depths[k] <= before || depths[k] > hidden) {
        throw new IllegalArgumentException(
            "depths[%d] is %d, must be from %d to the %d hidden layers"
                .formatted(k, depths[k], before + 1, hidden));
      }
      List<Layer> added = network.layers().subList(before, depths[k]);
      if (added.stream().allMatch(layer -> layer.parameters() == 0)) {
        throw new IllegalArgumentException(
            "depths[%d] is %d: layers %d to %d have no parameters, must have some to be trained"
                .formatted(k, depths[k], before, depths[k] - 1));
      }
      stages.add(new GreedyStage<>(k + 1, grown(network, depths[k]), before));
      before = depths[k];
    }
    if (before != hidden) {
      throw new IllegalArgumentException(
          "depths ends with %d, must end with the %d hidden layers".formatted(before, hidden));
    }
    return new GreedyPretraining<>(network, List.copyOf(stages));
  }

  /** The number of layers before the output layer. */
  private static int hidden(Network<?> network) {
    List<Layer> layers = network.layers();
    if (!(layers.getLast() instanceof Dense)) {
      throw new IllegalArgumentException(
          "the last layer of network is %s, must be dense: each stage has one like it"
              .formatted(layers.getLast().describe().kind()));
    }
    int hidden = layers.size() - 1;
    if (layers.subList(0, hidden).stream().allMatch(layer -> layer.parameters() == 0)) {
      throw new IllegalArgumentException(
          "network has %d layers, must have a hidden one with parameters".formatted(layers.size()));
    }
    return hidden;
  }

  private static <A> Network<A> grown(Network<A> network, int depth) {
    List<Layer> layers = new ArrayList<>(network.layers().subList(0, depth));
    layers.add(
        new Dense(
            layers.getLast().outputs(),
            network.outputs(),
            network.layers().getLast().activation()));
    return Network.of(network.precision(), layers);
  }

  /**
   * Returns the pretraining in which every stage trains all of its layers.
   *
   * @return another pretraining
   */
  public GreedyPretraining<A> withoutFreezing() {
    return new GreedyPretraining<>(
        network,
        stages.stream()
            .map(stage -> new GreedyStage<>(stage.number(), stage.network(), 0))
            .toList());
  }

  /**
   * Returns the stages.
   *
   * @return the networks, from the one of the first hidden layers to the whole one
   */
  public List<GreedyStage<A>> stages() {
    return stages;
  }

  /**
   * Makes the plan. What begins anew in stage k is drawn with seed + k − 1.
   *
   * @param initialization how layers begin
   * @param seed the seed of the first stage
   * @param objectives gives the objective of a stage; called when it begins
   * @param trainers gives the trainer of a stage; called now
   * @return the plan, which ends in parameters of the whole network
   * @throws IllegalArgumentException if there is no trainer for a stage
   */
  public TrainingPlan<A> plan(
      Initialization initialization, long seed, Objectives<A> objectives, Trainers<A> trainers) {
    Objects.requireNonNull(initialization, "initialization");
    Objects.requireNonNull(objectives, "objectives");
    Objects.requireNonNull(trainers, "trainers");
    Precision<A> precision = network.precision();
    List<PlanStage<A>> plan = new ArrayList<>();
    for (int k = 0; k < stages.size(); k++) {
      GreedyStage<A> stage = stages.get(k);
      String name = "layers to " + (stage.network().layers().size() - 2);
      Supplier<StochasticObjective<A>> objective = () -> objectives.objective(stage);
      StochasticTrainer trainer = trainers.trainer(stage);
      if (trainer == null) {
        throw new IllegalArgumentException(
            "trainers gave null for stage %d, must give a trainer".formatted(stage.number()));
      }
      long own = seed + k;
      if (k == 0) {
        plan.add(PlanStage.of(name, objective, trainer));
        continue;
      }
      Network<A> smaller = stages.get(k - 1).network();
      Transfer<A> transfer = Transfer.first(smaller.layers().size() - 1, smaller, stage.network());
      plan.add(
          new PlanStage<>(
              name,
              objective,
              trainer,
              before -> {
                A theta = stage.network().initialize(initialization, own);
                transfer.copy(before, theta);
                return theta;
              }));
    }
    A first = stages.getFirst().network().initialize(initialization, seed);
    return TrainingPlan.of(precision, first, plan);
  }

  @Override
  public String toString() {
    return "greedy pretraining of %s in %d stages".formatted(network, stages.size());
  }
}

package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initialization;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingProgress;
import io.github.curvelane.optim.TrainingRun;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.transfer.GreedyPretraining;
import io.github.curvelane.transfer.PlanResult;
import io.github.curvelane.transfer.PlanStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A deep network layer by layer, and all at once. */
final class GreedyLayers implements Page {
  private static final int LAYERS = 5;
  private static final int BATCH = 10;
  private static final String[] UNITS = {"logistic", "tanh"};
  private static final Activation[] ACTIVATIONS = {Activation.logistic(), Activation.tanh()};
  private static final double[] RATES = {0.5, 0.05};

  @Override
  public About about() {
    return new About(
        "dl8-greedy",
        Source.DL8,
        List.of("8.7"),
        "layers one after the other",
        "Each hidden layer is first trained as that of a shallow network on what the layers below"
            + " give, and all layers are trained together afterwards. It helps to optimise, and"
            + " often to generalise, as it gives better guidance to intermediate layers"
            + " [DL8 8.7.4] (Bengio et al. 2007).",
        "Not so unless with logistic units the greatest error after fine-tuning is below half"
            + " of the least of all at once. If so: as printed if with tanh units the median is"
            + " lower too, by more than one point, else by half.");
  }

  /** The share of wrong test digits, in %, after each epoch of a training. */
  private static final class Errors implements TrainingProgress {
    private final DigitTask task;
    private final Network<float[]> network;
    private final List<Double> errors;
    private TrainingRun<?> run;

    Errors(DigitTask task, Network<float[]> network, List<Double> errors) {
      this.task = task;
      this.network = network;
      this.errors = errors;
    }

    @Override
    public void begin(TrainingRun<?> begun) {
      run = begun;
    }

    @Override
    public void epoch(int epoch, long step, double loss, double rate, double examplesPerSecond) {
      errors.add(100 * task.error(network, (float[]) run.evaluated()));
    }
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(500, 2_000);
    int epochs = scale.pick(10, 20);
    int eachLayer = scale.pick(8, 4);
    int all = LAYERS * eachLayer + epochs;
    double[][] plain = new double[UNITS.length][seeds];
    double[][] greedy = new double[UNITS.length][seeds];
    double[][] tuned = new double[UNITS.length][seeds];
    Chart chart =
        new Chart("dl8-greedy-errors", "Test error", "epochs, of layers and of all together")
            .vertical("wrong, %");
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, 300, s + 1, DigitTask.Asked.CLASSES);
      for (int k = 0; k < UNITS.length; k++) {
        List<Double> direct = new ArrayList<>();
        List<Double> staged = new ArrayList<>();
        trainDirectly(task, k, all, s + 1, direct);
        trainByLayers(task, k, eachLayer, epochs, s + 1, staged);
        plain[k][s] = direct.getLast();
        greedy[k][s] = staged.get(LAYERS * eachLayer - 1);
        tuned[k][s] = staged.getLast();
        if (s == 0) {
          double[] x = Arrays.copyOfRange(Descent.counting(all + 1), 1, all + 1);
          chart.line(UNITS[k] + ", all at once", x, array(direct));
          chart.line(UNITS[k] + ", by layers", x, array(staged));
        }
      }
      progress.step(s + 1, seeds);
    }
    boolean helps = Spread.of(tuned[0]).greatest() < Spread.of(plain[0]).least() / 2;
    boolean helpsAlways = Spread.of(tuned[1]).median() < Spread.of(plain[1]).median() - 1;
    Table table =
        new Table(
            "units",
            "all at once, " + all + " epochs: error, %",
            "by layers, " + LAYERS * eachLayer,
            "and together, " + epochs);
    Outcome outcome =
        new Outcome(
            helps ? helpsAlways ? Verdict.AS_PRINTED : Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "256-30×%d-10, %d digits, batches of %d, as many epochs both ways. Logistic units,"
                    + " through which gradients vanish, end at %s %% wrong when all layers are"
                    + " trained at once; layer by layer at %s %%, and after fine-tuning at %s %%."
                    + " Tanh units, which can be trained at once, end at %s %% so and at %s %%"
                    + " after pretraining.",
                LAYERS,
                examples,
                BATCH,
                Spread.of(plain[0]),
                Spread.of(greedy[0]),
                Spread.of(tuned[0]),
                Spread.of(plain[1]),
                Spread.of(tuned[1])));
    for (int k = 0; k < UNITS.length; k++) {
      table.row(UNITS[k], Spread.of(plain[k]), Spread.of(greedy[k]), Spread.of(tuned[k]));
      outcome
          .numbers("error at once: " + UNITS[k], plain[k])
          .numbers("error by layers: " + UNITS[k], greedy[k])
          .numbers("error after fine-tuning: " + UNITS[k], tuned[k]);
    }
    return outcome
        .picture(
            chart,
            Figures.format(
                "The first seed. Every %d epochs a layer and a new output layer are added.",
                eachLayer))
        .table(table);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(value -> value).toArray();
  }

  private static Network<float[]> network(int k) {
    int[] sizes = new int[LAYERS + 2];
    Arrays.fill(sizes, 30);
    sizes[0] = 256;
    sizes[LAYERS + 1] = DigitTask.CLASSES;
    return Network.perceptron(Precision.FLOAT, ACTIVATIONS[k], Activation.identity(), sizes);
  }

  private static StochasticTrainer trainer(
      UpdateRule rule, double rate, int epochs, long seed, TrainingProgress progress) {
    return StochasticTrainer.of(rule, Schedule.constant(rate))
        .epochs(epochs)
        .batch(BATCH)
        .seed(seed)
        .progress(progress)
        .build();
  }

  private static void trainDirectly(
      DigitTask task, int k, int epochs, long seed, List<Double> errors) {
    Network<float[]> network = network(k);
    trainer(new Sgd(), RATES[k], epochs, seed, new Errors(task, network, errors))
        .train(task.objective(network), network.initialize(Initializer.FAN_IN, seed));
  }

  private static PlanResult<float[]> trainByLayers(
      DigitTask task, int k, int eachLayer, int epochs, long seed, List<Double> errors) {
    Network<float[]> network = network(k);
    return GreedyPretraining.of(network)
        .plan(
            Initialization.of(Initializer.FAN_IN),
            1_000 * seed,
            stage -> task.objective(stage.network()),
            stage ->
                trainer(
                    stage.rule(new Sgd()),
                    RATES[k],
                    eachLayer,
                    1_000 * seed + stage.number(),
                    new Errors(task, stage.network(), errors)))
        .then(
            PlanStage.of(
                "fine-tuning",
                () -> task.objective(network),
                trainer(new Sgd(), RATES[k], epochs, seed, new Errors(task, network, errors))))
        .train()
        .orThrow();
  }
}

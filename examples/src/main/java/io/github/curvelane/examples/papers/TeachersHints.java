package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initialization;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.transfer.Hints;
import io.github.curvelane.transfer.LayerOutputs;
import io.github.curvelane.transfer.PlanStage;
import io.github.curvelane.transfer.SoftTargets;
import io.github.curvelane.transfer.TrainingPlan;
import java.util.Arrays;
import java.util.List;

/** Thin students of a wide teacher, with its hints and without. */
final class TeachersHints implements Page {
  private static final int BATCH = 10;
  private static final int WIDTH = 20;
  private static final int MOST_DEPTH = 8;
  private static final int[] DEPTHS = {3, 5, 6, MOST_DEPTH};

  /** Which of the depths is the first that logistic students do not learn alone. */
  private static final int SAVED = 1;

  /** Of soft targets: the temperature, and the teacher's share in the loss. */
  private static final double TEMPERATURE = 4;

  private static final double SHARE = 0.5;

  private static final String[] UNITS = {"tanh", "logistic"};
  private static final Activation[] ACTIVATIONS = {Activation.tanh(), Activation.logistic()};
  private static final double[] RATES = {0.05, 0.5};
  private static final Network<float[]> TEACHER =
      Network.perceptron(
          Precision.FLOAT, Activation.tanh(), Activation.identity(), 256, 60, 60, 10);

  @Override
  public About about() {
    return new About(
        "dl8-hints",
        Source.DL8,
        List.of(),
        "hints of a teacher",
        "A student that is deeper and thinner than its teacher is easier to train if its middle"
            + " layer learns first what the middle layer of the teacher says; without the hints it"
            + " performs very poorly [DL8 8.7.4] (Romero et al. 2015). Beside it, outside the"
            + " verdict: the teacher's outputs, softened by a temperature, as targets beside the"
            + " classes (Hinton, Vinyals and Dean 2015).",
        "Not so unless for some student the least error without hints is above 80 % and the"
            + " greatest with them below half of it. If so: as printed if hints lower the median"
            + " for every student, else by half.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(500, 2_000);
    int epochs = scale.pick(20, 10);
    double[][][] plain = new double[UNITS.length][DEPTHS.length][seeds];
    double[][][] hinted = new double[UNITS.length][DEPTHS.length][seeds];
    double[][][] soft = new double[UNITS.length][DEPTHS.length][seeds];
    double[] teachers = new double[seeds];
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, 300, s + 1, DigitTask.Asked.CLASSES);
      float[] taught = TEACHER.initialize(Initializer.FAN_IN, s + 1);
      trainer(0.05, epochs, s + 1).train(task.objective(TEACHER), taught).orThrow();
      teachers[s] = 100 * task.error(TEACHER, taught);
      for (int k = 0; k < UNITS.length; k++) {
        for (int d = 0; d < DEPTHS.length; d++) {
          Network<float[]> student = student(k, DEPTHS[d]);
          float[] start = student.initialize(Initializer.FAN_IN, 1_000 * (s + 1));
          float[] alone = start.clone();
          trainer(RATES[k], 3 * epochs, s + 1).train(task.objective(student), alone).orThrow();
          plain[k][d][s] = 100 * task.error(student, alone);
          float[] guided = withHints(task, taught, student, start, RATES[k], epochs, s + 1);
          hinted[k][d][s] = 100 * task.error(student, guided);
          float[] softly = start.clone();
          trainer(RATES[k], 3 * epochs, s + 1)
              .train(softened(task, taught, student), softly)
              .orThrow();
          soft[k][d][s] = 100 * task.error(student, softly);
        }
      }
      progress.step(s + 1, seeds);
    }
    return outcome(plain, hinted, soft, teachers, examples);
  }

  private static Outcome outcome(
      double[][][] plain, double[][][] hinted, double[][][] soft, double[] teachers, int examples) {
    boolean isSaved = false;
    boolean isAlways = true;
    Table table =
        new Table("student", "without hints: error, %", "with hints", "with soft targets");
    double[] depths = Arrays.stream(DEPTHS).asDoubleStream().toArray();
    Chart chart =
        new Chart("dl8-hints-errors", "Test error of students", "hidden layers")
            .vertical("wrong, %");
    Chart softly =
        new Chart("dl8-hints-soft", "Test error of students, soft targets", "hidden layers")
            .vertical("wrong, %");
    double[][] medians = new double[3 * UNITS.length][DEPTHS.length];
    for (int k = 0; k < UNITS.length; k++) {
      for (int d = 0; d < DEPTHS.length; d++) {
        Spread without = Spread.of(plain[k][d]);
        Spread with = Spread.of(hinted[k][d]);
        medians[3 * k][d] = without.median();
        medians[3 * k + 1][d] = with.median();
        medians[3 * k + 2][d] = Spread.of(soft[k][d]).median();
        isSaved |= without.least() > 80 && with.greatest() < without.least() / 2;
        isAlways &= with.median() < without.median();
        table.row(
            UNITS[k] + ", " + DEPTHS[d] + " hidden layers", without, with, Spread.of(soft[k][d]));
      }
      chart
          .line(UNITS[k] + ", without hints", depths, medians[3 * k])
          .line(UNITS[k] + ", with hints", depths, medians[3 * k + 1]);
      softly
          .line(UNITS[k] + ", classes", depths, medians[3 * k])
          .line(UNITS[k] + ", soft targets too", depths, medians[3 * k + 2]);
    }
    int last = DEPTHS.length - 1;
    Outcome outcome =
        new Outcome(
            isSaved ? isAlways ? Verdict.AS_PRINTED : Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "%d digits, students of width %d, as many epochs with hints as without. Logistic"
                    + " students of %d hidden layers end at %s %% wrong without hints and at %s %%"
                    + " with them, of %d layers at %s %% and %s %%: layers above the guided one"
                    + " have no hint. Tanh students of %d layers, which can be trained alone, end"
                    + " at %s %% and %s %%, of %d layers at %s %% and %s %%. The teacher ends at %s"
                    + " %%. With soft targets (temperature %s, share %s) and no hints, as many"
                    + " epochs, tanh students of %d layers end at %s %%, of %d layers at %s %%;"
                    + " logistic ones of %d layers at %s %%, of %d layers at %s %%.",
                examples,
                WIDTH,
                DEPTHS[SAVED],
                Spread.of(plain[1][SAVED]),
                Spread.of(hinted[1][SAVED]),
                MOST_DEPTH,
                Spread.of(plain[1][last]),
                Spread.of(hinted[1][last]),
                MOST_DEPTH,
                Spread.of(plain[0][last]),
                Spread.of(hinted[0][last]),
                DEPTHS[0],
                Spread.of(plain[0][0]),
                Spread.of(hinted[0][0]),
                Spread.of(teachers),
                Figures.number(TEMPERATURE),
                Figures.number(SHARE),
                MOST_DEPTH,
                Spread.of(soft[0][last]),
                DEPTHS[0],
                Spread.of(soft[0][0]),
                DEPTHS[SAVED],
                Spread.of(soft[1][SAVED]),
                MOST_DEPTH,
                Spread.of(soft[1][last])));
    for (int k = 0; k < UNITS.length; k++) {
      for (int d = 0; d < DEPTHS.length; d++) {
        String which = UNITS[k] + " of depth " + DEPTHS[d];
        outcome
            .numbers("error without hints: " + which, plain[k][d])
            .numbers("error with hints: " + which, hinted[k][d])
            .numbers("error with soft targets: " + which, soft[k][d]);
      }
    }
    return outcome
        .numbers("error of the teacher", teachers)
        .picture(chart, "Medians over seeds, with and without hints.")
        .picture(softly, "Medians over seeds, with the teacher's outputs as targets and without.")
        .table(table);
  }

  private static Network<float[]> student(int k, int depth) {
    int[] sizes = new int[depth + 2];
    Arrays.fill(sizes, WIDTH);
    sizes[0] = 256;
    sizes[depth + 1] = DigitTask.CLASSES;
    return Network.perceptron(Precision.FLOAT, ACTIVATIONS[k], Activation.identity(), sizes);
  }

  private static StochasticTrainer trainer(double rate, int epochs, long seed) {
    return StochasticTrainer.of(new Sgd(), Schedule.constant(rate))
        .epochs(epochs)
        .batch(BATCH)
        .seed(seed)
        .build();
  }

  /** Classes, and what the teacher says, softened. */
  private static NetworkObjective<float[]> softened(
      DigitTask task, float[] taught, Network<float[]> student) {
    SoftTargets<float[]> soft = SoftTargets.of(student, SHARE, TEMPERATURE);
    float[] inputs = task.training().inputs();
    float[] said = LayerOutputs.of(TEACHER, taught, TEACHER.layers().size(), inputs);
    Targets<float[]> classes = Targets.labels(Precision.FLOAT, task.labels(), DigitTask.CLASSES);
    return new NetworkObjective<>(
        soft.network().newWorkspace(BATCH), soft.loss(), inputs, soft.targets(classes, said));
  }

  private static float[] withHints(
      DigitTask task,
      float[] taught,
      Network<float[]> student,
      float[] start,
      double rate,
      int epochs,
      long seed) {
    Hints<float[]> hints = Hints.of(TEACHER, 1, student, student.layers().size() / 2);
    float[] inputs = task.training().inputs();
    Targets<float[]> said = hints.targets(taught, inputs);
    return TrainingPlan.of(
            Precision.FLOAT,
            hints.guided(start, Initialization.of(Initializer.FAN_IN), 1_000 * seed + 1),
            PlanStage.of(
                "hints",
                () ->
                    new NetworkObjective<>(
                        hints.guided().newWorkspace(BATCH), Loss.halfSquaredError(), inputs, said),
                trainer(rate / 5, epochs, seed)),
            new PlanStage<>(
                "student",
                () -> task.objective(student),
                trainer(rate, 2 * epochs, seed),
                guided -> hints.hinted(guided, start)))
        .train()
        .orThrow()
        .parameters();
  }
}

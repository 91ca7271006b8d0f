package io.github.curvelane.examples.papers;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.prune.Mask;
import io.github.curvelane.prune.Masked;
import io.github.curvelane.prune.Pruner;
import io.github.curvelane.prune.Pruning;
import io.github.curvelane.prune.Saliency;
import io.github.curvelane.prune.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weights that are deleted by their second derivatives, beside weights deleted by their size. */
final class BrainDamage implements Page {
  private static final double[] SHARES = {0.5, 0.7, 0.8, 0.9, 0.95};
  private static final List<Double> ROUNDS = List.of(0.5, 0.75, 0.9);
  private static final int BATCH = 64;

  /** Inputs in other units are multiplied by powers of two up to this, or divided. */
  private static final int LARGEST_POWER = 5;

  private static final String MAGNITUDE = "magnitude";
  private static final String BECKER_LECUN = "Becker-LeCun";
  private static final String GAUSS_NEWTON = "exact Gauss-Newton";
  private static final String HESSIAN = "exact Hessian";

  /** Of how many digits the exact Hessian's diagonal is measured, which takes a pass a unit. */
  private static final int FEW = 500;

  private static final String BY_LAYER = " in each layer";
  private static final String WHOLE = " of whole units";

  /** Measures that are shown for shares of each layer and for whole units too. */
  private static final List<String> BESIDE = List.of(MAGNITUDE, GAUSS_NEWTON);

  /** Networks that are pruned. */
  private enum Subject {
    DIGITS("digits"),
    UNITS("inputs in other units"),
    SHARED("shared weights");

    final String text;

    Subject(String text) {
      this.text = text;
    }

    String key(String measure) {
      return text + ": " + measure;
    }
  }

  /** Networks of which shares of each layer and whole units are deleted too. */
  private static final List<Subject> COMPARED = List.of(Subject.DIGITS, Subject.SHARED);

  @Override
  public About about() {
    return new About(
        "eb-obd",
        Source.EB,
        List.of(),
        "optimal brain damage",
        "The diagonal of second derivatives gives the saliency h w²/2 of each weight; deleting"
            + " those of least saliency is the optimal brain damage procedure [EB 7.4; LeCun,"
            + " Denker and Solla 1990], who find it better than deleting small weights. Beside it,"
            + " outside the verdict: the same share of each layer in place of one of all,"
            + " and whole hidden units, whose saliency is the sum of their weights'.",
        "As printed if, with 80 % deleted, magnitude has a median error more than 10 points"
            + " above that of the exact Gauss-Newton diagonal where inputs are in other units, and"
            + " more than half of that difference where all have one scale; by half if only the"
            + " first; else not so.");
  }

  /** What is compared on a network, cheap measures first. */
  private static Map<String, Saliency> measures(Subject subject) {
    Map<String, Saliency> measures = new LinkedHashMap<>();
    measures.put(MAGNITUDE, Saliency.magnitude());
    measures.put(BECKER_LECUN, Saliency.brainDamage(Diagonal.BECKER_LECUN));
    measures.put(GAUSS_NEWTON, Saliency.brainDamage(Diagonal.GAUSS_NEWTON));
    if (subject != Subject.UNITS) {
      measures.put(
          "Becker-LeCun with f″", Saliency.brainDamage(Diagonal.BECKER_LECUN_SECOND_ORDER));
      measures.put("sampled Gauss-Newton", Saliency.sampledBrainDamage(1, 1));
      measures.put("empirical Fisher", Saliency.brainDamage(Diagonal.EMPIRICAL_FISHER));
    }
    if (subject == Subject.DIGITS) {
      measures.put(HESSIAN, Saliency.brainDamage(Diagonal.HESSIAN));
    }
    return measures;
  }

  /** A network that was trained, and what it was trained on. */
  private record Trained(DigitTask task, Network<float[]> network, float[] theta) {
    double error(float[] other) {
      return task.error(network, other);
    }

    double[] saliency(String name, Saliency measure) {
      NetworkObjective<float[]> measured = task.objective(network);
      if (name.equals(HESSIAN)) {
        int few = Math.min(FEW, task.examples());
        measured.select(DigitTask.all(few), 0, few);
      }
      return measure.of(measured, theta);
    }

    /** The errors with shares deleted, and nothing trained again. */
    double[] errors(double[] saliency, Pruner pruner) {
      double[] errors = new double[SHARES.length];
      for (int k = 0; k < SHARES.length; k++) {
        float[] pruned = theta.clone();
        pruner.prune(saliency, Mask.none(theta.length), SHARES[k]).apply(Precision.FLOAT, pruned);
        errors[k] = error(pruned);
      }
      return errors;
    }

    /** The error with a share deleted in rounds, each trained again. */
    double errorAfterTraining(Saliency saliency, int epochs) {
      float[] pruned = theta.clone();
      NetworkObjective<float[]> measured = task.objective(network);
      Pruning.of(saliency, Pruner.weights(network.ranges()), ROUNDS)
          .run(
              measured,
              task.objective(network),
              pruned,
              (round, mask) ->
                  StochasticTrainer.of(new Masked(new Sgd(), mask), Schedule.constant(0.2))
                      .epochs(epochs)
                      .batch(BATCH)
                      .seed(round)
                      .build());
      return error(pruned);
    }

    /** The same function of inputs in other units, to the bit: factors are powers of two. */
    Trained inOtherUnits(long seed) {
      int columns = network.inputs();
      Draws draws = new Draws(seed);
      float[] factors = new float[columns];
      for (int i = 0; i < columns; i++) {
        double power = draws.uniform(-LARGEST_POWER, LARGEST_POWER);
        factors[i] = (float) Math.scalb(1.0, (int) Math.rint(power));
      }
      float[] other = theta.clone();
      int units = network.layers().getFirst().outputs();
      for (int i = 0; i < columns * units; i++) {
        other[i] /= factors[i / units];
      }
      return new Trained(
          task.withInputs(scaled(task.training(), factors), scaled(task.test(), factors)),
          network,
          other);
    }

    private static Dataset<float[]> scaled(Dataset<float[]> digits, float[] factors) {
      float[] inputs = digits.inputs().clone();
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] *= factors[i % factors.length];
      }
      return Dataset.classification(
          Precision.FLOAT, inputs, factors.length, digits.labels(), DigitTask.CLASSES);
    }
  }

  private static Trained dense(Scale scale, int seed) {
    boolean quick = scale == Scale.QUICK;
    Network<float[]> network =
        Network.perceptron(
            Precision.FLOAT,
            Activation.lecunTanh(),
            Activation.identity(),
            quick ? 256 : 784,
            quick ? 20 : 300,
            DigitTask.CLASSES);
    return trained(quick ? 16 : 28, scale, network, 0.2, seed);
  }

  private static Trained shared(Scale scale, int seed) {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            Layers.parse(
                    "1x16x16-conv4:5-sub2-conv8:3-sub2-20-10",
                    Activation.lecunTanh(),
                    Activation.identity())
                .list());
    return trained(16, scale, network, 0.05, seed);
  }

  private static Trained trained(
      int side, Scale scale, Network<float[]> network, double rate, int seed) {
    DigitTask task =
        DigitTask.draw(
            side, scale.pick(400, 8000), scale.pick(200, 2000), seed, DigitTask.Asked.CLASSES);
    float[] theta = network.initialize(Initializer.FAN_IN, seed);
    task.train(
        network,
        theta,
        new Sgd(),
        Schedule.constant(rate),
        scale.pick(5, 15),
        BATCH,
        SamplingOrder.shuffled(seed));
    return new Trained(task, network, theta);
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    Map<String, double[][]> errors = new LinkedHashMap<>();
    double[][] whole = new double[Subject.values().length][seeds];
    double[][] retrained = new double[2][seeds];
    for (int s = 0; s < seeds; s++) {
      Trained digits = dense(scale, s + 1);
      for (Subject subject : Subject.values()) {
        Trained trained =
            switch (subject) {
              case DIGITS -> digits;
              case UNITS -> digits.inOtherUnits(s + 1);
              case SHARED -> shared(scale, s + 1);
            };
        whole[subject.ordinal()][s] = trained.error(trained.theta());
        for (var measure : measures(subject).entrySet()) {
          String name = measure.getKey();
          double[] saliency = trained.saliency(name, measure.getValue());
          Pruner weights = Pruner.weights(trained.network().ranges());
          Map<String, Pruner> ways = new LinkedHashMap<>();
          ways.put(name, weights);
          if (COMPARED.contains(subject) && BESIDE.contains(name)) {
            ways.put(name + BY_LAYER, weights.perLayer());
            ways.put(name + WHOLE, Pruner.units(Units.of(trained.network())));
          }
          for (var way : ways.entrySet()) {
            errors.computeIfAbsent(subject.key(way.getKey()), _ -> new double[seeds][])[s] =
                trained.errors(saliency, way.getValue());
          }
        }
      }
      int epochs = scale.pick(2, 5);
      retrained[0][s] = digits.errorAfterTraining(Saliency.magnitude(), epochs);
      retrained[1][s] =
          digits.errorAfterTraining(Saliency.brainDamage(Diagonal.GAUSS_NEWTON), epochs);
      progress.step(s + 1, seeds);
    }
    return outcome(errors, whole, retrained);
  }

  private static String percent(double share) {
    return Figures.percent(100 * share);
  }

  /** The median over seeds at a share. */
  private static double median(double[][] errors, int share) {
    return Spread.over(errors.length, s -> errors[s][share]).median();
  }

  private static Outcome outcome(
      Map<String, double[][]> errors, double[][] whole, double[][] retrained) {
    double[] gains = new double[Subject.values().length];
    for (Subject subject : Subject.values()) {
      gains[subject.ordinal()] =
          at80(errors, subject, MAGNITUDE) - at80(errors, subject, GAUSS_NEWTON);
    }
    double inUnits = gains[Subject.UNITS.ordinal()];
    boolean gainsOnDigits = gains[Subject.DIGITS.ordinal()] > 0.5 * inUnits;
    Verdict verdict =
        inUnits > 0.1 ? gainsOnDigits ? Verdict.AS_PRINTED : Verdict.BY_HALF : Verdict.NOT_SO;
    Outcome outcome =
        new Outcome(
            verdict,
            Figures.format(
                "Medians over seeds. With 80 %% deleted at once, magnitude costs %s of the"
                    + " digits more than the exact Gauss-Newton diagonal where all inputs have one"
                    + " scale, %s where they are in other units, which changes no saliency, and %s"
                    + " with shared weights. Deleted in three rounds and trained again, 90 %% cost"
                    + " %s (%s before; by magnitude %s). By that diagonal, 80 %% of each layer in"
                    + " place of 80 %% of all end at %s in place of %s, with shared weights at %s"
                    + " in place of %s; 80 %% of the hidden units of the digits' network at %s (by"
                    + " magnitude %s).",
                percent(gains[Subject.DIGITS.ordinal()]),
                percent(gains[Subject.UNITS.ordinal()]),
                percent(gains[Subject.SHARED.ordinal()]),
                percent(Spread.of(retrained[1]).median()),
                percent(Spread.of(whole[0]).median()),
                percent(Spread.of(retrained[0]).median()),
                percent(at80(errors, Subject.DIGITS, GAUSS_NEWTON + BY_LAYER)),
                percent(at80(errors, Subject.DIGITS, GAUSS_NEWTON)),
                percent(at80(errors, Subject.SHARED, GAUSS_NEWTON + BY_LAYER)),
                percent(at80(errors, Subject.SHARED, GAUSS_NEWTON)),
                percent(at80(errors, Subject.DIGITS, GAUSS_NEWTON + WHOLE)),
                percent(at80(errors, Subject.DIGITS, MAGNITUDE + WHOLE))));
    for (Subject subject : Subject.values()) {
      outcome.numbers(subject.key("none deleted"), whole[subject.ordinal()]);
      add(
          outcome,
          "eb-obd-" + subject.ordinal(),
          "Pruned: " + subject.text,
          subject,
          List.copyOf(measures(subject).keySet()),
          errors,
          whole);
    }
    for (Subject subject : COMPARED) {
      List<String> ways = new ArrayList<>();
      for (String measure : BESIDE) {
        ways.addAll(List.of(measure, measure + BY_LAYER, measure + WHOLE));
      }
      add(
          outcome,
          "eb-obd-ways-" + subject.ordinal(),
          "Shares of all, of each layer, of units: " + subject.text,
          subject,
          ways,
          errors,
          whole);
    }
    errors.forEach(
        (name, found) -> {
          for (int k = 0; k < SHARES.length; k++) {
            int share = k;
            outcome.numbers(
                name + " at " + SHARES[k],
                Arrays.stream(found).mapToDouble(each -> each[share]).toArray());
          }
        });
    return outcome
        .numbers("retrained at 0.9: " + MAGNITUDE, retrained[0])
        .numbers("retrained at 0.9: " + GAUSS_NEWTON, retrained[1]);
  }

  /** The median over seeds with 80 % deleted, where each way has cost something and none all. */
  private static double at80(Map<String, double[][]> errors, Subject subject, String name) {
    return median(errors.get(subject.key(name)), 2);
  }

  /** Adds a picture and a table of medians. */
  private static void add(
      Outcome outcome,
      String id,
      String title,
      Subject subject,
      List<String> names,
      Map<String, double[][]> errors,
      double[][] whole) {
    Chart chart = new Chart(id, title, "share deleted").vertical("test error");
    Table table =
        new Table(subject.text + ", deleted by", "none", "50 %", "70 %", "80 %", "90 %", "95 %");
    for (String name : names) {
      double[] medians = new double[SHARES.length];
      Object[] cells = new Object[SHARES.length + 1];
      cells[0] = percent(Spread.of(whole[subject.ordinal()]).median());
      for (int k = 0; k < SHARES.length; k++) {
        medians[k] = median(errors.get(subject.key(name)), k);
        cells[k + 1] = percent(medians[k]);
      }
      chart.line(name, SHARES, medians);
      table.row(name, cells);
    }
    outcome.picture(chart, "Medians over seeds, nothing trained again.").table(table);
  }
}

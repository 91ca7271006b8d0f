package io.github.curvelane.examples;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.curvature.GradientCurvature;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.SamplingOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Chooses a learning rate, where none is given, by the curvature at the initial parameters.
 *
 * @param remark told in a sentence what was chosen, and why
 */
record LearningRate<A>(
    Settings settings,
    Network<A> network,
    NetworkObjective<A> objective,
    Prepared<A> training,
    boolean classes,
    Parallelism parallelism,
    Console console,
    Consumer<String> remark) {

  double choose(A theta, BooleanSupplier cancelled) {
    if (settings.rate().isPresent()) {
      return settings.rate().getAsDouble();
    }
    return settings.byEigenvalue() ? byEigenvalue(theta, cancelled) : byGradients(theta);
  }

  private double byGradients(A theta) {
    int batch = settings.batches().in(1);
    int[] examples = new int[objective.examples()];
    SamplingOrder.shuffled(settings.seed()).arrange(1, examples);
    double kappa = GradientCurvature.measure(objective, theta, examples, batch).median();
    double usual = Optimizers.usualRate(settings.optimizer(), classes);
    OptionalDouble chosen = Optimizers.rateFor(settings.optimizer(), settings.momentum(), kappa);
    if (Double.isNaN(kappa) || chosen.isEmpty()) {
      remark.accept("learning rate " + usual + ", usual for " + settings.optimizer());
      return usual;
    }
    remark.accept(
        String.format(
            Locale.ROOT,
            "learning rate %.3g: the curvature along the gradients of %d batches of %d is %.3g",
            chosen.getAsDouble(),
            GradientCurvature.BATCHES,
            batch,
            kappa));
    return chosen.getAsDouble();
  }

  private double byEigenvalue(A theta, BooleanSupplier cancelled) {
    int most = network.statistics() > 0 ? Arithmetic.EXAMPLE_CHUNK : Integer.MAX_VALUE;
    NetworkObjective<A> all = training.objective(network, settings.loss(), most, parallelism);
    int examples = Math.min(training.examples(), most);
    console.say(
        String.format(
            Locale.ROOT,
            "finding lambda max of the Hessian of %,d training examples ...",
            examples));
    Optional<LargestEigenvalue> found =
        LargestEigenvalue.find(all, examples, theta, settings.seed(), cancelled);
    if (found.isEmpty()) {
      return Optimizers.usualRate(settings.optimizer(), classes);
    }
    double lambda = 1 / found.get().rate();
    double rate =
        Optimizers.rateFor(settings.optimizer(), settings.momentum(), lambda).orElseThrow();
    remark.accept(String.format(Locale.ROOT, "learning rate %.6g: %s", rate, found.get()));
    return rate;
  }
}

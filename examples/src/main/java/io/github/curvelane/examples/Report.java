package io.github.curvelane.examples;

import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.examples.report.Html;
import io.github.curvelane.kernel.Provider;
import io.github.curvelane.metrics.ClassificationScores;
import io.github.curvelane.metrics.PrecisionRecall;
import io.github.curvelane.metrics.RegressionScores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a run did, on one page that needs no network: readable on a phone, in dark mode and on
 * paper.
 */
final class Report<A> {
  private static final int MOST_ROWS = 60;
  private static final int UNFOLDED = 20;
  private static final int MOST_POINTS = 800;

  private final Settings settings;
  private final Examples examples;
  private final Outcome<A> outcome;
  private final boolean classes;
  private final Html html = new Html();

  Report(Settings settings, Examples examples, Outcome<A> outcome) {
    this.settings = settings;
    this.examples = examples;
    this.outcome = outcome;
    this.classes = examples.isClassification();
  }

  String html() {
    String data = settings.echo().getOrDefault("--data", settings.echo().get("--images"));
    String title = settings.architecture() + " on " + data;
    html.element("h1", title);
    summary();
    charts();
    monitored();
    Pictures<A> pictures = new Pictures<>(examples, outcome, html);
    scores();
    if (classes) {
      pictures.confusion();
    } else {
      residuals();
    }
    pictures.misclassified();
    pictures.weights();
    epochs();
    layers();
    configuration();
    return html.page("Curvelane: " + title, resource("report.css"));
  }

  static String format(String pattern, Object... values) {
    return Figures.format(pattern, values);
  }

  private String error(Evaluator<A> evaluator) {
    return classes ? Figures.percent(evaluator.error()) : Figures.number(evaluator.error());
  }

  private void summary() {
    if (outcome.isCut()) {
      notice("Training was " + outcome.message() + ".");
    }
    Results.losses(outcome).forEach(line -> notice(sentence(line) + "."));
    examples.origin().forEach(line -> note(line + "."));
    outcome.remarks().forEach(line -> note(line + "."));
    double seconds = outcome.epochs().stream().mapToDouble(Epoch::seconds).sum();
    double trained = (double) outcome.epochs().size() * examples.training().examples();
    double operations =
        outcome.epochs().stream().mapToDouble(e -> e.gigaflops() * e.seconds()).sum();
    html.raw("<div class=\"figures\">");
    figure(error(outcome.test()), classes ? "test error" : "test RMSE" + unit());
    if (outcome.baselines().constant().size() == 1) {
      double constant = outcome.baselines().constant().getFirst();
      figure(
          classes ? Figures.percent(constant) : Figures.number(constant),
          classes ? "of the commonest class" : "of the mean");
      if (!outcome.baselines().linear().isEmpty()) {
        double linear = outcome.baselines().linear().getFirst();
        figure(classes ? Figures.percent(linear) : Figures.number(linear), "of a linear model");
      }
    }
    figure(error(outcome.training()), classes ? "training error" : "training RMSE");
    boolean iterates = settings.minimizer().isPresent();
    figure(String.valueOf(outcome.epochs().size()), iterates ? "iterations" : "epochs");
    figure(format("%.2f s", outcome.seconds()), "of training");
    figure(format("%,.0f", seconds > 0 ? trained / seconds : 0), "examples a second");
    figure(format("%.1f", seconds > 0 ? operations / seconds : 0), "GFLOP/s");
    html.raw("</div>");
  }

  private String unit() {
    if (outcome.test().task() instanceof Task.Regression(List<Target> targets)
        && targets.size() == 1
        && !targets.getFirst().unit().isEmpty()) {
      return " in " + targets.getFirst().unit();
    }
    return "";
  }

  private void notice(String text) {
    html.raw("<p class=\"notice\">" + Html.escape(text) + "</p>");
  }

  private void note(String text) {
    html.raw("<p class=\"dim\">" + Html.escape(sentence(text)) + "</p>");
  }

  private static String sentence(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private void figure(String value, String name) {
    html.raw(
        "<div class=\"figure\"><b>"
            + Html.escape(value)
            + "</b><span>"
            + Html.escape(name)
            + "</span></div>");
  }

  private double[] column(ToDoubleFunction<Epoch> value) {
    return outcome.epochs().stream().mapToDouble(value).toArray();
  }

  private Chart chart(String id, String title) {
    Chart chart = new Chart(id, title, "epoch");
    boolean chosen = examples.validation().isPresent() && outcome.bestEpoch() > 0;
    return chosen ? chart.mark("best: " + outcome.bestEpoch(), outcome.bestEpoch()) : chart;
  }

  private void charts() {
    html.element("h2", "Learning curves");
    if (outcome.epochs().isEmpty()) {
      html.element("p", "No epoch was finished.");
      return;
    }
    double[] numbers = column(Epoch::number);
    draw(
        chart("loss", "Loss")
            .vertical("mean loss")
            .line("training", numbers, column(Epoch::trainingLoss))
            .line("test", numbers, column(Epoch::testLoss))
            .bound("validation", numbers, column(Epoch::validationLoss)),
        chart("error", classes ? "Test error" : "Test RMSE")
            .vertical(classes ? "wrong, %" : "RMSE" + unit())
            .line("test", numbers, column(Epoch::testError)),
        chart("gradient", "Norm of the gradient")
            .vertical("norm")
            .line("training", numbers, column(Epoch::gradientNorm)),
        curvature(numbers),
        chart("speed", "Speed of training")
            .vertical("thousand examples a second")
            .line("training", numbers, column(e -> e.examplesPerSecond() / 1000)));
    String same =
        "Gradient and curvature are those of the same few hundred training examples after each"
            + " epoch.";
    note(
        settings.minimizer().isPresent()
            ? same + " An epoch is an iteration of " + settings.minimizer().get() + "."
            : same
                + " Where the curvature is above 2 / rate, a step of plain gradient descent"
                + " climbs.");
  }

  private Chart curvature(double[] numbers) {
    Chart chart =
        chart("curvature", "Curvature along the gradient")
            .vertical("second derivative")
            .line("gᵀHg / gᵀg", numbers, column(Epoch::curvature));
    return settings.minimizer().isPresent()
        ? chart
        : chart.bound("2 / rate", numbers, column(e -> 2 / e.rate()));
  }

  private void monitored() {
    List<Reading> all = outcome.readings();
    if (all.isEmpty()) {
      return;
    }
    int every = Math.ceilDiv(all.size(), MOST_POINTS);
    List<Reading> shown =
        IntStream.range(0, all.size()).filter(i -> i % every == 0).mapToObj(all::get).toList();
    html.element("h2", format("Curvature every %d steps", settings.monitor()));
    double[] steps = column(shown, Reading::step);
    draw(
        new Chart("lambda", "Largest eigenvalue of the Hessian", "step")
            .vertical("eigenvalue")
            .line("λ_max", steps, column(shown, r -> r.curvature().largestEigenvalue()))
            .bound("2 / rate", steps, column(shown, r -> 2 / r.rate())),
        new Chart("terms", "Terms of a step's change of the loss", "step")
            .vertical("change of the loss")
            .line("rate·gᵀg", steps, column(shown, r -> -r.firstOrderTerm()))
            .line("½ rate²·gᵀHg", steps, column(shown, Reading::secondOrderTerm)),
        new Chart("squares", "Gradient and curvature along it", "step")
            .vertical("gᵀg and gᵀHg")
            .line("gᵀg", steps, column(shown, r -> r.curvature().gradientSquares()))
            .line("gᵀHg", steps, column(shown, r -> r.curvature().gradientCurvature())));
    note(
        "Measured on the same few hundred training examples. A step of plain gradient descent is"
            + " predicted to change the loss by the second term less the first; the largest"
            + " eigenvalue is tracked by a few products a measurement, and errs low.");
  }

  private static double[] column(List<Reading> readings, ToDoubleFunction<Reading> value) {
    return readings.stream().mapToDouble(value).toArray();
  }

  private void draw(Chart... charts) {
    html.raw("<div class=\"charts\">");
    for (Chart chart : charts) {
      html.raw("<div>" + chart.svg() + "</div>");
    }
    html.raw("</div>");
  }

  private void scores() {
    html.element("h2", "Scores of the test examples");
    List<String> names = outcome.test().task().names();
    if (!classes) {
      table(
          List.of("target", "RMSE", "of the mean", "of a linear model", "MAE", "R²"),
          names.size(),
          j -> {
            RegressionScores scores = outcome.test().valueScores().get(j);
            return List.of(
                names.get(j),
                Figures.number(scores.rmse()),
                Figures.number(outcome.baselines().constant().get(j)),
                outcome.baselines().linear().isEmpty()
                    ? "-"
                    : Figures.number(outcome.baselines().linear().get(j)),
                Figures.number(scores.mae()),
                Double.isNaN(scores.r2()) ? "-" : format("%.4f", scores.r2()));
          });
      return;
    }
    ClassificationScores scores = outcome.test().classScores();
    table(
        List.of("class", "precision", "recall", "F1", "examples"),
        names.size(),
        c -> {
          PrecisionRecall of = scores.ofClass(c);
          return List.of(
              names.get(c),
              share(of.precision()),
              share(of.recall()),
              share(of.f1()),
              format("%.0f", scores.support(c)));
        });
    if (names.size() == 2) {
      double auc = EvaluateCommand.auc(outcome.test());
      note(Double.isNaN(auc) ? "" : format("AUC of %s: %.4f", names.get(1), auc));
    }
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "-" : format("%.4f", value);
  }

  private interface Row {
    List<String> of(int index);
  }

  /** A table whose first column is text; what is beyond twenty rows is folded. */
  private void table(List<String> header, int rows, Row row) {
    table(header, 0, Math.min(rows, UNFOLDED), row);
    if (rows > UNFOLDED) {
      html.raw(format("<details><summary>%d more of %d rows</summary>", rows - UNFOLDED, rows));
      table(header, UNFOLDED, rows, row);
      html.raw("</details>");
    }
  }

  private void table(List<String> header, int from, int to, Row row) {
    html.raw("<div class=\"scroll\"><table><thead><tr>");
    for (int j = 0; j < header.size(); j++) {
      cell("th", j, header.get(j));
    }
    html.raw("</tr></thead><tbody>");
    for (int i = from; i < to; i++) {
      html.raw("<tr>");
      List<String> cells = row.of(i);
      for (int j = 0; j < cells.size(); j++) {
        cell("td", j, cells.get(j));
      }
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
  }

  private void cell(String tag, int column, String text) {
    String style = column == 0 ? " class=\"text\"" : "";
    html.raw("<" + tag + style + ">" + Html.escape(text) + "</" + tag + ">");
  }

  /** What was predicted against what is so, and the differences. */
  private void residuals() {
    html.element("h2", "Predictions of the test examples");
    List<String> names = outcome.test().task().names();
    int columns = names.size();
    double[] wanted = examples.test().targets().orElseThrow();
    double[] found = outcome.test().values();
    int rows = wanted.length / columns;
    int shown = Math.min(rows, MOST_POINTS);
    for (int j = 0; j < columns; j++) {
      double[] actual = new double[shown];
      double[] predicted = new double[shown];
      double[] residual = new double[shown];
      for (int i = 0; i < shown; i++) {
        int row = (int) ((long) i * rows / shown);
        actual[i] = wanted[row * columns + j];
        predicted[i] = found[row * columns + j];
        residual[i] = predicted[i] - actual[i];
      }
      double[] ends = {
        Arrays.stream(actual).min().orElse(0), Arrays.stream(actual).max().orElse(1)
      };
      draw(
          new Chart("predicted-" + j, names.get(j) + ", predicted against actual", "actual")
              .vertical("predicted")
              .points("test examples", actual, predicted)
              .bound("equal", ends, ends),
          new Chart("residual-" + j, names.get(j) + ", predicted − actual", "predicted")
              .vertical("predicted − actual")
              .points("test examples", predicted, residual));
    }
    if (shown < rows) {
      note(format("%,d of %,d shown.", shown, rows));
    }
  }

  private void epochs() {
    html.element("h2", "Epochs");
    List<Epoch> all = outcome.epochs();
    int every = Math.max(1, Math.ceilDiv(all.size(), MOST_ROWS));
    List<Epoch> shown =
        all.stream().filter(epoch -> (all.size() - epoch.number()) % every == 0).toList();
    List<String> header =
        List.of(
            "epoch",
            "step",
            "training loss",
            "validation loss",
            "test loss",
            classes ? "test error" : "test RMSE",
            "gradient",
            "curvature",
            "seconds",
            "examples/s",
            "GFLOP/s");
    table(
        header,
        shown.size(),
        i -> {
          Epoch epoch = shown.get(shown.size() - 1 - i);
          return List.of(
              String.valueOf(epoch.number()),
              format("%,d", epoch.step()),
              format("%.5f", epoch.trainingLoss()),
              Double.isNaN(epoch.validationLoss()) ? "-" : format("%.5f", epoch.validationLoss()),
              format("%.5f", epoch.testLoss()),
              classes ? Figures.percent(epoch.testError()) : Figures.number(epoch.testError()),
              format("%.3g", epoch.gradientNorm()),
              format("%.3g", epoch.curvature()),
              format("%.2f", epoch.seconds()),
              format("%,.0f", epoch.examplesPerSecond()),
              format("%.1f", epoch.gigaflops()));
        });
    if (shown.size() < all.size()) {
      note(format("The last epoch first; %d of %d shown.", shown.size(), all.size()));
    }
  }

  private void layers() {
    html.element("h2", "Layers");
    List<String> header =
        List.of(
            "layer",
            "activation",
            "mean output",
            "RMS output",
            "flat outputs",
            "flat units",
            "RMS weight",
            "RMS gradient");
    table(
        header,
        outcome.layers().size(),
        l -> {
          LayerStatistics layer = outcome.layers().get(l);
          boolean bounded = !Double.isNaN(layer.saturated());
          return List.of(
              layer.name(),
              layer.activation(),
              format("%.4f", layer.meanActivation()),
              format("%.4f", layer.rmsActivation()),
              bounded ? format("%.1f %%", layer.saturated()) : "-",
              bounded ? String.valueOf(layer.saturatedUnits()) : "-",
              format("%.4g", layer.rmsWeight()),
              format("%.4g", layer.rmsGradient()));
        });
    note(
        "Flat: within 2 % of the ends of the activation's range, or 0 for ReLU. A flat unit is"
            + " there for 99 % of the test examples: it hardly learns any more.");
  }

  private void configuration() {
    html.element("h2", "Configuration");
    StringBuilder options = new StringBuilder();
    settings.echo().forEach((key, value) -> options.append(key + " " + value + "\n"));
    html.raw("<pre><code>" + Html.escape(options.toString()) + "</code></pre>");
    Provider provider = Provider.current();
    html.raw("<p class=\"dim\">parameter digest <code>" + outcome.digest() + "</code></p>");
    note(
        format(
            "Curvelane %s, JDK %s, %s kernels, %d bits, %s. The kernels, threads and machine do not"
                + " change the digest.",
            Version.text(),
            Runtime.version(),
            provider.name(),
            provider.bits(),
            Machine.processor()));
  }

  static String resource(String name) {
    try (InputStream in = Report.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's jar lacks " + name, e);
    }
  }
}

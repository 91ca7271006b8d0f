package io.github.curvelane.examples;

import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.report.Html;
import io.github.curvelane.examples.report.LineChart;
import io.github.curvelane.kernel.Provider;
import io.github.curvelane.optim.TrainingResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a run did, on one page that needs no network: readable on a phone, in dark mode and on
 * paper.
 */
final class Report<A> {
  private static final int MOST_ROWS = 60;

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
    String title =
        "%s on %s"
            .formatted(
                architecture(),
                settings.echo().getOrDefault("--data", settings.echo().get("--images")));
    html.element("h1", title);
    summary();
    charts();
    epochs();
    Pictures<A> pictures = new Pictures<>(examples, outcome, html);
    if (classes) {
      pictures.confusion();
    }
    pictures.misclassified();
    pictures.weights();
    layers();
    configuration();
    return html.page("Curvelane: " + title, resource("report.css"));
  }

  private String architecture() {
    return settings.echo().get("--layers");
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private String error(Evaluator<A> evaluator) {
    return classes ? format("%.2f %%", evaluator.error()) : format("%.4g", evaluator.error());
  }

  private void summary() {
    if (outcome.stop() != TrainingResult.Stop.FINISHED) {
      html.raw("<p class=\"notice\">Training was " + Html.escape(outcome.message()) + ".</p>");
    }
    examples.origin().forEach(line -> html.raw("<p class=\"dim\">" + Html.escape(line) + ".</p>"));
    double seconds = outcome.epochs().stream().mapToDouble(Epoch::seconds).sum();
    double trained = (double) outcome.epochs().size() * examples.training().examples();
    double operations =
        outcome.epochs().stream().mapToDouble(e -> e.gigaflops() * e.seconds()).sum();
    html.raw("<div class=\"figures\">");
    figure(error(outcome.test()), classes ? "test error" : "test error (RMS)");
    figure(error(outcome.training()), classes ? "training error" : "training error (RMS)");
    figure(String.valueOf(outcome.epochs().size()), "epochs");
    figure(format("%.2f s", outcome.seconds()), "of training");
    figure(format("%,.0f", seconds > 0 ? trained / seconds : 0), "examples a second");
    figure(format("%.1f", seconds > 0 ? operations / seconds : 0), "GFLOP/s");
    html.raw("</div>");
  }

  private void figure(String value, String name) {
    html.raw(
        "<div class=\"figure\"><b>" + Html.escape(value) + "</b><span>" + name + "</span></div>");
  }

  private double[] column(ToDoubleFunction<Epoch> value) {
    return outcome.epochs().stream().mapToDouble(value).toArray();
  }

  private void charts() {
    html.element("h2", "Learning curves");
    if (outcome.epochs().isEmpty()) {
      html.element("p", "No epoch was finished.");
      return;
    }
    double[] numbers = column(Epoch::number);
    try {
      String loss =
          new LineChart("loss", "Loss")
              .line("training", numbers, column(Epoch::trainingLoss))
              .line("test", numbers, column(Epoch::testLoss))
              .svg();
      String error =
          new LineChart("error", classes ? "Test error in percent" : "Test error (RMS)")
              .line("test", numbers, column(Epoch::testError))
              .svg();
      String speed =
          new LineChart("speed", "Thousand examples a second")
              .line("training", numbers, column(e -> e.examplesPerSecond() / 1000))
              .svg();
      html.raw("<div class=\"charts\">");
      for (String chart : List.of(loss, error, speed)) {
        html.raw("<div>").raw(chart).raw("</div>");
      }
      html.raw("</div>");
    } catch (LinkageError | RuntimeException e) {
      html.element(
          "p",
          "The charts could not be drawn, this machine has no fonts for Java: " + e.getMessage());
    }
  }

  private void epochs() {
    html.element("h2", "Epochs");
    html.raw("<div class=\"scroll\"><table><thead><tr>");
    for (String name :
        List.of(
            "epoch",
            "step",
            "training loss",
            "test loss",
            classes ? "test error" : "test RMS",
            "seconds",
            "examples/s",
            "GFLOP/s")) {
      html.element("th", name);
    }
    html.raw("</tr></thead><tbody>");
    List<Epoch> all = outcome.epochs();
    int every = Math.max(1, (all.size() + MOST_ROWS - 1) / MOST_ROWS);
    for (int i = 0; i < all.size(); i++) {
      if ((all.size() - 1 - i) % every == 0) {
        row(all.get(i));
      }
    }
    html.raw("</tbody></table></div>");
  }

  private void row(Epoch epoch) {
    html.raw("<tr>");
    html.element("td", String.valueOf(epoch.number()));
    html.element("td", format("%,d", epoch.step()));
    html.element("td", format("%.5f", epoch.trainingLoss()));
    html.element("td", format("%.5f", epoch.testLoss()));
    html.element(
        "td", classes ? format("%.2f %%", epoch.testError()) : format("%.5g", epoch.testError()));
    html.element("td", format("%.2f", epoch.seconds()));
    html.element("td", format("%,.0f", epoch.examplesPerSecond()));
    html.element("td", format("%.1f", epoch.gigaflops()));
    html.raw("</tr>");
  }

  private void layers() {
    html.element("h2", "Layers");
    html.raw("<div class=\"scroll\"><table><thead><tr><th class=\"text\">layer</th>");
    html.raw("<th class=\"text\">activation</th><th>mean output</th><th>RMS output</th>");
    html.raw("<th>flat outputs</th><th>flat units</th><th>RMS weight</th><th>RMS gradient</th>");
    html.raw("</tr></thead><tbody>");
    for (LayerStatistics layer : outcome.layers()) {
      boolean bounded = !Double.isNaN(layer.saturated());
      html.raw("<tr><td class=\"text\">" + Html.escape(layer.name()) + "</td>");
      html.raw("<td class=\"text\">" + Html.escape(layer.activation()) + "</td>");
      html.element("td", format("%.4f", layer.meanActivation()));
      html.element("td", format("%.4f", layer.rmsActivation()));
      html.element("td", bounded ? format("%.1f %%", layer.saturated()) : "-");
      html.element("td", bounded ? String.valueOf(layer.saturatedUnits()) : "-");
      html.element("td", format("%.4g", layer.rmsWeight()));
      html.element("td", format("%.4g", layer.rmsGradient()));
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
    html.raw(
        "<p class=\"dim\">Flat: within 2 % of the ends of the activation's range, or 0 for ReLU. A"
            + " flat unit is there for 99 % of the test examples: it hardly learns any more.</p>");
  }

  private void configuration() {
    html.element("h2", "Configuration");
    StringBuilder options = new StringBuilder();
    settings.echo().forEach((key, value) -> options.append(key + " " + value + "\n"));
    html.raw("<pre><code>" + Html.escape(options.toString()) + "</code></pre>");
    Provider provider = Provider.current();
    html.raw("<p class=\"dim\">parameter digest <code>" + outcome.digest() + "</code></p>");
    html.raw(
        "<p class=\"dim\">"
            + Html.escape(
                "Curvelane %s, JDK %s, %s kernels, %d bits, %s"
                    .formatted(
                        Version.text(),
                        Runtime.version(),
                        provider.name(),
                        provider.bits(),
                        Machine.processor()))
            + ". The kernels, threads and machine do not change the digest.</p>");
  }

  private static String resource(String name) {
    try (InputStream in = Report.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's jar lacks " + name, e);
    }
  }
}

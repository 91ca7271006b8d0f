package io.github.curvelane.examples;

import io.github.curvelane.curvature.Eigenpair;
import io.github.curvelane.curvature.SpectralDensity;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.examples.report.Formulas;
import io.github.curvelane.examples.report.Html;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a measurement of a spectrum found, on one page that needs no network. */
final class SpectrumReport {
  private static final int GRID = 240;
  private static final double LEAST_DENSITY = 1e-6;

  /** A name, its value, and what is said of it in parentheses. */
  private static final Pattern LINE =
      Pattern.compile("(?<name>[^:]*): (?<value>.*?)(?: (?<remark>\\([^()]*\\)))?");

  private final SpectrumOptions options;
  private final String title;
  private final SpectrumMeasurement<?> found;
  private final Html html = new Html();

  SpectrumReport(SpectrumOptions options, String title, SpectrumMeasurement<?> found) {
    this.options = options;
    this.title = title;
    this.found = found;
  }

  String html() {
    html.element("h1", "Spectrum: " + title);
    note(
        Figures.format(
            "%s%s of the mean loss of %d examples, %d rows.",
            upper(options.matrix.title()),
            options.layer == null ? "" : ", block of layer " + options.layer,
            found.examples(),
            found.dimension()));
    figures();
    html.raw("<div class=\"charts\">");
    eigenvalues();
    found.density.ifPresent(this::density);
    layers();
    online();
    rates();
    html.raw("</div>");
    tables();
    return html.page("Curvelane: spectrum of " + title, Report.resource("report.css"));
  }

  private static String upper(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private void note(String text) {
    html.raw("<p class=\"dim\">" + Html.escape(text) + "</p>");
  }

  private void figures() {
    html.raw("<div class=\"figures\">");
    for (String line : found.lines()) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IllegalStateException("no name and value: " + line);
      }
      String remark = parts.group("remark") == null ? "" : " " + parts.group("remark");
      html.raw(
          Figures.format(
              "<div class=\"figure\"><b>%s</b><span>%s%s</span></div>",
              Formulas.html(parts.group("value")),
              Html.escape(parts.group("name")),
              Formulas.html(remark)));
    }
    html.raw("</div>");
  }

  private void draw(Chart chart, String text) {
    String svg = chart.svg();
    if (!svg.isEmpty()) {
      html.raw("<div>" + svg + "<p class=\"dim\">" + Html.escape(text) + "</p></div>");
    }
  }

  private void eigenvalues() {
    draw(
        new Chart("largest", "Largest eigenvalues", "rank")
            .vertical("eigenvalue")
            .points("largest", ranks(found.top), values(found.top)),
        "The largest bounds the rate; how far the others are below it, the time that descent"
            + " takes.");
    draw(
        new Chart("smallest", "Smallest eigenvalues", "rank")
            .vertical("eigenvalue")
            .points("smallest", ranks(found.bottom), values(found.bottom)),
        "Negative ones are directions in which the loss curves down.");
  }

  private static double[] ranks(List<?> pairs) {
    return IntStream.rangeClosed(1, pairs.size()).asDoubleStream().toArray();
  }

  private static double[] values(List<? extends Eigenpair<?>> pairs) {
    return pairs.stream().mapToDouble(Eigenpair::value).toArray();
  }

  private void density(SpectralDensity density) {
    double range = density.greatest() - density.least();
    double[] x = new double[GRID];
    Arrays.setAll(x, i -> density.least() + range * i / (GRID - 1));
    double[] y = density.smoothed(Math.max(range, Double.MIN_NORMAL) / 100, x);
    double least = Arrays.stream(y).max().orElseThrow() * LEAST_DENSITY;
    // What is left out is nothing beside the rest, and would take half of a logarithmic axis.
    Arrays.setAll(y, i -> y[i] < least ? Double.NaN : y[i]);
    draw(
        new Chart("density", "Density of the eigenvalues", "eigenvalue")
            .vertical("density")
            .line("density", x, y),
        "By Lanczos quadrature, each node smoothed by a Gaussian of a hundredth of the range.");
  }

  private void layers() {
    double[] at =
        found.layers.stream().mapToDouble(SpectrumMeasurement.LayerCurvature::at).toArray();
    draw(
        new Chart("layers", "Curvature by layer", "layer")
            .vertical("curvature")
            .points(
                "λ_max of the block",
                at,
                found.layers.stream()
                    .mapToDouble(SpectrumMeasurement.LayerCurvature::largest)
                    .toArray())
            .line(
                "mean diagonal",
                at,
                found.layers.stream()
                    .mapToDouble(SpectrumMeasurement.LayerCurvature::diagonal)
                    .toArray()),
        "Where a layer curves less than others, it bears a larger rate of its own.");
  }

  private void online() {
    double[] t = IntStream.rangeClosed(1, found.online.length).asDoubleStream().toArray();
    double[] exact = new double[t.length];
    Arrays.fill(exact, found.hessianLargest);
    draw(
        new Chart("online", "Largest eigenvalue, found online", "presentation")
            .vertical("eigenvalue")
            .line("online", t, found.online)
            .bound("exact", t, exact),
        "Example by example, with no pass over all of them. It errs low more often than high.");
  }

  private void rates() {
    if (found.trials.isEmpty()) {
      return;
    }
    double[] factors =
        found.trials.stream().mapToDouble(SpectrumMeasurement.RateTrial::factor).toArray();
    double[] last = new double[factors.length];
    double[] third = new double[factors.length];
    for (int i = 0; i < factors.length; i++) {
      double[] losses = found.trials.get(i).losses();
      last[i] = losses[losses.length - 1];
      third[i] = losses[3];
    }
    draw(
        new Chart("rates", "Training loss against the rate", "rate · λ_max")
            .vertical("mean loss")
            .line("after 10 epochs", factors, last)
            .line("after 3", factors, third),
        "One example a step. What diverged is left out.");
  }

  private void tables() {
    html.element("h2", "Eigenvalues");
    html.raw(
        "<div class=\"scroll\"><table><thead><tr><th class=\"text\">end</th><th>rank</th>"
            + "<th>eigenvalue</th><th>residual</th><th class=\"text\"></th></tr></thead><tbody>");
    rows("largest", found.top);
    rows("smallest", found.bottom);
    html.raw("</tbody></table></div>");
    html.element("h2", "Layers");
    html.raw(
        "<div class=\"scroll\"><table><thead><tr><th class=\"text\">layer</th><th>parameters</th>"
            + "<th>lambda max</th><th>residual</th><th>mean diagonal</th></tr></thead><tbody>");
    for (SpectrumMeasurement.LayerCurvature layer : found.layers) {
      html.raw(
          Figures.format(
              "<tr><td"
                  + " class=\"text\">%s</td><td>%d</td><td>%.6g</td><td>%.1e</td><td>%.3g</td></tr>",
              Html.escape(layer.name()),
              layer.parameters(),
              layer.largest(),
              layer.residual(),
              layer.diagonal()));
    }
    html.raw("</tbody></table></div>");
  }

  private void rows(String end, List<? extends Eigenpair<?>> pairs) {
    for (int i = 0; i < pairs.size(); i++) {
      Eigenpair<?> pair = pairs.get(i);
      html.raw(
          Figures.format(
              "<tr><td class=\"text\">%s</td><td>%d</td><td>%.9g</td><td>%.1e</td>"
                  + "<td class=\"text\">%s</td></tr>",
              end, i + 1, pair.value(), pair.residual(), pair.converged() ? "" : "not converged"));
    }
  }
}

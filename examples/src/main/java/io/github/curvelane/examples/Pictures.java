package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Inputs;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.ImageShape;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.examples.report.Html;
import io.github.curvelane.examples.report.PixelImage;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.ConfusionMatrix;
import io.github.curvelane.nn.Convolution;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The parts of the report that show where a network errs and what it looks at. */
final class Pictures<A> {
  private static final int MOST_CLASSES = 30;
  private static final int MOST_MISTAKES = 48;
  private static final int MOST_UNITS = 100;
  private static final double DEVIATIONS_SHOWN = 3;

  private final Examples examples;
  private final Outcome<A> outcome;
  private final Html html;
  private final Precision<A> precision;

  Pictures(Examples examples, Outcome<A> outcome, Html html) {
    this.examples = examples;
    this.outcome = outcome;
    this.html = html;
    this.precision = outcome.model().precision();
  }

  void confusion() {
    ConfusionMatrix matrix = outcome.test().confusion();
    int classes = matrix.classes();
    if (classes > MOST_CLASSES) {
      return;
    }
    html.element("h2", "Confusion matrix of the test examples");
    html.raw("<div class=\"scroll\"><table class=\"confusion\"><thead><tr><th></th>");
    outcome.test().task().names().forEach(name -> html.element("th", name));
    html.raw("</tr></thead><tbody>");
    long worst = 1;
    for (int i = 0; i < classes * classes; i++) {
      worst = i / classes == i % classes ? worst : Math.max(worst, count(matrix, i));
    }
    for (int i = 0; i < classes; i++) {
      html.raw("<tr><th>" + Html.escape(outcome.test().task().names().get(i)) + "</th>");
      long row = 0;
      for (int j = 0; j < classes; j++) {
        row += matrix.count(i, j);
      }
      for (int j = 0; j < classes; j++) {
        long count = matrix.count(i, j);
        double share = i == j ? 0.55 * count / Math.max(1, row) : 0.15 + 0.7 * count / worst;
        html.raw(cell(count, i == j ? "good" : "bad", count == 0 ? 0 : share));
      }
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
    html.raw("<p class=\"dim\">Rows: the class; columns: what the network found.</p>");
  }

  private static long count(ConfusionMatrix matrix, int index) {
    return matrix.count(index / matrix.classes(), index % matrix.classes());
  }

  private static String cell(long count, String colour, double share) {
    return count == 0
        ? "<td class=\"dim\">&middot;</td>"
        : Report.format(
            "<td style=\"background:rgba(var(--%s),%.2f)\">%d</td>", colour, share, count);
  }

  /** Draws the mistakes that the network is surest of. */
  void misclassified() {
    if (examples.image().isEmpty() || !examples.isClassification()) {
      return;
    }
    Evaluator<A> test = outcome.test();
    int[] labels = examples.test().labels().orElseThrow();
    List<Integer> mistakes = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (test.predicted(i) != labels[i]) {
        mistakes.add(i);
      }
    }
    html.element("h2", Report.format("Misclassified: %,d of %,d", mistakes.size(), labels.length));
    mistakes.sort(Comparator.comparingDouble(this::margin).reversed());
    html.raw("<div class=\"gallery\">");
    for (int example : mistakes.subList(0, Math.min(MOST_MISTAKES, mistakes.size()))) {
      String is = outcome.test().task().names().get(labels[example]);
      String found = outcome.test().task().names().get(test.predicted(example));
      html.raw(
          Figures.format(
              "<figure><img alt=\"example %d\" src=\"%s\"><figcaption>%s, not"
                  + " %s</figcaption></figure>",
              example, picture(example).dataUri(), Html.escape(is), Html.escape(found)));
    }
    html.raw("</div>");
    if (!mistakes.isEmpty()) {
      html.raw(
          "<p class=\"dim\">"
              + Report.format(
                  "%,d of %,d shown: the class, and what the network found in its place; the surest"
                      + " mistakes first.</p>",
                  Math.min(MOST_MISTAKES, mistakes.size()), mistakes.size()));
    }
  }

  /** Returns by how much the output of the class found exceeds that of the right one. */
  private double margin(int example) {
    Evaluator<A> test = outcome.test();
    int columns = outcome.model().network().outputs();
    A outputs = test.outputs();
    int label = examples.test().labels().orElseThrow()[example];
    return precision.get(outputs, example * columns + test.predicted(example))
        - precision.get(outputs, example * columns + label);
  }

  private PixelImage picture(int example) {
    ImageShape shape = examples.image().orElseThrow();
    Inputs inputs = examples.test().inputs();
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < shape.height() * shape.width(); p++) {
      least = Math.min(least, inputs.input(example, p));
      greatest = Math.max(greatest, inputs.input(example, p));
    }
    double range = Math.max(greatest - least, Double.MIN_NORMAL);
    PixelImage image = new PixelImage(shape.width(), shape.height());
    for (int p = 0; p < shape.height() * shape.width(); p++) {
      double ink = (inputs.input(example, p) - least) / range;
      image.grey(p % shape.width(), p / shape.width(), (int) Math.rint(255 * (1 - ink)));
    }
    return image;
  }

  /**
   * Draws the weights of the first layer's units or maps, each as the image it responds to; none if
   * they look at something else than pixels.
   */
  void weights() {
    if (examples.image().isEmpty()) {
      return;
    }
    Network<A> network = outcome.model().network();
    boolean components = network.layers().getFirst() instanceof FixedLinear;
    Layer first = network.layers().get(components ? 1 : 0);
    ImageShape shape = examples.image().orElseThrow();
    if (first instanceof Convolution convolution) {
      shape = new ImageShape(convolution.window().height(), convolution.window().width());
    } else if (!(first instanceof Dense)) {
      return;
    }
    double[] weights = firstWeights(network);
    int units = weights.length / (shape.height() * shape.width());
    int shown = Math.min(units, MOST_UNITS);
    String what = first instanceof Convolution ? "maps" : "units";
    html.element(
        "h2", Report.format("Weights of the first layer: %d of %d %s", shown, units, what));
    html.raw("<div class=\"weights\">");
    for (int unit = 0; unit < shown; unit++) {
      html.raw(
          "<img alt=\"unit "
              + unit
              + "\" src=\""
              + picture(shape, weights, unit, units).dataUri()
              + "\">");
    }
    html.raw("</div>");
    html.raw(
        "<p class=\"dim\">Orange for positive, blue for negative weights, each to its own"
            + " scale.</p>");
  }

  /** The weights on pixels, also of a unit that sees principal components of them. */
  private double[] firstWeights(Network<A> network) {
    double[] theta = precision.toDoubles(outcome.model().parameters());
    double[] weights = Arrays.copyOf(theta, network.blocks().getFirst().length());
    if (!(network.layers().getFirst() instanceof FixedLinear components)
        || !(network.layers().get(1) instanceof Dense dense)) {
      return weights;
    }
    int units = dense.outputs();
    double[] onPixels = new double[components.inputs() * units];
    Kernels.of(Precision.DOUBLE)
        .newProduct(Parallelism.none())
        .a(components.matrix(), 0, components.outputs())
        .b(weights, 0, units)
        .c(onPixels, 0, units)
        .multiply(components.inputs(), units, components.outputs());
    return onPixels;
  }

  private PixelImage picture(ImageShape shape, double[] weights, int unit, int units) {
    int pixels = shape.height() * shape.width();
    double squares = 0;
    for (int p = 0; p < pixels; p++) {
      double weight = weights[unit + p * units];
      squares += weight * weight;
    }
    double scale = DEVIATIONS_SHOWN * Math.sqrt(squares / pixels);
    PixelImage image = new PixelImage(shape.width(), shape.height());
    for (int p = 0; p < pixels; p++) {
      double weight = weights[unit + p * units];
      image.signed(p % shape.width(), p / shape.width(), scale > 0 ? weight / scale : 0);
    }
    return image;
  }
}

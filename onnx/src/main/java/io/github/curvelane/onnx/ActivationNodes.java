package io.github.curvelane.onnx;

import io.github.curvelane.kernel.Activation;
import java.util.Arrays;

/**
 * Activations as nodes. ONNX's own operator where there is one; in double precision, for which ONNX
 * Runtime has few of them, the same function of simpler operators.
 */
final class ActivationNodes {
  private static final double LECUN_SCALE = 1.7159;
  private static final double LECUN_SLOPE = 2.0 / 3.0;

  private ActivationNodes() {}

  /**
   * Adds an activation and returns the name of its values.
   *
   * @throws IllegalArgumentException if it is not known here
   */
  static String add(Graph<?> graph, Activation activation, String x) {
    String text = activation.toString();
    int list = text.indexOf('(');
    String name = list < 0 ? text : text.substring(0, list);
    double[] p =
        list < 0
            ? new double[0]
            : Arrays.stream(text.substring(list + 1, text.length() - 1).split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
    return switch (name) {
      case "identity" -> x;
      case "logistic" -> graph.node("Sigmoid", x);
      case "tanh" -> graph.node("Tanh", x);
      case "lecun-tanh" -> tanh(graph, x, LECUN_SCALE, LECUN_SLOPE, p.length > 0 ? p[0] : 0);
      case "scaled-tanh" -> tanh(graph, x, p[0], p[1], 0);
      case "twisted-tanh" -> tanh(graph, x, p[0], p[1], p[2]);
      case "relu" -> graph.node("Relu", x);
      case "leaky-relu" -> leakyRelu(graph, x, p[0]);
      case "softplus" -> softplus(graph, x);
      case "elu" -> elu(graph, x, p[0]);
      case "gelu" -> gelu(graph, x);
      case "silu" -> silu(graph, x);
      case "softsign" -> softsign(graph, x);
      case "gaussian" -> graph.node("Exp", graph.node("Neg", x));
      default ->
          throw new IllegalArgumentException(
              "the activation " + activation + " is not exported to ONNX");
    };
  }

  /** scale·tanh(slope·x) + twist·x. */
  private static String tanh(Graph<?> graph, String x, double scale, double slope, double twist) {
    String inner = graph.node("Mul", x, graph.scalar(slope));
    String scaled = graph.node("Mul", graph.node("Tanh", inner), graph.scalar(scale));
    return twist == 0
        ? scaled
        : graph.node("Add", scaled, graph.node("Mul", x, graph.scalar(twist)));
  }

  private static String leakyRelu(Graph<?> graph, String x, double slope) {
    if (!graph.isDouble()) {
      Message[] alpha = {Graph.attribute("alpha", (float) slope)};
      return graph.node("LeakyRelu", alpha, x);
    }
    return positiveOr(graph, x, graph.node("Mul", x, graph.scalar(slope)));
  }

  private static String elu(Graph<?> graph, String x, double alpha) {
    if (!graph.isDouble()) {
      Message[] attribute = {Graph.attribute("alpha", (float) alpha)};
      return graph.node("Elu", attribute, x);
    }
    String exponential = graph.node("Sub", graph.node("Exp", x), graph.scalar(1));
    return positiveOr(graph, x, graph.node("Mul", exponential, graph.scalar(alpha)));
  }

  private static String positiveOr(Graph<?> graph, String x, String otherwise) {
    return graph.node("Where", graph.node("Greater", x, graph.scalar(0)), x, otherwise);
  }

  /** max(x, 0) + ln(1 + e⁻|x|). */
  private static String softplus(Graph<?> graph, String x) {
    if (!graph.isDouble()) {
      return graph.node("Softplus", x);
    }
    String small = graph.node("Exp", graph.node("Neg", graph.node("Abs", x)));
    String logarithm = graph.node("Log", graph.node("Add", small, graph.scalar(1)));
    return graph.node("Add", graph.node("Relu", x), logarithm);
  }

  /** x·(1 + erf(x/√2))/2. */
  private static String gelu(Graph<?> graph, String x) {
    String erf = graph.node("Erf", graph.node("Mul", x, graph.scalar(Math.sqrt(0.5))));
    String half = graph.node("Mul", x, graph.scalar(0.5));
    return graph.node("Mul", half, graph.node("Add", erf, graph.scalar(1)));
  }

  /** x·σ(x); ONNX Runtime makes an operator of this product that it lacks in double precision. */
  private static String silu(Graph<?> graph, String x) {
    if (!graph.isDouble()) {
      return graph.node("Mul", x, graph.node("Sigmoid", x));
    }
    String exponential = graph.node("Exp", graph.node("Neg", x));
    return graph.node("Div", x, graph.node("Add", exponential, graph.scalar(1)));
  }

  /** x/(1 + |x|). */
  private static String softsign(Graph<?> graph, String x) {
    return graph.node("Div", x, graph.node("Add", graph.node("Abs", x), graph.scalar(1)));
  }
}

package io.github.curvelane.onnx;

import io.github.curvelane.nn.Activate;
import io.github.curvelane.nn.Block;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Gain;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Maxout;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Residual;
import io.github.curvelane.nn.Softmax;
import java.util.List;

/**
 * The layers of a network as nodes, and its parameters as constants of the names of their blocks.
 */
final class LayerNodes<A> {
  private final Graph<A> graph;
  private final A theta;

  private LayerNodes(Graph<A> graph, A theta) {
    this.graph = graph;
    this.theta = theta;
  }

  /**
   * Adds a network and returns the name of its outputs.
   *
   * @throws IllegalArgumentException if a layer or an activation is not known here
   */
  static <A> String add(Graph<A> graph, Network<A> network, A theta, String x) {
    LayerNodes<A> nodes = new LayerNodes<>(graph, theta);
    String y = x;
    for (int l = 0; l < network.layers().size(); l++) {
      y = nodes.add(network.layers().get(l), "layers." + l + ".", network.offset(l), y);
    }
    return y;
  }

  /** Adds a layer whose parameters stand in θ from an offset on. */
  private String add(Layer layer, String prefix, int offset, String x) {
    List<Block> blocks = layer.blocks();
    return switch (layer) {
      case Dense dense -> {
        String weight = constant(prefix, blocks.get(0), offset);
        String y =
            dense.hasBiases()
                ? graph.node("Gemm", x, weight, constant(prefix, blocks.get(1), offset))
                : graph.node("Gemm", x, weight);
        yield activation(dense, y);
      }
      case Gain gain -> {
        if (gain.parameters() != 2 * gain.outputs()) {
          throw new IllegalArgumentException(
              prefix + " is a gain of maps, which is not exported to ONNX");
        }
        String factor = constant(prefix, blocks.get(0), offset);
        String bias = constant(prefix, blocks.get(1), offset);
        yield activation(gain, graph.node("Add", graph.node("Mul", x, factor), bias));
      }
      case FixedLinear fixed -> {
        A matrix = graph.precision().of(fixed.matrix());
        A constant = graph.precision().of(fixed.offset());
        yield graph.node(
            "Gemm",
            x,
            graph.constant(prefix + "matrix", matrix, 0, fixed.inputs(), fixed.outputs()),
            graph.constant(prefix + "offset", constant, 0, fixed.outputs()));
      }
      case Activate activate -> activation(activate, x);
      case Residual residual -> {
        String y = x;
        int at = offset;
        for (int l = 0; l < residual.layers().size(); l++) {
          Layer inner = residual.layers().get(l);
          y = add(inner, prefix + "layers." + l + ".", at, y);
          at += inner.parameters();
        }
        yield activation(residual, graph.node("Add", x, y));
      }
      case Maxout maxout -> {
        String shape = graph.shape(prefix + "shape", -1, maxout.outputs(), maxout.pieces());
        Message[] overPieces = {
          Graph.listAttribute("axes", 2), Graph.attribute("keepdims", 0),
        };
        yield graph.node("ReduceMax", overPieces, graph.node("Reshape", x, shape));
      }
      case Softmax _ -> graph.node("Softmax", x);
      default ->
          throw new IllegalArgumentException(
              "%slayer is of the kind '%s', which is not exported to ONNX"
                  .formatted(prefix, layer.describe().kind()));
    };
  }

  private String activation(Layer layer, String x) {
    return ActivationNodes.add(graph, layer.activation(), x);
  }

  private String constant(String prefix, Block block, int offset) {
    int[] shape = block.shape().stream().mapToInt(Integer::intValue).toArray();
    return graph.constant(prefix + block.name(), theta, offset + block.offset(), shape);
  }
}

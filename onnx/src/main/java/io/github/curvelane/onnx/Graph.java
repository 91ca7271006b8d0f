package io.github.curvelane.onnx;

import io.github.curvelane.Precision;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * An ONNX graph that is being put together: nodes in the order in which they are computed, and the
 * constants that they read. A value is known by its name. The numbers of fields and types are those
 * of ONNX's {@code onnx.proto}.
 */
final class Graph<A> {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int DOUBLE = 11;
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private final Precision<A> precision;
  private final Message message = new Message();
  private final Set<String> constants = new HashSet<>();
  private int nodes;

  Graph(Precision<A> precision) {
    this.precision = precision;
  }

  Precision<A> precision() {
    return precision;
  }

  boolean isDouble() {
    return precision.bytes() == Double.BYTES;
  }

  // ---------------------------------------------------------------- nodes

  /** Adds a node and returns the name of its output. */
  String node(String operator, String... inputs) {
    return node(operator, new Message[0], inputs);
  }

  /** Adds a node with attributes and returns the name of its output. */
  String node(String operator, Message[] attributes, String... inputs) {
    String output = operator.toLowerCase(Locale.ROOT) + "." + nodes;
    node(output, operator, attributes, inputs);
    return output;
  }

  /** Gives a value another name. */
  void rename(String value, String name) {
    node(name, "Identity", new Message[0], value);
  }

  private void node(String output, String operator, Message[] attributes, String... inputs) {
    Message node = new Message();
    for (String input : inputs) {
      node.text(1, input);
    }
    node.text(2, output).text(3, operator + "." + nodes).text(4, operator);
    for (Message attribute : attributes) {
      node.message(5, attribute);
    }
    message.message(1, node);
    nodes++;
  }

  /** Returns an attribute that is a number. */
  static Message attribute(String name, float value) {
    return new Message().text(1, name).number(2, value).integer(20, ATTRIBUTE_FLOAT);
  }

  /** Returns an attribute that is an integer. */
  static Message attribute(String name, int value) {
    return new Message().text(1, name).integer(3, value).integer(20, ATTRIBUTE_INT);
  }

  /** Returns an attribute that is a list of one integer. */
  static Message listAttribute(String name, int value) {
    return new Message().text(1, name).integer(8, value).integer(20, ATTRIBUTE_INTS);
  }

  // ---------------------------------------------------------------- constants

  /** Adds numbers of an array as a constant of a shape and returns its name, which must be new. */
  String constant(String name, A array, int offset, int... shape) {
    int length = 1;
    Message tensor = new Message();
    for (int size : shape) {
      tensor.integer(1, size);
      length *= size;
    }
    tensor.integer(2, elementType()).text(8, name).bits(9, precision, array, offset, length);
    message.message(5, tensor);
    return name;
  }

  /** Returns a constant of a single number; it is rounded to the precision of the graph. */
  String scalar(double value) {
    String name = String.valueOf(value);
    if (constants.add(name)) {
      constant(name, precision.of(new double[] {value}), 0);
    }
    return name;
  }

  /** Adds a shape as a constant and returns its name. */
  String shape(String name, long... sizes) {
    Message tensor = new Message().integer(1, sizes.length).integer(2, INT64);
    for (long size : sizes) {
      tensor.integer(7, size);
    }
    message.message(5, tensor.text(8, name));
    return name;
  }

  private int elementType() {
    return isDouble() ? DOUBLE : FLOAT;
  }

  // ---------------------------------------------------------------- the graph

  /** Returns the graph with its only input and output, rows of numbers. */
  Message finish(String name, String input, int columns, String output, int results) {
    return message
        .text(2, name)
        .message(11, rows(input, columns))
        .message(12, rows(output, results));
  }

  private Message rows(String name, int columns) {
    Message shape =
        new Message()
            .message(1, new Message().text(2, "rows"))
            .message(1, new Message().integer(1, columns));
    Message tensor = new Message().integer(1, elementType()).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }
}

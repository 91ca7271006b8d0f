package io.github.curvelane.onnx;

import com.google.gson.JsonArray;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.io.AtomicFile;
import io.github.curvelane.io.Model;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Models as files of the Open Neural Network Exchange, which runtimes in many languages and on much
 * hardware apply. Such a file takes raw rows, as a {@link io.github.curvelane.serve.Predictor}
 * does: the normalisation is in it, and what makes probabilities or values in the targets' units of
 * the network's outputs.
 *
 * <pre>{@code
 * OnnxFile.write(Path.of("iris.onnx"), ModelFile.read(Path.of("iris.safetensors")));
 * }</pre>
 *
 * <table>
 * <caption>What a file has: version 7 of the format, operators of version 13</caption>
 * <tr><th>name</th><th>what</th></tr>
 * <tr><td>input {@code rows}</td><td>[rows, inputs], in the precision of the model</td></tr>
 * <tr><td>output {@code values}</td><td>[rows, targets], of a model of values: y·deviation + mean
 *     </td></tr>
 * <tr><td>output {@code probabilities}</td><td>[rows, classes], of a model of classes: softmax if
 *     the loss is softmax cross-entropy; the logistic function of each output if it is binary
 *     cross-entropy, of −y and y if a single output tells two classes apart</td></tr>
 * <tr><td>output {@code scores}</td><td>[rows, classes], of a model of classes with any other loss,
 *     the largest of which wins: the network's outputs; −y and y of a single one</td></tr>
 * <tr><td>constant {@code layers.L.NAME}</td><td>a block of parameters, named as in a {@link
 *     io.github.curvelane.io.ModelFile}</td></tr>
 * <tr><td>metadata {@code columns}</td><td>a JSON array: the name of each element of a row</td></tr>
 * <tr><td>metadata {@code classes}</td><td>a JSON array: the name of each class</td></tr>
 * <tr><td>metadata {@code targets}, {@code units}</td><td>JSON arrays: name and unit of each target
 *     </td></tr>
 * </table>
 *
 * <p><b>Accuracy.</b> The functions are the same and the roundings are the runtime's: its sums have
 * another order, and its elementary functions other errors. Everything is computed in the model's
 * precision; (x − mean)·scale is within four roundings in single precision too. GELU is computed
 * from erf, which loses relative accuracy for negative x, and softplus in double precision from
 * ln(1 + e⁻|x|); their absolute errors stay within some roundings of 1. The file does not refuse
 * rows that are not finite.
 *
 * <p><b>What a runtime must know.</b> In single precision these operators are among the oldest of
 * ONNX. In double precision operators are chosen that ONNX Runtime has; GELU needs {@code Erf},
 * which ONNX defines for double precision and ONNX Runtime 1.23 does not have there: it says so
 * when it is given the file.
 *
 * <p>Files are the same bytes for the same model, on every machine. Writing takes time and memory
 * O(parameters).
 */
public final class OnnxFile {
  private static final int FORMAT = 7;
  private static final int OPERATORS = 13;
  private static final String INPUT = "rows";

  private OnnxFile() {}

  /**
   * Writes a model, as a whole or not at all.
   *
   * @param path the file
   * @param model the model
   * @throws IllegalArgumentException if it has a layer or an activation that is not exported (all
   *     of this version are), is in single precision and has a mean, scale or deviation that is
   *     not, or takes more than 2³¹ − 9 bytes, the most that the format allows
   * @throws IOException if the file cannot be written; it is then as it was
   */
  public static void write(Path path, Model<?> model) throws IOException {
    AtomicFile.replace(path, ByteBuffer.wrap(toBytes(model)));
  }

  /**
   * Writes a model to a stream.
   *
   * @param out where the bytes of the file go; neither flushed nor closed
   * @param model the model
   * @throws IllegalArgumentException as {@link #write(Path, Model)}; nothing is written then
   * @throws IOException if they cannot be written
   */
  public static void write(OutputStream out, Model<?> model) throws IOException {
    out.write(toBytes(model));
  }

  private static byte[] toBytes(Model<?> model) {
    return file(model).toBytes();
  }

  private static <A> Message file(Model<A> model) {
    Network<A> network = model.network();
    Graph<A> graph = new Graph<>(network.precision());
    String x = Scaling.normalize(graph, model.normalization(), model.columns(), INPUT);
    String y = LayerNodes.add(graph, network, model.parameters(), x);
    String output = finish(graph, model, y);
    int results = model.task().names().size();
    Message file =
        new Message()
            .integer(1, FORMAT)
            .text(2, "curvelane")
            .text(6, model.toString())
            .message(7, graph.finish("curvelane", INPUT, network.inputs(), output, results))
            .message(8, new Message().text(1, "").integer(2, OPERATORS));
    List<String> columns =
        model.columns().stream().map(Column::inputs).flatMap(List::stream).toList();
    note(file, "columns", columns);
    switch (model.task()) {
      case Task.Classification(String _, List<String> classes) -> note(file, "classes", classes);
      case Task.Regression(List<Target> targets) -> {
        note(file, "targets", targets.stream().map(Target::name).toList());
        note(file, "units", targets.stream().map(Target::unit).toList());
      }
    }
    return file;
  }

  /** Adds what becomes of the network's outputs and returns the name of the results. */
  private static <A> String finish(Graph<A> graph, Model<A> model, String y) {
    String results;
    String name;
    switch (model.task()) {
      case Task.Regression(List<Target> targets) -> {
        results = Scaling.denormalize(graph, targets, y);
        name = "values";
      }
      case Task.Classification(String _, List<String> classes) -> {
        String scores = classes.size() == model.network().outputs() ? y : signed(graph, y);
        String operator = probabilities(model.loss());
        results = operator.isEmpty() ? scores : graph.node(operator, scores);
        name = operator.isEmpty() ? "scores" : "probabilities";
      }
    }
    graph.rename(results, name);
    return name;
  }

  /** −y and y. */
  private static String signed(Graph<?> graph, String y) {
    Message[] columns = {Graph.attribute("axis", 1)};
    return graph.node("Concat", columns, graph.node("Neg", y), y);
  }

  /** Returns the operator that makes probabilities of outputs; empty if none does. */
  private static String probabilities(Loss loss) {
    String name = loss.toString();
    return name.startsWith("softmax-cross-entropy")
        ? "Softmax"
        : name.startsWith("binary-cross-entropy") ? "Sigmoid" : "";
  }

  private static void note(Message file, String name, List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    file.message(14, new Message().text(1, name).text(2, array.toString()));
  }
}

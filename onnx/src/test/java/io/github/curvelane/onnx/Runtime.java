package io.github.curvelane.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.curvelane.Precision;
import io.github.curvelane.io.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime with a file. */
final class Runtime implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;

  /** Loads a model's file: the runtime checks the graph, its shapes and its types. */
  Runtime(Model<?> model) throws OrtException {
    this(bytes(model));
  }

  Runtime(byte[] file) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = ENVIRONMENT.createSession(file, options);
    }
  }

  static byte[] bytes(Model<?> model) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      OnnxFile.write(out, model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  Map<String, String> metadata() throws OrtException {
    return session.getMetadata().getCustomMetadata();
  }

  String description() throws OrtException {
    return session.getMetadata().getDescription();
  }

  String output() {
    return session.getOutputNames().iterator().next();
  }

  /** The shape that the file tells for its results. */
  long[] outputShape() throws OrtException {
    return ((TensorInfo) session.getOutputInfo().get(output()).getInfo()).getShape();
  }

  /** Applies the file to rows and returns the results, row-major. */
  double[] apply(Precision<?> precision, double[] rows, int columns) throws OrtException {
    long[] shape = {rows.length / columns, columns};
    boolean wide = precision == Precision.DOUBLE;
    try (OnnxTensor input =
            wide
                ? OnnxTensor.createTensor(ENVIRONMENT, DoubleBuffer.wrap(rows), shape)
                : OnnxTensor.createTensor(
                    ENVIRONMENT, FloatBuffer.wrap(Precision.FLOAT.of(rows)), shape);
        OrtSession.Result result = session.run(Map.of("rows", input))) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      if (wide) {
        double[] values = new double[output.getDoubleBuffer().remaining()];
        output.getDoubleBuffer().get(values);
        return values;
      }
      float[] values = new float[output.getFloatBuffer().remaining()];
      output.getFloatBuffer().get(values);
      return Precision.FLOAT.toDoubles(values);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}

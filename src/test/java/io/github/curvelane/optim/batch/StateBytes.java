package io.github.curvelane.optim.batch;

import io.github.curvelane.Precision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** States as bytes and back. */
final class StateBytes {
  private StateBytes() {}

  static <A> byte[] write(Precision<A> precision, MinimizerState<A> state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(state.method());
    out.writeInt(state.arrays().size());
    for (Map.Entry<String, A> entry : state.arrays().entrySet()) {
      out.writeUTF(entry.getKey());
      double[] elements = precision.toDoubles(entry.getValue());
      out.writeInt(elements.length);
      for (double element : elements) {
        out.writeDouble(element);
      }
    }
    out.writeInt(state.numbers().size());
    for (Map.Entry<String, Double> entry : state.numbers().entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeDouble(entry.getValue());
    }
    return bytes.toByteArray();
  }

  static <A> MinimizerState<A> read(Precision<A> precision, byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    String method = in.readUTF();
    Map<String, A> arrays = new LinkedHashMap<>();
    int count = in.readInt();
    for (int k = 0; k < count; k++) {
      String name = in.readUTF();
      A array = precision.newArray(in.readInt());
      for (int i = 0; i < precision.length(array); i++) {
        precision.set(array, i, in.readDouble());
      }
      arrays.put(name, array);
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    count = in.readInt();
    for (int k = 0; k < count; k++) {
      numbers.put(in.readUTF(), in.readDouble());
    }
    return new MinimizerState<>(method, arrays, numbers);
  }
}

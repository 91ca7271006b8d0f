package io.github.curvelane.spark;

import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.serve.Predictor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * A model on its way to executors: the bytes of its file. Broadcast, so that there is one of these
 * on each, and with it one predictor for all its threads.
 */
final class ServedModel implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] file;
  private transient Predictor predictor;

  ServedModel(Model<?> model) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ModelFile.write(out, model);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    this.file = out.toByteArray();
  }

  synchronized Predictor predictor() {
    if (predictor == null) {
      try {
        predictor = Predictor.read(new ByteArrayInputStream(file), "the model");
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
    return predictor;
  }
}

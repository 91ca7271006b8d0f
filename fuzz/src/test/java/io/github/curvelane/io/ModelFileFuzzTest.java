package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.fuzz.Budget;
import io.github.curvelane.fuzz.Refusal;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.LayerDescription;
import io.github.curvelane.nn.Workspace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Models: refused as malformed, or one that is equal when it is written and read again, and that
 * predicts.
 */
class ModelFileFuzzTest {
  /** Larger layers are read, and not made to predict. */
  private static final double LARGEST = 64;

  private static final int EXAMPLES = 2;

  @FuzzTest
  void reads(byte[] input) throws IOException {
    try (Budget _ = Budget.start()) {
      Optional<TensorFile> file = Envelope.file(input);
      if (file.isEmpty()) {
        return;
      }
      Model<?> model;
      try {
        model = read(Envelope.bytes(file.get()));
      } catch (MalformedDataException e) {
        Refusal.check(e);
        return;
      }
      assertSame(model);
    }
  }

  private static Model<?> read(byte[] bytes) throws IOException {
    return ModelFile.read(new ByteArrayInputStream(bytes), "model");
  }

  private static <A> void assertSame(Model<A> model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFile.write(bytes, model);
    assertThat(read(bytes.toByteArray())).isEqualTo(model).hasToString(model.toString());
    if (model.network().layers().stream().map(Layer::describe).allMatch(layer -> isSmall(layer))) {
      predict(model);
    }
  }

  private static boolean isSmall(LayerDescription layer) {
    return layer.fields().values().stream()
        .allMatch(
            field ->
                switch (field) {
                  case Double number -> number <= LARGEST;
                  case List<?> layers ->
                      layers.stream().allMatch(inner -> isSmall((LayerDescription) inner));
                  default -> true;
                });
  }

  private static <A> void predict(Model<A> model) {
    A inputs = model.precision().newArray(EXAMPLES * model.network().inputs());
    A outputs = model.precision().newArray(EXAMPLES * model.network().outputs());
    Workspace<A> workspace = model.network().newWorkspace(EXAMPLES);
    try {
      workspace.predict(model.parameters(), inputs, 0, EXAMPLES, outputs);
    } catch (UnsupportedOperationException e) {
      Refusal.check(e); // normalisation by a batch has no predictions
    }
  }
}

package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains in processes of every vector width, without vectors, and with two threads. */
class SameBitsTest {
  private static byte[] train(Path directory, String precision, String property, String threads)
      throws IOException, InterruptedException {
    Path out = directory.resolve(precision + property + threads);
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-D" + property));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("train", "-q", "--data", "digits16", "--layers", "256-33-10"));
    command.addAll(List.of("--epochs", "1", "--threads", threads, "--precision", precision));
    command.addAll(List.of("--out", out.toString()));
    Process program =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(program.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).as(Files.readString(log)).isZero();
    return Files.readAllBytes(out.resolve("model.safetensors"));
  }

  @Test
  void aModelIsTheSameFileFromEveryWidthAndThreadCount(@TempDir Path directory) throws Exception {
    for (String precision : List.of("float", "double")) {
      byte[] first = train(directory, precision, "curvelane.vector.bits=512", "1");
      for (String property :
          List.of(
              "curvelane.vector.bits=256",
              "curvelane.vector.bits=128",
              "curvelane.provider=scalar")) {
        assertThat(train(directory, precision, property, "2"))
            .as("%s, %s", precision, property)
            .isEqualTo(first);
      }
    }
    Path written = directory.resolve("floatcurvelane.vector.bits=1282/model.safetensors");
    assertThat(ModelFile.read(written).network().inputs()).isEqualTo(256);
  }
}

package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.io.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Stops a run as Ctrl-C does (the JVM treats both signals alike): what was done is there. */
@DisabledOnOs(OS.WINDOWS)
class InterruptTest {
  @Test
  void leavesModelMetricsAndReport(@TempDir Path directory) throws Exception {
    Path out = directory.resolve("out");
    Path log = directory.resolve("log");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "--data",
                "digits16",
                "--epochs",
                "100000",
                "--out",
                out.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (Files.notExists(log) || Files.readAllLines(log).size() < 5) {
      assertThat(program.isAlive()).as("%s", log).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
    program.destroy();
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(log);
    assertThat(program.exitValue()).as(said).isNotZero();
    assertThat(said)
        .contains("training cancelled in epoch ")
        .containsPattern("(?m)^test error: ")
        .containsPattern("(?m)^parameter digest: ");
    assertThat(Files.readAllLines(out.resolve("metrics.csv")).size()).isGreaterThan(1);
    assertThat(Files.readString(out.resolve("report.html"))).contains("Training was cancelled");
    assertThat(ModelFile.read(out.resolve("model.safetensors")).network().inputs()).isEqualTo(256);
  }
}

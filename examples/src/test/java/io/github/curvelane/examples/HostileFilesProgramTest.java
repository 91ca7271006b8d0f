package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What strangers may give the program to read, and what it writes of it. */
class HostileFilesProgramTest {
  @TempDir private Path directory;

  private Path table(String name, List<String> classes) throws IOException {
    StringBuilder csv = new StringBuilder("id,x,y,kind\n");
    for (int i = 0; i < 60; i++) {
      int c = i % classes.size();
      csv.append("\"@id").append(i).append("\",").append(c * 10 + i % 3).append(',');
      csv.append(-c + i % 2).append(",\"").append(classes.get(c)).append("\"\n");
    }
    return Files.writeString(directory.resolve(name), csv);
  }

  private ProgramRun train(Path data) {
    return ProgramRun.of(
        "train", "--data", data, "--id", "id", "--epochs", 3, "--out", directory.resolve("out"));
  }

  private ProgramRun predict(Path data, Path to) {
    Path model = directory.resolve("out/model.safetensors");
    return ProgramRun.of("predict", "--model", model, "--data", data, "--to", to);
  }

  @Test
  void predictionsAreSafeInASpreadsheetAndReadAsTheyWere() throws IOException {
    List<String> classes = List.of("=cmd|' /C calc'!A0", "@SUM(1)", "+", "''=quoted");
    Path data = table("data.csv", classes);
    train(data).succeeded();
    Path predictions = directory.resolve("predictions.csv");
    predict(data, predictions).succeeded();
    List<String> lines = Files.readAllLines(predictions);
    assertThat(lines).hasSize(61);
    assertThat(lines.getFirst())
        .isEqualTo("id,prediction,p('=quoted),p(+),p(=cmd|' /C calc'!A0),p(@SUM(1))");
    assertThat(lines.get(1)).startsWith("'@id0,");
    for (String line : lines.subList(1, lines.size())) {
      assertThat(line).matches("'@id\\d+,(?:'=cmd\\|' /C calc'!A0|'@SUM\\(1\\)|\\+|''=quoted),.*");
      assertThat(line.split(",")[1]).doesNotStartWith("=").doesNotStartWith("@");
    }
    predict(
            table("again.csv", List.of("'=cmd|' /C calc'!A0", "'@SUM(1)", "+", "'=quoted")),
            directory.resolve("again"))
        .succeeded();
    Path model = directory.resolve("out/model.safetensors");
    ProgramRun.of("evaluate", "--model", model, "--data", table("g.csv", List.of("'@SUM(1)", "+")))
        .succeeded();
    ProgramRun.of("evaluate", "--model", model, "--data", table("h.csv", List.of("'+", "+")))
        .refused("the data have the class ''+', which the model does not know");
  }

  @Test
  void namesOfFilesAreNotObeyed() throws IOException {
    String hostile = "\u001b[2J" + "x".repeat(3000);
    Path data = table("data.csv", List.of(hostile, "b"));
    ProgramRun run = train(data).succeeded();
    assertThat(run.out() + run.err()).doesNotContain("\u001b[2J").doesNotContain("x".repeat(100));
    Path model = directory.resolve("out/model.safetensors");
    run = ProgramRun.of("evaluate", "--model", model, "--data", data).succeeded();
    assertThat(run.out() + run.err()).doesNotContain("\u001b").doesNotContain("x".repeat(100));
    assertThat(run.out()).contains("\\u001b[2Jxxx");
    Path others = table("others.csv", List.of("\u001b[2Jc\nd", "b"));
    run = ProgramRun.of("evaluate", "--model", model, "--data", others);
    run.refused("the data have the class '\\u001b[2Jc\\nd', which the model does not know");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pipesAndDevicesAreRefusedAndNotWaitedFor() throws Exception {
    Path pipe = directory.resolve("pipe.csv");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (Path path : List.of(pipe, Path.of("/dev/zero"))) {
      train(path)
          .refused(
              "--data "
                  + path
                  + " is a pipe or a device, must be a file; --data - reads a table from standard");
      ProgramRun.of("predict", "--model", path)
          .refused("--model " + path + " cannot be used: " + path + ": not a regular file");
      ProgramRun.of("train", "--images", path, "--labels", path)
          .refused("--images " + path + " is a pipe or a device");
    }
  }
}

package io.github.curvelane.examples;

import io.github.curvelane.Precision;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a run leaves in its folder, without what a clock says. */
final class SavedFiles {
  /** The columns of metrics, and numbers of an epoch, that a clock says. */
  private static final List<String> TIMES = List.of("seconds", "examples_per_second", "gflops");

  private static final int EPOCH_NUMBERS = 13;
  private static final int FIRST_TIME = 10;
  private static final int SECONDS = 8;

  private SavedFiles() {}

  /** The rows of metrics. */
  static List<String> metrics(Path folder) throws IOException {
    List<String> rows = Files.readAllLines(folder.resolve("metrics.csv"));
    List<String> names = List.of(rows.getFirst().split(",", -1));
    List<String> kept = new ArrayList<>();
    for (String row : rows) {
      List<String> fields = new ArrayList<>();
      String[] all = row.split(",", -1);
      for (int j = 0; j < all.length; j++) {
        if (!TIMES.contains(names.get(j))) {
          fields.add(all[j]);
        }
      }
      kept.add(String.join(",", fields));
    }
    return kept;
  }

  /** The checkpoints, the newest first. */
  static List<Path> checkpoints(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("checkpoint-\\d+\\.safetensors"))
          .sorted(Comparator.comparingLong(SavedFiles::step).reversed())
          .toList();
    }
  }

  static long step(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().replaceAll("\\D", ""));
  }

  /** The content of the newest checkpoint by name: parameters, memory, average, best, counters. */
  static Map<String, String> state(Path folder) throws IOException {
    Path newest = checkpoints(folder).getFirst();
    Map<String, String> state = new TreeMap<>();
    state.put("file", newest.getFileName().toString());
    for (Map.Entry<String, Tensor> entry : TensorFile.read(newest).tensors().entrySet()) {
      double[] values = entry.getValue().values(Precision.DOUBLE);
      if (entry.getKey().equals("numbers.counters")) {
        values[SECONDS] = 0;
      }
      if (entry.getKey().equals("numbers.own.epochs")) {
        for (int i = 0; i < values.length; i++) {
          values[i] = i % EPOCH_NUMBERS < FIRST_TIME ? values[i] : 0;
        }
      }
      state.put(entry.getKey(), Arrays.toString(values));
    }
    return state;
  }
}

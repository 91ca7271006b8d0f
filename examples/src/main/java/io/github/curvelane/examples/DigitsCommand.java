package io.github.curvelane.examples;

import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.examples.input.BuiltInDigits;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.examples.report.PixelImage;
import io.github.curvelane.io.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the built-in digits. */
@Command(
    name = "digits",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Draws handwritten-looking digits and writes them as IDX files and a picture.",
    footer = {
      "",
      "The folder can be given to train --data. The same seed gives the same bytes everywhere.",
      "Example: curvelane digits --count 60000 --test 10000 --out digits"
    })
final class DigitsCommand implements Callable<Integer> {
  private static final String SHEET = "contact-sheet.png";
  private static final int SHEET_COLUMNS = 32;
  private static final int SHEET_ROWS = 20;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "digits",
      description = "The folder to write to (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "" + BuiltInDigits.TRAINING,
      description = "How many to train on (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--test",
      paramLabel = "N",
      defaultValue = "" + BuiltInDigits.TEST,
      description = "How many more to test on (default: ${DEFAULT-VALUE}).")
  private int test;

  @Option(
      names = "--side",
      paramLabel = "N",
      defaultValue = "28",
      description = "Height and width in pixels, 16 or 28 (default: ${DEFAULT-VALUE}).")
  private int side;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + BuiltInDigits.SEED,
      description = "The seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    require("--count", count);
    require("--test", test);
    Digits digits;
    try {
      digits = Digits.ofSide(side, seed);
    } catch (IllegalArgumentException e) {
      throw new UserException("--" + e.getMessage(), e);
    }
    OutputFolder folder = OutputFolder.create(out);
    try {
      long start = System.nanoTime();
      Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
      files.put("train-images-idx3-ubyte.gz", packed(() -> digits.images(0, count)));
      files.put("train-labels-idx1-ubyte.gz", packed(() -> digits.labels(0, count)));
      files.put("t10k-images-idx3-ubyte.gz", packed(() -> digits.images(count, test)));
      files.put("t10k-labels-idx1-ubyte.gz", packed(() -> digits.labels(count, test)));
      files.put(SHEET, out -> out.write(contactSheet(digits).png()));
      folder.replace(List.copyOf(files.keySet()), files);
      double seconds = (System.nanoTime() - start) * 1e-9;
      Path sheet = folder.file(SHEET);
      System.out.printf(
          Locale.ROOT,
          "%,d + %,d digits of %d x %d pixels in %.1f s, written to %s; a picture is in %s%n",
          count,
          test,
          side,
          side,
          seconds,
          out,
          sheet);
    } catch (IOException e) {
      throw new UserException("cannot write to " + out + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new UserException("--count or --test: " + e.getMessage(), e);
    }
    return 0;
  }

  private static void require(String option, int value) {
    if (value < 1) {
      throw new UserException(option + " is " + value + ", must be at least 1");
    }
  }

  /** An array that is not there before it is written. */
  private static AtomicFile.Content packed(Supplier<IdxArray> array) {
    return out -> {
      try (OutputStream packed = new GZIPOutputStream(out)) {
        IdxFile.write(packed, array.get());
      }
    };
  }

  private PixelImage contactSheet(Digits digits) {
    PixelImage sheet = new PixelImage(SHEET_COLUMNS * side, SHEET_ROWS * side);
    byte[] pixels = new byte[side * side];
    for (int i = 0; i < SHEET_COLUMNS * SHEET_ROWS; i++) {
      digits.draw(i, pixels, 0);
      int left = i % SHEET_COLUMNS * side;
      int top = i / SHEET_COLUMNS * side;
      for (int p = 0; p < pixels.length; p++) {
        sheet.grey(left + p % side, top + p / side, 255 - (pixels[p] & 0xFF));
      }
    }
    return sheet;
  }
}

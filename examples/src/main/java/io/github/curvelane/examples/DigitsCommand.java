package io.github.curvelane.examples;

import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.examples.input.BuiltInDigits;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.examples.report.PixelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
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
      write(folder, digits, "train", 0, count);
      write(folder, digits, "t10k", count, test);
      double seconds = (System.nanoTime() - start) * 1e-9;
      Path sheet = folder.file("contact-sheet.png");
      Files.write(sheet, contactSheet(digits).png());
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

  private static void write(
      OutputFolder folder, Digits digits, String prefix, long first, int count) throws IOException {
    IdxFile.write(folder.file(prefix + "-images-idx3-ubyte.gz"), digits.images(first, count));
    IdxFile.write(folder.file(prefix + "-labels-idx1-ubyte.gz"), digits.labels(first, count));
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

package io.github.curvelane.bench.problems;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of NIST's Statistical Reference Datasets for nonlinear regression: a header that names the
 * lines, starting and certified values, observations. Files are not trusted: what is not as the
 * format has it is refused, naming the file and the line.
 *
 * @param name the name of the data set
 * @param starts two arrays of starting values
 * @param certified the certified parameters
 * @param deviations their certified standard deviations
 * @param sum the certified residual sum of squares
 * @param deviation the certified residual standard deviation
 * @param observations rows of the response and the predictors
 */
record NistFile(
    String name,
    List<double[]> starts,
    double[] certified,
    double[] deviations,
    double sum,
    double deviation,
    List<double[]> observations) {
  private static final long MOST_BYTES = 1 << 20;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final Pattern RESPONSE = Pattern.compile("^Data:\\s+1 Response");
  private static final Pattern PREDICTORS = Pattern.compile("^\\s*([1-9]) Predictor");

  /** Reads a file. */
  static NistFile read(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes > MOST_BYTES) {
        throw new IllegalArgumentException(
            "%s has %d bytes, must have at most %d".formatted(file, bytes, MOST_BYTES));
      }
      return new Lines(file, Files.readAllLines(file, StandardCharsets.ISO_8859_1)).parse();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The lines of a file, counted from 1 as its header counts them. */
  private record Lines(Path file, List<String> lines) {
    NistFile parse() {
      int[] parameters = range("Starting Values");
      int[] data = range("Data");
      int count = parameters[1] - parameters[0] + 1;
      List<double[]> starts = List.of(new double[count], new double[count]);
      double[] certified = new double[count];
      double[] deviations = new double[count];
      for (int j = 0; j < count; j++) {
        int line = parameters[0] + j;
        String[] sides = line(line).split("=", -1);
        if (sides.length != 2 || !sides[0].strip().equals("b" + (j + 1))) {
          throw bad(line, "must be 'b%d = ' and four numbers".formatted(j + 1));
        }
        double[] values = numbers(line, sides[1], 4);
        starts.get(0)[j] = values[0];
        starts.get(1)[j] = values[1];
        certified[j] = values[2];
        deviations[j] = values[3];
      }
      int columns = 1 + predictors();
      List<double[]> observations = new ArrayList<>();
      for (int line = data[0]; line <= data[1]; line++) {
        observations.add(numbers(line, line(line), columns));
      }
      double promised = labelled("Number of Observations:");
      if (promised != observations.size()) {
        throw new IllegalArgumentException(
            "%s has %d lines of data, its header says %.0f observations"
                .formatted(file, observations.size(), promised));
      }
      return new NistFile(
          file.getFileName().toString().replaceFirst("\\.dat$", ""),
          starts,
          certified,
          deviations,
          labelled("Residual Sum of Squares:"),
          labelled("Residual Standard Deviation:"),
          List.copyOf(observations));
    }

    /** Returns the first and the last line of a part, from the header. */
    private int[] range(String part) {
      Pattern pattern = Pattern.compile(part + "\\s+\\(lines\\s+(\\d{1,6}) to\\s+(\\d{1,6})\\)");
      for (int line = 1; line <= lines.size(); line++) {
        Matcher matcher = pattern.matcher(line(line));
        if (matcher.find()) {
          int first = Integer.parseInt(matcher.group(1));
          int last = Integer.parseInt(matcher.group(2));
          if (first < 1 || last < first || last > lines.size()) {
            throw bad(line, "must be lines of the file's " + lines.size());
          }
          return new int[] {first, last};
        }
      }
      throw new IllegalArgumentException(
          "%s has no line '%s (lines … to …)'".formatted(file, part));
    }

    /** Returns the number of predictors, from the line after that of the response. */
    private int predictors() {
      for (int line = 1; line < lines.size(); line++) {
        if (RESPONSE.matcher(line(line)).find()) {
          Matcher matcher = PREDICTORS.matcher(line(line + 1));
          if (!matcher.find()) {
            throw bad(line + 1, "must say how many predictors there are");
          }
          return Integer.parseInt(matcher.group(1));
        }
      }
      throw new IllegalArgumentException(file + " has no line 'Data: 1 Response'");
    }

    private double labelled(String label) {
      for (int line = 1; line <= lines.size(); line++) {
        String text = line(line).strip();
        if (text.startsWith(label)) {
          return numbers(line, text.substring(label.length()), 1)[0];
        }
      }
      throw new IllegalArgumentException("%s has no line '%s'".formatted(file, label));
    }

    private double[] numbers(int line, String text, int count) {
      String[] words = text.strip().split("\\s+");
      if (words.length != count) {
        throw bad(line, "must have %d numbers".formatted(count));
      }
      double[] numbers = new double[count];
      for (int j = 0; j < count; j++) {
        if (!NUMBER.matcher(words[j]).matches()) {
          throw bad(line, "must have numbers: '%s' is none".formatted(words[j]));
        }
        numbers[j] = Double.parseDouble(words[j]);
        if (Double.isInfinite(numbers[j])) {
          throw bad(line, "must have finite numbers: %s is too large".formatted(words[j]));
        }
      }
      return numbers;
    }

    private String line(int number) {
      return lines.get(number - 1);
    }

    private IllegalArgumentException bad(int line, String what) {
      return new IllegalArgumentException(
          "%s, line %d is '%s', %s".formatted(file, line, line(line).strip(), what));
    }
  }
}

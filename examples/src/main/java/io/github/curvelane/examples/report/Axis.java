package io.github.curvelane.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where numbers stand on a chart.
 *
 * @param least the number at the begin
 * @param greatest the number at the end, above the least
 * @param logarithmic whether equal ratios have equal distances; the least is positive then
 * @param whole whether there are no numbers but whole ones, so that nothing between is a tick
 * @param from the place of the least
 * @param to the place of the greatest
 */
record Axis(
    double least, double greatest, boolean logarithmic, boolean whole, double from, double to) {
  private static final double WIDE = 20;
  private static final int TICKS = 7;
  private static final int FEW_TICKS = 3;
  private static final double MARGIN = 0.04;
  private static final MathContext SHORT = new MathContext(6);
  private static final String EXPONENT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  /** An axis between given ends. */
  static Axis between(double least, double greatest, double from, double to) {
    return new Axis(least, greatest, false, false, from, to);
  }

  /** From the least to the greatest number. */
  static Axis horizontal(List<double[]> values, boolean logarithmic, double from, double to) {
    double least = least(values);
    double greatest = greatest(values);
    if (logarithmic) {
      double factor = greatest > least ? 1 : 2;
      return new Axis(least / factor, greatest * factor, true, false, from, to);
    }
    boolean whole =
        values.stream().flatMapToDouble(Arrays::stream).allMatch(v -> v == Math.rint(v));
    double margin = greatest > least ? 0 : margin(least);
    return new Axis(least - margin, greatest + margin, false, whole, from, to);
  }

  /**
   * Logarithmic where all numbers are positive and their range is wide; else from tick to tick. So
   * nothing touches the upper end, where names are.
   */
  static Axis vertical(List<double[]> values, double from, double to) {
    double least = least(values);
    double greatest = greatest(values);
    if (least > 0 && greatest > WIDE * least) {
      double margin = StrictMath.pow(greatest / least, MARGIN);
      return new Axis(least / margin, greatest * margin, true, false, from, to);
    }
    double low = least > 0 && least < greatest / 2 ? 0 : least;
    double margin = greatest > low ? 0 : margin(low);
    Axis tight = new Axis(low - margin, greatest + margin, false, false, from, to);
    double step = tight.step();
    return new Axis(
        step * Math.floor(tight.least / step + MARGIN),
        step * Math.ceil(tight.greatest / step - MARGIN),
        false,
        false,
        from,
        to);
  }

  private static double least(List<double[]> values) {
    return values.stream().flatMapToDouble(Arrays::stream).min().orElseThrow();
  }

  private static double greatest(List<double[]> values) {
    return values.stream().flatMapToDouble(Arrays::stream).max().orElseThrow();
  }

  private static double margin(double only) {
    return Math.max(1e-3, Math.abs(only) / 2);
  }

  double at(double value) {
    double share =
        logarithmic
            ? StrictMath.log(value / least) / StrictMath.log(greatest / least)
            : (value - least) / (greatest - least);
    return from + share * (to - from);
  }

  /** The number at a share of the axis, which is linear. */
  double part(double index, int of) {
    return least + (greatest - least) * index / of;
  }

  boolean shows(double value) {
    return value >= least && value <= greatest;
  }

  /** Powers of ten on a logarithmic axis, or 1, 2, 5, 10, … where these are few. */
  List<Double> ticks() {
    if (!logarithmic) {
      return linearTicks();
    }
    int first = (int) Math.floor(StrictMath.log10(least));
    int last = (int) Math.ceil(StrictMath.log10(greatest));
    int every = Math.max(1, Math.ceilDiv(last - first, TICKS));
    List<Double> ticks = new ArrayList<>();
    for (int e = every * Math.floorDiv(first, every); e <= last; e += every) {
      addShown(ticks, power(e));
    }
    if (ticks.size() >= FEW_TICKS) {
      return ticks;
    }
    ticks.clear();
    for (int e = first; e <= last; e++) {
      for (int digit : new int[] {1, 2, 5}) {
        addShown(ticks, digit * power(e));
      }
    }
    return ticks.size() >= FEW_TICKS ? ticks : linearTicks();
  }

  private static double power(int e) {
    return new BigDecimal("1e" + e).doubleValue();
  }

  private void addShown(List<Double> ticks, double tick) {
    if (shows(tick)) {
      ticks.add(tick);
    }
  }

  private List<Double> linearTicks() {
    List<Double> ticks = new ArrayList<>();
    double step = step();
    for (double k = Math.ceil(least / step - 1e-9); k * step <= greatest + 1e-9 * step; k++) {
      ticks.add(k * step + 0.0); // No −0.
    }
    return ticks;
  }

  private double step() {
    double raw = (greatest - least) / TICKS;
    double power = power((int) Math.floor(StrictMath.log10(raw)));
    double step = raw / power > 5 ? 10 * power : raw / power > 2 ? 5 * power : 2 * power;
    return whole ? Math.max(1, step) : step;
  }

  /** A number as it stands beside an axis: 0.3, −2, 10⁻⁵, 3·10⁸. */
  static String label(double value) {
    double size = Math.abs(value);
    String text;
    if (value != 0 && (size >= 1e6 || size < 1e-3)) {
      String[] parts = String.format(Locale.ROOT, "%.1e", value).replace(".0e", "e").split("e");
      String power = "10" + exponent(Integer.parseInt(parts[1]));
      text =
          switch (parts[0]) {
            case "1" -> power;
            case "-1" -> "-" + power;
            default -> parts[0] + "·" + power;
          };
    } else {
      text = new BigDecimal(value).round(SHORT).stripTrailingZeros().toPlainString();
      text = text.length() > 8 ? String.format(Locale.ROOT, "%.4g", value) : text;
    }
    return text.replace('-', '−');
  }

  private static String exponent(int e) {
    StringBuilder text = new StringBuilder(e < 0 ? "⁻" : "");
    String.valueOf(Math.abs(e)).chars().forEach(d -> text.append(EXPONENT.charAt(d - '0')));
    return text.toString();
  }
}

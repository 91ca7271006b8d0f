package io.github.curvelane.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/**
 * A table drawn from a seed, in the shape of one that people have, and what is expected of a run on
 * it.
 *
 * @param name what it is like
 * @param kind whether its numbers or classes follow a line, or do not
 * @param text the file
 * @param options what is said besides {@code --data}
 * @param inputs the inputs of the network
 * @param names the classes, or the targets
 * @param remark a part of something that must be said; empty for nothing
 */
record GeneratedTable(
    String name,
    Kind kind,
    String text,
    List<String> options,
    int inputs,
    List<String> names,
    String remark) {
  /** What the truth is like. */
  enum Kind {
    /** Numbers that are a sum of the inputs and noise. */
    LINEAR,
    /** Numbers that are not. */
    CURVED,
    /** Classes. */
    CLASSES
  }

  private static final List<String> NO_YES = List.of("no", "yes");

  @Override
  public String toString() {
    return name;
  }

  private static GeneratedTable numbers(
      String name, Kind kind, String text, int inputs, String target, String... more) {
    List<String> options = new ArrayList<>(List.of("--targets", target));
    options.addAll(List.of(more));
    return new GeneratedTable(name, kind, text, options, inputs, List.of(target.split(",")), "");
  }

  private static GeneratedTable classes(
      String name, String text, int inputs, List<String> names, String remark, String... options) {
    return new GeneratedTable(name, Kind.CLASSES, text, List.of(options), inputs, names, remark);
  }

  private static String rows(
      String header, int count, long seed, Function<Random, List<?>> row, String separator) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(header);
    for (int i = 0; i < count; i++) {
      List<String> fields = row.apply(random).stream().map(GeneratedTable::text).toList();
      text.append(String.join(separator, fields)).append('\n');
    }
    return text.toString();
  }

  private static String rows(String header, int count, long seed, Function<Random, List<?>> row) {
    return rows(header, count, seed, row, ",");
  }

  private static String text(Object value) {
    return value instanceof Double d ? String.format(Locale.ROOT, "%.6g", d) : value.toString();
  }

  private static double[] normal(Random random, int count, double correlation) {
    double common = random.nextGaussian();
    double[] values = new double[count];
    for (int j = 0; j < count; j++) {
      values[j] =
          Math.sqrt(1 - correlation) * random.nextGaussian() + Math.sqrt(correlation) * common;
    }
    return values;
  }

  private static List<Object> row(double[] values, Object... more) {
    List<Object> row = new ArrayList<>();
    for (double value : values) {
      row.add(value);
    }
    row.addAll(List.of(more));
    return row;
  }

  private static String header(int inputs, String last) {
    StringBuilder header = new StringBuilder();
    for (int j = 0; j < inputs; j++) {
      header.append('x').append(j).append(',');
    }
    return header + last + "\n";
  }

  private static double line(double[] x) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += (j % 3 - 1 + 0.1 * j) * x[j];
    }
    return sum;
  }

  private static String pick(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private static String yes(boolean yes) {
    return yes ? "yes" : "no";
  }

  /** Returns all of them. */
  static List<GeneratedTable> all() {
    List<GeneratedTable> all = new ArrayList<>();
    linear(all);
    curved(all);
    twoClasses(all);
    manyClasses(all);
    return all;
  }

  private static void linear(List<GeneratedTable> all) {
    Kind linear = Kind.LINEAR;
    all.add(
        numbers(
            "200 rows of y = a + 2b - c + d/2",
            linear,
            rows(
                "a,b,c,d,y\n",
                200,
                1,
                r -> {
                  double[] x = normal(r, 4, 0);
                  double noise = 0.1 * r.nextGaussian();
                  return row(x, x[0] + 2 * x[1] - x[2] + x[3] / 2 + noise);
                }),
            4,
            "y"));
    all.add(
        numbers(
            "housing: columns of different units that go together",
            linear,
            rows(
                header(13, "medv"),
                506,
                2,
                r -> {
                  double[] x = normal(r, 13, 0.6);
                  double y = 22 + 2 * line(x) + 4 * r.nextGaussian();
                  for (int j = 0; j < 13; j++) {
                    x[j] = x[j] * Math.pow(10, j % 5 - 2) + j;
                  }
                  return row(x, y);
                }),
            13,
            "medv"));
    all.add(
        numbers(
            "targets around 100,000",
            linear,
            rows(
                header(10, "income"),
                442,
                3,
                r -> {
                  double[] x = normal(r, 10, 0.3);
                  return row(x, 1e5 + 8000 * line(x) + 15000 * r.nextGaussian());
                }),
            10,
            "income"));
    all.add(
        numbers(
            "thirty rows",
            linear,
            rows(
                "a,b,y\n",
                30,
                4,
                r -> {
                  double[] x = normal(r, 2, 0);
                  return row(x, 3 * x[0] - x[1] + 0.3 * r.nextGaussian());
                }),
            2,
            "y"));
    all.add(
        numbers(
            "a spreadsheet's export: semicolons and decimal commas",
            linear,
            "sep=;\n"
                + rows(
                        "menge;preis [EUR];umsatz\n",
                        300,
                        5,
                        r -> {
                          double[] x = normal(r, 2, 0);
                          double y = 4 * x[0] + 2.5 * x[1] + 0.5 * r.nextGaussian();
                          return row(new double[] {50 + 10 * x[0], 2 + 0.3 * x[1]}, y);
                        },
                        ";")
                    .replace('.', ','),
            2,
            "umsatz"));
    all.add(
        numbers(
            "a sensor that drifts with Unix time, aligned by blanks",
            linear,
            rows(
                "ms  celsius  volt\n",
                800,
                6,
                r -> {
                  long t = r.nextInt(100_000);
                  double celsius = 20 + 5 * r.nextGaussian();
                  return List.of(
                      1_700_000_000_000L + 100 * t,
                      celsius,
                      1e-5 * t + 0.02 * celsius + 0.05 * r.nextGaussian());
                },
                "   "),
            2,
            "volt"));
    all.add(
        numbers(
            "categories, each with its own level",
            linear,
            rows(
                "city,size,rent\n",
                600,
                7,
                r -> {
                  String city = pick(r, "Bern", "Oslo", "Rome", "Lima");
                  double size = 30 + 90 * r.nextDouble();
                  double level = city.charAt(0) * 10;
                  return List.of(city, size, level + 12 * size + 60 * r.nextGaussian());
                }),
            5,
            "rent"));
    all.add(
        numbers(
            "a column twice, and one that is always the same",
            linear,
            rows(
                "a,b,copy,same,y\n",
                250,
                8,
                r -> {
                  double[] x = normal(r, 2, 0);
                  double y = x[0] + x[1] + 0.4 * r.nextGaussian();
                  return List.of(x[0], x[1], x[0], 7, y);
                }),
            4,
            "y"));
    all.add(
        numbers(
            "two targets in different units",
            linear,
            rows(
                header(6, "heating,cooling"),
                768,
                9,
                r -> {
                  double[] x = normal(r, 6, 0.2);
                  double heat = 20 + 3 * line(x) + r.nextGaussian();
                  return row(x, heat, 4e4 + 1e3 * (x[1] - x[0]) + 500 * r.nextGaussian());
                }),
            6,
            "heating,cooling"));
    all.add(
        numbers(
            "outliers, hundreds of times as far as the rest",
            linear,
            rows(
                "a,b,c,y\n",
                800,
                17,
                r -> {
                  double[] x = new double[3];
                  for (int j = 0; j < 3; j++) {
                    x[j] = r.nextGaussian() / r.nextGaussian();
                  }
                  return row(x, x[0] - 2 * x[1] + r.nextGaussian());
                }),
            3,
            "y"));
    all.add(
        numbers(
            "five thousand rows with little noise",
            linear,
            rows(
                header(12, "y"),
                5000,
                10,
                r -> {
                  double[] x = normal(r, 12, 0.4);
                  return row(x, line(x) + 0.1 * r.nextGaussian());
                }),
            12,
            "y"));
  }

  private static void curved(List<GeneratedTable> all) {
    Kind curved = Kind.CURVED;
    all.add(
        numbers(
            "Friedman's first",
            curved,
            rows(
                header(10, "y"),
                1000,
                11,
                r -> {
                  double[] x = r.doubles(10).toArray();
                  double y =
                      10 * Math.sin(Math.PI * x[0] * x[1])
                          + 20 * (x[2] - 0.5) * (x[2] - 0.5)
                          + 10 * x[3]
                          + 5 * x[4];
                  return row(x, y + r.nextGaussian());
                }),
            10,
            "y"));
    all.add(
        numbers(
            "a product",
            curved,
            rows(
                "a,b,c,y\n",
                400,
                12,
                r -> {
                  double[] x = normal(r, 3, 0);
                  return row(x, x[0] * x[1] + 0.1 * r.nextGaussian());
                }),
            3,
            "y"));
    all.add(
        numbers(
            "abalone: sizes, a sex, and rings that level off",
            curved,
            rows(
                "sex,length,height,weight,rings\n",
                1500,
                13,
                r -> {
                  String sex = pick(r, "M", "F", "I");
                  double size = (sex.equals("I") ? 0.3 : 0.5) + 0.12 * r.nextGaussian();
                  double length = size + 0.02 * r.nextGaussian();
                  double height = 0.3 * size + 0.01 * r.nextGaussian();
                  double weight = 8 * size * size * size + 0.05 * r.nextGaussian();
                  double rings = 4 + 12 / (1 + Math.exp(-12 * (size - 0.45)));
                  return List.of(
                      sex, length, height, weight, Math.round(rings + 0.8 * r.nextGaussian()));
                }),
            6,
            "rings"));
    all.add(
        numbers(
            "concrete: strength by the ratio of its parts",
            curved,
            rows(
                "cement,water,age,strength (MPa)\n",
                1000,
                14,
                r -> {
                  double cement = 100 + 400 * r.nextDouble();
                  double water = 120 + 120 * r.nextDouble();
                  double age = Math.exp(1 + 4 * r.nextDouble());
                  double y = 12 * cement / water * Math.log(age) / 3 + 2 * r.nextGaussian();
                  return List.of(cement, water, age, y);
                }),
            3,
            "strength (MPa)"));
    all.add(
        numbers(
            "a wave in time",
            curved,
            rows(
                "t,y\n",
                500,
                15,
                r -> {
                  double t = r.nextDouble();
                  return List.of(t, Math.sin(7 * t) + 0.1 * r.nextGaussian());
                }),
            1,
            "y"));
    all.add(
        numbers(
            "prices that grow by factors",
            curved,
            rows(
                header(5, "price"),
                1200,
                16,
                r -> {
                  double[] x = normal(r, 5, 0.1);
                  return row(x, 1e4 * Math.exp(0.7 * x[0] + 0.4 * x[1] + 0.05 * r.nextGaussian()));
                }),
            5,
            "price"));
  }

  private static void twoClasses(List<GeneratedTable> all) {
    all.add(
        classes(
            "deviations of 20,000 and 0.3, the small one decides",
            rows(
                "salary,rate,kind\n",
                600,
                21,
                r -> {
                  boolean yes = r.nextBoolean();
                  double rate = (yes ? 0.4 : -0.4) + 0.15 * r.nextGaussian();
                  return List.of(5e4 + 2e4 * r.nextGaussian(), rate, yes(yes));
                }),
            2,
            NO_YES,
            ""));
    all.add(
        classes(
            "Unix milliseconds 100 ms apart",
            rows(
                "time,late\n",
                1000,
                22,
                new Function<>() {
                  private long t = 1_700_000_000_000L;

                  @Override
                  public List<?> apply(Random r) {
                    t += 100;
                    return List.of(t, yes(t > 1_700_000_050_000L));
                  }
                }),
            1,
            NO_YES,
            ""));
    all.add(
        classes(
            "adult: categories, counts, and missing values filled",
            rows(
                "age,job,education,hours,income\n",
                3000,
                23,
                r -> {
                  int age = 18 + r.nextInt(60);
                  String job = pick(r, "Clerk", "Farmer", "Nurse", "Cook", "Other");
                  int education = 1 + r.nextInt(16);
                  int hours = 10 + r.nextInt(60);
                  double z =
                      0.05 * (age - 45)
                          + 0.3 * (education - 10)
                          + 0.04 * (hours - 40)
                          + (job.equals("Clerk") ? 1 : job.equals("Farmer") ? -1 : 0);
                  boolean rich = z + 0.7 * r.nextGaussian() > 0.8;
                  return List.of(
                      r.nextInt(50) == 0 ? "?" : age,
                      r.nextInt(30) == 0 ? "?" : job,
                      education,
                      hours,
                      rich ? ">50K" : "<=50K");
                }),
            10,
            List.of("<=50K", ">50K"),
            "",
            "--missing",
            "fill"));
    all.add(
        classes(
            "credit: one in twenty fails",
            rows(
                header(8, "fails"),
                2000,
                24,
                r -> {
                  double[] x = normal(r, 8, 0.2);
                  return row(x, yes(x[0] + x[1] - x[2] + 1.2 * r.nextGaussian() > 3.3));
                }),
            8,
            NO_YES,
            ""));
    all.add(
        classes(
            "exclusive or",
            rows(
                "a,b,same\n",
                500,
                25,
                r -> {
                  double[] x = normal(r, 2, 0);
                  return row(x, yes(x[0] * x[1] > 0));
                }),
            2,
            NO_YES,
            ""));
    all.add(
        classes(
            "sonar: more columns than a third of the rows",
            rows(
                header(60, "mine"),
                208,
                26,
                r -> {
                  double[] x = normal(r, 60, 0.1);
                  return row(x, yes(x[3] + x[10] - x[40] + 0.8 * r.nextGaussian() > 0));
                }),
            60,
            NO_YES,
            ""));
    all.add(
        classes(
            "nothing to learn",
            rows(header(6, "coin"), 400, 27, r -> row(normal(r, 6, 0), yes(r.nextInt(10) < 3))),
            6,
            NO_YES,
            ""));
    all.add(
        classes(
            "mushrooms: letters without a header",
            rows(
                "",
                1200,
                28,
                r -> {
                  String odor = pick(r, "a", "f", "n", "p");
                  String cap = pick(r, "x", "b", "s");
                  String gill = pick(r, "k", "w");
                  boolean edible = odor.equals("a") || (odor.equals("n") && cap.equals("x"));
                  return List.of(odor, cap, gill, edible ? "e" : "p");
                }),
            9,
            List.of("e", "p"),
            "its columns have no names"));
    all.add(
        classes(
            "an index without a name, as data frames write it",
            rows(
                ",a,b,label\n",
                300,
                29,
                new Function<>() {
                  private int index;

                  @Override
                  public List<?> apply(Random r) {
                    double[] x = normal(r, 2, 0);
                    return List.of(index++, x[0], x[1], x[0] > x[1] ? 1 : 0);
                  }
                }),
            2,
            List.of("0", "1"),
            "column 0 has no name and counts the rows: it is left out"));
  }

  private static void manyClasses(List<GeneratedTable> all) {
    all.add(
        classes(
            "iris",
            rows(
                "sepal length,sepal width,petal length,petal width,species\n",
                150,
                31,
                r -> {
                  int k = r.nextInt(3);
                  return List.of(
                      5 + 0.8 * k + 0.5 * r.nextGaussian(),
                      3 + 0.3 * r.nextGaussian(),
                      1.5 + 2 * k + 0.4 * r.nextGaussian(),
                      0.3 + 0.9 * k + 0.2 * r.nextGaussian(),
                      List.of("setosa", "versicolor", "virginica").get(k));
                }),
            4,
            List.of("setosa", "versicolor", "virginica"),
            ""));
    all.add(
        classes(
            "wine: thirteen measures in their own units",
            rows(
                "class," + header(13, "").replace(",\n", "\n"),
                178,
                32,
                r -> {
                  int k = r.nextInt(3);
                  double[] x = normal(r, 13, 0.3);
                  for (int j = 0; j < 13; j++) {
                    x[j] = (x[j] + (j % 3 == k ? 1.5 : 0)) * (j == 12 ? 300 : j + 1) + 10 * j;
                  }
                  List<Object> row = new ArrayList<>(List.of(k + 1));
                  row.addAll(row(x));
                  return row;
                }),
            13,
            List.of("1", "2", "3"),
            "",
            "--label",
            "class"));
    all.add(
        classes(
            "letters and digits as classes, the class first, without a header",
            rows(
                "",
                1500,
                33,
                r -> {
                  int k = r.nextInt(6);
                  List<Object> row = new ArrayList<>();
                  row.add("A3T7KZ".charAt(k));
                  for (int j = 0; j < 8; j++) {
                    row.add(Math.round(4 + (j * k) % 7 + 1.3 * r.nextGaussian()));
                  }
                  return row;
                }),
            8,
            List.of("3", "7", "A", "K", "T", "Z"),
            "its columns have no names",
            "--label",
            "0"));
    all.add(
        classes(
            "rings around rings",
            rows(
                "x,y,ring\n",
                900,
                34,
                r -> {
                  int k = r.nextInt(3);
                  double angle = 2 * Math.PI * r.nextDouble();
                  double radius = 1 + k + 0.2 * r.nextGaussian();
                  return List.of(radius * Math.cos(angle), radius * Math.sin(angle), "ring" + k);
                }),
            2,
            List.of("ring0", "ring1", "ring2"),
            ""));
    all.add(
        classes(
            "classes in turn, five rows of each and no more",
            rows(
                "a,b,kind\n",
                25,
                35,
                new Function<>() {
                  private int i;

                  @Override
                  public List<?> apply(Random r) {
                    int k = i++ % 5;
                    return List.of(
                        3 * k + 0.2 * r.nextGaussian(), k % 2 + 0.1 * r.nextGaussian(), "k" + k);
                  }
                }),
            2,
            List.of("k0", "k1", "k2", "k3", "k4"),
            "of each class its share"));
  }
}

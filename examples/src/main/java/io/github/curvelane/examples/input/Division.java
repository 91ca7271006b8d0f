package io.github.curvelane.examples.input;

import io.github.curvelane.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Divides examples into those to train on, to validate on and to test on. */
final class Division {
  private static final int FIFTH = 5;
  private static final double SHARE = 0.2;

  /** With fewer examples to train on, none is spared for validation. */
  private static final int FEW = 10;

  private Division() {}

  /**
   * Divides what was found.
   *
   * @param idx whether every fifth example tests unless asked otherwise
   */
  static Examples of(DataSource.Found found, DataOptions options, boolean idx, long seed) {
    List<String> origin = new ArrayList<>(found.first().remarks());
    Part training = found.first().rows();
    Part test;
    if (found.test().isPresent()) {
      requireSame(found.first(), found.test().get());
      test = found.test().get().rows();
      origin.addAll(found.test().get().remarks());
    } else {
      Split split = split(training, kind(options.split, idx), seed, origin);
      test = training.select(split.test());
      training = training.select(split.training());
    }
    Optional<Part> validation = Optional.empty();
    double share = share(options.validation, found.first(), training);
    if (share > 0) {
      Split split = drawn(training, share, seed);
      validation = Optional.of(training.select(split.test()));
      training = training.select(split.training());
      origin.add(
          Texts.format(
              "%d of %d training examples validate: they choose the epoch",
              split.test().length, split.test().length + split.training().length));
    }
    sayMissingClasses("training", training, found.first(), origin);
    sayMissingClasses("test", test, found.first(), origin);
    return new Examples(found.first(), training, validation, test, origin);
  }

  private static void requireSame(Content training, Content test) {
    int inputs = training.rows().inputs().features();
    int others = test.rows().inputs().features();
    if (inputs != others || !training.task().names().equals(test.task().names())) {
      throw new UserException(
          "the test data have %d inputs and are for %s, the training data have %d and are for %s"
              .formatted(others, test.task(), inputs, training.task()));
    }
  }

  private static String kind(String split, boolean idx) {
    return switch (split) {
      case "auto" -> idx ? "every-fifth" : "stratified";
      case "stratified", "every-fifth" -> split;
      default ->
          throw new UserException("--split is '" + split + "', must be stratified or every-fifth");
    };
  }

  private static Split split(Part all, String kind, long seed, List<String> origin) {
    int examples = all.examples();
    if (examples < 2) {
      throw new UserException("the data have one example, training and testing need two at least");
    }
    if (kind.equals("every-fifth")) {
      origin.add(Texts.format("every fifth of the %,d examples tests", examples));
      return Split.everyKth(examples, Math.min(FIFTH, examples));
    }
    Split split = drawn(all, SHARE, seed);
    String how =
        all.groups().isPresent()
            ? "whole groups"
            : all.labels().isPresent() ? "of each class its share" : "at random";
    origin.add(
        Texts.format(
            "%,d of the %,d examples test, drawn with seed %d, %s",
            split.test().length, examples, seed, how));
    return split;
  }

  private static Split drawn(Part all, double share, long seed) {
    try {
      if (all.groups().isPresent()) {
        return Split.grouped(all.groups().get(), share, seed);
      }
    } catch (IllegalArgumentException e) {
      throw new UserException("--group: " + e.getMessage(), e);
    }
    return all.labels().isPresent()
        ? Split.stratified(all.labels().get(), share, seed)
        : Split.shuffled(all.examples(), share, seed);
  }

  private static double share(double asked, Content content, Part training) {
    if (asked == -1) {
      boolean few = training.examples() < FEW || oneGroup(training);
      return content.image().isPresent() || few ? 0 : SHARE;
    }
    if (!(asked >= 0 && asked < 1)) {
      throw new UserException("--validation is " + asked + ", must be from 0 to below 1");
    }
    if (asked > 0 && training.examples() < 2) {
      throw new UserException("--validation needs two training examples at least, there is one");
    }
    return asked;
  }

  private static boolean oneGroup(Part training) {
    return training.groups().isPresent()
        && Arrays.stream(training.groups().get()).distinct().count() < 2;
  }

  private static void sayMissingClasses(
      String name, Part part, Content content, List<String> origin) {
    if (part.labels().isEmpty()) {
      return;
    }
    List<String> names = content.task().names();
    boolean[] present = new boolean[names.size()];
    for (int label : part.labels().get()) {
      present[label] = true;
    }
    List<String> missing = new ArrayList<>();
    for (int c = 0; c < present.length; c++) {
      if (!present[c]) {
        missing.add(names.get(c));
      }
    }
    if (!missing.isEmpty()) {
      origin.add("no " + name + " example is of " + Texts.list(missing));
    }
  }
}
